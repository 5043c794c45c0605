"""Measurements as rows of text: from a CSV file, and from JSON. Errors name the row and the column."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.clean_text import clean_text
from products.promises.measurements.services import MOST_AT_ONCE, NewMeasurement
from workshops.forms.moment_fields import moment_of

COLUMNS = ("starts_at", "ends_at", "total", "missed", "note")
REQUIRED = ("starts_at", "ends_at", "missed")
LARGEST_FILE = 1_000_000
_LONGEST_NOTE = 200
_LONGEST_NUMBER = 24
_MOST_ERRORS = 20


@dataclass(frozen=True, slots=True)
class RowError:
    """An error in `column` of the row with this number: the line of a file, the place in a list."""

    row: int
    column: str
    message: str


class RowErrors(ValueError):
    """Nothing of it can be recorded; `errors` are the first twenty reasons."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__("rows cannot be read")
        self.errors = tuple(errors[:_MOST_ERRORS])
        self.count = len(errors)


def read_rows(
    rows: Sequence[tuple[int, Mapping[str, Any]]], zone: str, *, needs_total: bool
) -> list[NewMeasurement]:
    """Measurements of numbered rows. Times are ISO 8601; without an offset they are in `zone`.

    Raises RowErrors with all errors.
    """
    errors: list[RowError] = []
    measurements = [_read_row(number, row, zone, needs_total, errors) for number, row in rows]
    if errors:
        raise RowErrors(errors)
    return [each for each in measurements if each is not None]


def _read_row(
    number: int, row: Mapping[str, Any], zone: str, needs_total: bool, errors: list[RowError]
) -> NewMeasurement | None:
    before = len(errors)

    def wrong(column: str, message: str) -> None:
        errors.append(RowError(number, column, message))

    moments: dict[str, datetime] = {}
    for column in ("starts_at", "ends_at"):
        try:
            moments[column] = read_moment(row.get(column), zone)
        except ValueError as error:
            wrong(column, str(error))
    numbers: dict[str, Decimal | None] = {}
    for column, is_needed in (("total", needs_total), ("missed", True)):
        try:
            numbers[column] = read_number(row.get(column), is_needed=is_needed)
        except ValueError as error:
            wrong(column, str(error))
    note = row.get("note") or ""
    if not isinstance(note, str) or len(clean_text(note).strip()) > _LONGEST_NOTE:
        wrong("note", _("A note can have at most 200 characters."))
    if len(errors) > before:
        return None
    return NewMeasurement(
        moments["starts_at"],
        moments["ends_at"],
        bad=numbers["missed"] or Decimal(0),
        total=numbers["total"],
        note=clean_text(note).strip(),
    )


def read_moment(value: object, zone: str) -> datetime:
    """A time in ISO 8601, "2026-03-05T09:00+01:00" or without an offset in the `zone`; a date is its
    midnight. Raises ValueError with a sentence."""
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        raise ValueError(_("A time is missing. Use 2026-03-05T09:00."))
    try:
        moment = datetime.fromisoformat(text)
        if len(text) == len("2026-03-05"):
            moment = datetime.combine(date.fromisoformat(text), time())
        return moment_of(moment, zone) if moment.tzinfo is None else moment.astimezone(UTC)
    except forms.ValidationError as error:
        raise ValueError(" ".join(error.messages)) from None
    except (ValueError, OverflowError):
        raise ValueError(
            _("“%(text)s” isn’t a time. Use 2026-03-05T09:00.") % {"text": clean_text(text)[:40]}
        ) from None


def read_number(value: object, *, is_needed: bool) -> Decimal | None:
    """A number with at most three decimals. Raises ValueError with a sentence."""
    text = str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
    if not text and value in (None, ""):
        if is_needed:
            raise ValueError(_("A number is missing."))
        return None
    try:
        number = Decimal(text.replace(",", "."))
        if not number.is_finite():
            raise InvalidOperation
        is_kept = len(text) <= _LONGEST_NUMBER and number == number.quantize(Decimal("0.001"))
    except InvalidOperation:
        excerpt = clean_text(str(value))[:40]
        raise ValueError(_("“%(text)s” isn’t a number. Use 1234.5.") % {"text": excerpt}) from None
    if not is_kept:
        raise ValueError(_("Use at most 15 digits and three decimals."))
    return number


# --- Files ----------------------------------------------------------------------------------------


def rows_of_file(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their line numbers. Columns are parted by comma, semicolon or tab, and
    named in the first line, in any order.

    Raises ValueError with a sentence for any other file.
    """
    if len(content) > LARGEST_FILE:
        raise ValueError(_("The file is larger than 1 MB. Split it into smaller files."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(_("The file isn’t in UTF-8. Save it as “CSV UTF-8” and try again.")) from None
    if "\0" in text:
        raise ValueError(_("This isn’t a CSV file. Download the template and fill it in."))
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return _numbered(reader)
    except csv.Error:
        raise ValueError(
            _("Line %(line)s can’t be read as CSV: a quote isn’t closed, or a cell is too long.")
            % {"line": reader.line_num}
        ) from None


def _numbered(reader: Any) -> list[tuple[int, dict[str, str]]]:
    header: list[str] | None = None
    rows: list[tuple[int, dict[str, str]]] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip().lower() for cell in cells]
            _check_header(header)
            continue
        if len(cells) > len(header):
            raise ValueError(
                _("Line %(line)s has more cells than the first line.") % {"line": reader.line_num}
            )
        rows.append((reader.line_num, dict(zip(header, cells, strict=False))))
        if len(rows) > MOST_AT_ONCE:
            raise ValueError(_("The file has more than 2,000 lines. Split it into smaller files."))
    if not rows:
        raise ValueError(_("The file contains no measurements. Download the template and fill it in."))
    return rows


def _check_header(header: Sequence[str]) -> None:
    missing = [name for name in REQUIRED if name not in header]
    if missing or len(set(header)) != len(header):
        raise ValueError(
            _("The first line must contain the column names, each once: %(columns)s.")
            % {"columns": ", ".join(COLUMNS)}
        )
