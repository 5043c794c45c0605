"""What pages in the pseudo-language may show without brackets, and which pages there are for readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from lvt.templatetags.use_cases import alone
from organizations.web.languages import NAMES, is_for_readers
from tests.architecture.entries import Entry, addresses
from tests.architecture.table import TABLE
from workshops.models import Workshop

OURS = {"Headwaters", *NAMES.values(), "K7M-2QX", "LVT", "MoS"}
"""Names, abbreviations, and a code as an example: the same in every language."""
FROZEN = "handover:shared_handover"
"""A version of a report, in the language that it was frozen in."""


def typed() -> set[str]:
    """All that people wrote, or that shipped as their content: every text in the database."""
    codes = {
        part
        for each in Workshop.everything.all()
        for part in (each.spoken_code, each.code[:3], each.code[3:])
    }
    words = OURS | codes
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
        ]
        for row in model._base_manager.values_list(*names) if names else ():
            words |= {part for value in row for text in texts_in(value) for part in parts_of(text)}
    return words


def parts_of(text: str) -> Iterator[str]:
    """Its lines, also without marks of slides, as a cloud of words shows them, and as a part of a sentence by
    itself; and the steps of a scale without their numbers."""
    for line in text.splitlines():
        yield from (line, line.lstrip("#-* "), line.rstrip(".!?)"), alone(line))
    yield from re.split(r"(?:^|, )\d+ ", text) if re.match(r"\d ", text) else ()


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)
    elif isinstance(value, str) and value:
        yield value


def readers_pages() -> list[Entry]:
    """The pages for readers that the table opens."""
    readers = {name for name, _route, pattern in addresses() if is_for_readers(pattern.callback)}
    return [each for each in TABLE if "GET" in each.methods and each.name in readers - {FROZEN}]


def reader_of(entry: Entry) -> str:
    """The role of one who reads the page."""
    if entry.access in ("room", "contributor", "surface", "stage"):
        return "guest"
    return "viewer" if entry.access == "discovery:viewer" else "anonymous"
