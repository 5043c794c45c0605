"""Computed values of pages as tables for programs: every sheet of the spreadsheet, read off what apps
register."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from api.artifacts.selectors import name_of_key
from core.exceptions import NotFound
from discovery.document_parts import Sheet
from discovery.models import Discovery
from discovery.reports.kind_sheets import all_sheets
from documents.rounded_numbers import half_up
from documents.table_and_slide_parts import Cell, ExactNumber, Formula, Table

_PLACES: Final = 9
"""How many decimals a number that has no end keeps, such as a mean."""

Plain = str | int | bool | None


@dataclass(frozen=True, slots=True)
class TableRecord:
    """A table as a program reads it; `artifacts` are those of its rows, by the name of their kind."""

    key: str
    name: str
    columns: list[str]
    rows: list[list[Plain]]
    artifacts: dict[str, list[UUID | None]]


def tables() -> list[Sheet]:
    """All tables, in the order of the spreadsheet."""
    return all_sheets()


def table_record(key: str, discovery: Discovery) -> TableRecord:
    """The table with the key: without rows where the discovery has nothing for it. Raises NotFound for a key
    that there is not."""
    sheet = next((each for each in tables() if each.key == key), None)
    if sheet is None:
        raise NotFound(_("Unknown table."))
    table = sheet.table(discovery) or Table((), ())
    return TableRecord(
        key=sheet.key,
        name=str(sheet.title),
        columns=[str(each) for each in table.columns],
        rows=[[_plain(cell) for cell in row] for row in table.rows],
        artifacts={_kind_of(meaning): [_uuid(each) for each in keys] for meaning, keys in table.keys.items()},
    )


def _kind_of(meaning: str) -> str:
    """ "goal", of the column that names the owner of rows (discovery.kinds.artifact_content.key_meaning)."""
    return name_of_key(meaning.partition(":")[0])


def _uuid(key: str) -> UUID | None:
    """Of a key, which has the revision, too (discovery.kinds.artifact_content.key_of); None for "" here."""
    return UUID(key.partition(" ")[0]) if key else None


def _plain(cell: Cell) -> Plain:
    if isinstance(cell, Formula | ExactNumber):
        return None if cell.value is None else _number(cell.value)
    if isinstance(cell, Promise):
        return str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float | Decimal):
        return _number(Fraction(cell))
    return cell


def _number(value: int | Decimal | Fraction) -> str:
    """Without zeros at its end: "29", "0.35", "2.333333333"."""
    text = f"{half_up(value, _PLACES):f}"
    return text.rstrip("0").rstrip(".")
