"""What regions are drawn from: the room, and what it says of everybody in it. Each is read once per tick."""

from __future__ import annotations

import live
from live import Snapshot
from workshops.activity_kind import Progress
from workshops.models import Track
from workshops.selectors.running import RoomState, progress_of, room_state


def state_of(snapshot: Snapshot) -> RoomState:
    """The room, read once per tick. Raises PlaceGone when it was a breakout room that is gone."""
    try:
        return snapshot.once("room state", lambda: room_state(snapshot.workshop_id, snapshot.track_id))
    except Track.DoesNotExist:
        raise live.PlaceGone from None


def look_of(snapshot: Snapshot) -> str:
    """Whose templates draw the snapshot: observers see what the stage shows, the remote does what the console
    does."""
    return {"observer": "stage", "remote": "console"}.get(snapshot.audience, snapshot.audience)


def progress_in(snapshot: Snapshot) -> Progress:
    """Who is done with the current activity, counted once per tick."""
    return snapshot.once("room progress", lambda: progress_of(state_of(snapshot)))


def not_done_in(snapshot: Snapshot) -> dict[str, int]:
    """How many people are `missing` and `awaited` in the activity, for steps that ask."""
    progress = progress_in(snapshot) if state_of(snapshot).counts else Progress(frozenset(), 0)
    return {"missing": progress.of - progress.finished, "awaited": progress.of}


def away_in(snapshot: Snapshot) -> frozenset[str]:
    """The uuids of people in the room none of whose devices is connected. Who is simulated needs none."""
    state = state_of(snapshot)
    if state.workshop.discovery.domain.organization.is_rehearsal:
        return frozenset()
    return frozenset(person.uuid for person in state.people) - snapshot.connected


def unseen_in(snapshot: Snapshot) -> int:
    """How many people contributed to the current activity while some of it is still hidden from the room; 0
    when the room may see all of it."""
    kind, activity = state_of(snapshot).kind, state_of(snapshot).current
    if kind is None or activity is None or not any(rows.exists() for rows in kind.hidden(activity)):
        return 0
    return progress_in(snapshot).begun


def settled_in(snapshot: Snapshot) -> bool:
    """Whether the outcome of the current activity is shown already, asked once per tick."""
    state = state_of(snapshot)
    kind, activity = state.kind, state.current
    if kind is None or activity is None:
        return False
    return snapshot.once("room settled", lambda: kind.is_settled(activity))
