"""A spreadsheet as XLSX: an overview, and a sheet for each table."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.clean_text import clean_text, spreadsheet_text
from core.version import VERSION
from documents.table_and_slide_parts import Cell, ExactNumber, Formula, Front, Table

if TYPE_CHECKING:
    import xlsxwriter

MEANINGS = "Headwaters"
"""The hidden sheet that says what columns mean."""

# Limits of the format.
_NAME = 31
_CELL = 32_767
_ROWS = 1_048_000
# Widths of columns, in letters.
_NARROWEST, _WIDEST = 9, 60
# What a printed page is wide, in letters, with words that are made as small as can be read, in percent.
_READABLE, _SMALLEST = 250, 55
# The height of a line, and the highest row that the format knows, in points.
_LINE, _HIGHEST = 13.5, 409.0
# So many rows tell how wide a column has to be.
_LOOKED_AT = 200
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF))
_INK, _HEAD = "#17212b", "#efece4"


def spreadsheet(
    front: Front, sheets: Iterable[tuple[str, Table]], *, made_at: datetime, accent: str
) -> bytes:
    """An overview, then a sheet for each table by its title. Texts stay texts, even when they
    begin like a formula."""
    import xlsxwriter  # read when it is needed: every start and command would wait for it

    file = io.BytesIO()
    options = {
        "in_memory": True,
        "default_date_format": "yyyy-mm-dd",
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties(
            {
                "title": _("%(discovery)s: spreadsheet") % {"discovery": clean_text(front.title)},
                "author": clean_text(front.owner),
                "comments": f"Headwaters {VERSION}",
                # The same content gives the same bytes.
                "created": made_at.replace(tzinfo=None, microsecond=0),
            }
        )
        _Writer(book, accent).write(front, sheets, made_at)
    return file.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, accent: str) -> None:
        self._book = book
        self._plain = plain = {"valign": "top", "text_wrap": True, "font_name": "Arial", "font_size": 10}
        self._title = book.add_format(
            {"bold": True, "font_size": 16, "font_name": "Arial", "font_color": accent}
        )
        self._head = book.add_format(
            plain | {"bold": True, "font_color": _INK, "bg_color": _HEAD, "bottom": 2, "bottom_color": accent}
        )
        self._text = book.add_format(plain)
        self._quoted = book.add_format(plain | {"quote_prefix": True})
        self._date = book.add_format(plain | {"num_format": "yyyy-mm-dd", "align": "left"})
        self._moment = book.add_format(plain | {"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self._link = book.add_format(plain | {"font_color": accent, "underline": 1})
        self._names: set[str] = {MEANINGS.lower()}
        self._numbers: dict[tuple[int, bool], Any] = {}

    def write(self, front: Front, sheets: Iterable[tuple[str, Table]], made_at: datetime) -> None:
        overview = self._sheet(_("Overview"))
        sheets_of_overview, meanings = [], []
        for title, table in sheets:
            page = self._sheet(title)
            self._table(page, table)
            sheets_of_overview.append((title, page.get_name(), len(table.rows)))
            meanings += [(page.get_name(), *meaning) for meaning in self._keys(page, table)]
        self._overview(overview, front, made_at, sheets_of_overview)
        self._meanings(meanings)

    def _keys(self, page: Any, table: Table) -> list[tuple[str, str]]:
        """Hidden columns that tell whose rows these are; what each column of the table means, by its head."""
        if not table.meanings:
            return []
        means = [
            (_fitting_text(str(head)), meaning)
            for head, meaning in zip(table.columns, table.meanings, strict=True)
        ]
        for column, (meaning, keys) in enumerate(table.keys.items(), len(table.columns)):
            page.write_string(0, column, meaning, self._head)
            for row, key in enumerate(keys, 1):
                page.write_string(row, column, key, self._text)
            page.set_column(column, column, None, None, {"hidden": True})
            means.append((meaning, meaning))
        return [(head, meaning) for head, meaning in means if meaning]

    def _meanings(self, meanings: Sequence[tuple[str, str, str]]) -> None:
        """A hidden sheet that tells the reader of a file that comes back what its columns are."""
        if not meanings:
            return
        page = self._book.add_worksheet(MEANINGS)
        page.hide()
        for row, cells in enumerate([("Sheet", "Column", "Meaning"), *meanings]):
            for column, words in enumerate(cells):
                page.write_string(row, column, words)

    def _number(self, places: int, is_share: bool) -> Any:
        """The format of a number that is kept exactly."""
        key = places, is_share
        if key not in self._numbers:
            code = ("0" if is_share else "#,##0") + "." * bool(places) + "0" * places + "%" * is_share
            self._numbers[key] = self._book.add_format(self._plain | {"num_format": code})
        return self._numbers[key]

    def _sheet(self, title: str) -> Any:
        name = base = _NOT_IN_NAMES.sub(" ", clean_text(title)).strip()[:_NAME].strip() or _("Sheet")
        number = 2
        while name.lower() in self._names:
            ending = f" {number}"
            name = base[: _NAME - len(ending)] + ending
            number += 1
        self._names.add(name.lower())
        page = self._book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.set_footer("&L&8&A&R&8&P / &N")
        page.hide_gridlines(2)
        return page

    def _overview(
        self, page: Any, front: Front, made_at: datetime, sheets: Sequence[tuple[str, str, int]]
    ) -> None:
        page.set_column(0, 0, 34)
        page.set_column(1, 1, 60)
        page.write_string(0, 0, _fitting_text(front.title), self._title)
        facts: list[tuple[str, Cell]] = [
            (_("Organization"), front.owner),
            (_("Domain"), front.part),
            (_("As of"), timezone.localtime(made_at)),
        ]
        row = 2
        for row, (label, value) in enumerate(facts, 2):
            page.write_string(row, 0, label, self._head)
            self._cell(page, row, 1, value)
        row += 2
        if not sheets:
            page.write_string(row, 0, _("Nothing has been recorded yet."), self._text)
            return
        page.write_string(row, 0, _("Sheet"), self._head)
        page.write_string(row, 1, _("Rows"), self._head)
        for line, (title, name, count) in enumerate(sheets, row + 1):
            page.write_url(line, 0, f"internal:'{name}'!A1", self._link, string=_fitting_text(title))
            page.write_number(line, 1, count, self._text)

    def _table(self, page: Any, table: Table) -> None:
        rows = table.rows[:_ROWS]
        widths: list[int] = []
        for column, title in enumerate(table.columns):
            page.write_string(0, column, _fitting_text(str(title)), self._head)
            words = [str(title), *(_cell_text(row[column]) for row in rows[:_LOOKED_AT])]
            longest = max(len(line) for each in words for line in (each.splitlines() or [""]))
            widths.append(min(max(longest + 2, _NARROWEST), _WIDEST))
            page.set_column(column, column, widths[-1])
        if sum(widths) > _READABLE:
            # On one page across its words would be too small to be read: the first column comes on each.
            page.set_print_scale(_SMALLEST)
            page.repeat_columns(0)
        for number, row in enumerate(rows, 1):
            # Not every program finds out for itself how high a row is whose words are wrapped.
            lines = max(_lines(_cell_text(value), width) for value, width in zip(row, widths, strict=True))
            if lines > 1:
                page.set_row(number, min(lines * _LINE, _HIGHEST))
            for column, value in enumerate(row):
                self._cell(page, number, column, value)
        page.freeze_panes(1, 1)
        page.repeat_rows(0)
        page.autofilter(0, 0, len(rows), len(table.columns) - 1)

    def _cell(self, page: Any, row: int, column: int, value: Cell) -> None:
        if value is None or value == "":
            page.write_blank(row, column, None, self._text)
        elif isinstance(value, bool):
            page.write_string(row, column, _("Yes") if value else _("No"), self._text)
        elif isinstance(value, ExactNumber):
            page.write_number(row, column, float(value.value), self._number(value.places, value.is_share))
        elif isinstance(value, Formula):
            now = "" if value.value is None else float(value.value)
            page.write_formula(row, column, f"={value.formula}", self._number(value.places, False), now)
        elif isinstance(value, int | float | Decimal):
            page.write_number(row, column, value, self._text)
        elif isinstance(value, datetime):
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            page.write_datetime(row, column, local.replace(tzinfo=None), self._moment)
        elif isinstance(value, date):
            page.write_datetime(row, column, datetime(value.year, value.month, value.day), self._date)
        else:
            words = _fitting_text(str(value))
            # A cell that is edited stays a text, too.
            page.write_string(
                row, column, words, self._text if spreadsheet_text(words) == words else self._quoted
            )


def _lines(words: str, width: int) -> int:
    """The number of lines of the words in a column of so many letters, rather one too many where they
    wrap."""
    return sum(
        1 if len(line) < width else math.ceil(len(line) * 1.1 / width) for line in words.splitlines() or [""]
    )


def _cell_text(value: Cell) -> str:
    if isinstance(value, datetime):
        return "0000-00-00 00:00"
    return "" if value is None else str(value)


def _fitting_text(words: str) -> str:
    """The words as far as a cell has room for them."""
    text = clean_text(words).translate(_NOT_XML)
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"
