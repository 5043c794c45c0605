"""Names of the rows of a document in messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.clean_text import is_visible
from exchange.format.document_tables import AnyModel, exchanged, fields_of
from exchange.format.field_values import short
from exchange.format.operations import DocumentOperation

# What things are called by, first of all.
_CALLED = ("name", "title", "display_name", "label", "statement", "text", "summary")


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A row of the document: its table, its number there from 1, and its fields. `is_history` is True for a
    row of the history of the table."""

    label: str
    number: int
    row: Mapping[str, Any]
    is_history: bool = False


class RowNames:
    """The names of the rows of a document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document

    def description(self, place: RowPlace) -> str:
        """Return the name, table and number of the row."""
        words = (
            _("history of %(table)s, row %(number)s") if place.is_history else _("%(table)s, row %(number)s")
        )
        location = words % {"table": place.label, "number": place.number}
        return f"{self.of(place)} – {location}"

    def of(self, place: RowPlace) -> str:
        """Return the kind and name of the row, or its number if it has no name."""
        model = _model(place.label)
        kind = capfirst(str(model._meta.verbose_name))
        has_own = any(map(_is_free_text, fields_of(model)))
        name = _own_name(model, place.row) if has_own else self._by_what_it_names(model, place.row)
        return f"{kind} “{short(name)}”" if name else f"{kind} {place.number}"

    def _by_what_it_names(self, model: AnyModel, row: Mapping[str, Any]) -> str:
        keys = [row.get(each.name) for each in fields_of(model) if each.remote_field is not None]
        names = [self._all[str(key)] for key in keys if str(key) in self._all]
        return " → ".join(short(name) for name in names[-2:])

    @cached_property
    def _all(self) -> dict[str, str]:
        """The names of rows by identifier."""
        names = {}
        for label, rows in self.document["rows"].items():
            for row in rows:
                uuid = row.get("uuid")
                if uuid is not None and (name := _own_name(_model(label), row)):
                    names[str(uuid)] = name
        return names


def name_of(rows: Mapping[str, list[Any]], label: str, row: Mapping[str, Any]) -> str:
    """Return the description of a row of `rows`, by label."""
    return RowNames({"rows": rows}).description(RowPlace(label, rows[label].index(row) + 1, row))


def _model(label: str) -> AnyModel:
    return exchanged().get(label, DocumentOperation)


def _own_name(model: AnyModel, row: Mapping[str, Any]) -> str:
    texts = [each.name for each in fields_of(model) if _is_free_text(each)]
    by_priority = sorted(texts, key=lambda name: _CALLED.index(name) if name in _CALLED else len(_CALLED))
    for name in by_priority:
        value = row.get(name)
        if isinstance(value, str) and is_visible(value):
            return value
    return ""


def _is_free_text(field: models.Field[Any, Any]) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not field.choices and field.name in _CALLED
