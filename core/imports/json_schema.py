"""The JSON Schema (draft 2020-12) of texts, read off the entries: editors complete what people write."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.text import capfirst

from core.imports.importable_kinds import Entry, children, empty_value
from core.imports.values import plain_choice

Schema = dict[str, Any]

_REFERENCE = {"$ref": "#/$defs/reference"}
_PLAIN: tuple[tuple[type[models.Field[Any, Any]], Schema], ...] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.TimeField, {"type": "string", "pattern": r"^\d\d?:\d\d"}),
    (models.DecimalField, {"type": "number"}),
    (models.IntegerField, {"type": "integer"}),
    (models.URLField, {"type": "string", "format": "uri"}),
)


def schema_of(entries: Sequence[Entry], heads: Schema) -> Schema:
    """JSON Schema of a text: its `heads`, and rows of the entries."""
    definitions = {_name(entry): _row(entries, entry) for entry in entries}
    definitions["reference"] = {
        "description": "The name of a row. If several rows have the same name, with its parent and a number.",
        "anyOf": [
            {"type": ["string", "number", "null"]},
            {
                "type": "object",
                "properties": {
                    "name": {"type": ["string", "number"]},
                    "of": _REFERENCE,
                    "number": {"type": "integer", "minimum": 1},
                },
                "required": ["name"],
                "additionalProperties": False,
            },
        ],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {**heads, **_below(entries, None)},
        "additionalProperties": False,
        "$defs": definitions,
    }


def _name(entry: Entry) -> str:
    return entry.key


def _below(entries: Sequence[Entry], entry: Entry | None) -> Schema:
    return {
        heading: {
            "description": capfirst(str(child.kind.model._meta.verbose_name_plural)),
            **(_one(child) if child.is_single else {"type": ["array", "null"], "items": _one(child)}),
        }
        for heading, child in children(entries, entry).items()
    }


def _one(entry: Entry) -> Schema:
    return {"$ref": f"#/$defs/{_name(entry)}"}


def _row(entries: Sequence[Entry], entry: Entry) -> Schema:
    title = _field(entry, entry.kind.title)
    fields = {name: _field(entry, name) for name in entry.fields}
    return {
        "anyOf": [
            title,
            {
                "type": "object",
                "properties": {**fields, **_below(entries, entry)},
                "required": [
                    name for name in entry.fields if name == entry.kind.title and _is_needed(entry, name)
                ],
                "additionalProperties": False,
            },
        ]
    }


def _is_needed(entry: Entry, name: str) -> bool:
    column = entry.kind.column(name)
    return (
        column is not None
        and not column.blank
        and not column.null
        and empty_value(entry.kind, name) in ("", None)
    )


def _field(entry: Entry, name: str) -> Schema:
    if name in entry.shape.lists:
        return {"anyOf": [_REFERENCE, {"type": "array", "items": _REFERENCE}]}
    if name in entry.names:
        return _REFERENCE
    column = entry.column(name)
    result: Schema = {"description": capfirst(str(column.verbose_name))}
    if column.choices:
        values = [
            plain_choice(column, value) for value, _label in column.flatchoices if value not in ("", None)
        ]
        return result | {"enum": [*values, *([None] if column.null or column.blank else [])]}
    for sort, schema in _PLAIN:
        if isinstance(column, sort):
            types = [schema["type"], "null"] if column.null else schema["type"]
            return result | schema | {"type": types}
    longest = {"maxLength": column.max_length} if column.max_length else {}
    return result | {"type": ["string", "number", "boolean", "null"], **longest}
