"""Tables that someone else saved, read in another process than pages (documents/reader_process.py)."""

from documents.csv_reader import csv_rows, read_csv
from documents.foreign_sheet import NotATable, ReadSheet, SheetRefusal
from documents.reader_process import apart
from documents.xlsx_reader import read_workbook, sheet_titles


def sheets_of(data: bytes) -> list[ReadSheet]:
    """As xlsx_reader.read_workbook. Raises NotATable, and Busy."""
    return apart(read_workbook, data, otherwise=NotATable(SheetRefusal.TOO_MUCH))


def titles_of(data: bytes) -> list[str]:
    """As xlsx_reader.sheet_titles. Raises NotATable, and Busy."""
    return apart(sheet_titles, data, otherwise=NotATable(SheetRefusal.TOO_MUCH))


def sheet_of_csv(data: bytes, title: str) -> ReadSheet:
    """As csv_reader.read_csv. Raises NotATable, and Busy."""
    return apart(read_csv, data, title, otherwise=NotATable(SheetRefusal.TOO_MUCH))


def rows_of_csv(data: bytes) -> list[list[str]]:
    """As csv_reader.csv_rows. Raises NotATable, and Busy."""
    return apart(csv_rows, data, otherwise=NotATable(SheetRefusal.TOO_MUCH))
