"""What a number format of a spreadsheet shows beside the number."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from documents.number_format_reader import CellNumber, figure


@pytest.mark.parametrize(
    ("value", "code", "number", "unit"),
    [
        (0.22, "0.0%", 22, "%"),
        (0.07, "0.00%", 7, "%"),
        (1.034, "0%", 103.4, "%"),
        (0.285, "0.00\\ %", 28.5, "%"),
        (0.1 + 0.2, "0%", 30, "%"),
        (-0.05, "0%;[Red]-0%", -5, "%"),
        (22, '0.0" %"', 22, "%"),
        (22, "0\\%", 22, "%"),
        (1200, "#,##0.00\\ [$€-407]", 1200, "€"),
        (1200, "_-* #,##0.00\\ €_-;\\-* #,##0.00\\ €_-", 1200, "€"),
        (1200, '"$"#,##0_);[Red]\\("$"#,##0\\)', 1200, "$"),
        (1200, "[$CHF-807] #,##0", 1200, "CHF"),
        (12, '#,##0 "kr"', 12, "kr"),
        (12, "[$kr-41D] 0", 12, "kr"),
        (12, '0 "weeks"', 12, "weeks"),
        (12, 'General" Stück"', 12, "Stück"),
        (1.5, "0.0‰", 1.5, "‰"),
        (0.22, "[<0.1]0.0%;0%", 22, "%"),
    ],
)
def test_percent_and_currencies_are_read_off_the_format(
    value: float, code: str, number: float, unit: str
) -> None:
    read = figure(value, code)
    assert isinstance(read, CellNumber)
    assert (read, read.unit, read.raw) == (number, unit, value)
    assert read.shown.endswith(f" {unit}")


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0.00",
        "#,##0",
        "# ?/?",
        "0.00E+00",
        "[$-407]0",
        '0.0,,"M"',
        '#,##0,"k"',
        "0",
        "@",
        "",
        ";;;",
        '[>99]"a"0;"b"0',
        '[<0]"▼"0;"▲"0',
        '[=1]0" week";0" weeks"',
        "[>=1000][$€-407] 0;0",
    ],
)
def test_what_only_rounds_a_number_changes_nothing(code: str) -> None:
    assert not isinstance(figure(12.5, code), CellNumber)
    assert figure(12.5, code) == 12.5
    assert not isinstance(figure(7, '[>9]"a"0;"b"0'), CellNumber)


def test_a_code_keeps_its_leading_zeros_as_a_text() -> None:
    assert (str(figure(1234, "00000")), float(figure(1234, "00000"))) == ("01234", 1234)


def test_the_text_before_a_code_is_a_part_of_it() -> None:
    assert [str(figure(7, code)) for code in ('"DP-"000', '"Q"0', "\\V0")] == ["DP-007", "Q7", "V7"]


@pytest.mark.parametrize("code", ["0" * 900, "0" + "%" * 900, f"[${'X' * 900}]0", f'0 "{"€" * 900}"', "0%"])
@pytest.mark.parametrize("value", [7.0, 1e300, float("inf"), float("nan")])
def test_a_format_makes_no_number_long(code: str, value: float) -> None:
    assert len(str(figure(value, code))) < 40


@given(st.text(max_size=40), st.floats(-1e12, 1e12))
def test_any_format_gives_a_number(code: str, value: float) -> None:
    assert isinstance(figure(value, code), float)


@given(st.decimals(-1_000, 1_000, places=2))
def test_what_percent_somebody_typed_comes_in_as_typed(typed: object) -> None:
    percent = float(str(typed))
    assert figure(percent / 100, "0.00%") == pytest.approx(percent, abs=1e-9)
