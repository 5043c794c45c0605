"""The part of one person in an activity: never pushed, each phone asks for it.

What all screens of a room have in common is in regions.py.
"""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from organizations.actors import Actor
from organizations.permissions import allows
from workshops import permissions
from workshops.activities import ended_workshop
from workshops.activity_kind import ActivityKind
from workshops.actors import participant_behind
from workshops.contributions.advance_activities import activity as ahead
from workshops.contributions.advance_activities.selectors import deadline_of
from workshops.joining.participants.selectors import is_done
from workshops.models import Activity
from workshops.room.running.selectors import RoomState


def draw_mine(request: HttpRequest, state: RoomState, actor: Actor, **context: Any) -> SafeString:
    """Draw the part of one person in the current activity; never pushed, each phone asks for it.

    `actor` is a participant, or in an anonymous activity the holder of a key: anyone else gets only a
    placeholder that fetches it. `context` overrides the kind's, such as with a form that has errors.
    """
    kind, activity = state.kind, state.current
    if activity is None:
        draw = ended_workshop.draw_own if state.is_ended else ahead.draw_to_do
        return draw(request, state, actor)
    if kind is None or not (kind.has_mine or kind.has_done_button):
        return SafeString("")
    return draw_own_part(request, state, activity, kind, actor, **context)


def draw_own_part(
    request: HttpRequest,
    state: RoomState,
    activity: Activity,
    kind: ActivityKind,
    actor: Actor,
    **context: Any,
) -> SafeString:
    """One person's own part of `activity`, which is the current one or was opened ahead of the workshop."""
    deadline = None if state.current == activity else deadline_of(activity, state.workshop, state.now)
    is_known = allows(permissions.check_contribute, actor, activity)
    shows_own = kind.has_mine and is_known and (deadline is None or deadline.is_open)
    of_kind = kind.mine(activity, actor) if shows_own else {}
    participant = participant_behind(actor)
    takes_more = (phase := kind.phase(activity)) is None or phase.is_open
    return render_to_string(
        "workshops/live/mine.html",
        {
            "room": state,
            "workshop": state.workshop,
            "kind": kind,
            "activity": activity,
            "actor": actor,
            "participant": participant,
            "phase": phase,
            "deadline": deadline,
            "shows_own": deadline is None or deadline.is_open,
            "needs_key": kind.has_mine and not is_known and (deadline is None or deadline.is_open),
            "nobody_enters": activity.is_anonymous and participant is not None and participant.is_proxy,
            "mine_template": f"{kind.template_dir}/mine.html" if shows_own else "",
            "names_seen_by": kind.names_seen_by(activity)
            if kind.has_mine and takes_more and not activity.is_anonymous
            else None,
            "has_done_button": kind.has_done_button and takes_more and not activity.is_anonymous,
            "is_done": kind.has_done_button and participant is not None and is_done(activity, participant),
            **of_kind,
            **context,
        },
        request,
    )
