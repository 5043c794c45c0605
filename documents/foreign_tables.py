"""Tables that someone else saved, read in another process than pages (documents/separate_process.py)."""

from documents.csv_in import csv_rows, read_csv
from documents.read_sheets import NotATable, ReadSheet, Wrong
from documents.separate_process import apart
from documents.tables_in import read_workbook, sheet_titles


def sheets_of(data: bytes) -> list[ReadSheet]:
    """As tables_in.read_workbook. Raises NotATable, and Busy."""
    return apart(read_workbook, data, otherwise=NotATable(Wrong.TOO_MUCH))


def titles_of(data: bytes) -> list[str]:
    """As tables_in.sheet_titles. Raises NotATable, and Busy."""
    return apart(sheet_titles, data, otherwise=NotATable(Wrong.TOO_MUCH))


def sheet_of_csv(data: bytes, title: str) -> ReadSheet:
    """As csv_in.read_csv. Raises NotATable, and Busy."""
    return apart(read_csv, data, title, otherwise=NotATable(Wrong.TOO_MUCH))


def rows_of_csv(data: bytes) -> list[list[str]]:
    """As csv_in.csv_rows. Raises NotATable, and Busy."""
    return apart(csv_rows, data, otherwise=NotATable(Wrong.TOO_MUCH))
