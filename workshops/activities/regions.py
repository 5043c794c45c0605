"""The regions that surfaces have in common: what each shows, and which topics change it.

The console's own are in console_regions.py, and what lies over all screens is in steering_regions.py. What
they are drawn from is in room_snapshot.py. What is drawn on every phone stays small. Of presence it shows the
count of who is here, a few hundred bytes: a phone that falls asleep must not redraw more of two hundred
others.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

import live
from core.labels import Text
from live import Region, Screen, Snapshot
from organizations.models import Side
from workshops.activities import ended_workshop, large_boards as boards
from workshops.activities.room_snapshot import (
    look_of,
    not_done_in,
    plan_shown_in,
    progress_in,
    settled_in,
    shows_nothing_in,
    state_of,
    unseen_in,
)
from workshops.activities.screen_reader_texts import draw_says
from workshops.activities.welcome_and_talk import Welcome
from workshops.activity_kind import LONGEST_TITLE, ActivityKind, StageQuestion
from workshops.agenda.selectors import rooms_over_time, unready_of, unsettled_of
from workshops.agenda.time_estimates.selectors import too_much_in
from workshops.contributions.advance_activities import activity as ahead
from workshops.joining import invitation
from workshops.models import Activity
from workshops.room.breakouts.selectors import tracks_beside
from workshops.selectors.open_points import open_points_before

# People who are shown by name while others come in; the rest is counted. The console has a list of them.
NEWEST = {"room": 12, "stage": 30, "console": 0}
# Each audience and its region for what the kind shows. An observer's page is the stage's.
SURFACES = (("console", "main"), ("room", "shared"), ("stage", "main"), ("observer", "main"))


def draw_part(name: str, snapshot: Snapshot, **context: Any) -> SafeString:
    """The template `name` of workshops/live, with what each of them is given."""
    state = state_of(snapshot)
    html = render_to_string(
        f"workshops/live/{name}.html",
        {"room": state, "workshop": state.workshop, "audience": look_of(snapshot), **context},
    )
    return SafeString(html.strip())


def asked_in(snapshot: Snapshot) -> StageQuestion | None:
    """The question on the stage at present, looked up once per tick."""
    state = state_of(snapshot)
    kind, activity = state.kind, state.current
    if kind is None or activity is None or look_of(snapshot) != "stage":
        return None
    return snapshot.once("asked", lambda: kind.asks(activity))


def templates_of(kind: ActivityKind, surface: str) -> tuple[str, str]:
    """Return the template of the kind for the surface, then the one for kinds that have none: the items on
    the console, nothing on phones. The first that exists is drawn."""
    return f"{kind.template_dir}/{surface}.html", f"workshops/activities/any/{surface}.html"


def kind_context(snapshot: Snapshot) -> dict[str, Any]:
    """The context of the current kind's template for this audience, made once per tick."""
    return snapshot.once(("kind context", look_of(snapshot)), lambda: _kind_context(snapshot))


def _kind_context(snapshot: Snapshot) -> dict[str, Any]:
    state = state_of(snapshot)
    kind, activity = state.kind, state.current
    if kind is None or activity is None:
        # No app offers this kind any more: title and timer still work.
        return {"activity": activity, "missing": 0, "not_done": ""}
    stage_question = asked_in(snapshot)
    context: dict[str, Any] = {} if stage_question else getattr(kind, look_of(snapshot))(activity)
    is_console = look_of(snapshot) == "console"
    next_phases = state.next_phases if is_console else []
    shows_nothing = is_console and shows_nothing_in(snapshot)
    is_over = (settled_in(snapshot) and not shows_nothing) or not next_phases
    return {
        "kind": kind,
        "activity": activity,
        "kind_template": templates_of(kind, look_of(snapshot)),
        "asked": stage_question,
        "works": works_in(snapshot),
        "answered": lambda: draw_answered(snapshot),
        "settled": settled_in(snapshot),
        "phase": state.phase,
        "next_phases": next_phases,
        "shows_nothing": shows_nothing,
        # Whether the one filled button leads to the next activity.
        "goes_on": is_over and state.interrupted is None and not context.get("has_primary"),
        "left_open": kind.left_open(activity) if is_console else None,
        "unfinished": kind.unfinished(activity) if is_console else "",
        **not_done_in(snapshot),
        "unseen": unseen_in(snapshot) if is_console else 0,
        # Called by the templates that show them, and only by those.
        "items": lambda: draw_items_inside(snapshot),
        "arrivals": lambda: draw_arrivals(snapshot),
        "plan": lambda: plan_shown_in(snapshot),
        "progress_region": lambda: draw_progress(snapshot),
        **context,
    }


# --- Regions of more than one surface -------------------------------------------------------------


def draw_clock(snapshot: Snapshot) -> SafeString:
    """The current activity and its timer, on the console with the rooms that it can switch between."""
    tracks = tracks_beside(state_of(snapshot).track) if snapshot.audience == "console" else []
    is_stage = look_of(snapshot) == "stage"
    title = head_of(snapshot) if is_stage else ""
    return draw_part(
        f"{look_of(snapshot)}_clock",
        snapshot,
        tracks=tracks,
        title=title,
        is_long=len(str(title)) > LONGEST_TITLE,
        statement=statement_of(snapshot) if is_stage else "",
        asked=asked_in(snapshot),
        settled=settled_in(snapshot),
        works=works_in(snapshot),
    )


def works_in(snapshot: Snapshot) -> bool:
    """Return True if people work at what the stage shows: a tree, a map, a template, a question of the
    method."""
    is_working = state_of(snapshot).counts and look_of(snapshot) == "stage"
    return is_working and asked_in(snapshot) is None and not settled_in(snapshot)


def head_of(snapshot: Snapshot) -> Text:
    """The title of the stage: what it asks or shows."""
    state, stage_question = state_of(snapshot), asked_in(snapshot)
    kind, activity = state.kind, state.current
    if activity is None:
        return ""
    if stage_question is not None:
        return stage_question.question
    return (kind.stage_title(activity) if kind is not None else "") or activity.title


def statement_of(snapshot: Snapshot) -> str:
    """The answer to the title of the stage, in a sentence; "" before the room has it."""
    state = state_of(snapshot)
    kind, activity = state.kind, state.current
    if kind is None or activity is None or asked_in(snapshot) is not None or not settled_in(snapshot):
        return ""
    return kind.stage_statement(activity)


def draw_main(snapshot: Snapshot) -> SafeString:
    """Draw the main region, and its announcement for screen readers."""
    return SafeString(_draw_main(snapshot) + draw_says(snapshot))


def _draw_main(snapshot: Snapshot) -> SafeString:
    """The part of the current activity's kind; before the start and after the end, that of the next step."""
    state = state_of(snapshot)
    if state.current is not None:
        return draw_part(f"{look_of(snapshot)}_main", snapshot, **kind_context(snapshot))
    if state.is_paused:
        return draw_part(f"{look_of(snapshot)}_paused", snapshot, plan=lambda: plan_shown_in(snapshot))
    if state.is_breakout and not state.is_ended:
        return draw_part("room_waits", snapshot)
    if state.is_ended:
        context: dict[str, Any] = {"outcomes": ended_workshop.outcomes_of(state)}
        if look_of(snapshot) != "console":
            context["closings"] = ended_workshop.closings_of(state)
        if look_of(snapshot) == "stage":
            context |= ended_workshop.of_stage(
                state.workshop, context["outcomes"], draw_arrivals(snapshot, at_end=True)
            )
        if snapshot.audience == "console":
            context["unsettled"] = unsettled_of(state.workshop)
            context["unrevealed"] = state.unrevealed
        return draw_part(f"{look_of(snapshot)}_ended", snapshot, **context)
    return draw_part(
        f"{look_of(snapshot)}_lobby",
        snapshot,
        arrivals=draw_arrivals(snapshot),
        plan=lambda: plan_shown_in(snapshot),
        invitation=invitation.of(state.workshop),
        standings=ahead.standings(state) if snapshot.audience == "console" else (),
        unready=unready_of(state.workshop) if snapshot.audience == "console" else (),
        too_much=too_much_in(state.workshop) if snapshot.audience == "console" else (),
        over_time=rooms_over_time(state.workshop) if snapshot.audience == "console" else (),
        left_open=open_points_before(state.workshop) if snapshot.audience == "console" else None,
        # A person who comes days before first reads what there is to do (ahead.draw_to_do).
        asks_ahead=look_of(snapshot) == "room" and ahead.is_asked(state),
    )


def draw_progress(snapshot: Snapshot) -> SafeString:
    """Draw the number of people who are done: a few hundred bytes, because every phone gets it after every
    score. Below a spotlight, and in a talk while no one is done, the stage draws who is here, because what it
    shows has no answers."""
    progress = progress_in(snapshot)
    # Without a look at its content, which may take long to compute.
    state = state_of(snapshot)
    is_awaited = state.kind is None or state.kind.has_mine or progress.shown > 0
    only_shows = look_of(snapshot) == "stage" and (bool(state.workshop.spotlight_kind) or not is_awaited)
    return draw_part(
        "progress",
        snapshot,
        done=progress.shown,
        of=progress.of,
        only_begun=progress.is_only_begun,
        here=len(state.here),
        away=len(state.away),
        **not_done_in(snapshot),
        **({} if only_shows else answers_in(snapshot)),
        settled=only_shows or settled_in(snapshot),
    )


def answers_in(snapshot: Snapshot) -> dict[str, Any]:
    """On the stage, the number of people whose answers its result is from: its foot has it (.head-count)."""
    kind, activity = state_of(snapshot).kind, state_of(snapshot).current
    if kind is None or activity is None or look_of(snapshot) != "stage" or not settled_in(snapshot):
        return {}
    count = snapshot.read("answers", lambda: kind.answer_count(activity))
    return {"kind": kind, "answers": count, "answers_of": max(count, progress_in(snapshot).of)}


def draw_answered(snapshot: Snapshot) -> SafeString:
    """Beside what the stage asks, or what people work at: how many are done, by side, and how to join while
    people come in. In an anonymous activity no one can be told apart, so sides are not either."""
    state, progress = state_of(snapshot), progress_in(snapshot)
    if state.current is None or not (asked_in(snapshot) or works_in(snapshot)):
        return SafeString("")
    active = progress.partial.keys() if progress.is_only_begun else progress.done
    by_side = Counter(
        (person.side, person.uuid in active)
        for person in state.people
        if person.uuid in state.expected & (state.here | active)
    )
    sides = [
        (
            side.value,
            side.label,
            [True] * by_side[side, True] + [False] * by_side[side, False],
            by_side[side, True],
        )
        for side in Side
        if progress.count is None and (by_side[side, True] or by_side[side, False])
    ]
    return draw_part(
        "stage_answered",
        snapshot,
        done=progress.shown,
        of=progress.of,
        only_begun=progress.is_only_begun,
        missing=progress.of - progress.shown,
        is_asked=asked_in(snapshot) is not None,
        away=0 if progress.count is not None else len(state.expected - state.here - active),
        is_awaited=state.kind is not None and state.kind.has_mine,
        sides=sides,
        invitation=invitation.of(state.workshop) if snapshot.audience == "stage" and state.comes_in else None,
    )


def draw_arrivals(snapshot: Snapshot, *, at_end: bool = False) -> SafeString:
    """Draw who came, and how many of each side are here, while people come in, or who was there `at_end`;
    nothing during activities."""
    state = state_of(snapshot)
    if not at_end and (state.is_ended or not (state.is_planned or isinstance(state.kind, Welcome))):
        return SafeString("")
    away = frozenset() if at_end else state.away
    counts = Counter(person.side for person in state.people if person.uuid not in away)
    others = max(0, len(state.people) - NEWEST[look_of(snapshot)])
    return draw_part(
        "arrivals",
        snapshot,
        sides=[(side.value, side.label, counts[side.value]) for side in Side if counts[side.value]],
        newest=sorted(state.people[others:], key=lambda person: Side.values.index(person.side)),
        others=others,
        away=away,
    )


def draw_items(snapshot: Snapshot) -> SafeString:
    """The keyed items of the current activity, each in its own element; of a large board, where they
    can be fetched."""
    state, look = state_of(snapshot), look_of(snapshot)
    kind, activity = state.kind, state.current
    if kind is None or activity is None:
        return SafeString("")
    if snapshot.for_page and boards.cached_board(str(activity.uuid), look, phase=activity.phase):
        return boards.placeholder()
    items = snapshot.once(("items", look), lambda: _items(kind, activity, look))
    if not boards.is_large(items):
        boards.forget_board(activity, look)
        return SafeString("".join(items))
    board = boards.cache_board(activity, look, snapshot.revision, items)
    return board.shell(snapshot.audience, str(state.track.uuid) if state.is_breakout else None)


def draw_items_inside(snapshot: Snapshot) -> SafeString:
    """The same inside of `main`, which is drawn again for other reasons: a large board stays as it is."""
    state = state_of(snapshot)
    activity = state.current
    if activity is not None and boards.cached_board(
        str(activity.uuid), look_of(snapshot), phase=activity.phase
    ):
        return boards.placeholder()
    return draw_items(snapshot)


def board_of(snapshot: Snapshot, activity_uuid: str) -> boards.DrawnBoard | None:
    """The board of the current activity, drawn now; None when that is another activity."""
    state, look = state_of(snapshot), look_of(snapshot)
    kind, activity = state.kind, state.current
    if kind is None or activity is None or str(activity.uuid) != activity_uuid:
        return None
    return boards.cache_board(activity, look, snapshot.revision, _items(kind, activity, look))


def _items(kind: ActivityKind, activity: Activity, look: str) -> list[SafeString]:
    return [
        format_html('<div class="item" data-item="{}">{}</div>', key, item)
        for key, item in kind.items(activity, look)
    ]


def draw_item(snapshot: Snapshot, key: str) -> SafeString | None:
    """One of the items, None when it is gone."""
    state = state_of(snapshot)
    if state.kind is None or state.current is None:
        return None
    item = state.kind.item(state.current, look_of(snapshot), key)
    return None if item is None else format_html('<div class="item" data-item="{}">{}</div>', key, item)


# --- Registration ---------------------------------------------------------------------------------


def register_all() -> None:
    """Tell the live layer of every region."""
    for audience, main in SURFACES:
        # The console counts by kind as well, so its main part follows the progress and who is here: the
        # question before a reveal says whom it is worth waiting for.
        of_main = {"cursor", "activity", "agenda", "timer"} | (
            {"progress", live.PEOPLE} if audience == "console" else set()
        )
        # The title of the stage says what it shows, so it follows the activity and what is in it.
        of_clock = {"cursor", "timer", "agenda"} | (
            {"activity", "items"} if audience in ("stage", "observer") else set()
        )
        # A count is the same on every screen, so all follow who is here: people count as away after a while
        # only (`GRACE` in live/broker.py), and a count is a few hundred bytes.
        of_counts = {"cursor", "progress", live.PEOPLE}
        of_progress = of_counts | ({"steering"} if audience in ("stage", "observer") else set())
        for key, topics, draw in (
            ("clock", of_clock, draw_clock),
            (main, of_main, draw_main),
            ("progress", of_progress, draw_progress),
            ("arrivals", {"cursor", live.PEOPLE}, draw_arrivals),
            *((("answered", of_counts, draw_answered),) if main == "main" and audience != "console" else ()),
        ):
            live.register(Region(key, audience, frozenset(topics), draw))
        live.register(
            Region("items", audience, frozenset({"cursor", "items"}), draw_items, render_item=draw_item)
        )
    live.register(Region("progress", "remote", frozenset({"cursor", "progress", live.PEOPLE}), draw_progress))
    live.register(Region("mine", "room", frozenset({"cursor", "activity"}), pull=True))


def draw_surface(snapshot: Snapshot) -> tuple[dict[str, str], int]:
    """Every pushed region of the snapshot's surface, for a page that is complete at its first paint, and the
    revision that they show.

    Two hundred phones that come in at once show what was drawn once for the streams of those before them.
    Others are alone with their page, and see what they did themselves a moment before.
    """
    cached: Mapping[str, str] = {}
    revision = snapshot.revision
    if snapshot.audience == "room":
        screen = Screen("room", snapshot.track_id, get_language())
        cached, revision = live.drawn_regions(snapshot.workshop_id, screen, snapshot.revision)
    html_by_region = {
        region.key: SafeString(cached[region.key]) if region.key in cached else region.render(snapshot)
        for region in live.regions_for(snapshot.audience)
        if region.render is not None and region.key not in ("answered", "arrivals")
    }
    return html_by_region, revision
