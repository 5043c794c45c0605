"""The run sheet as a document."""

from django.template.loader import render_to_string
from django.utils.translation import get_language

from workshops.agenda.timeline.selectors import AgendaPlan
from workshops.models import Workshop

# Em: the least height of a row with its notes in full.
_LEAST = 3.5
# Points: the height of all rows of an agenda on one sheet, the space around a row, and the heights that 1 em
# of the timeline may have, each a class in static/css/plan.css.
_ROWS, _SPACE = 360, 8
_SIZES = (11, 13, 15, 18, 22)


def run_sheet_html(workshop: Workshop, sheet: AgendaPlan) -> str:
    """The document, with clock times in the present time zone."""
    context = {"workshop": workshop, "sheet": sheet, "language": get_language() or "en", "size": _size(sheet)}
    return render_to_string("workshops/workshops/run_sheet_paper.html", context)


def _size(sheet: AgendaPlan) -> int:
    """The height of 1 em of the timeline in points, with which the rows of a short agenda fill the sheet."""
    room = _ROWS - _SPACE * len(sheet.rows)
    height = sum(max(_LEAST, row.height) for row in sheet.rows)
    if not sheet.rows or any(row.rooms for row in sheet.rows):
        return _SIZES[0]
    return max((size for size in _SIZES if size * height <= room), default=_SIZES[0])
