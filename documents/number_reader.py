"""Numbers as people type them in tables: "22,0 %", "1.234,5", "€ 1.200", "1'200.50". Pure.

A sign between three digits, as in 1.200, parts thousands in one language and decimals in another. Which one
it is, is read off the other cells of the sheet, or asked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from documents.number_format_reader import PERCENT, is_currency

_SPACES = "\\s\u00a0\u202f\u2009"
_TYPED = re.compile(
    rf"(?P<before>[^\d\s.,+\-−%]{{0,4}})[{_SPACES}]?(?P<sign>[+\-−]?)[{_SPACES}]?"
    rf"(?P<digits>\d[\d.,'’{_SPACES}]*?)"
    rf"(?:[{_SPACES}]*(?P<after>%|[^\d\s.,+\-−%]{{1,4}}\.?))?"
)
# Between thousands: a blank or an apostrophe says nothing else.
_GROUPED = re.compile(rf"\d{{1,3}}(?:[{_SPACES}'’]\d{{3}})+(?![\d{_SPACES}'’])")
_BLANKS = re.compile(rf"[{_SPACES}'’]")
_THOUSANDS = {sign: re.compile(rf"\d{{1,3}}(?:\{sign}\d{{3}})+") for sign in ".,"}
# No number that people type is longer.
_LONGEST = 40
_OTHER = {".": ",", ",": "."}


class AmbiguousNumber(ValueError):
    """The number can be read in two ways; `readings` are both."""

    def __init__(self, *readings: str) -> None:
        super().__init__(" or ".join(readings))
        self.readings = readings


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number as programs read it ("1234.5"), and the unit beside it: "%", a currency or ""."""

    number: str
    unit: str = ""


def typed_number(text: str, decimal: str = "", *, is_whole: bool = False) -> TypedNumber | None:
    """The number that the text is, None for none. `decimal` is the sign before decimals, "" where it
    is unknown; a number that `is_whole` has none. Raises AmbiguousNumber."""
    match = _TYPED.fullmatch(text.strip()) if len(text) < _LONGEST else None
    if match is None:
        return None
    unit = match["before"] or match["after"] or ""
    if (match["before"] and match["after"]) or (unit and unit != PERCENT and not is_currency(unit)):
        return None
    digits = match["digits"].strip()
    if _BLANKS.search(digits) and not _GROUPED.match(digits):
        return None
    number = _plain(
        _BLANKS.sub("", digits), decimal, is_money=bool(unit) and unit != PERCENT, is_whole=is_whole
    )
    return (
        None if number is None else TypedNumber(("-" if match["sign"] in ("-", "−") else "") + number, unit)
    )


def _plain(digits: str, decimal: str, *, is_money: bool, is_whole: bool) -> str | None:
    signs = [sign for sign in digits if sign in ".,"]
    if not signs:
        return digits
    last = signs[-1]
    if len(set(signs)) == 2:
        whole, _sign, part = digits.rpartition(last)
        is_fine = part.isdecimal() and _THOUSANDS[_OTHER[last]].fullmatch(whole)
        return f"{whole.replace(_OTHER[last], '')}.{part}" if is_fine else None
    if len(signs) > 1:
        return digits.replace(last, "") if _THOUSANDS[last].fullmatch(digits) else None
    as_decimal = digits.replace(last, ".")
    if digits.endswith(last):
        return None
    if not _THOUSANDS[last].fullmatch(digits) or digits.startswith("0"):
        return as_decimal
    in_thousands = digits.replace(last, "")
    if is_whole or is_money or decimal == _OTHER[last]:
        return in_thousands
    if decimal == last:
        return as_decimal
    raise AmbiguousNumber(in_thousands, as_decimal.rstrip("0").rstrip(".") or as_decimal)


def decimal_sign(cells: Iterable[object]) -> str:
    """The sign before decimals in the cells that say it beyond doubt; "" where none does, or two differ."""
    signs = {
        sign
        for cell in cells
        if isinstance(cell, str) and len(cell) < _LONGEST
        if (sign := _decimal_in(cell))
    }
    return signs.pop() if len(signs) == 1 else ""


@lru_cache(maxsize=10_000)
def _decimal_in(cell: str) -> str:
    match = _TYPED.fullmatch(cell.strip())
    digits = match["digits"].strip() if match else ""
    signs = [sign for sign in digits if sign in ".,"]
    if not signs:
        return ""
    last = signs[-1]
    if len(set(signs)) == 2:
        return last
    if len(signs) > 1:
        return _OTHER[last] if _THOUSANDS[last].fullmatch(digits) else ""
    part = digits.rpartition(last)[2]
    return last if part and (len(part) != 3 or digits.startswith("0")) else ""
