"""The regions of the three surfaces: what each shows, and which topics change it.

One selector reads the room once per tick for all regions of all audiences. What is drawn on every phone stays
small, and shows no presence: a phone that falls asleep must not redraw two hundred others.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from discovery import agenda, invitation, live
from discovery.activities.welcome import Welcome
from discovery.live import Region, Snapshot
from discovery.models import Participant
from discovery.models.people import Side
from discovery.registries import Progress
from discovery.selectors.participants import is_done
from discovery.selectors.running import PersonInRoom, RoomState, progress_of, room_state

# People in the console's list before it is cut.
PEOPLE_SHOWN = 12
# People who are shown by name while others come in; the rest is counted.
NEWEST = {"room": 12, "stage": 60, "console": 24}


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """`state` is "done", "now" or "next"; `actual` are the minutes that a finished activity took."""

    uuid: str
    title: str
    planned: int
    actual: int | None
    state: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in the console's list; `note` is "2 of 3", `away` that none of their devices is connected."""

    person: PersonInRoom
    done: bool
    away: bool
    note: str


# --- What regions are drawn from ------------------------------------------------------------------


def state_of(snapshot: Snapshot) -> RoomState:
    """The room, read once per tick."""
    return snapshot.once("room state", lambda: room_state(snapshot.workshop_id))


def progress_in(snapshot: Snapshot) -> Progress:
    """Who is done with the current activity, counted once per tick."""
    return snapshot.once("room progress", lambda: progress_of(state_of(snapshot)))


def settled_in(snapshot: Snapshot) -> bool:
    """Whether the outcome of the current activity is shown already, asked once per tick."""
    state = state_of(snapshot)
    kind, activity = state.kind, state.current
    if kind is None or activity is None:
        return False
    return snapshot.once("room settled", lambda: kind.is_settled(activity))


def _draw(name: str, snapshot: Snapshot, **context: Any) -> SafeString:
    state = state_of(snapshot)
    drawn = render_to_string(
        f"discovery/live/{name}.html",
        {"room": state, "workshop": state.workshop, "audience": snapshot.audience, **context},
    )
    return SafeString(drawn.strip())


def _kind_context(snapshot: Snapshot) -> dict[str, Any]:
    """The context of the current kind's template for this audience."""
    state = state_of(snapshot)
    kind, activity = state.kind, state.current
    if kind is None or activity is None:
        return {"activity": activity}  # no app offers this kind any more: title and timer still work
    context: dict[str, Any] = getattr(kind, snapshot.audience)(activity)
    return {
        "kind": kind,
        "activity": activity,
        "kind_template": f"{kind.template_dir}/{snapshot.audience}.html",
        "settled": settled_in(snapshot),
        # Called by the templates that show them, and only by those.
        "items": lambda: draw_items(snapshot),
        "arrivals": lambda: draw_arrivals(snapshot),
        "progress_region": lambda: draw_progress(snapshot),
        **context,
    }


# --- Regions of more than one surface -------------------------------------------------------------


def draw_clock(snapshot: Snapshot) -> SafeString:
    """The current activity and its timer."""
    return _draw(f"{snapshot.audience}_clock", snapshot)


def draw_main(snapshot: Snapshot) -> SafeString:
    """What the kind of the current activity shows; before the start and after the end, what to do then."""
    state = state_of(snapshot)
    if state.current is not None:
        return _draw(f"{snapshot.audience}_main", snapshot, **_kind_context(snapshot))
    if state.is_ended:
        return _draw(f"{snapshot.audience}_ended", snapshot, outcomes=_outcomes(state))
    return _draw(
        f"{snapshot.audience}_lobby",
        snapshot,
        arrivals=draw_arrivals(snapshot),
        invitation=invitation.of(state.workshop),
    )


def draw_progress(snapshot: Snapshot) -> SafeString:
    """How many are done: a few hundred bytes, because every phone gets it after every score."""
    progress = progress_in(snapshot)
    return _draw("progress", snapshot, done=len(progress.done), of=progress.of, settled=settled_in(snapshot))


def draw_arrivals(snapshot: Snapshot) -> SafeString:
    """Who is here by side, while people come in; nothing during other activities."""
    state = state_of(snapshot)
    if state.is_ended or not (state.is_planned or isinstance(state.kind, Welcome)):
        return SafeString("")
    counts = Counter(person.side for person in state.people)
    limit = NEWEST[snapshot.audience]
    return _draw(
        "arrivals",
        snapshot,
        sides=[(side.value, side.label, counts[side.value]) for side in Side if counts[side.value]],
        newest=state.people[::-1][:limit],
        others=max(0, len(state.people) - limit),
    )


def draw_items(snapshot: Snapshot) -> SafeString:
    """The keyed items of the current activity, each in an element of its own."""
    state = state_of(snapshot)
    if state.kind is None or state.current is None:
        return SafeString("")
    items = state.kind.items(state.current, snapshot.audience)
    return format_html_join("", '<div class="item" data-item="{}">{}</div>', items)


def draw_item(snapshot: Snapshot, key: str) -> SafeString | None:
    """One of the items, None when it is gone."""
    state = state_of(snapshot)
    if state.kind is None or state.current is None:
        return None
    item = state.kind.item(state.current, snapshot.audience, key)
    return None if item is None else format_html('<div class="item" data-item="{}">{}</div>', key, item)


# --- The console's own ----------------------------------------------------------------------------


def draw_agenda(snapshot: Snapshot) -> SafeString:
    """What is done, what is now, what comes, and how far ahead or behind the room is."""
    state = state_of(snapshot)
    ahead = state.minutes_ahead
    rows = [
        AgendaRow(
            str(activity.uuid),
            activity.title,
            activity.minutes,
            agenda.minutes_taken(activity) if activity != state.current else None,
            "now" if activity == state.current else "done" if activity.ended_at else "next",
        )
        for activity in state.activities
    ]
    return _draw("console_agenda", snapshot, rows=rows, ahead=ahead, behind=-ahead)


def draw_people(snapshot: Snapshot) -> SafeString:
    """Who is in the room, how far they are, and whose devices are away.

    A large room shows some who are not done yet: the whole list would be sent again with every score.
    """
    rows = _people(snapshot)
    shown = rows if len(rows) <= PEOPLE_SHOWN else sorted(rows, key=lambda row: row.done)[:PEOPLE_SHOWN]
    return _draw(
        "console_people",
        snapshot,
        rows=shown,
        count=len(rows),
        here=sum(not row.away for row in rows),
        finished=sum(row.done for row in rows),
    )


def draw_everybody(snapshot: Snapshot) -> SafeString:
    """The whole list of people; fetched when the facilitator asks for it, never pushed."""
    return _draw("console_everybody", snapshot, rows=_people(snapshot))


def _people(snapshot: Snapshot) -> list[PersonRow]:
    progress = progress_in(snapshot)
    return [
        PersonRow(
            person,
            person.uuid in progress.done,
            person.uuid not in snapshot.connected,
            progress.partial.get(person.uuid, ""),
        )
        for person in state_of(snapshot).people
    ]


def _outcomes(state: RoomState) -> dict[str, Any]:
    return {
        "people": len(state.people),
        "decisions": list(state.workshop.decisions.all()[:10]),
        "finished": [activity for activity in state.activities if activity.started_at],
    }


# --- One person's own part ------------------------------------------------------------------------


def draw_mine(request: HttpRequest, state: RoomState, participant: Participant, **context: Any) -> SafeString:
    """What one participant sees of their own in the current activity; never pushed, each phone asks for it.

    `context` overrides the kind's, such as with a form that has errors.
    """
    kind, activity = state.kind, state.current
    if kind is None or activity is None or not (kind.has_mine or kind.has_done_button):
        return SafeString("")
    of_kind = kind.mine(activity, participant) if kind.has_mine else {}
    return render_to_string(
        "discovery/live/mine.html",
        {
            "room": state,
            "workshop": state.workshop,
            "kind": kind,
            "activity": activity,
            "participant": participant,
            "mine_template": f"{kind.template_dir}/mine.html" if kind.has_mine else "",
            "is_done": kind.has_done_button and is_done(activity, participant),
            **of_kind,
            **context,
        },
        request,
    )


# --- Registration ---------------------------------------------------------------------------------


def register_all() -> None:
    """Tell the live layer of every region."""
    for audience, main in (("console", "main"), ("room", "shared"), ("stage", "main")):
        # The console counts by kind as well (who is missing where), so its main part follows the progress.
        of_main = {"cursor", "activity", "agenda"} | ({"progress"} if audience == "console" else set())
        for key, topics, draw in (
            ("clock", {"cursor", "timer", "agenda"}, draw_clock),
            (main, of_main, draw_main),
            ("progress", {"cursor", "progress"}, draw_progress),
            ("arrivals", {"cursor", "people"}, draw_arrivals),
        ):
            live.register(Region(key, audience, frozenset(topics), draw))
        live.register(
            Region("items", audience, frozenset({"cursor", "items"}), draw_items, render_item=draw_item)
        )
    live.register(Region("agenda", "console", frozenset({"cursor", "timer", "agenda"}), draw_agenda))
    live.register(Region("people", "console", frozenset({live.PEOPLE, "cursor", "progress"}), draw_people))
    live.register(Region("mine", "room", frozenset({"cursor", "activity"}), pull=True))


def draw_surface(snapshot: Snapshot) -> dict[str, str]:
    """Every pushed region of the snapshot's surface, for a page that is complete at its first paint."""
    return {
        region.key: region.render(snapshot)
        for region in live.regions_for(snapshot.audience)
        if region.render is not None and region.key != "arrivals"
    }
