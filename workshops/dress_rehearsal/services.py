"""The simulated room of a rehearsal: people join and contribute by the services that phones call, and a
facilitator goes on when they are through. Everything is written in the copy."""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from core.exceptions import Conflict, DomainError
from organizations.actors import Actor
from workshops.actors import RoomActor
from workshops.dress_rehearsal.registries import PersonTurn, rehearsal_scripts
from workshops.dress_rehearsal.rules import Chance, SimulatedPerson, goes_on_at, people, sent_at
from workshops.joining.participants import services as participants
from workshops.models import Activity, Participant, Rehearsal, Track, Workshop, WorkshopState
from workshops.registries import activity_kinds
from workshops.room.breakouts import services as breakouts
from workshops.room.breakouts.selectors import CHOOSE, assignment_of
from workshops.room.running import services as running
from workshops.selectors.person_places import BREAKOUT
from workshops.services.activity_phases import set_phase
from workshops.workshop.selectors import track_of

# How long people come in before it starts, in seconds.
_LOBBY = 60
_FACILITATOR = Actor.system("Rehearsal")


@dataclass(frozen=True, slots=True)
class _Person:
    simulated: SimulatedPerson
    row: Participant

    def actor(self, rehearsal: Rehearsal, activity: Activity) -> Actor:
        """The person's actor in the activity: without a name where it is anonymous."""
        if not activity.is_anonymous:
            return RoomActor.of_participant(self.row)
        key = f"{rehearsal.uuid} {self.simulated.number} {activity.uuid}"
        return RoomActor.of_key(hashlib.sha256(key.encode()).hexdigest(), activity)


def copy_of(rehearsal: Rehearsal) -> Workshop | None:
    """The workshop in the copy; None before it is made, and once it is gone."""
    copied = Workshop.objects.filter(
        uuid=rehearsal.copied(rehearsal.workshop.uuid),
        discovery__domain__organization=rehearsal.organization_id,
    )
    return copied.select_related("discovery__domain__organization").first()


def advance(rehearsal: Rehearsal, passed: float) -> bool:
    """Let so many seconds of the rehearsal pass in its copy; returns whether it is not over yet. Changes
    `clock`, `tracks` and `seconds` of the rehearsal, which the caller saves. While someone paused the copy,
    nothing passes."""
    workshop = copy_of(rehearsal)
    if workshop is None or workshop.state == WorkshopState.ENDED:
        return False
    if workshop.state == WorkshopState.PAUSED:
        return True
    rehearsal.clock += passed
    room = _come_in(rehearsal, workshop)
    if workshop.state == WorkshopState.PLANNED:
        if rehearsal.clock >= _LOBBY:
            running.start_workshop(actor=_FACILITATOR, workshop=workshop)
        return True
    return _Following(rehearsal, workshop, room, passed).follow(track_of(workshop))


def _come_in(rehearsal: Rehearsal, workshop: Workshop) -> list[_Person]:
    """The people who have joined so far."""
    by_key = {row.join_key: row for row in workshop.participants.filter(removed_at=None)}
    there = []
    for each in people(rehearsal.uuid):
        key = f"{rehearsal.uuid.hex}{each.number}"
        if each.joins_at > rehearsal.clock:
            continue
        if key not in by_key:
            with suppress(DomainError):  # someone locked the copy, or sent this person away
                by_key[key] = participants.join(
                    actor=Actor.nobody(),
                    workshop=workshop,
                    display_name=each.name,
                    side=each.side,
                    role_title=each.role_title,
                    join_key=key,
                )
        if key in by_key:
            by_key[key].workshop = workshop
            there.append(_Person(each, by_key[key]))
    return there


class _Following:
    """One step of the rehearsal: what happens in each track while `passed` seconds pass."""

    def __init__(self, rehearsal: Rehearsal, workshop: Workshop, room: list[_Person], passed: float) -> None:
        self.rehearsal, self.workshop, self.room, self.passed = rehearsal, workshop, room, passed
        self.now = rehearsal.clock

    def follow(self, track: Track) -> bool:
        """Let the agenda of the track go on; returns whether it is not over yet."""
        activity = track.current
        if activity is None:
            return False
        track.workshop = self.workshop
        activity.track = track
        memory = self._memory(track, activity)
        if memory.get("is_over"):
            return False
        key = str(activity.uuid)
        self.rehearsal.seconds[key] = self.rehearsal.seconds.get(key, 0.0) + self.passed
        until = self._until(activity, memory, [each for each in self.room if _is_in(each, track)])
        memory["sent"] = self.now
        if self.now < until:
            return True
        memory["is_over"] = not self._go_on(track, activity, memory)
        return not memory["is_over"]

    def _memory(self, track: Track, activity: Activity) -> dict[str, Any]:
        """The notes on the track: its activity and phase, their start, and the moment up to which people have
        sent their contributions."""
        at = f"{activity.uuid} {activity.phase}"
        memory: dict[str, Any] = self.rehearsal.tracks.setdefault(str(track.uuid), {})
        if memory.get("at") != at:
            start = self.now - self.passed
            memory.update(at=at, part=0, begun=start, sent=start, is_over=False)
            if self.rehearsal.speed > 1 and memory.get("timer") != str(activity.uuid):
                memory["timer"] = str(activity.uuid)
                with suppress(DomainError):
                    seconds = max(1, activity.minutes * 60 // self.rehearsal.speed)
                    running.start_timer(actor=_FACILITATOR, track=track, seconds=seconds)
        return memory

    def _until(self, activity: Activity, memory: dict[str, Any], there: Sequence[_Person]) -> float:
        """Send what is due, and say when a facilitator goes on."""
        if activity.kind == BREAKOUT:
            return self._rooms(activity)
        start = float(memory["begun"])
        if activity.kind not in rehearsal_scripts:
            return start + activity.minutes * 60
        tasks = rehearsal_scripts.get(activity.kind).tasks(activity)
        ends = [self._contribute(activity, memory, each, tasks) for each in there] if tasks else []
        return goes_on_at([end for end in ends if end is not None], start, activity.minutes)

    def _contribute(
        self, activity: Activity, memory: dict[str, Any], person: _Person, tasks: Iterable[PersonTurn]
    ) -> float | None:
        """Send what this person gives by now; returns when they are through, None for a person who is asked
        nothing."""
        simulated, last_sent = person.simulated, float(memory["sent"])
        own = [each for each in tasks if each.side in ("", simulated.side)]
        # Not the activity's own uuid: two rehearsals with the same seed do the same.
        place = (activity.kind, activity.position, activity.phase, memory["part"])
        seed = (self.rehearsal.uuid, simulated.number, *place)
        lengths = [each.seconds for each in own]
        times = sent_at(simulated, Chance(*seed), float(memory["begun"]), lengths, simulated.joins_at)
        actor = person.actor(self.rehearsal, activity)
        for number, (at, each) in enumerate(zip(times, own, strict=False)):
            if last_sent < at <= self.now:
                with suppress(DomainError):  # as on a phone: it came too late, or what it is about is gone
                    each.send(actor, Chance(*seed, turn=number))
        if not times:
            return None
        if last_sent < times[-1] <= self.now and not activity.is_anonymous and _has_button(activity):
            with suppress(DomainError):
                running.set_done(actor=actor, activity=activity, is_done=True)
        return times[-1]

    def _rooms(self, activity: Activity) -> float:
        """Follow the breakout rooms; everyone goes on once the agendas of all are over."""
        rooms = list(activity.rooms.all())
        self._place(activity, rooms)
        going_on = [self.follow(room) for room in rooms]
        return self.now + 1 if any(going_on) else self.now

    def _place(self, activity: Activity, rooms: list[Track]) -> None:
        keys = {room.pk for room in rooms}
        without = [each for each in self.room if each.row.track_id not in keys] if rooms else []
        with suppress(DomainError):
            if without and assignment_of(activity) != CHOOSE:
                breakouts.deal_out(actor=_FACILITATOR, activity=activity)
                return
            for each in without:
                room = Chance(self.rehearsal.uuid, each.simulated.number).one_of(rooms)
                room.workshop = self.workshop
                breakouts.choose(actor=RoomActor.of_participant(each.row), room=room)

    def _go_on(self, track: Track, activity: Activity, memory: dict[str, Any]) -> bool:
        """Take the facilitator's next step. Returns True if something is left."""
        kind = activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None
        played = rehearsal_scripts.get(activity.kind) if activity.kind in rehearsal_scripts else None
        with suppress(DomainError):
            if played and played.onward and played.onward(activity, _FACILITATOR):
                memory.update(part=memory["part"] + 1, begun=self.now)
                return True
            if kind and played:
                order = [phase.key for phase in kind.phases]
                here = order.index(activity.phase) if activity.phase in order else 0
                phases = order[here + 1 :] if played.phases is None else played.phases
                for phase in kind.next_phases(activity):
                    if phase.key in phases and phase.key in order[here + 1 :]:
                        set_phase(
                            actor=_FACILITATOR, activity=activity, from_phase=activity.phase, to=phase.key
                        )
                        return True
        try:
            running.move_on(actor=_FACILITATOR, track=track, from_activity=activity)
        except Conflict:
            if track.breakout_id is None:
                running.end_workshop(actor=_FACILITATOR, workshop=self.workshop)
            return False
        return True


def _is_in(person: _Person, track: Track) -> bool:
    return track.breakout_id is None or person.row.track_id == track.pk


def _has_button(activity: Activity) -> bool:
    return activity.kind in activity_kinds and activity_kinds.get(activity.kind).has_done_button
