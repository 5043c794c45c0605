"""The slides of a presentation, and which one everyone sees; what an activity has ready to be shown.

What of a discovery is shown goes by a name: the key of a spotlight, a colon and a uuid; or the key alone for
what there is once in a discovery. So a name without uuid means the same in each discovery, and agendas that
ship carry it.
"""

from dataclasses import dataclass
from typing import Any

from discovery.models import Discovery
from workshops.models import Activity
from workshops.registries import Spotlight, spotlights
from workshops.room.presentation.markdown_slides import Slide, slides_of


@dataclass(frozen=True, slots=True)
class PresentedSlide:
    """A slide of a presentation: written (`slide`), or an artifact or diagram with what its template
    wants."""

    slide: Slide | None = None
    spotlight: Spotlight | None = None
    context: dict[str, Any] | None = None


def count_of(activity: Activity) -> int:
    """The number of slides."""
    return len(slides_of(activity.settings.get("slides", ""))) + len(activity.settings.get("shown", []))


def place_in(activity: Activity) -> int:
    """The slide that everyone sees, from 1; 0 when there is none. A presentation that got shorter since
    shows its last one."""
    return min(max(1, int(activity.settings.get("slide", 1))), count_of(activity))


def slide_at(activity: Activity, place: int) -> PresentedSlide | None:
    """The slide at a place, from 1: the written ones, then the artifacts. None where there is none; without
    slide and spotlight when the artifact is gone."""
    slides = slides_of(activity.settings.get("slides", ""))
    if 1 <= place <= len(slides):
        return PresentedSlide(slides[place - 1])
    names = activity.settings.get("shown", [])
    if not 1 <= place - len(slides) <= len(names):
        return None
    part = _spotlight_at(activity.track.workshop.discovery, names[place - len(slides) - 1])
    if part is None:
        return PresentedSlide()
    spotlight, uuid = part
    context = spotlight.context(activity.track.workshop.discovery, uuid)
    return PresentedSlide() if context is None else PresentedSlide(spotlight=spotlight, context=context)


def _spotlight_at(discovery: Discovery, name: str) -> tuple[Spotlight, str] | None:
    kind, _colon, uuid = name.partition(":")
    return (spotlights.get(kind), uuid or str(discovery.uuid)) if kind in spotlights else None


def choices_of(discovery: Discovery) -> list[tuple[str, str]]:
    """Parts that can be shown, as (name, label): those that exist once in a discovery always, they may come
    later."""
    choices: list[tuple[str, str]] = []
    for each in sorted(spotlights, key=lambda each: each.order):
        if each.is_whole:
            choices.append((each.key, str(each.label)))
        choices += [
            (f"{each.key}:{uuid}", f"{each.label}: {label}")
            for uuid, label in each.choices(discovery)
            if not (each.is_whole and uuid == str(discovery.uuid))
        ]
    return choices


def may_be_shown(discovery: Discovery, name: str) -> bool:
    """Return True if `choices_of` has the name; asks the discovery for nothing but what the name is of."""
    key, _colon, uuid = name.partition(":")
    if key not in spotlights:
        return False
    spotlight = spotlights.get(key)
    if spotlight.is_whole and uuid in ("", str(discovery.uuid)):
        return name == key
    return uuid in dict(spotlight.choices(discovery))


@dataclass(frozen=True, slots=True)
class ReadyToShow:
    """A part of the discovery that is put on every screen with one press; `is_there` is False for one that
    no one has begun yet, or that is still hidden."""

    spotlight: Spotlight
    uuid: str
    label: str
    is_there: bool


def ready_to_show(activity: Activity) -> list[ReadyToShow]:
    """Parts that the activity has ready, in the order of the spotlights; deleted ones are left out."""
    discovery = activity.track.workshop.discovery
    ready = []
    for name in activity.settings.get("shown", []):
        part = _spotlight_at(discovery, name)
        if part is None:
            continue
        spotlight, uuid = part
        labels = dict(spotlight.choices(discovery))
        is_whole = spotlight.is_whole and uuid == str(discovery.uuid)
        if uuid in labels or is_whole:
            label = str(spotlight.label) if is_whole else labels[uuid]
            ready.append(ReadyToShow(spotlight, uuid, label, uuid in labels))
    return sorted(ready, key=lambda each: each.spotlight.order)
