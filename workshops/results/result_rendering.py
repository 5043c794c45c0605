"""Drawing what came out of activities: the same on the page of a workshop, behind the shared link, and in the
report; and all of it in short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from workshops.models import ActionState, Track, Workshop
from workshops.results.quick_captures.selectors import ActionRow
from workshops.results.selectors import ActivityResult, ResultPair, WorkshopResults, results_of


@dataclass(frozen=True, slots=True)
class DrawnResult:
    """An activity with the HTML of what came out, "" for nothing."""

    result: ActivityResult
    body: SafeString
    rooms: tuple[tuple[Track, tuple[DrawnResult, ...]], ...]

    @property
    def is_empty(self) -> bool:
        return not self.body and all(each.is_empty for _room, inside in self.rooms for each in inside)


@dataclass(frozen=True, slots=True)
class DrawnPair:
    """Two activities of one kind side by side: the results of each, and what can be said of both."""

    pair: ResultPair
    first: DrawnResult | None
    second: DrawnResult | None
    compared: SafeString


@dataclass(frozen=True, slots=True)
class Brief:
    """The results of a workshop in short. `conclusion` is the last activity that ended in a ranking, else
    the last whose results contain more than its decision, else None. `counts` are a label, a
    number, and the place on the page of results, "" for none. `has_results` is False if nothing came out of
    the workshop."""

    results: WorkshopResults
    conclusion: DrawnResult | None
    counts: tuple[tuple[str, int, str], ...]
    has_results: bool

    @property
    def open_actions(self) -> tuple[ActionRow, ...]:
        return tuple(row for row in self.results.outcomes.actions if row.action.state == ActionState.OPEN)


def brief_of(workshop: Workshop) -> Brief:
    """The results of the workshop in short, without anything that is still hidden."""
    results = results_of(workshop)
    drawings = that_left_something(draw(each, decisions_are_listed=True) for each in results.activities)
    outcomes = results.outcomes
    counts = (
        (_("Decisions"), len(outcomes.decisions), "#decisions"),
        (_("Actions"), len(outcomes.actions), "#captured"),
        (_("Notes"), results.note_count, "#results"),
        (_("Questions"), len(outcomes.questions), "#questions"),
        (_("Risks"), len(outcomes.risks), "#risks"),
        (_("Parking lot"), len(outcomes.parking_lot), "#parking-lot"),
    )
    decided = {each.activity_id for each in outcomes.decisions}
    concluding = [each for each in reversed(drawings) if each.result.concludes]
    # A decision is among the outcomes already.
    orders = [each for each in concluding if each.result.activity.pk not in decided]
    present = tuple(each for each in counts if each[1])
    return Brief(
        results,
        next(iter(orders or concluding), None),
        ((_("People"), results.people, ""), *present),
        bool(drawings or present),
    )


def draw(
    result: ActivityResult,
    *,
    on_paper: bool = False,
    is_alone: bool = False,
    nameless: bool = False,
    decisions_are_listed: bool = False,
) -> DrawnResult:
    """The activity and, of a breakout, what came out in its rooms. `on_paper` takes the kind's paper.html,
    where it has one: of a ranking, the report has its own section with more, unless this `is_alone`.
    `nameless` leaves out who said, wrote or decided it. With `decisions_are_listed`, decisions are left out,
    because the page lists them."""
    body = SafeString("")
    if result.content is not None:
        activity = result.activity
        context = {
            "activity": activity,
            "workshop": activity.track.workshop,
            "audience": "results",
            "nameless": nameless,
            "is_alone": is_alone,
            "decisions_are_listed": decisions_are_listed,
            "is_for_facilitator": not on_paper and not nameless,
        }
        templates = [result.paper_template, result.template] if on_paper else [result.template]
        body = SafeString(render_to_string(templates, {**context, **result.content}).strip())
    if result.unrevealed:
        noted = {"unrevealed": result.unrevealed, "is_for_facilitator": not on_paper and not nameless}
        body = SafeString(body + render_to_string("workshops/reports/unrevealed.html", noted).strip())
    rooms = tuple(
        (
            room,
            tuple(
                draw(
                    each,
                    on_paper=on_paper,
                    is_alone=is_alone,
                    nameless=nameless,
                    decisions_are_listed=decisions_are_listed,
                )
                for each in inside
            ),
        )
        for room, inside in result.rooms
    )
    return DrawnResult(result, body, rooms)


def that_left_something(activities: Iterable[DrawnResult]) -> list[DrawnResult]:
    """The activities without those that nothing came out of; the rooms of a breakout likewise."""
    full = []
    for each in activities:
        if not each.is_empty:
            inside = ((room, tuple(that_left_something(inner))) for room, inner in each.rooms)
            full.append(replace(each, rooms=tuple(pair for pair in inside if pair[1])))
    return full


def draw_pair(pair: ResultPair) -> DrawnPair:
    """Both sides, and what the kind says about the two."""
    compared = SafeString("")
    if pair.compared is not None:
        compared = SafeString(render_to_string(pair.template, pair.compared).strip())
    first, second = (draw(each) if each else None for each in (pair.first, pair.second))
    return DrawnPair(pair, first, second, compared)
