"""Numbers of a spreadsheet as their format shows them: percent, currencies, and codes with leading zeros.
Pure.

A cell that shows 22.0 % holds 0.22, and only its number format (ECMA-376, part 1, 18.8.30 and 18.8.31) says
so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

PERCENT = "%"
# Currencies that are written as letters: what banks write (ISO 4217), and what people write.
_LETTERS = re.compile(
    "AUD|BGN|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HUF|ILS|INR|ISK|JPY|KRW|MXN|NOK|NZD|PLN|RON|RUB|SEK|SGD|TRY|UAH|USD"
    r"|ZAR|[kK]r\.?|zł|Kč|Ft|S?Fr\.|lei|лв|R\$|руб\."
)
# What a section of a format is made of: a currency or a condition in brackets, a quoted text, one sign that
# is shown as it is, one that is left as room or repeated, and all else.
_PARTS = re.compile(r"\[([^\]]*)\]|\"([^\"]*)\"|\\(.)|[_*].|(.)", re.DOTALL)
# Which numbers a section is for. What it shows is not what the other sections show.
_CONDITION = re.compile(r"\[[<>=]")
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]+)?")
_PLACEHOLDERS = re.compile(r"[0#?.,\s/Ee+\-()%]+")
_CODE = re.compile(r"0+")
# A comma after the last digit shows the number in thousands. Text after it isn't a unit of the number.
_IN_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")
_UNIT = re.compile(r"‰|[^\W\d_].*")
# Limits of what a format may add, because it is repeated beside each of its numbers.
_MOST_PERCENTS, _LONGEST_UNIT, _MOST_DIGITS = 2, 12, 30
# Of larger numbers a cell shows the power of ten, not the digits.
_LARGEST = 1e21


class CellNumber(float):
    """A number as its cell shows it: 22 of the unit "%" for 0.22 as 22.0 %. `raw` is the number that the cell
    holds, and `shown` what someone would have typed as a text."""

    __slots__ = ("raw", "shown", "unit")
    raw: float
    shown: str
    unit: str

    def __new__(cls, value: float, *, raw: float, unit: str, shown: str) -> CellNumber:
        number = super().__new__(cls, value)
        number.raw, number.unit, number.shown = raw, unit, shown
        return number

    def __getnewargs_ex__(self) -> tuple[tuple[float], dict[str, object]]:
        return (float(self),), {"raw": self.raw, "unit": self.unit, "shown": self.shown}

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True)
class CellFormat:
    """Effects of a number format on a number: the count of multiplications by 100, the unit behind or before
    it, and for a whole number, the count of digits to which zeros fill it, and the text before them."""

    percents: int = 0
    unit: str = ""
    digits: int = 0
    before: str = ""


def figure(value: float, code: str) -> float:
    """The number as a format shows it: a Figure where the format says more than how the number is rounded,
    else the number itself."""
    cell_format = _format_of(code)
    if not abs(value) < _LARGEST:
        return value
    if cell_format.unit:
        # Programs for spreadsheets show 15 digits at most; further digits are errors of floats.
        number = Decimal(f"{value:.15g}").scaleb(2 * cell_format.percents)
        return CellNumber(
            float(number),
            raw=value,
            unit=cell_format.unit,
            shown=f"{number.normalize():f} {cell_format.unit}",
        )
    if cell_format.digits and float(value).is_integer() and value >= 0:
        digits = f"{int(value):0{cell_format.digits}}"
        return CellNumber(value, raw=value, unit="", shown=f"{cell_format.before}{digits}")
    return value


def is_currency(text: str) -> bool:
    """True if it is the sign or the code of a currency."""
    return _LETTERS.fullmatch(text) is not None or (len(text) == 1 and unicodedata.category(text) == "Sc")


@lru_cache(maxsize=1_000)
def _format_of(code: str) -> CellFormat:
    """The first section of the code; the others are for negative numbers, nought and texts."""
    letters, plain, unit = "", "", ""
    for match in _PARTS.finditer(code):
        bracket, quoted, escaped, other = match.groups()
        if bracket is not None:
            if (currency := _CURRENCY.fullmatch(bracket)) and currency[1].strip():
                unit = unit or currency[1].strip()
            continue
        if other == ";":
            break
        plain += other or ""
        letters += (other if other is not None else quoted if quoted is not None else escaped) or " "
    if percents := plain.count(PERCENT):
        return CellFormat(percents, PERCENT) if percents <= _MOST_PERCENTS else CellFormat()
    if _CONDITION.search(code):
        return CellFormat()
    if unit:
        return CellFormat(0, unit) if len(unit) <= _LONGEST_UNIT else CellFormat()
    words = _PLACEHOLDERS.sub(" ", letters).split()
    if PERCENT in letters:
        return CellFormat(0, PERCENT)
    if name := next(filter(is_currency, words), ""):
        return CellFormat(0, name)
    number = plain.replace("‰", "").strip()
    before, is_there, behind = letters.partition(number or "\0")
    before, behind = before.lstrip(), behind.strip()
    if is_there and _CODE.fullmatch(number) and not behind:
        length = len(number) + len(before)
        return CellFormat(digits=len(number), before=before) if 1 < length <= _MOST_DIGITS else CellFormat()
    is_number = number == "General" or _PLACEHOLDERS.fullmatch(number)
    is_unit = is_number and not before and len(behind) <= _LONGEST_UNIT and _UNIT.fullmatch(behind)
    return CellFormat(0, behind) if is_unit and not _IN_THOUSANDS.search(number) else CellFormat()
