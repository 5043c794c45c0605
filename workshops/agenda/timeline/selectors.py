"""The agenda as a timeline: what happens when, for how long, by whom, with what. The page of a workshop, its
run sheet and the console draw these rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.labels import Text
from workshops.activity_kind import GROUPS
from workshops.agenda.needed_people.selectors import needs_of, words_of
from workshops.agenda.rules import LONGEST_ACTIVITY, slots
from workshops.agenda.time_estimates.rules import Estimate
from workshops.agenda.time_estimates.selectors import estimated
from workshops.agenda.timeline.strip import Strip, strip_of
from workshops.agenda.timeline.timeline_layout import (
    Against,
    TimelineScale,
    note_lines,
    scale_of,
    scale_of_rooms,
)
from workshops.models import Activity, Track, Workshop
from workshops.selectors.person_places import BREAKOUT
from workshops.workshop.selectors import AgendaItem, agenda_of, items_of

# Shorter words are articles and the like.
_SHORTEST_WORD = 4


def _long_words(text: str) -> frozenset[str]:
    return frozenset(word for word in text.casefold().split() if len(word) >= _SHORTEST_WORD)


def _is_for_all(rows: Iterable[PlanRow]) -> bool:
    return all(row.is_for_all for row in rows)


@dataclass(frozen=True, slots=True)
class PlanRoom:
    """A breakout room, who facilitates it, and its own agenda `against` the minutes of the breakout."""

    track: Track
    who: str
    rows: tuple[PlanRow, ...]
    against: Against

    @property
    def name(self) -> str:
        return self.track.name

    @property
    def is_for_all(self) -> bool:
        return _is_for_all(self.rows)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An activity: when it begins, what it needs, and how high it is drawn.

    `work` is its kind of work, one of activity_kind.GROUPS, which gives it a color. `who` is needed in the
    room, `material` is to have at hand, `rooms` are those of a breakout. In a room that began, `state` is
    "done", "now" (also while the room is paused in it), "next" or "skipped", and `actual` the minutes that it
    took.
    """

    item: AgendaItem
    starts_at: datetime | None
    scale: TimelineScale
    rooms: tuple[PlanRoom, ...] = ()
    state: str = ""
    actual: int | None = None

    @property
    def activity(self) -> Activity:
        return self.item.activity

    @property
    def estimate(self) -> Estimate | None:
        return self.item.estimate

    @property
    def work(self) -> str:
        return self.item.kind.group if self.item.kind else ""

    @property
    def work_label(self) -> Text:
        return GROUPS[self.work] if self.item.kind else ""

    @property
    def longest(self) -> int:
        """The most minutes that it can be planned for."""
        return LONGEST_ACTIVITY

    @property
    def height(self) -> float:
        """The least height of the row in rem."""
        return self.scale.height(self.activity.minutes)

    @property
    def length(self) -> float:
        """The height of its bar in rem, in scale with its minutes."""
        return self.scale.length(self.activity.minutes)

    @property
    def note_lines(self) -> int:
        """The lines of its note that are in sight at rest."""
        return note_lines(self.height)

    @property
    def kind_label(self) -> Text:
        """The label of its kind; "" where its title has the same words."""
        label = str(self.item.kind.label if self.item.kind else self.activity.kind)
        title = _long_words(self.activity.title)
        return "" if label == self.activity.title or (title and _long_words(label) <= title) else label

    @property
    def material(self) -> Text:
        return self.item.kind.material if self.item.kind else ""

    @property
    def is_for_all(self) -> bool:
        """Return True if everyone takes part, by name, and no one in particular is needed."""
        is_apart = self.activity.is_anonymous or self.activity.kind == BREAKOUT
        return not is_apart and not needs_of([self.activity.kind])

    @property
    def who(self) -> str:
        """The people who are needed, or how everyone takes part."""
        if self.activity.kind == BREAKOUT:
            return _("Groups, each in its room")
        if self.activity.is_anonymous:
            return _("Everyone, without names")
        return capfirst(words_of(needs_of([self.activity.kind]))) or _("Everyone")


@dataclass(frozen=True, slots=True)
class AgendaPlan:
    """The agenda of everyone or of a breakout room: its rows, how long it takes `against` its slot, and when
    it ends. After the workshop, `actual` are the minutes that it took; None where they aren't known."""

    track: Track
    rows: tuple[PlanRow, ...]
    against: Against
    ends_at: datetime | None
    actual: int | None = None

    @property
    def minutes(self) -> int:
        return self.against.minutes

    @property
    def is_for_all(self) -> bool:
        """Return True if all rows are for everyone, so none needs to name people."""
        return _is_for_all(self.rows)

    @property
    def strip(self) -> Strip:
        """The minutes that it took, or else those that are planned."""
        if self.actual is None:
            return strip_of_rows(self.rows)
        return strip_of((row.actual, row.work, row.activity.title) for row in self.rows if row.actual)

    @property
    def scale(self) -> int:
        """The minutes that its strip has room for."""
        return self.against.scale if self.actual is None else self.strip.minutes


def strip_of_rows(rows: Iterable[PlanRow]) -> Strip:
    """The strip of the rows that take time: none has what was skipped."""
    return strip_of(
        (row.activity.minutes, row.work, row.activity.title) for row in rows if row.state != "skipped"
    )


def plan_of(workshop: Workshop, room: Track | None = None, *, with_effort: bool = False) -> AgendaPlan:
    """The agenda of everyone, with those of its breakout rooms, or the agenda of one `room`. Four queries;
    `with_effort` also what its activities need."""
    agenda = agenda_of(workshop, room)
    if with_effort:
        agenda = estimated(agenda)
    scale = scale_of([item.activity.minutes for item in agenda.items])
    rooms = _rooms_of(workshop) if room is None else {}
    rows = tuple(
        PlanRow(item, item.slot.starts_at, scale, _rooms_in(workshop, item, rooms.get(item.activity.pk, [])))
        for item in agenda.items
    )
    available = workshop.minutes_available if room is None or room.breakout is None else room.breakout.minutes
    return AgendaPlan(agenda.track, rows, Against(agenda.minutes, available), agenda.ends_at)


def with_actual_times(
    plan: AgendaPlan, minutes: Mapping[int, int | None], took: int | None, ended_at: datetime | None
) -> AgendaPlan:
    """The plan of a workshop that has ended, with the times at which its activities began and the `minutes`
    that they took, by primary key. An activity without them keeps those that were planned. The plan itself
    where `took`, the minutes of the whole workshop, is None. No query."""
    if took is None:
        return plan
    rows = tuple(
        replace(
            row,
            starts_at=row.activity.started_at,
            actual=minutes.get(row.activity.pk),
            state="done" if row.activity.started_at or row.activity.opens_at else "skipped",
        )
        for row in plan.rows
    )
    return replace(plan, rows=rows, ends_at=ended_at, actual=took)


def rows_now(
    activities: Sequence[Activity],
    *,
    starts: Mapping[int, datetime],
    states: Mapping[int, str],
    actual: Mapping[int, int | None],
    estimates: Mapping[int, Estimate],
) -> list[PlanRow]:
    """The rows of a room as it goes on. By their primary keys: when each activity began or is expected to,
    its state, how long it took, and what it needs. No query."""
    minutes = [activity.minutes for activity in activities]
    scale = scale_of(minutes)
    return [
        PlanRow(
            replace(item, estimate=estimates.get(item.activity.pk)),
            item.activity.started_at or starts.get(item.activity.pk),
            scale,
            state=states[item.activity.pk],
            actual=actual.get(item.activity.pk),
        )
        for item in items_of(activities, slots(minutes, None))
    ]


def _rooms_of(workshop: Workshop) -> dict[int, list[Track]]:
    rooms: dict[int, list[Track]] = {}
    for room in _with_agendas(workshop):
        rooms.setdefault(room.breakout_id or 0, []).append(room)
    return rooms


def _with_agendas(workshop: Workshop) -> QuerySet[Track]:
    rows = workshop.tracks.filter(breakout__isnull=False)
    return rows.select_related("facilitator").prefetch_related("activities")


def _rooms_in(workshop: Workshop, item: AgendaItem, tracks: Sequence[Track]) -> tuple[PlanRoom, ...]:
    """The agendas of the rooms of a breakout, which begin with it, on one scale."""
    agendas = [agenda_of(workshop, track, starts_at=item.slot.starts_at) for track in tracks]
    scale = scale_of_rooms([[each.activity.minutes for each in agenda.items] for agenda in agendas])
    return tuple(
        PlanRoom(
            track,
            str(track.facilitator) if track.facilitator else _("No facilitator yet"),
            tuple(PlanRow(each, each.slot.starts_at, scale) for each in agenda.items),
            Against(agenda.minutes, item.activity.minutes),
        )
        for track, agenda in zip(tracks, agendas, strict=True)
    )
