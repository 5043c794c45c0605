"""The document of a discovery: what was collected, as JSON knows it, and with what it does not hold."""

from __future__ import annotations

from typing import Any

from django.db import models

from core.models import Operation
from discovery.models import Discovery
from exchange.format import FORMAT, VERSION
from exchange.format.addresses import Addresses
from exchange.format.collecting import Collected
from exchange.format.operations import ToldOperation, names_in
from exchange.format.rules import (
    ACCOUNT,
    ELSEWHERE,
    FROZEN,
    HIDDEN,
    NAMELESS,
    fields_left_out,
    frozen,
    history_left_out,
    left_out,
)
from exchange.format.shape import (
    activity_path,
    author_fields,
    exchanged,
    fields_of,
    is_needed,
    label_of,
    with_history,
)
from exchange.format.values import to_json
from organizations.models import Organization
from workshops.models import Activity, Participant

_CONNECTIONS = "connections with other discoveries"
_AUTHORS = "authors of anonymous entries"
_ADDRESSES = "email addresses of accounts"


def make(collected: Collected, *, versions: bool) -> dict[str, Any]:
    """The document (docs/exchange.md). The same rows give the same document, whatever their primary keys
    are."""
    return _Maker(collected).document(versions)


class _Maker:
    def __init__(self, collected: Collected) -> None:
        self.collected = collected
        self.addresses = Addresses(collected.addresses)
        self.uuids: dict[str, dict[Any, str]] = {
            label: {row.pk: str(row.uuid) for row in collected.rows[label]}
            for label, model in exchanged().items()
            if any(field.name == "uuid" for field in model._meta.concrete_fields)
        }
        self.uuids[label_of(Operation)] = {each.pk: str(each.uuid) for each in collected.operations}
        self.anonymous = {each.pk for each in collected.rows[label_of(Activity)] if each.is_anonymous}
        self.known = {label: frozenset(uuids.values()) for label, uuids in self.uuids.items()}
        self.participants = self.known[label_of(Participant)]

    def document(self, versions: bool) -> dict[str, Any]:
        collected = self.collected
        history = {}
        for label in with_history():
            rows = [self._history_row(exchanged()[label], row) for row in collected.history[label]]
            history[label] = [row for row in rows if row is not None]
        return {
            "format": FORMAT,
            "version": VERSION,
            "discovery": self.uuids[label_of(Discovery)][collected.discovery.pk],
            "organization": self.uuids[label_of(Organization)][collected.organization.pk],
            "left_out": self._left_out(versions),
            "rows": {
                label: [self._row(model, row) for row in collected.rows[label]]
                for label, model in exchanged().items()
            },
            "operations": [self._operation(each) for each in collected.operations],
            "history": history,
        }

    def _left_out(self, versions: bool) -> list[dict[str, str]]:
        """What the document leaves out, and why; the activity where it belongs to one."""
        said = [{"what": what, "why": why} for what, why in (left_out() | fields_left_out()).items()]
        said += [{"what": f"history of {what}", "why": why} for what, why in history_left_out().items()]
        said += [
            {"what": _CONNECTIONS, "why": ELSEWHERE},
            {"what": _AUTHORS, "why": NAMELESS},
            {"what": _ADDRESSES, "why": ACCOUNT},
        ]
        if not versions:
            said += [{"what": label, "why": FROZEN} for label in frozen()]
        said.sort(key=lambda each: each["what"])
        hidden = sorted((str(activity), label) for label, activity in self.collected.hidden)
        return said + [{"what": label, "why": HIDDEN, "of": activity} for activity, label in hidden]

    # --- Rows -----------------------------------------------------------------------------------------

    def _row(self, model: type[models.Model], row: Any) -> dict[str, Any]:
        """The fields of a row, or of a row of its history."""
        told: dict[str, Any] = {}
        for field in fields_of(model):
            value = getattr(row, field.attname)
            if field.remote_field is None:
                told[field.name] = self._without_addresses(field, to_json(field, value))
            else:
                target: Any = field.related_model
                told[field.name] = self.uuids.get(label_of(target), {}).get(value)
        path = activity_path(model)
        is_nameless = bool(path) and getattr(row, f"{path}_id") in self.anonymous
        for name in author_fields(model):
            told[name] = self._author(told[name], is_nameless)
        return told

    def _operation(self, operation: Operation) -> dict[str, Any]:
        names = names_in(operation, self.collected.organization.uuid)
        told: dict[str, Any] = {"undoes": self.uuids[label_of(Operation)].get(operation.undoes_id)}
        for field in fields_of(ToldOperation):
            if field.name in names:
                target: Any = field.related_model
                uuid = str(names[field.name])
                told[field.name] = uuid if uuid in self.known[label_of(target)] else None
            elif field.remote_field is None:
                value = to_json(field, getattr(operation, field.name))
                told[field.name] = self._without_addresses(field, value)
        return told

    def _history_row(self, model: type[models.Model], row: Any) -> dict[str, Any] | None:
        told = self._row(model, row)
        for field in fields_of(model):
            if field.remote_field is None or not is_needed(field) or told[field.name] is not None:
                continue
            if getattr(row, field.attname) is not None:
                return None  # what it hung on then is not in the document
        history_date = type(row)._meta.get_field("history_date")
        return told | {
            "history_date": to_json(history_date, row.history_date),
            "history_type": row.history_type,
            "operation": self.uuids[label_of(Operation)][row.operation_id],
        }

    def _author(self, author: Any, is_nameless: bool) -> Any:
        """Whose a row is: participants by their uuids. None for somebody whom nobody may know."""
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
