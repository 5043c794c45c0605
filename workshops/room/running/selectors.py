"""The state of a room: one read for all of its regions and pages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.utils import timezone

import live
from core.models import Operation
from core.selectors.request_cache import shared, shared_until_people_move
from workshops.activity_kind import ActivityKind, Phase
from workshops.activity_progress import Progress
from workshops.agenda import rules as agenda
from workshops.models import Activity, Participant, Track, Workshop, WorkshopState
from workshops.registries import activity_kinds
from workshops.room import presence
from workshops.room.quick_questions.selectors import interrupted_by
from workshops.selectors.person_places import BREAKOUT
from workshops.selectors.roster import IS_REHEARSAL, Member, roster_of
from workshops.selectors.unrevealed import UnrevealedActivity, unrevealed_among, unrevealed_of
from workshops.workshop.selectors import CLOSED_BY


@dataclass(frozen=True, slots=True)
class PersonInRoom:
    """A participant and how lists name them: `label` tells two of the same name apart ("Anna (2)")."""

    participant: Participant
    label: str
    uuid: str = field(init=False)

    def __post_init__(self) -> None:
        # Once: a list of two hundred people asks for it many times.
        object.__setattr__(self, "uuid", str(self.participant.uuid))

    @property
    def side(self) -> str:
        return self.participant.side

    @property
    def is_proxy(self) -> bool:
        return self.participant.is_proxy

    @property
    def role_title(self) -> str:
        return self.participant.role_title


@dataclass(frozen=True)
class RoomState:
    """One track of a workshop at the time `now`: its activities in order, and who is in the room."""

    workshop: Workshop
    track: Track
    activities: tuple[Activity, ...]
    now: datetime
    # Whether the room is at this track: a breakout room is open while its breakout lasts.
    is_open: bool = True
    # Whether it was paused or ended before: only then there are pauses to read.
    was_closed: bool = False
    # The uuids of those in the workshop with a device that is connected.
    connected: frozenset[str] = frozenset()

    @cached_property
    def people(self) -> tuple[PersonInRoom, ...]:
        """People in the room, or the breakout room; read when someone asks: the page of one of two hundred
        does not."""
        people = people_in(self.workshop.pk)
        if self.is_breakout:
            people = [person for person in people if person.participant.track_id == self.track.pk]
        return tuple(people)

    @property
    def is_planned(self) -> bool:
        return self.workshop.state == WorkshopState.PLANNED

    @property
    def is_live(self) -> bool:
        return self.workshop.state == WorkshopState.LIVE

    @property
    def is_paused(self) -> bool:
        return self.workshop.state == WorkshopState.PAUSED

    @property
    def is_ended(self) -> bool:
        return self.workshop.state == WorkshopState.ENDED

    @property
    def current(self) -> Activity | None:
        """The activity that the room is in; None before the start and after the end."""
        if not self.is_live or not self.is_open:
            return None
        return self.standing_at

    @property
    def standing_at(self) -> Activity | None:
        """The activity that the cursor is at, also while the workshop is paused."""
        return next((item for item in self.activities if item.pk == self.track.current_id), None)

    @property
    def kind(self) -> ActivityKind | None:
        current = self.current
        return activity_kinds.get(current.kind) if current and current.kind in activity_kinds else None

    @property
    def phase(self) -> Phase | None:
        """The phase of the current activity; None without one."""
        kind, current = self.kind, self.current
        return kind.phase(current) if kind is not None and current is not None else None

    @cached_property
    def next_phases(self) -> list[Phase]:
        """The phases that the current activity may go to, each with its button."""
        kind, current = self.kind, self.current
        return kind.next_phases(current) if kind is not None and current is not None else []

    @property
    def is_breakout(self) -> bool:
        """True for a breakout room, False for the room for everyone."""
        return self.track.breakout_id is not None

    @cached_property
    def counts(self) -> bool:
        """True if people get done with the current activity, in its present phase."""
        kind, current, phase = self.kind, self.current, self.phase
        if kind is None or current is None or (phase is not None and not phase.is_open):
            return False
        return kind.is_counted and (kind.has_mine or kind.has_done_button) and kind.awaits(current)

    @property
    def comes_in(self) -> bool:
        """True if people are still coming in: before the start and during the first activity, or while no one
        is here."""
        return not self.is_breakout and (self.standing_at is None or self.previous is None or not self.people)

    @property
    def number(self) -> int:
        """The place of the current activity, from 1; 0 when there is none."""
        current = self.current
        return self.activities.index(current) + 1 if current else 0

    @property
    def next(self) -> Activity | None:
        """The activity that "Next" leads to: past what is skipped, and quick questions that were asked."""
        after = self.activities[self.number :] if self.current else ()
        return next((activity for activity in after if not activity.is_passed_over), None)

    @property
    def previous(self) -> Activity | None:
        """The activity that "Back" leads to: from a quick question to the activity that it interrupted, else
        past what "Next" passes over."""
        before = self.activities[: max(0, self.number - 1)]
        passed = (activity for activity in reversed(before) if not activity.is_passed_over)
        return self.interrupted or next(passed, None)

    @property
    def interrupted(self) -> Activity | None:
        """The activity to which the room goes back from its quick question."""
        return interrupted_by(self.current, self.activities)

    @property
    def awaited(self) -> tuple[PersonInRoom, ...]:
        """Those who are here, and for whom the current activity waits."""
        return tuple(each for each in awaited(self.people, self.current) if each.uuid in self.here)

    @cached_property
    def _roster(self) -> tuple[Member, ...]:
        """Those who joined and did not leave."""
        joined = roster_of(self.workshop.pk)
        if self.is_breakout:
            joined = tuple(each for each in joined if each.track == self.track.pk)
        return joined

    @cached_property
    def expected(self) -> frozenset[str]:
        """The uuids of those whose answers count in the current activity, here or away: where all is
        anonymous, no one can enter for a person without a device."""
        is_anonymous = self.current is not None and self.current.is_anonymous
        return frozenset(each.uuid for each in self._roster if not (is_anonymous and each.is_proxy))

    @cached_property
    def here(self) -> frozenset[str]:
        """The uuids of those who are here (workshops.room.presence)."""
        people = ((each.uuid, each.needs_device) for each in self._roster)
        return presence.here(people, self.connected)

    @cached_property
    def away(self) -> frozenset[str]:
        """The uuids of those who joined and are not here."""
        return frozenset(each.uuid for each in self._roster) - self.here

    @cached_property
    def unrevealed(self) -> list[UnrevealedActivity]:
        """Contributions in the workshop that were not revealed so far. No query for activities that hide
        nothing, where there are no breakout rooms."""
        if self.is_breakout or any(each.kind == BREAKOUT for each in self.activities):
            return unrevealed_of(self.workshop)
        return unrevealed_among(each for each in self.activities if each.started_at or each.opens_at)

    @property
    def timer_text(self) -> str:
        return agenda.as_clock(agenda.seconds_left(self.track.timer_ends_at, self.track.timer_left, self.now))

    @property
    def has_timer(self) -> bool:
        return self.track.timer_ends_at is not None or self.track.timer_left is not None


def awaited(people: Iterable[PersonInRoom], activity: Activity | None) -> tuple[PersonInRoom, ...]:
    """Those of `people` whose answers count in the activity: where all is anonymous, no one can enter for a
    person without a device, and no one waits for them."""
    is_anonymous = activity is not None and activity.is_anonymous
    return tuple(person for person in people if not (is_anonymous and person.is_proxy))


def told_apart(participants: Iterable[Participant]) -> list[PersonInRoom]:
    """The participants in their order; of those who share a name, the second is "Anna (2)" and so on."""
    counts: Counter[str] = Counter()
    people = []
    for participant in participants:
        name = participant.display_name.casefold()
        counts[name] += 1
        times = counts[name]
        label = participant.display_name if times == 1 else f"{participant.display_name} ({times})"
        people.append(PersonInRoom(participant, label))
    return people


def here_in(workshops: Iterable[Workshop]) -> Counter[int]:
    """The number of people who are here in each of the workshops, by primary key, with one query."""
    rooms = {workshop.pk: live.connected(workshop.pk) for workshop in workshops}
    people: dict[int, list[tuple[str, bool]]] = {room: [] for room in rooms}
    if rooms:
        joined = Participant.objects.filter(workshop__in=rooms, removed_at=None)
        for room, uuid, *marks in joined.values_list("workshop_id", "uuid", "is_proxy", IS_REHEARSAL):
            people[room].append((str(uuid), presence.needs_device(*marks)))
    return Counter({room: len(presence.here(people[room], rooms[room])) for room in rooms})


@shared_until_people_move
def people_in(workshop_id: int) -> list[PersonInRoom]:
    """Everyone who joined the workshop and was not removed, in the order of joining."""
    joined = Participant.objects.filter(workshop_id=workshop_id, removed_at=None)
    return told_apart(joined.order_by("joined_at", "pk"))


def room_state(
    workshop_id: int, track_id: int | None = None, connected: frozenset[str] = frozenset()
) -> RoomState:
    """The room with two queries (a breakout room with three), whatever the number of people and activities,
    and one more for the people when they are asked for: where everyone is, or the breakout room `track_id`,
    then with its people only. `connected` says whose devices are.

    Raises Workshop.DoesNotExist when the workshop is gone or in the trash, Track.DoesNotExist for a track
    that is not of this workshop.
    """
    # The shared part leaves out the people and the time: the caller reads the people, and `now` is set here.
    return replace(_as_it_stands(workshop_id, track_id), now=timezone.now(), connected=connected)


@shared
def _as_it_stands(workshop_id: int, track_id: int | None) -> RoomState:
    main, was_closed = _main_track_with_its_workshop(workshop_id)
    workshop = main.workshop
    track = main if track_id is None else Track.objects.get(pk=track_id, workshop_id=workshop_id)
    track.workshop = workshop
    activities = list(Activity.objects.filter(track=track))
    for activity in activities:
        activity.track = track
    is_open = track.pk == main.pk or main.current_id == track.breakout_id
    return RoomState(
        workshop,
        track,
        tuple(activities),
        timezone.now(),
        is_open,
        was_closed,
    )


def _main_track_with_its_workshop(workshop_id: int) -> tuple[Track, bool]:
    closings = Operation.objects.filter(room_uuid=OuterRef("workshop__uuid"), verb__in=CLOSED_BY)
    track = (
        Track.objects.filter(workshop_id=workshop_id, workshop__deleted_at=None, breakout=None)
        .select_related("current", "workshop__discovery__domain__organization", "workshop__lead")
        .annotate(was_closed=Exists(closings))
        .order_by("position", "pk")
        .first()
    )
    if track is None:
        raise Workshop.DoesNotExist(f"There is no workshop {workshop_id}.")
    return track, track.was_closed


def progress_of(state: RoomState) -> Progress:
    """People who are done with the current activity, out of those who are here or done; no one where there is
    nothing to get done with."""
    kind, current = state.kind, state.current
    if kind is None or current is None or not state.counts:
        return Progress(done=frozenset(), of=len(state.here))
    return kind.progress(current, state.expected).among(state.here & state.expected)
