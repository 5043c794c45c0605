"""What is going on in a room: one read for all of its regions and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from discovery import agenda
from discovery.models import Activity, Participant, Track, Workshop
from discovery.models.workshop import WorkshopState
from discovery.registries import ActivityKind, Progress, activity_kinds


@dataclass(frozen=True, slots=True)
class PersonInRoom:
    """A participant and how lists name them: `label` tells two of the same name apart ("Anna (2)")."""

    participant: Participant
    label: str

    @property
    def uuid(self) -> str:
        return str(self.participant.uuid)

    @property
    def side(self) -> str:
        return self.participant.side

    @property
    def role_title(self) -> str:
        return self.participant.role_title


@dataclass(frozen=True, slots=True)
class RoomState:
    """One track of a workshop as it stands at `now`: its activities in order, and who is in the room."""

    workshop: Workshop
    track: Track
    activities: tuple[Activity, ...]
    people: tuple[PersonInRoom, ...]
    now: datetime

    @property
    def is_planned(self) -> bool:
        return self.workshop.state == WorkshopState.PLANNED

    @property
    def is_live(self) -> bool:
        return self.workshop.state == WorkshopState.LIVE

    @property
    def is_ended(self) -> bool:
        return self.workshop.state == WorkshopState.ENDED

    @property
    def current(self) -> Activity | None:
        """The activity that the room is in; None before the start and after the end."""
        if not self.is_live:
            return None
        return next((item for item in self.activities if item.pk == self.track.current_id), None)

    @property
    def kind(self) -> ActivityKind | None:
        current = self.current
        return activity_kinds.get(current.kind) if current and current.kind in activity_kinds else None

    @property
    def counts(self) -> bool:
        """Whether people get done with the current activity at all."""
        kind = self.kind
        return kind is not None and (kind.has_mine or kind.has_done_button)

    @property
    def number(self) -> int:
        """The place of the current activity, from 1; 0 when there is none."""
        current = self.current
        return self.activities.index(current) + 1 if current else 0

    @property
    def next(self) -> Activity | None:
        current = self.current
        after = self.activities[self.number : self.number + 1] if current else ()
        return after[0] if after else None

    @property
    def previous(self) -> Activity | None:
        return self.activities[self.number - 2] if self.number > 1 else None

    @property
    def expected(self) -> frozenset[str]:
        """The uuids of everybody who joined: a phone that sleeps is still a person in the room."""
        return frozenset(person.uuid for person in self.people)

    @property
    def minutes_ahead(self) -> int:
        return agenda.minutes_ahead(self.activities, self.current, self.now)

    @property
    def timer_text(self) -> str:
        return agenda.as_clock(agenda.seconds_left(self.track.timer_ends_at, self.track.timer_left, self.now))

    @property
    def has_timer(self) -> bool:
        return self.track.timer_ends_at is not None or self.track.timer_left is not None


def told_apart(participants: Iterable[Participant]) -> list[PersonInRoom]:
    """The participants in their order; of those who share a name, the second is "Anna (2)" and so on."""
    seen: Counter[str] = Counter()
    people = []
    for participant in participants:
        name = participant.display_name.casefold()
        seen[name] += 1
        times = seen[name]
        label = participant.display_name if times == 1 else f"{participant.display_name} ({times})"
        people.append(PersonInRoom(participant, label))
    return people


def people_in(workshop_id: int) -> list[PersonInRoom]:
    """Everybody who joined the workshop and was not removed, in the order of joining."""
    joined = Participant.objects.filter(workshop_id=workshop_id, removed_at=None)
    return told_apart(joined.order_by("joined_at", "pk"))


def room_state(workshop_id: int) -> RoomState:
    """The room with four queries, whatever the number of people and activities.

    Raises Workshop.DoesNotExist when the workshop is gone or in the trash.
    """
    workshop = Workshop.objects.select_related("discovery__domain__organization").get(pk=workshop_id)
    track = Track.objects.filter(workshop_id=workshop_id).order_by("position", "pk")[:1].get()
    track.workshop = workshop
    activities = list(Activity.objects.filter(track=track))
    for activity in activities:
        activity.track = track
    return RoomState(workshop, track, tuple(activities), tuple(people_in(workshop_id)), timezone.now())


def progress_of(state: RoomState) -> Progress:
    """Who is done with the current activity; nobody where there is nothing to get done with."""
    kind, current = state.kind, state.current
    if kind is None or current is None or not state.counts:
        return Progress(done=frozenset(), of=len(state.people))
    return kind.progress(current, state.expected)
