"""A new discovery of a domain starts from the last one: as a text that goes from one to the other."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.exceptions import Conflict
from core.incoming.known import known_rows, names_of, tokens_in
from core.incoming.texts import document_of
from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from core.yaml_text import to_yaml
from discovery import permissions
from discovery.models import Discovery
from discovery.models.discovery import CARRIED_ON
from exchange.format.rules import carried_on
from exchange.selectors.starting import last_before
from exchange.services.read_texts import Text, entries_of_texts
from exchange.services.texts import revealed, scopes_of, write_rows
from organizations.actors import Actor


def start_from_last(*, actor: Actor, discovery: Discovery) -> Operation:
    """What apps carry on (DocumentRules.carried_on) is copied from the last discovery of the domain, with the
    names that it has there; the last one stays as it is.

    Raises NotAllowed and NotFound for an actor who may not edit, Conflict when there is nothing to start
    from, or this discovery says something itself by now, and Refused with what the rules refuse.
    """
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, CARRIED_ON, summary=discovery.name, place=discovery) as done:
        artifacts.locked(discovery)
        last = last_before(actor, discovery)
        if last is None:
            raise Conflict(_("There’s no earlier discovery to start from, or this one has already begun."))
        text = Text(_text_of(last).encode())
        write_rows(actor, discovery, text.given, text.problems, done=done, is_in_order=True)
    return done


def _text_of(last: Discovery) -> str:
    entries = [entry for entry in entries_of_texts() if entry.key in carried_on()]
    known = revealed(known_rows(entries, scopes_of(last)), last)
    there = {row.token for row in known}
    named = names_of(tokens_in(value for row in known for value in row.fields.values()) - there)
    return to_yaml(document_of(entries, known, lambda token: named.get(token, "")))
