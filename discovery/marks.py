"""The marks of artifacts: one table for screens, maps and reports.

Shape, color and word always go together, so that nothing is told by color alone. `static/css/tokens.css`
repeats the colors for the browser; `tests/discovery/test_marks.py` holds the two together.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from documents.marks import Mark, Shape

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
