"""The JSON Schema of the text of a discovery (docs/text.schema.json)."""

import json

from django.utils import translation

from core.imports.json_schema import Schema, schema_of
from discovery import process
from exchange.services.text_input import ABOUT, DISCOVERY, DOMAINS, HEADWATERS, VERSION, entries_of_texts


def text_schema_file() -> bytes:
    """The schema, as a file."""
    with translation.override("en"):
        return (json.dumps(_schema(), indent=1, ensure_ascii=False) + "\n").encode()


def _schema() -> Schema:
    about: Schema = {name: {"type": ["string", "null"]} for name in ABOUT}
    about["template"] = {"enum": [*process.PROCESSES]}
    for day in ("starts_on", "ends_on"):
        about[day] = {"type": ["string", "null"], "format": "date"}
    heads: Schema = {
        HEADWATERS: {"const": VERSION, "description": "The version of this text format"},
        DISCOVERY: {
            "anyOf": [
                {"type": "string"},
                {"type": "object", "properties": about, "additionalProperties": False},
            ]
        },
        DOMAINS: {"type": "array", "items": {"type": "string"}, "description": "Domains named in the text"},
    }
    return {"title": "A discovery as text", **schema_of(entries_of_texts(), heads)}
