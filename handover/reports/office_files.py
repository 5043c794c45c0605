"""The slides and the spreadsheet of a discovery, of what apps registered (discovery/document_parts.py)."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from discovery.document_parts import SlideSet, report_slides
from discovery.models import Discovery
from discovery.reports.kind_sheets import all_sheets
from documents.look import Look
from documents.slide_show import slide_show
from documents.spreadsheet import spreadsheet
from documents.table_and_slide_parts import Front, Slide, Table
from handover.reports.board_slides import draw_board
from handover.reports.options import ReportOptions, of_stream
from handover.reports.part_rendering import slides_of, table_of

Progress = Callable[[int, str], None]


def make_slides(
    discovery: Discovery, *, options: ReportOptions, look: Look, made_at: datetime, progress: Progress
) -> bytes:
    """The slides for the audience of `options`: what is drawn for a board, and then the tables of each part
    as an appendix. Raises DrawingFailed when they cannot be laid out."""
    drawings = draw_board(discovery, options, look=look, made_at=made_at, progress=progress)
    whole = frozenset(each.key for each in drawings if each.key and each.is_whole)
    appendix = _slides(discovery, options, progress, has_board=len(drawings) > 1, whole=whole)
    return slide_show(_front(discovery), drawings, appendix, look=look, made_at=made_at)


def make_spreadsheet(discovery: Discovery, *, made_at: datetime, accent: str, progress: Progress) -> bytes:
    """The spreadsheet as XLSX: an overview, then a sheet for each kind of artifact that the discovery
    has."""
    return spreadsheet(_front(discovery), _sheets(discovery, progress), made_at=made_at, accent=accent)


def _front(discovery: Discovery) -> Front:
    return Front(discovery.name, discovery.domain.organization.name, discovery.domain.name)


def _sheets(discovery: Discovery, progress: Progress) -> Iterator[tuple[str, Table]]:
    sheets = all_sheets()
    for number, sheet in enumerate(sheets):
        progress(90 * number // len(sheets), str(sheet.title))
        table = table_of(sheet, discovery)
        if table is not None and table.rows:
            yield str(sheet.title), table


def _slides(
    discovery: Discovery,
    options: ReportOptions,
    progress: Progress,
    *,
    has_board: bool,
    whole: frozenset[str],
) -> Iterator[tuple[str, Slide]]:
    """The slides of the appendix, each after the words above its title, without those that repeat a slide for
    the board that is `whole`."""
    sets = _slide_sets_of(options)
    is_empty = not has_board
    for number, part in enumerate(sets):
        progress(90 * number // max(len(sets), 1), str(part.title))
        for slide in slides_of(part, discovery):
            if slide.repeats in whole:
                continue
            yield _("Appendix: %(part)s") % {"part": part.title}, slide
            is_empty = False
    if is_empty:
        words = _("Slides appear as findings are added.")
        if options.sections:
            words = _("The chosen sections have no slides, or nothing is recorded for them yet.")
        title = _("Nothing to show yet") if options.sections else _("Nothing has been recorded yet")
        yield "", Slide(title, (words,))


def _slide_sets_of(options: ReportOptions) -> list[SlideSet]:
    """The slides of the chosen sections in their order, or else the slides for the audience."""
    if options.sections:
        return [report_slides.get(key) for key in options.sections if key in report_slides]
    sets = of_stream(report_slides, options)
    return [each for each in sets if each.is_executive] if options.is_executive else sets
