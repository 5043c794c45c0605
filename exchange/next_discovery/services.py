"""Starts a new discovery of a domain from the last one: its text is imported."""

from django.utils.translation import gettext as _

from core.exceptions import Conflict
from core.imports.existing_rows import known_rows, names_of, tokens_in
from core.imports.yaml_rows import document_of
from core.models import Operation
from core.services import artifacts, operation
from core.yaml_text import to_yaml
from discovery import permissions
from discovery.discoveries.models import CARRIED_ON
from discovery.models import Discovery
from exchange.format.table_rules import carried_on
from exchange.next_discovery.selectors import last_before
from exchange.services.discovery_text import scopes_of, without_hidden, write_rows
from exchange.services.text_input import TextReader, entries_of_texts
from organizations.actors import Actor


def start_from_last(*, actor: Actor, discovery: Discovery) -> Operation:
    """Copy the artifacts that apps carry on (DocumentRules.carried_on) from the last discovery of the domain,
    by name. The last discovery stays as it is.

    Raises NotAllowed and NotFound for an actor who may not edit, Conflict if there is no earlier discovery or
    this one has content, and Refused with the problems of the rows.
    """
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, CARRIED_ON, summary=discovery.name, place=discovery) as carry_operation:
        artifacts.locked(discovery)
        last = last_before(actor, discovery)
        if last is None:
            raise Conflict(_("There’s no earlier discovery to start from, or this one has already begun."))
        text = TextReader(_text_of(last).encode())
        write_rows(actor, discovery, text.rows, text.problems, operation=carry_operation, is_in_order=True)
    return carry_operation


def _text_of(last: Discovery) -> str:
    entries = [entry for entry in entries_of_texts() if entry.key in carried_on()]
    rows = without_hidden(known_rows(entries, scopes_of(last)), last)
    copied_tokens = {row.token for row in rows}
    names_by_token = names_of(
        tokens_in(value for row in rows for value in row.fields.values()) - copied_tokens
    )
    return to_yaml(document_of(entries, rows, lambda token: names_by_token.get(token, "")))
