"""The regions of steering: what lies over the room's screens, and what the facilitator steers it by.

`steering` is what everyone sees (a message, the spotlight, eyes up) and on the console the buttons; `camera`
is the part of a drawing that the stage shows large, so that a step of it sends no drawing again; `code` tells
the stage to show the code to join, which sends no drawing either; `hands` are the raised hands; `remote` is
the console on a phone. Pulled are `you`, a person's own hand and the nudge; `lead`: a new lead gets a notice
(steering.views.lead_notices), and `devices`: what is paired with the room.
"""

import re
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

import live
from live import Region, Snapshot
from workshops.activities.live_drawings import LiveDrawing
from workshops.activities.regions import draw_part, kind_context
from workshops.activities.room_snapshot import look_of, state_of
from workshops.activities.screen_reader_texts import draw_says
from workshops.models import Participant
from workshops.registries import spotlights
from workshops.room.breakouts.selectors import tracks_beside
from workshops.room.drawing_camera.rules import Camera, pictured_in
from workshops.room.drawing_camera.selectors import activity_camera, spotlit_camera
from workshops.room.hands_and_nudges.selectors import is_nudged, raised_hands
from workshops.room.running.selectors import PersonInRoom, RoomState, room_state
from workshops.room.steering.selectors import SpotlightContent, shown_in_spotlight
from workshops.selectors.person_places import BREAKOUT

_TAG = re.compile(r"""<[a-zA-Z](?:"[^"]*"|'[^']*'|[^<>"'])*>""")
_KNOWN_BY = re.compile(
    r"""\s(?:id|for|name|role|tabindex|autofocus|hx-[a-z-]+|aria-[a-z]+|data-[a-z-]+)(?:="[^"]*"|='[^']*')?"""
    r"""(?=(?:\s|/?>)(?:[^"']|"[^"]*"|'[^']*')*$)"""
)
"""Attributes of a tag, outside of the values of others."""


def hands_in(snapshot: Snapshot) -> list[PersonInRoom]:
    """People with a raised hand, looked up once per tick."""
    return snapshot.read("raised hands", lambda: raised_hands(state_of(snapshot)))


def spotlight_in(snapshot: Snapshot) -> SpotlightContent | None:
    """The artifact in the spotlight, looked up once per tick."""
    return snapshot.once("spotlight", lambda: shown_in_spotlight(state_of(snapshot).workshop))


def _in_breakout(state: RoomState) -> bool:
    """Return True if there are rooms to gather everyone from: seen from the room for everyone, or from
    within."""
    return state.is_live and (
        state.is_breakout or (state.current is not None and state.current.kind == BREAKOUT)
    )


def _goes_on_together(state: RoomState) -> RoomState | None:
    """The room for everyone, if the last activity of a breakout room is shown and something is left there to
    go on with; else None."""
    if not state.is_breakout or state.current is None or state.next is not None:
        return None
    everybody = room_state(state.workshop.pk, connected=state.connected)
    return everybody if everybody.next is not None else None


def _draw_shown(content: SpotlightContent, audience: str) -> SafeString:
    """With its own context: names of one app mean something else in another's template."""
    context = {**content.context, "discovery": content.workshop.discovery, "audience": audience}
    return SafeString(render_to_string(content.spotlight.template, context))


def draw_preview(content: SpotlightContent) -> SafeString:
    """Draw the spotlight as a preview, without the attributes by which scripts, labels and keys find its
    parts: it is only looked at, beside others."""
    return _looked_at(_draw_shown(content, "stage"))


def _looked_at(html: str) -> SafeString:
    return SafeString(_TAG.sub(lambda tag: _KNOWN_BY.sub("", tag[0]), html))


def draw_steering(snapshot: Snapshot) -> SafeString:
    """Draw what covers the screens of the room and the stage; the console's buttons for it."""
    content = spotlight_in(snapshot) if state_of(snapshot).is_live else None
    context: dict[str, Any] = {"shown": content}
    if snapshot.audience == "console":
        context |= {"in_breakout": _in_breakout(state_of(snapshot)), "may_spotlight": len(spotlights) > 0}
        picture = pictured_in(content.context) if content is not None else None
        if isinstance(picture, LiveDrawing):
            context |= {"picture": _looked_at(picture.svg), "is_pending": picture.is_pending}
    elif content is not None:
        context["spotlight"] = _draw_shown(content, look_of(snapshot))
    return draw_part(f"{look_of(snapshot)}_steering", snapshot, **context)


def camera_in(snapshot: Snapshot) -> Camera | None:
    """The camera of the stage, looked up once per tick; None while the stage shows no drawing."""
    return snapshot.once("camera", lambda: _camera(snapshot))


def _camera(snapshot: Snapshot) -> Camera | None:
    state = state_of(snapshot)
    if not state.is_live:
        return None
    content = spotlight_in(snapshot)
    return spotlit_camera(content) if content is not None else activity_camera(state.track)


def draw_camera(snapshot: Snapshot) -> SafeString:
    """Draw the stop of the camera; on the console and the remote also its steps."""
    return draw_part(f"{look_of(snapshot)}_camera", snapshot, camera=camera_in(snapshot))


def draw_code(snapshot: Snapshot) -> SafeString:
    """A mark while the facilitator asks every stage to show the code to join."""
    shows_code = state_of(snapshot).workshop.shows_code
    return SafeString("<span data-code-shown></span>" if shows_code else "")


def draw_hands(snapshot: Snapshot) -> SafeString:
    """Draw raised hands: in order on the console; only their number on the stage."""
    return draw_part(f"{look_of(snapshot)}_hands", snapshot, hands=hands_in(snapshot))


def draw_remote(snapshot: Snapshot) -> SafeString:
    """The console on a phone: where the room is, and the next step."""
    state = state_of(snapshot)
    html = draw_part(
        "remote_main",
        snapshot,
        tracks=tracks_beside(state.track),
        everybody=_goes_on_together(state),
        in_breakout=_in_breakout(state),
        unrevealed=state.unrevealed if state.is_ended else (),
        **kind_context(snapshot),
    )
    return SafeString(html + draw_says(snapshot))


def draw_you(request: HttpRequest, state: RoomState, participant: Participant) -> SafeString:
    """One person's own hand, and the nudge; never pushed, each phone asks for it."""
    nudged = state.is_live and is_nudged(participant, state.now)
    context = {"workshop": state.workshop, "room": state, "participant": participant, "nudged": nudged}
    return SafeString(render_to_string("workshops/live/you.html", context, request).strip())


def register_all() -> None:
    """Tell the live layer of every region."""
    for audience in ("console", "room", "stage", "observer"):
        topics = {"cursor", "steering"} | ({"activity", "code"} if audience == "console" else set())
        live.register(Region("steering", audience, frozenset(topics), draw_steering))
    for audience in ("console", "remote", "room", "stage", "observer"):
        topics = {"cursor", "steering", "activity", "camera"}
        live.register(Region("camera", audience, frozenset(topics), draw_camera))
    live.register(Region("code", "stage", frozenset({"cursor", "code"}), draw_code))
    for audience in ("console", "remote", "stage"):
        live.register(Region("hands", audience, frozenset({"cursor", "hands"}), draw_hands))
    # Its steps ask first, with the number of those who are not done.
    of_remote = {"cursor", "timer", "agenda", "activity", "steering", "code", "progress", live.PEOPLE}
    live.register(Region("remote", "remote", frozenset(of_remote), draw_remote))
    live.register(Region("you", "room", frozenset({"you"}), pull=True))
    live.register(Region("devices", "console", frozenset({"devices"}), pull=True))
    for audience in ("console", "remote"):
        live.register(Region("lead", audience, frozenset({"lead"}), pull=True))
