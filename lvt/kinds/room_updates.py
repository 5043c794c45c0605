"""Rooms that draw the tree together see every change of it, wherever it is made."""

from collections.abc import Callable

import live
from core.models import current_operation
from discovery.models import Discovery
from lvt.models import Goal
from workshops.models import Track, WorkshopState

TREE_TOGETHER = "tree_together"
"""The kind of activity that shows the tree while it grows."""
VISION = "vision"
"""The key of the vision among the items of that activity; goals have their uuid."""


# What people choose from on their phones, by the phase in which they do: it is drawn again when it grows.
_CHOICES = {
    "goal.added": frozenset({"hypothesis", "measure"}),
    "goal.deleted": frozenset({"hypothesis", "measure"}),
    "hypothesis.added": frozenset({"measure"}),
    "hypothesis.deleted": frozenset({"measure"}),
}


def notify_rooms(discovery: Discovery, verb: str, goal: Goal | str | None = None) -> None:
    """Draw the tree again in live rooms that show it, or of it only `goal` (or VISION). Other rooms get
    changes of a room once they are committed."""
    writing = current_operation.get()
    own = writing.room_uuid if writing is not None else None
    rooms = Track.objects.filter(
        workshop__discovery=discovery, workshop__state=WorkshopState.LIVE, current__kind=TREE_TOGETHER
    )
    places = set(rooms.values_list("workshop", "workshop__uuid", "current__phase"))
    for workshop, uuid, phase in sorted(places):
        # The stage asks for a vision, or for a better one.
        is_asked = phase in _CHOICES.get(verb, ()) or goal == phase == VISION
        topics = ["activity"] if is_asked else []
        tell: Callable[..., object] = live.publish_change if own in (None, uuid) else live.changed_later
        if goal is None:
            tell(workshop, "items", *topics)
        else:
            key = goal if isinstance(goal, str) else str(goal.uuid)
            tell(workshop, *topics, keys={"items": [key]})
