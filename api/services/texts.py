"""A text that a program brings into a discovery: by the preview, the rules and the undo of pages
(docs/texts.md)."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from api.selectors.artifacts import is_writable
from core.exceptions import NotAllowed
from core.incoming.entries import Entry
from core.incoming.rows import Problem
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
    """Writes what the text says, or tries that. `may_write` says which kinds the key reaches. Raises
    NotAllowed for a text with domains, which no key reaches, Refused also for kinds that programs only read,
    and as `texts.import_text`."""
    data = text.encode(errors="surrogatepass")  # which no text is: that is told with its line
    read = Text(data)
    if read.domains:
        raise NotAllowed(_("Domains are added on pages."), DOMAINS)
    entries = {entry.key: entry for entry in held()}
    problems = []
    for given in read.given:
        entry = entries[given.kind]
        if not is_writable(entry):
            said = _("This kind is written on its pages only.")
        elif not may_write(entry):
            said = _("This belongs to the organization: a key of the organization writes it.")
        else:
            continue
        problems.append(Problem(given.place, None, said=said))
    if problems:
        raise Refused([*read.problems, *problems])
    return bring_in(actor=actor, data=data, format=TEXT.key, into=discovery, digest=digest, is_trial=is_trial)
