"""EDGE and Data Mesh in words: what they have in common, and what an operating model needs to evolve. Data
only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from discovery.mesh import Point

IN_COMMON: tuple[Point, ...] = (
    Point(_("Autonomy"), _("Those who are closest to the work decide, in every domain.")),
    Point(_("Goals instead of orders"), _("Teams know what to reach, and choose the way themselves.")),
    Point(_("Several bets at a time"), _("When one does not pay off, the next one is there already.")),
    Point(
        _("No center that decides everything"),
        _("Strategy and governance are worked out by many, and not handed down from the top."),
    ),
)

EVOLUTION: tuple[Point, ...] = (
    Point(
        _("Begin with the vision"), _("Work down through the Lean Value Tree until each bet can be tested.")
    ),
    Point(
        _("Give people the power that goes with a role"),
        _("Teams may act on what they answer for, and leave a failed bet quickly: feedback tells them."),
    ),
    Point(
        _("Think of governance from the start"),
        _("Build it into decisions about products and technology, not around them afterwards."),
    ),
)
