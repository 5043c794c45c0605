"""Numbers as people type them in tables of several languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from documents.number_reader import AmbiguousNumber, decimal_sign, typed_number

# Thousands and decimals as they are written in German, English, Swiss, French and the plain form.
_WRITTEN = {",": (".", " ", "\u202f", ""), ".": (",", "'", "’", "")}


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("22,0 %", "22.0", "%"),
        ("22%", "22", "%"),
        ("1.234,5", "1234.5", ""),
        ("1,234.5", "1234.5", ""),
        ("€ 1.200", "1200", "€"),
        ("1.234,56 €", "1234.56", "€"),
        ("$1,200", "1200", "$"),
        ("CHF 1'000", "1000", "CHF"),
        ("12 kr", "12", "kr"),
        ("−5", "-5", ""),
        ("-5,5", "-5.5", ""),
        ("1\u00a0200,5", "1200.5", ""),
        ("1.234.567", "1234567", ""),
        ("0,995", "0.995", ""),
        ("0.995", "0.995", ""),
        ("1234,500", "1234.500", ""),
    ],
)
def test_a_number_with_its_unit(text: str, number: str, unit: str) -> None:
    typed = typed_number(text)
    assert typed is not None
    assert (typed.number, typed.unit) == (number, unit)


@pytest.mark.parametrize(
    "text",
    ["", "12 weeks", "31.01.2026", "1.2.3", "TBD", "5.", "12 34", "1 2 3", "v1.2", "€", "1..2"],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert typed_number(text) is None


@pytest.mark.parametrize("text", ["1.200", "1,200", "-12.345"])
def test_three_digits_behind_one_sign_are_asked_for_or_read_off_the_sheet(text: str) -> None:
    with pytest.raises(AmbiguousNumber):
        typed_number(text)
    sign = "." if "." in text else ","
    other = "," if sign == "." else "."
    as_decimal, in_thousands = typed_number(text, sign), typed_number(text, other)
    assert as_decimal is not None
    assert in_thousands is not None
    assert Decimal(as_decimal.number) * 1000 == Decimal(in_thousands.number)
    assert typed_number(text, is_whole=True) == in_thousands


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["1.200", "22,5"], ","),
        (["1,200", "22.5 %"], "."),
        (["1.200"], ""),
        (["1.234.567"], ","),
        (["22,5", "1.5"], ""),
        (["31.01.2026", "text", None, 3], ""),
    ],
)
def test_other_cells_tell_the_sign_before_decimals(cells: list[object], sign: str) -> None:
    assert decimal_sign(cells) == sign


@given(
    st.decimals(-10_000_000, 10_000_000, places=2),
    st.sampled_from([(sign, part) for sign, parts in _WRITTEN.items() for part in parts]),
    st.sampled_from(["", " %", "%", " €", " EUR"]),
)
def test_what_is_written_in_one_language_is_read_as_meant(
    value: Decimal, way: tuple[str, str], behind: str
) -> None:
    sign, between = way
    text = f"{value:,.2f}".replace(",", "#").replace(".", sign).replace("#", between) + behind
    typed = typed_number(text)
    assert typed is not None
    assert (Decimal(typed.number), typed.unit) == (value, behind.strip())
