"""Announcements for screen readers when the room moves on, and the title of the page."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from live import Snapshot
from workshops.activities.room_snapshot import settled_in, state_of


def draw_says(snapshot: Snapshot) -> SafeString:
    """A sentence that changes with the activity, its phase and its result, and with the state of the room."""
    state = state_of(snapshot)
    context = {"room": state, "workshop": state.workshop, "phase": state.phase}
    says = render_to_string("workshops/live/says.html", {**context, "settled": settled_in(snapshot)})
    return SafeString(says.strip())
