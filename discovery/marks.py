"""The marks of artifacts: one table for screens, maps and reports.

Shape, color and word always go together, so that nothing is told by color alone. `static/css/tokens.css`
repeats the colors for the browser; `tests/discovery/test_marks.py` holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Shape(StrEnum):
    """The outline that a kind of artifact has on every surface."""

    HEXAGON = "hexagon"
    RECTANGLE = "rectangle"
    ROUNDED = "rounded"


@dataclass(frozen=True, slots=True)
class Mark:
    """How one kind of artifact is drawn.

    `color` is the color on light paper (six hexadecimal digits, as Graphviz wants them), `dark_color` the
    one on a dark screen, `ink` that of words inside the shape on light paper. An `outlined` mark is drawn
    as a line in its color.
    """

    kind: str
    word: str | Promise
    shape: Shape
    color: str
    dark_color: str
    ink: str = "#ffffff"
    outlined: bool = False


MARKS: dict[str, Mark] = {
    mark.kind: mark
    for mark in (
        Mark("product", _("Data product"), Shape.HEXAGON, "#0b7c7e", "#3fb8b9"),
        Mark("shared", _("Shared data product"), Shape.HEXAGON, "#f5c518", "#f5c518", ink="#17212b"),
        Mark("domain", _("Domain"), Shape.RECTANGLE, "#6f4bb3", "#a98bdf"),
        Mark("job", _("Job of the product"), Shape.RECTANGLE, "#b85c00", "#f0a05a"),
        Mark("producer", _("Producer"), Shape.RECTANGLE, "#327a36", "#76bd78"),
        Mark(
            "integration",
            _("Integration source"),
            Shape.RECTANGLE,
            "#327a36",
            "#76bd78",
            ink="#327a36",
            outlined=True,
        ),
        Mark("consumer", _("Consumer"), Shape.RECTANGLE, "#1d3a63", "#8fb1e0"),
        Mark("use_case", _("Use case"), Shape.ROUNDED, "#1d3a63", "#8fb1e0", ink="#1d3a63", outlined=True),
    )
}
