"""Writes the content of a discovery as a document of JSON values, with a list of omissions."""

from typing import Any

from django.db import models

from core.models import Operation
from discovery.models import Discovery
from exchange.format import FORMAT, VERSION, table_rules
from exchange.format.collecting import DiscoveryContent
from exchange.format.document_tables import (
    activity_path,
    author_fields,
    exchanged,
    fields_of,
    is_needed,
    label_of,
    with_history,
)
from exchange.format.email_addresses import Addresses
from exchange.format.field_values import to_json
from exchange.format.operations import DocumentOperation, names_in
from organizations.models import Organization
from workshops.models import Activity, Participant

_CONNECTIONS = "connections with other discoveries"
_AUTHORS = "authors of anonymous entries"
_ADDRESSES = "email addresses of accounts"


def make(content: DiscoveryContent, *, versions: bool) -> dict[str, Any]:
    """Return the document (docs/exchange.md). Equal rows make equal documents, whatever their primary
    keys."""
    return _DocumentWriter(content).document(versions)


class _DocumentWriter:
    def __init__(self, content: DiscoveryContent) -> None:
        self.content = content
        self.addresses = Addresses(content.addresses)
        self.uuids: dict[str, dict[Any, str]] = {
            label: {row.pk: str(row.uuid) for row in content.rows[label]}
            for label, model in exchanged().items()
            if any(field.name == "uuid" for field in model._meta.concrete_fields)
        }
        self.uuids[label_of(Operation)] = {each.pk: str(each.uuid) for each in content.operations}
        self.anonymous = {each.pk for each in content.rows[label_of(Activity)] if each.is_anonymous}
        self.uuids_by_label = {label: frozenset(uuids.values()) for label, uuids in self.uuids.items()}
        self.participants = self.uuids_by_label[label_of(Participant)]

    def document(self, versions: bool) -> dict[str, Any]:
        content = self.content
        history = {}
        for label in with_history():
            rows = [self._history_row(exchanged()[label], row) for row in content.history[label]]
            history[label] = [row for row in rows if row is not None]
        return {
            "format": FORMAT,
            "version": VERSION,
            "discovery": self.uuids[label_of(Discovery)][content.discovery.pk],
            "organization": self.uuids[label_of(Organization)][content.organization.pk],
            "left_out": self._left_out(versions),
            "rows": {
                label: [self._row(model, row) for row in content.rows[label]]
                for label, model in exchanged().items()
            },
            "operations": [self._operation(each) for each in content.operations],
            "history": history,
        }

    def _left_out(self, versions: bool) -> list[dict[str, str]]:
        """Return the omissions of the document with their reasons, and with the activity if there is one."""
        entries = [
            {"what": name, "why": reason}
            for name, reason in (table_rules.left_out() | table_rules.fields_left_out()).items()
        ]
        entries += [
            {"what": f"history of {name}", "why": reason}
            for name, reason in table_rules.history_left_out().items()
        ]
        entries += [
            {"what": _CONNECTIONS, "why": table_rules.ELSEWHERE},
            {"what": _AUTHORS, "why": table_rules.NAMELESS},
            {"what": _ADDRESSES, "why": table_rules.ACCOUNT},
        ]
        if not versions:
            entries += [{"what": label, "why": table_rules.FROZEN} for label in table_rules.frozen_labels()]
        entries.sort(key=lambda each: each["what"])
        hidden_tables = sorted((str(activity), label) for label, activity in self.content.hidden_tables)
        return entries + [
            {"what": label, "why": table_rules.HIDDEN, "of": activity} for activity, label in hidden_tables
        ]

    # --- Rows -----------------------------------------------------------------------------------------

    def _row(self, model: type[models.Model], row: Any) -> dict[str, Any]:
        """Return the fields of a row, or of a row of its history."""
        values: dict[str, Any] = {}
        for field in fields_of(model):
            value = getattr(row, field.attname)
            if field.remote_field is None:
                values[field.name] = self._without_addresses(field, to_json(field, value))
            else:
                target: Any = field.related_model
                values[field.name] = self.uuids.get(label_of(target), {}).get(value)
        path = activity_path(model)
        is_nameless = bool(path) and getattr(row, f"{path}_id") in self.anonymous
        for name in author_fields(model):
            values[name] = self._author(values[name], is_nameless)
        return values

    def _operation(self, operation: Operation) -> dict[str, Any]:
        links = names_in(operation, self.content.organization.uuid)
        values: dict[str, Any] = {"undoes": self.uuids[label_of(Operation)].get(operation.undoes_id)}
        for field in fields_of(DocumentOperation):
            if field.name in links:
                target: Any = field.related_model
                uuid = str(links[field.name])
                values[field.name] = uuid if uuid in self.uuids_by_label[label_of(target)] else None
            elif field.remote_field is None:
                value = to_json(field, getattr(operation, field.name))
                values[field.name] = self._without_addresses(field, value)
        return values

    def _history_row(self, model: type[models.Model], row: Any) -> dict[str, Any] | None:
        values = self._row(model, row)
        for field in fields_of(model):
            if field.remote_field is None or not is_needed(field) or values[field.name] is not None:
                continue
            if getattr(row, field.attname) is not None:
                return None  # what it hung on then is not in the document
        history_date = type(row)._meta.get_field("history_date")
        return values | {
            "history_date": to_json(history_date, row.history_date),
            "history_type": row.history_type,
            "operation": self.uuids[label_of(Operation)][row.operation_id],
        }

    def _author(self, author: Any, is_nameless: bool) -> Any:
        """Return the author of a row: a participant by uuid, None if the author is anonymous."""
        if isinstance(author, list):
            return [] if is_nameless else [each for each in author if each in self.participants]
        if author is None or author == "":
            return author
        return None if is_nameless or author not in self.participants else author

    def _without_addresses(self, field: models.Field[Any, Any], value: Any) -> Any:
        if isinstance(value, str):
            if isinstance(field, models.EmailField):
                return "" if value in self.addresses else value
            return self.addresses.out_of(value)
        if isinstance(value, dict):
            return {
                self.addresses.out_of(key): self._without_addresses(field, each)
                for key, each in value.items()
            }
        if isinstance(value, list):
            return [self._without_addresses(field, each) for each in value]
        return value
