"""The gaps of the platform as cards in the order of closing, a lane for each plane. Texts in, texts out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from documents.lanes_drawing import Lane, LaneCard

if TYPE_CHECKING:
    from technology.gaps.selectors import GapAnalysis, GapLine

_TOP = 5
_THERE, _MISSING, _BEYOND = "■", "□", "·"


def lanes(analysis: GapAnalysis) -> list[Lane]:
    """A lane for each plane with a gap. The place of a gap in the order of all is before its name."""
    by_plane: dict[tuple[str, str], list[LaneCard]] = {}
    for line in analysis.lines:
        plane = line.line.capability
        by_plane.setdefault((plane.plane, plane.get_plane_display()), []).append(_card(line))
    return [Lane(key, label, tuple(cards)) for (key, label), cards in by_plane.items()]


def _card(line: GapLine) -> LaneCard:
    today, needed_level = line.gap.today, line.gap.needed
    levels = _THERE * today + _MISSING * (needed_level - today) + _BEYOND * (_TOP - needed_level)
    words = _("%(levels)s level %(today)s of %(needed)s needed")
    return LaneCard(
        f"gap-{line.place}",
        f"{line.place}. {line.line.name}",
        words % {"levels": levels, "today": today, "needed": needed_level},
    )
