"""Dates and times follow the language: templates and code name a format and write no pattern."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

NAMES = {
    *("DATE_FORMAT", "DATETIME_FORMAT", "TIME_FORMAT", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT"),
    *("LONG_DATE_FORMAT", "SHORT_MONTH_FORMAT", "SHORT_DAY_FORMAT"),
}
PARTS = {"M", "y", "Y", "T", "c", "U", "Y-m-d"}
"""One part of a date has no order, and what machines read has no language."""
MOMENT = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)
_FILTER = re.compile(r"\|(?:date|time):\s*[\"']([^\"']+)[\"']")


def patterns() -> Iterator[tuple[str, str]]:
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        if path.suffix in (".html", ".txt", ".svg"):
            for match in _FILTER.finditer(path.read_text()):
                yield path.name, match[1]
    for app in settings.OUR_APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and "date_format" in ast.unparse(node.func) and node.args[1:]:
                    yield path.name, ast.unparse(node.args[1]).strip("'\"")


def test_no_place_writes_a_pattern() -> None:
    written = list(patterns())
    assert len(written) > 100
    wrong = {(place, pattern) for place, pattern in written if pattern not in NAMES | PARTS}
    assert not wrong, f"name one of {sorted(NAMES)} instead: {wrong}"


def test_dates_for_machines_are_in_attributes() -> None:
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        for match in re.finditer(r'(.{12})\{\{ [^{}]*\|date:"(?:c|Y-m-d)" \}\}', path.read_text()):
            assert match[1].endswith('="'), (path.name, match[0])


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "Mar 5, 2026 | Mar 5, 2026, 14:30 | 14:30 | March 5, 2026 | Mar 2026 | Mar 5"),
        ("de", "5. März 2026 | 5. März 2026, 14:30 | 14:30 | 5. März 2026 | März 2026 | 5. März"),
        ("fr", "5 mars 2026 | 5 mars 2026, 14:30 | 14:30 | 5 mars 2026 | mars 2026 | 5 mars"),
        ("es", "05/03/2026 | 05/03/2026, 14:30 | 14:30 | 5 de marzo de 2026 | 03/2026 | 05/03"),
    ],
)
def test_each_language_has_its_order_and_a_day_of_24_hours(language: str, shown: str) -> None:
    names = ("SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT", "TIME_FORMAT", "LONG_DATE_FORMAT")
    more = ("SHORT_MONTH_FORMAT", "SHORT_DAY_FORMAT")
    filters = " | ".join(f'{{{{ at|date:"{each}" }}}}' for each in (*names, *more))
    with translation.override(language):
        drawn = Template(filters).render(Context({"at": MOMENT}))
    assert drawn == shown


@pytest.mark.parametrize("language", [key for key, _name in settings.LANGUAGES])
def test_a_language_that_headwaters_has_names_each_format(language: str) -> None:
    with translation.override(language):
        for name in NAMES:
            drawn = Template(f'{{{{ day|date:"{name}" }}}}').render(
                Context({"day": datetime(2026, 3, 5, tzinfo=UTC)})
            )
            assert name not in drawn
            assert "FORMAT" not in drawn


def test_english_pages_have_one_form_of_dates() -> None:
    with translation.override("en"):
        template = Template(
            '{{ at|date }} | {{ at|date:"SHORT_DATE_FORMAT" }} | {{ at|date:"DATETIME_FORMAT" }}'
        )
        shown = template.render(Context({"at": MOMENT}))
    assert shown == "Mar 5, 2026 | Mar 5, 2026 | Mar 5, 2026, 14:30"
