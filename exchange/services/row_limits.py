"""How many rows come in at once: while they are written or previewed, SQLite lets nobody else write."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.incoming.rows import Given, Place, Problem
from core.pasted import has_more_lines
from core.services.incoming import Refused
from documents import figures
from organizations.actors import Actor

MOST_ON_PAGES, MOST_BY_COMMAND = 2_000, 20_000
_LINES_PER_ROW = 10


def check_lines(actor: Actor, text: str) -> None:
    """Counted before anything is made of lines, with room for those that are no rows; `check_how_many` names
    the first that is too many. Raises Refused."""
    most = _most_of(actor)
    lines = _LINES_PER_ROW * most
    if has_more_lines(text, lines):
        said = _(
            "That’s more than %(lines)s lines. You can import at most %(most)s rows at once, so "
            "import them in parts."
        )
        words = {"lines": figures.text(lines), "most": figures.text(most)}
        raise Refused([Problem(Place(0), None, said=said % words)])


def _most_of(actor: Actor) -> int:
    return MOST_BY_COMMAND if actor.is_trusted else MOST_ON_PAGES


def check_how_many(actor: Actor, given: Sequence[Given], besides: int = 0) -> None:
    """Rows, and as many things `besides`, come in at once. Raises Refused, at the first row that is too many.
    Call it before the operation begins."""
    most = _most_of(actor)
    count = len(given) + besides
    if count <= most:
        return
    place = given[most].place if len(given) > most else Place(0)
    words = {"count": count, "most": most}
    if actor.is_trusted:
        said = _("That’s %(count)s rows. You can import at most %(most)s at once, so import them in parts.")
    else:
        said = _(
            "That’s %(count)s rows. On a page, you can import at most %(most)s at once. Import "
            "them in parts, or use a command (manage.py import_text or import_table)."
        )
    raise Refused([Problem(place, None, said=said % words)])
