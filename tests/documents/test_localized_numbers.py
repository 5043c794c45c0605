"""Numbers in the signs of the reader's language, wherever they are shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.utils import translation

from documents.localized_numbers import number
from documents.slide_layout import _in_words
from documents.table_and_slide_parts import Cell, ExactNumber


@pytest.mark.parametrize(
    ("language", "written", "shown"),
    [
        ("en", "-1,234.5", "−1,234.5"),
        ("de", "-1,234.5", "−1.234,5"),
        ("en", "+2.8", "+2.8"),
        ("en", "<0.1", "under 0.1"),
    ],
)
def test_a_number_has_the_signs_of_the_language_and_a_minus(language: str, written: str, shown: str) -> None:
    with translation.override(language):
        assert number(written) == shown


@pytest.mark.parametrize(("shown", "words"), [("score", "−7.0"), ("gain", "−7.0"), ("weeks", "−7")])
def test_what_a_page_shows_of_a_negative_figure_has_a_minus(shown: str, words: str) -> None:
    drawn = Template(f"{{% load number_filters %}}{{{{ figure|{shown} }}}}").render(
        Context({"figure": Fraction(-7)})
    )
    assert drawn == words


@pytest.mark.parametrize("cell", [ExactNumber(Fraction(-7)), Decimal("-7.0"), -7.0])
def test_a_slide_shows_a_minus_where_a_spreadsheet_keeps_a_number(cell: Cell) -> None:
    assert _in_words(cell) == "−7.0"
    assert "−" not in str(cell)
