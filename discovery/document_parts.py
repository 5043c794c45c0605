"""Parts that apps add to the spreadsheet, the slides and the archive of a discovery: each registers its
sheets, slides and files from its AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.labels import Text
from core.registry import Registry
from documents.table_and_slide_parts import Slide, Table

if TYPE_CHECKING:
    from discovery.models import Discovery


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a discovery's spreadsheet. None from `table` leaves it out. Sorted by `order`.

    `shows` are the keys of the kinds of artifacts that it shows: a kind that no sheet shows has one of its
    own (reports.kind_sheets)."""

    key: str
    title: Text
    order: int
    table: Callable[[Discovery], Table | None]
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlideSet:
    """The slides of one part of a discovery; none leaves it out. `key` and `stream` are those of the
    ReportSection that says the same on paper: a choice of sections is one of slides. Else sorted by `order`.
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


@dataclass(frozen=True, slots=True)
class Preparation:
    """A result to calculate and store before a report is made, in any format: `prepare` takes seconds of
    processor time, so no page calls it."""

    key: str
    prepare: Callable[[Discovery], None]


report_preparations: Registry[Preparation] = Registry("what is worked out before a report")
report_sheets: Registry[Sheet] = Registry("sheets of the spreadsheet")
report_slides: Registry[SlideSet] = Registry("slides")
archive_parts: Registry[ArchivePart] = Registry("files of the archive")
