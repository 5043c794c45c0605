"""What apps add to the spreadsheet, the slides and the archive of a discovery: each registers its sheets,
slides and files from its AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from discovery.registries import Text
from discovery.registry import Registry

if TYPE_CHECKING:
    from discovery.models import Discovery

# What stands in a cell: dates are dates and numbers are numbers, so that a spreadsheet can count with them.
Cell = str | int | float | Decimal | bool | date | datetime | Promise | None


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns, and rows that are as wide."""

    columns: Sequence[Text]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a discovery's spreadsheet, for one kind of artefact. None from `table` leaves it out.
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
