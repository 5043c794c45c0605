"""Limits the rows of one import: SQLite blocks other writers during a write or a preview."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.imports.rows import InputRow, Place, Problem
from core.pasted_text import has_more_lines
from core.services.imports import Refusal
from documents import rounded_numbers
from organizations.actors import Actor

MOST_ON_PAGES, MOST_BY_COMMAND = 2_000, 20_000
_LINES_PER_ROW = 10


def check_lines(actor: Actor, text: str) -> None:
    """Count lines before they are parsed, with room for lines that are no rows; `check_how_many` names the
    first row over the limit. Raises Refusal."""
    most = _most_of(actor)
    lines = _LINES_PER_ROW * most
    if has_more_lines(text, lines):
        message = _(
            "That’s more than %(lines)s lines. You can import at most %(most)s rows at once, so "
            "import them in parts."
        )
        words = {"lines": rounded_numbers.text(lines), "most": rounded_numbers.text(most)}
        raise Refusal([Problem(Place(0), None, message=message % words)])


def _most_of(actor: Actor) -> int:
    return MOST_BY_COMMAND if actor.is_trusted else MOST_ON_PAGES


def check_how_many(actor: Actor, rows: Sequence[InputRow], other_count: int = 0) -> None:
    """Check the count of rows and of `other_count` other objects. Call it before the operation. Raises
    Refusal at the first row over the limit."""
    most = _most_of(actor)
    count = len(rows) + other_count
    if count <= most:
        return
    place = rows[most].place if len(rows) > most else Place(0)
    words = {"count": count, "most": most}
    if actor.is_trusted:
        message = _(
            "That’s %(count)s rows. You can import at most %(most)s at once, so import them in parts."
        )
    else:
        message = _(
            "That’s %(count)s rows. On a page, you can import at most %(most)s at once. Import "
            "them in parts, or use a command (manage.py import_text or import_table)."
        )
    raise Refusal([Problem(place, None, message=message % words)])
