"""The JSON Schema of documents (draft 2020-12), derived from the models; docs/exchange.schema.json is one."""

import json
from typing import Any

from django.db import models

from exchange.format import FORMAT, VERSION, document_tables
from exchange.format.older_files import later_fields, later_tables
from exchange.format.operations import DocumentOperation

_UUID = {"$ref": "#/$defs/uuid"}
_MOMENT = {"$ref": "#/$defs/moment"}
_PAST: dict[str, Any] = {
    "history_date": _MOMENT,
    "history_type": {"enum": ["+", "~", "-"]},
    "operation": _UUID,
}
_LEFT_OUT = {
    "type": "object",
    "properties": {"what": {"type": "string"}, "why": {"type": "string"}, "of": _UUID},
    "required": ["what", "why"],
    "additionalProperties": False,
}
_KINDS: tuple[tuple[type[document_tables.AnyField], dict[str, Any]], ...] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.DateTimeField, _MOMENT),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.TimeField, {"type": "string", "pattern": r"^\d\d:\d\d:\d\d(\.\d{6})?$"}),
    (models.DecimalField, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
    (models.UUIDField, _UUID),
    (models.BinaryField, {"type": "string", "contentEncoding": "base64"}),
    (models.IntegerField, {"type": "integer"}),
    (models.CharField, {"type": "string"}),
    (models.TextField, {"type": "string"}),
)


def schema() -> dict[str, Any]:
    """Return the schema of documents of this version."""
    rows = {label: _reference(label, {}) for label in document_tables.exchanged()}
    history = {label: _reference(label, _PAST) for label in document_tables.with_history()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {
            "uuid": {"type": "string", "format": "uuid"},
            "moment": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"},
            **{label: _row(model) for label, model in document_tables.exchanged().items()},
            document_tables.label_of(DocumentOperation): _row(DocumentOperation),
        },
        "title": "A discovery in Headwaters",
        "description": "References to other rows are uuids. Lists are in order of creation.",
        **_closed(
            {
                "format": {"const": FORMAT},
                "version": {"const": VERSION},
                "discovery": _UUID,
                "organization": _UUID,
                "left_out": {"type": "array", "items": _LEFT_OUT},
                "rows": _tables(rows),
                "operations": {
                    "type": "array",
                    "items": _reference(document_tables.label_of(DocumentOperation), {}),
                },
                "history": _tables(history),
            }
        ),
    }


def schema_file() -> bytes:
    """Return the schema as the file in docs/."""
    return json.dumps(schema(), indent=1, sort_keys=True).encode() + b"\n"


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties.keys() - set(later_tables())),
        "additionalProperties": False,
    }


def _tables(rows: dict[str, Any]) -> dict[str, Any]:
    return _closed({label: {"type": "array", "items": row} for label, row in rows.items()})


def _reference(label: str, extra: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a row of the model, with `extra` properties and no others."""
    reference: dict[str, Any] = {"$ref": f"#/$defs/{label}", "unevaluatedProperties": False}
    return reference | ({"properties": extra, "required": sorted(extra)} if extra else {})


def _row(model: document_tables.AnyModel) -> dict[str, Any]:
    nameless = {name for name in document_tables.author_fields(model) if name == "author"}
    properties = {
        each.name: _value(each, is_nameless=each.name in nameless)
        for each in document_tables.fields_of(model)
    }
    required = properties.keys() - later_fields().get(document_tables.label_of(model), {}).keys()
    return {"type": "object", "properties": properties, "required": sorted(required)}


def _value(field: document_tables.AnyField, *, is_nameless: bool) -> dict[str, Any]:
    may_be_none = field.null or is_nameless
    value_schema: dict[str, Any]
    if field.remote_field is not None:
        target: Any = field.related_model
        value_schema = {"description": f"a row of {document_tables.label_of(target)}"}
        return value_schema | ({"anyOf": [_UUID, {"type": "null"}]} if may_be_none else _UUID)
    if isinstance(field, models.JSONField):
        of_list = field.has_default() and isinstance(field.get_default(), list)
        value_schema = {"type": "array" if of_list else "object"}
    else:
        value_schema = dict(next(kind for type_, kind in _KINDS if isinstance(field, type_)))
    if isinstance(field, models.CharField) and field.max_length:
        value_schema["maxLength"] = field.max_length
    if field.choices:
        keys = [key for key, _label in field.flatchoices]
        value_schema["enum"] = keys + ([""] if field.blank and "" not in keys else [])
    return {"anyOf": [value_schema, {"type": "null"}]} if may_be_none else value_schema
