"""The marks of artifacts: one table for screens, drawings and reports.

Shape, color and word always go together, so that nothing is told by color alone. `static/css/tokens.css`
has the colors of each theme by their tokens; `tests/discovery/test_marks.py` holds the two together.
"""

from django.utils.translation import gettext_lazy as _

from documents.dot import INK, PAPER
from documents.drawing_page_colors import COMMON, Theme
from documents.marks import Mark, Shape

MARKS: dict[str, Mark] = {
    mark.kind: mark
    for mark in (
        Mark("product", _("Data product"), Shape.HEXAGON, "#0b7c7e", "product"),
        Mark("shared", _("Shared data product"), Shape.HEXAGON, "#f5c518", "shared", ink=INK),
        Mark("domain", _("Domain"), Shape.RECTANGLE, "#6f4bb3", "domain"),
        Mark("job", _("Job of the product"), Shape.RECTANGLE, "#b85c00", "job"),
        Mark("producer", _("Source"), Shape.RECTANGLE, "#327a36", "producer"),
        Mark(
            "integration",
            _("Integration source"),
            Shape.RECTANGLE,
            "#327a36",
            "producer",
            ink="#327a36",
            outlined=True,
        ),
        Mark("consumer", _("Consumer"), Shape.RECTANGLE, "#1d3a63", "consumer"),
        Mark(
            "use_case",
            _("Use case"),
            Shape.ROUNDED,
            "#1d3a63",
            "consumer",
            ink="#1d3a63",
            outlined=True,
        ),
    )
}
# The words in a filled mark: white or dark on paper.
_INKS = {PAPER: "mark-ink", INK: "shared-ink"}
# The colors of all drawings on pages and screens.
THEME = Theme(
    tokens={**COMMON, **{mark.color: mark.token for mark in MARKS.values()}},
    inks={mark.color: _INKS[mark.ink] for mark in MARKS.values() if not mark.outlined},
)
