"""Screens for activities that people take part in ahead of the workshop."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from organizations.actors import Actor
from workshops.actors import participant_behind
from workshops.contributions.advance_activities import selectors as ahead
from workshops.room.running.selectors import RoomState


def draw_to_do(request: HttpRequest, state: RoomState, actor: Actor) -> SafeString:
    """Draw the list of activities that a participant is asked for before the room meets; "" when none was
    opened."""
    participant = participant_behind(actor)
    if participant is None or state.current is not None:
        return SafeString("")
    tasks = ahead.to_do(state.workshop, participant)
    if not tasks:
        return SafeString("")
    due = next((each for each in tasks if each.deadline.is_open and not each.is_done), None)
    context = {
        "workshop": state.workshop,
        "participant": participant,
        "to_do": tasks,
        "next": due,
    }
    return render_to_string("workshops/live/to_do.html", context, request)


def is_asked(state: RoomState) -> bool:
    """Return True if anything was opened before the room meets."""
    return bool(ahead.opened_ahead(state.workshop, state.now))


def standings(state: RoomState) -> list[ahead.DeadlineStanding]:
    """Return everyone's progress in each of them, for the console before the start."""
    return [ahead.standing_of(deadline) for deadline in ahead.opened_ahead(state.workshop, state.now)]
