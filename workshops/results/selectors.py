"""Results of a workshop, by activity; and two workshops side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.labels import Text
from workshops.activity_kind import ActivityKind
from workshops.models import Activity, Track, Workshop
from workshops.registries import activity_kinds
from workshops.results.quick_captures.selectors import Outcomes, outcomes_of
from workshops.selectors.person_places import main_track
from workshops.selectors.unrevealed import is_over, unrevealed_in
from workshops.selectors.workshop_clock import RoomClock, elapsed_in

# The parts of the results that a facilitator can share, in the order of the page.
PARTS = {
    "decisions": _("Decisions"),
    "actions": _("Actions"),
    "activities": _("Results of each activity"),
    "questions": _("Questions"),
    "risks": _("Risks"),
    "parking_lot": _("Parking lot"),
}


@dataclass(frozen=True, slots=True)
class ActivityResult:
    """One activity afterwards. `content` is what its kind says came out (ActivityKind.results), None for
    nothing; `minutes` it took, None when it did not begin or is not over. `unrevealed` says how much was
    given in it and never revealed, "" for nothing or while that may still happen. `rooms` are the breakout
    rooms of a breakout, each with its own activities."""

    activity: Activity
    kind: ActivityKind | None
    content: dict[str, Any] | None
    minutes: int | None
    unrevealed: str = ""
    rooms: tuple[tuple[Track, tuple[ActivityResult, ...]], ...] = ()

    @property
    def concludes(self) -> bool:
        """True if an order or a decision came out of it."""
        return self.content is not None and self.kind is not None and self.kind.concludes

    @property
    def heading(self) -> Text:
        """The name of what came out; the title of the activity where its kind has none."""
        return (self.kind.result_label if self.kind else "") or self.activity.title

    @property
    def template(self) -> str:
        """Draws `content`."""
        return f"{self.kind.template_dir}/results.html" if self.kind else ""

    @property
    def paper_template(self) -> str:
        """Draws `content` in the report, where the kind has one."""
        return f"{self.kind.template_dir}/paper.html" if self.kind else ""

    @property
    def note_count(self) -> int:
        """The number of revealed notes, with those of the breakout rooms."""
        own: int = self.content.get("note_count", 0) if self.content else 0
        return own + sum(each.note_count for _room, inside in self.rooms for each in inside)


@dataclass(frozen=True, slots=True)
class WorkshopResults:
    """`people` took part; `planned` and `took` are minutes, `took` None before the end."""

    workshop: Workshop
    people: int
    planned: int
    took: int | None
    began_at: datetime | None
    ended_at: datetime | None
    activities: tuple[ActivityResult, ...]
    outcomes: Outcomes

    @property
    def note_count(self) -> int:
        """The number of revealed notes."""
        return sum(each.note_count for each in self.activities)


@dataclass(frozen=True, slots=True)
class ResultPair:
    """The same activity of two workshops; None where one has no such activity. `compared` is what the kind
    says about both (ActivityKind.compared)."""

    first: ActivityResult | None
    second: ActivityResult | None
    compared: dict[str, Any] | None = None

    @property
    def title(self) -> str:
        present = self.first or self.second
        return present.activity.title if present else ""

    @property
    def template(self) -> str:
        """Draws `compared`."""
        present = self.first or self.second
        kind = present.kind if present else None
        return f"{kind.template_dir}/compared.html" if kind else ""


def results_of(workshop: Workshop) -> WorkshopResults:
    """The results of the workshop, without anything that is still hidden."""
    main = main_track(workshop.pk)
    tracks = list(workshop.tracks.prefetch_related("activities"))
    elapsed = elapsed_in(workshop)
    rooms: dict[int, list[Track]] = {}
    for track in tracks:
        if track.breakout_id is not None:
            rooms.setdefault(track.breakout_id, []).append(track)
    own = next(track for track in tracks if track.pk == main.pk)
    activities = tuple(_results(_activities(own), elapsed, rooms))
    rows = [each.activity for each in activities]
    beginnings = [each.activity.started_at for each in activities if each.activity.started_at]
    over = [each.activity.ended_at for each in activities if each.activity.ended_at]
    return WorkshopResults(
        workshop=workshop,
        people=workshop.participants.filter(removed_at=None).count(),
        planned=sum(each.activity.minutes for each in activities),
        took=elapsed.between(min(beginnings), max(over), rows) if beginnings and over else None,
        began_at=min(beginnings, default=None),
        ended_at=max(over, default=None),
        activities=activities,
        outcomes=outcomes_of(workshop.discovery, workshop),
    )


def compare(first: WorkshopResults, second: WorkshopResults) -> list[ResultPair]:
    """The activities of two workshops, those of the same kind and title side by side, in the order of the
    first; what only the second has comes last."""
    others = list(second.activities)
    pairs = []
    for one in first.activities:
        other = next((each for each in others if _name(each) == _name(one)), None)
        if other is not None:
            others.remove(other)
        compared = one.kind.compared(one.activity, other.activity) if one.kind and other else None
        pairs.append(ResultPair(one, other, compared))
    return pairs + [ResultPair(None, other) for other in others]


def _activities(track: Track) -> list[Activity]:
    activities = list(track.activities.all())
    for activity in activities:
        activity.track = track
    return activities


def _results(
    activities: Iterable[Activity], elapsed: RoomClock, rooms: dict[int, list[Track]]
) -> Iterable[ActivityResult]:
    for activity in activities:
        kind = activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None
        yield ActivityResult(
            activity,
            kind,
            kind.results(activity) if kind else None,
            elapsed.minutes(activity),
            unrevealed_in(activity) if is_over(activity) else "",
            tuple(
                (room, tuple(_results(_activities(room), elapsed, {}))) for room in rooms.get(activity.pk, ())
            ),
        )


def _name(result: ActivityResult) -> tuple[str, str]:
    return result.activity.kind, result.activity.title.strip().casefold()
