"""A text that a program brings into a discovery: by the preview, the rules and the undo of pages
(docs/texts.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from core.incoming.entries import Entry
from core.incoming.rows import Place, Problem, Row
from core.services.incoming import Refused
from discovery.models import Discovery
from exchange.services.incoming_files import TEXT, bring_in
from exchange.services.read_texts import DOMAINS, Text, held
from exchange.services.texts import BroughtIn
from organizations.actors import Actor


def bring_text_in(
    *,
    actor: Actor,
    discovery: Discovery,
    text: str,
    may_write: Callable[[Entry], bool],
    digest: str = "",
    is_trial: bool = False,
) -> BroughtIn:
    """Writes what the text says, or tries that. `may_write` says which kinds the key reaches: of the others a
    text may say what is there, and change nothing. Raises Refused also for these, and as
    `texts.import_text`."""
    data = text.encode(errors="surrogatepass")  # which no text is: that is told with its line
    with transaction.atomic():
        came = bring_in(
            actor=actor, data=data, format=TEXT.key, into=discovery, digest=digest, is_trial=is_trial
        )
        if problems := list(_beyond(came, data, may_write)):
            raise Refused(problems)
    return came


def _beyond(came: BroughtIn, data: bytes, may_write: Callable[[Entry], bool]) -> Iterator[Problem]:
    """What would be written that the key does not reach: what belongs to the organization."""
    beyond = {entry.key for entry in held() if not may_write(entry)}
    if not beyond:
        return
    rows = [*came.plan.added, *came.plan.changed]
    rows += [each for order in came.plan.orders for each in order.rows[:1] if isinstance(each, Row)]
    said = _("This belongs to the organization: a key of the organization writes it.")
    for place in dict.fromkeys(row.given.place for row in rows if row.shape.key in beyond):
        yield Problem(place, None, said=said)
    said = _(
        "There is no domain “%(name)s”: it is added on the page of the organization, or with one of its keys."
    )
    for name in came.domains:
        yield Problem(Place(Text(data).lines[DOMAINS]), None, said=said % {"name": name})
