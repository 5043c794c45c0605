"""What apps add to the spreadsheet, the slides and the archive of a discovery: each registers its sheets,
slides and files from its AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from core.registry import Registry
from discovery.registries import Text
from documents import figures

if TYPE_CHECKING:
    from discovery.models import Discovery


@dataclass(frozen=True, slots=True)
class Exact:
    """A number that a spreadsheet keeps exactly and shows with so many decimals, a share (1 is all) as
    percent: what is summed up there is what the arithmetic gives."""

    value: figures.Number
    places: int = 1
    is_share: bool = False

    def __str__(self) -> str:
        if self.is_share:
            return f"{figures.text(100 * Fraction(self.value), self.places)} %"
        return figures.text(self.value, self.places)


# What stands in a cell: dates are dates and numbers are numbers, so that a spreadsheet can count with them.
Cell = str | int | float | Decimal | Exact | bool | date | datetime | Promise | None


def exact(value: figures.Number | None, places: int = 1, *, is_share: bool = False) -> Cell:
    """The cell of a number that is kept exactly; an empty one without a number."""
    return None if value is None else Exact(value, places, is_share)


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns, and rows that are as wide."""

    columns: Sequence[Text]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a discovery's spreadsheet, for one kind of artifact. None from `table` leaves it out.
    Sorted by `order`."""

    key: str
    title: Text
    order: int
    table: Callable[[Discovery], Table | None]


@dataclass(frozen=True, slots=True)
class Slide:
    """One idea: a title that says it, with a few lines, a table, or a picture (PNG) that `described` puts
    into words."""

    title: Text
    lines: Sequence[Text] = ()
    table: Table | None = None
    picture: bytes | None = None
    described: Text = ""


@dataclass(frozen=True, slots=True)
class SlideSet:
    """The slides of one part of a discovery; none leaves it out. `key` and `stream` are those of the
    ReportSection that says the same on paper: who chooses sections chooses slides. Else sorted by `order`.
    `is_executive`: whether executives see them."""

    key: str
    title: Text
    order: int
    slides: Callable[[Discovery], Sequence[Slide]]
    stream: str = ""
    is_executive: bool = False


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """Files of a discovery's archive beside the report: pairs of a path with "/" and the content. Sorted by
    `order`; `title` is what is being done while they are made."""

    key: str
    title: Text
    order: int
    files: Callable[[Discovery], Iterable[tuple[str, bytes]]]


report_sheets: Registry[Sheet] = Registry("sheets of the spreadsheet")
report_slides: Registry[SlideSet] = Registry("slides")
archive_parts: Registry[ArchivePart] = Registry("files of the archive")
