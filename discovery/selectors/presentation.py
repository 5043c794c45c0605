"""The slides of a presentation, and which one everybody sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from discovery.models import Activity
from discovery.registries import Spotlight, spotlights
from discovery.slides import Slide, slides_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A slide of a presentation: written (`slide`), or an artefact or diagram with what its template
    wants."""

    slide: Slide | None = None
    spotlight: Spotlight | None = None
    context: dict[str, Any] | None = None


def count_of(activity: Activity) -> int:
    """How many slides there are."""
    return len(slides_of(activity.settings.get("slides", ""))) + len(activity.settings.get("shown", []))


def place_in(activity: Activity) -> int:
    """The slide that everybody sees, from 1; 0 when there is none. A presentation that got shorter since
    shows its last one."""
    return min(max(1, int(activity.settings.get("slide", 1))), count_of(activity))


def slide_at(activity: Activity, place: int) -> Shown | None:
    """The slide at a place, from 1: the written ones, then the artefacts. None where there is none; without
    slide and spotlight where the artefact is gone."""
    written = slides_of(activity.settings.get("slides", ""))
    if 1 <= place <= len(written):
        return Shown(written[place - 1])
    names = activity.settings.get("shown", [])
    if not 1 <= place - len(written) <= len(names):
        return None
    kind, _colon, uuid = names[place - len(written) - 1].partition(":")
    if kind not in spotlights:
        return Shown()
    spotlight = spotlights.get(kind)
    context = spotlight.context(activity.track.workshop.discovery, uuid)
    return Shown() if context is None else Shown(spotlight=spotlight, context=context)
