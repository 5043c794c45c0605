"""The buttons that start, pause, resume, end and reopen a workshop, from the one table of its transitions."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from workshops.models import WorkshopState
from workshops.policies import END, PAUSE, WORKSHOP_TRANSITIONS
from workshops.room.running.selectors import RoomState
from workshops.selectors.unrevealed import UnrevealedActivity, unrevealed_of

register = template.Library()


@register.inclusion_tag("workshops/live/step.html", takes_context=True)
def workshop_step(
    context: Context, step: str, classes: str = "", *, key: str = "", key_label: str = "", also: str = ""
) -> dict[str, Any]:
    """The button of a step, by its `key` in the table; nothing where the workshop's state does not allow it.

    `key` is what it hears of a keyboard, `key_label` how that key is written on it. `also` selects the
    element of the page that says what would not be in the report, where it is newer there than the button.
    """
    workshop = context["workshop"]
    allowed = {each.key: each for each in WORKSHOP_TRANSITIONS[WorkshopState(workshop.state)].values()}
    if step not in allowed:
        return {}
    return {
        "step": allowed[step],
        "url": reverse(f"discovery:workshop_{step}", args=[workshop.code]),
        "asks_first": allowed[step] is PAUSE,
        "warns": allowed[step] is END,
        "left_open": context.get("left_open"),
        "unrevealed": _unrevealed(context) if allowed[step] is END and not also else (),
        "also": also,
        "classes": classes,
        "key": key,
        "key_label": key_label,
    }


def _unrevealed(context: Context) -> list[UnrevealedActivity]:
    room = context.get("room")
    return room.unrevealed if isinstance(room, RoomState) else unrevealed_of(context["workshop"])
