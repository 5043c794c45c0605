"""People who ask to speak, and people who are not done yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import live
from workshops.models import Participant, Track, Workshop
from workshops.room.running.selectors import PersonInRoom, RoomState, progress_of, room_state
from workshops.selectors.person_places import main_track, rooms_open

# A nudge that no one dismissed is about what the room did a while ago.
NUDGE_LASTS = timedelta(minutes=5)


def raised_hands(state: RoomState) -> list[PersonInRoom]:
    """The people whose hands are up, the longest wait first."""
    up = [(person.participant.hand_raised_at, person) for person in state.people]
    return [person for at, person in sorted(((at, each) for at, each in up if at), key=lambda pair: pair[0])]


def is_nudged(participant: Participant, now: datetime) -> bool:
    """Return True if the person's devices still show the nudge."""
    return participant.nudged_at is not None and now - participant.nudged_at < NUDGE_LASTS


@dataclass(frozen=True, slots=True)
class AwaitedPeople:
    """People that the room waits for: `people` by name; in an anonymous activity only the number `unnamed` is
    known, and `candidates` are all who may be among them."""

    people: tuple[PersonInRoom, ...] = ()
    unnamed: int = 0
    candidates: tuple[PersonInRoom, ...] = ()

    @property
    def count(self) -> int:
        return len(self.people) + self.unnamed


def waiting_in(state: RoomState) -> AwaitedPeople:
    """People who are not done with the current activity of one room; no one where people do not get done."""
    if state.current is None or not state.counts:
        return AwaitedPeople()
    progress = progress_of(state)
    if state.current.is_anonymous:
        unnamed = max(0, progress.of - progress.finished)
        return AwaitedPeople(unnamed=unnamed, candidates=state.awaited if unnamed else ())
    return AwaitedPeople(people=tuple(each for each in state.awaited if each.uuid not in progress.done))


def waiting_for(workshop: Workshop) -> AwaitedPeople:
    """People who are here and not done, in all rooms that people are in."""
    connected = live.connected(workshop.pk)
    breakout = rooms_open(workshop, main_track(workshop.pk))
    rooms = Track.objects.filter(breakout=breakout) if breakout is not None else Track.objects.none()
    parts = [waiting_in(room_state(workshop.pk, track.pk, connected)) for track in rooms]
    parts = parts or [waiting_in(room_state(workshop.pk, connected=connected))]
    return AwaitedPeople(
        people=tuple(person for part in parts for person in part.people),
        unnamed=sum(part.unnamed for part in parts),
        candidates=tuple(person for part in parts for person in part.candidates),
    )
