"""EDGE and Data Mesh in words: their common ideas, and the needs of an operating model that evolves. Data
only."""

from django.utils.translation import gettext_lazy as _

from discovery.data_mesh_basics import Point

IN_COMMON: tuple[Point, ...] = (
    Point(_("Autonomy"), _("In every domain, the people closest to the work decide.")),
    Point(_("Goals instead of orders"), _("Teams know the goal and choose how to reach it.")),
    Point(_("Several hypotheses at a time"), _("If one doesn’t pay off, the next one is ready.")),
    Point(
        _("No central control"),
        _("Many people shape strategy and governance. They aren’t handed down from the top."),
    ),
)

EVOLUTION: tuple[Point, ...] = (
    Point(
        _("Begin with the vision"),
        _("Work down through the Lean Value Tree until you can test each hypothesis."),
    ),
    Point(
        _("Give people the authority their role needs"),
        _("Teams act on what they’re responsible for. Feedback lets them drop a failed hypothesis early."),
    ),
    Point(
        _("Plan governance from the start"),
        _("Build it into product and technology decisions. Don’t add it afterwards."),
    ),
)
