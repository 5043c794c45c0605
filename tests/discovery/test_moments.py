"""Points in time and percentages in the sentences of templates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from documents.localized_numbers import percentage

AT = datetime(2026, 1, 31, 14, 30, tzinfo=UTC)


def drawn(text: str, **context: Any) -> str:
    return Template("{% load number_filters i18n moments %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("date", "Jan 31, 2026"),
        ("datetime", "Jan 31, 2026, 14:30 UTC"),
        ("time", "14:30 UTC"),
        ("zoned", "Jan 31, 2026, 14:30 UTC"),
        ("relative", "Jan 31, 2026, 14:30 UTC"),
    ],
)
def test_a_moment_is_named_in_a_sentence(form: str, words: str) -> None:
    text = "{% moment at form as when %}{% blocktranslate %}Open until {{ when }}.{% endblocktranslate %}"
    element = f'<time datetime="2026-01-31T14:30:00+00:00" data-local="{form}">{words}</time>'
    assert drawn(text, at=AT, form=form) == f"Open until {element}."


def test_a_day_is_the_same_in_every_time_zone() -> None:
    text = "{% day on as due %}{% blocktranslate %}due {{ due }}{% endblocktranslate %}"
    with timezone.override("Pacific/Auckland"):
        html = drawn(text, on=AT.date())
    assert html == 'due <time datetime="2026-01-31">Jan 31, 2026</time>'


def test_a_deadline_is_marked_and_what_is_ahead_counted_without_the_script() -> None:
    soon = timezone.now() + timedelta(hours=3, minutes=1)
    html = drawn('{% moment at "relative" True %}', at=soon)
    assert " data-deadline>" in html
    assert ">3\u00a0hours" in html


def test_percent_has_a_blank_where_the_language_wants_one() -> None:
    assert percentage("12.5") == drawn("{{ share|percentage }}", share="12.5") == "12.5%"
    assert drawn("{{ none|percentage }}{{ of|percentage }}", none=None, of=40) == "40%"
    assert percentage(">99.9") == "over 99.9%"
    with translation.override("de"):
        assert percentage("12.5") == "12,5\u00a0%"
