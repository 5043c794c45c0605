"""Operations on the value tree, which live rooms see."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.models import Operation
from core.services import operation
from discovery.models import Discovery
from lvt.kinds.room_updates import notify_rooms
from lvt.models import Goal
from organizations.actors import Actor


@contextmanager
def tree_operation(
    actor: Actor, verb: str, *, summary: str = "", discovery: Discovery, goal: Goal | str | None = None
) -> Iterator[Operation]:
    """An operation on the discovery's tree that live rooms see: only `goal` (or VISION) when that is all that
    changes, else the whole tree."""
    with operation(actor, verb, summary=summary, place=discovery) as current:
        notify_rooms(discovery, verb, goal)
        yield current
