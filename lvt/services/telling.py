"""Rooms that draw the tree together see every change of it, wherever it is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from discovery import live
from discovery.actors import Actor
from discovery.models import Discovery, Operation, Track
from discovery.models.workshop import WorkshopState
from discovery.services.operations import operation
from lvt.models import Goal

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


@contextmanager
def tree_operation(
    actor: Actor, verb: str, *, summary: str = "", discovery: Discovery, goal: Goal | str | None = None
) -> Iterator[Operation]:
    """An operation on the discovery's tree that live rooms see: only `goal` (or VISION) when that is all that
    changes, else the whole tree."""
    with operation(actor, verb, summary=summary, discovery=discovery) as done:
        tell_rooms(discovery, verb, goal)
        yield done


def tell_rooms(discovery: Discovery, verb: str, goal: Goal | str | None = None) -> None:
    """Draw the tree again where a live room looks at it, or of it only `goal` (or VISION)."""
    rooms = Track.objects.filter(
        workshop__discovery=discovery, workshop__state=WorkshopState.LIVE, current__kind=TREE_TOGETHER
    )
    for workshop, phase in sorted(set(rooms.values_list("workshop", "current__phase"))):
        topics = ["activity"] if phase in _CHOICES.get(verb, ()) else []
        if goal is None:
            live.changed(workshop, "items", *topics)
        else:
            key = goal if isinstance(goal, str) else str(goal.uuid)
            live.changed(workshop, *topics, keys={"items": [key]})
