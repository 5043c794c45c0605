"""The canvas of the Data Mesh delta: its dimensions, each with the scale and what is asked of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from discovery.kinds.paper_forms import blanks_of
from discovery.models import Discovery, StreamKind
from discovery.registries import Canvas, canvases
from process.delta.kinds import SCORE
from process.models import DeltaDimension, DeltaScore
from process.shipped import DIMENSIONS, ShippedDimension


def delta(discovery: Discovery | None, room: int) -> dict[str, Any]:
    """The dimensions of the discovery by stream, else those that ship."""
    own = DeltaDimension.objects.filter(discovery=discovery) if discovery is not None else ()
    dimensions: list[DeltaDimension | ShippedDimension] = [*(own or DIMENSIONS)]
    options = SCORE.offered(DeltaScore())
    blanks = blanks_of(SCORE)
    return {
        "streams": [
            (label, [each for each in dimensions if each.stream == stream])
            for stream, label in StreamKind.choices
            if any(each.stream == stream for each in dimensions)
        ],
        "rated": [
            (blank, [words for _value, words in options[blank.name]])
            for blank in blanks
            if blank.name in options
        ],
        "written": [blank for blank in blanks if blank.name not in options],
        "columns": 1 + len(blanks),
        "height": room // (len(dimensions) + 4),  # and the names of the streams
    }


def register_own() -> None:
    """Register the canvas of this app."""
    canvases.register(
        Canvas("delta", _("Data Mesh delta"), 60, "delta", "process/canvases/delta.html", delta)
    )
