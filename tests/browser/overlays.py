"""What may lie over the stage, and the states below it, for tests/browser/test_stage_overlays.py.

The functions run beside the server (`Headwaters.told`). An overlay is what the region `steering` holds while
it is there, so that one page shows all of them, one after another.
"""

from __future__ import annotations

import time
from uuid import UUID

from core.labels import in_language
from live import Snapshot
from tests import factories
from tests.browser.states import INSTRUCTIONS, LONG, State, States, first
from tests.factories import SYSTEM
from workshops.activities.steering_regions import draw_steering
from workshops.models import Workshop
from workshops.registries import activity_kinds, spotlights
from workshops.room.quick_questions.services import ask
from workshops.room.running.services import start_workshop
from workshops.room.steering import services as steering

MESSAGE = f"{LONG}. {INSTRUCTIONS}"[:300]
# The longest that is in large letters.
SHORT_MESSAGE = f"{LONG}."[:100]
# Not a kind: what is around activities.
AROUND = "around"
# Seconds until a drawing must be there.
PATIENCE = 30


def overlays() -> dict[str, str]:
    """Each sort of spotlight that the demo has, a long message, and eyes up, as the stage draws them."""
    states = States()
    workshop, _people = states.workshop()
    factories.activity(workshop, "talk", "Talk it through")
    start_workshop(actor=SYSTEM, workshop=workshop)
    steering.set_eyes_up(actor=SYSTEM, workshop=workshop, on=True)
    drawn = {"eyes up": _steering(workshop)}
    steering.announce(actor=SYSTEM, workshop=workshop, message=SHORT_MESSAGE)
    drawn["eyes up with a message"] = _steering(workshop)
    steering.set_eyes_up(actor=SYSTEM, workshop=workshop, on=False)
    for name, message in (("message", MESSAGE), ("short message", SHORT_MESSAGE)):
        steering.announce(actor=SYSTEM, workshop=workshop, message=message)
        drawn[name] = _steering(workshop)
    steering.announce(actor=SYSTEM, workshop=workshop, message="")
    for spotlight in spotlights:
        if choices := list(spotlight.choices(states.discovery)):
            chosen = UUID(choices[0][0])
            steering.show_in_spotlight(actor=SYSTEM, workshop=workshop, kind=spotlight.key, uuid=chosen)
            drawn[f"spotlight {spotlight.key}"] = _steering(workshop)
    return drawn


def _steering(workshop: Workshop) -> str:
    """The region of the stage, with its drawing."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with in_language(workshop.language):
            html = str(draw_steering(Snapshot(workshop.pk, 0, "stage", frozenset())))
        if "data-pending-drawing" not in html:
            return html
        assert time.monotonic() < deadline, "this drawing never comes"
        time.sleep(0.1)


def states_below(key: str, states: States | None = None) -> dict[str, State]:
    """The kind `key` in each of its phases, with what people gave; or what is around activities."""
    states = states or States()
    if key == AROUND:
        states.around()
        states.at_the_end()
        workshop, people = states.workshop()
        activity = factories.activity(workshop, "brainstorm", LONG)
        start_workshop(actor=SYSTEM, workshop=workshop)
        ask(actor=SYSTEM, workshop=workshop, question=LONG, options=[LONG[:40], LONG[40:80], "Neither"])
        assert first(workshop).pk == activity.pk
        states.keep("quick question", workshop, people[-1])
    else:
        kind = activity_kinds.get(key)
        for steps in range(max(1, len(kind.phases))):
            states.of_kind(kind, steps, given=True, instructions=INSTRUCTIONS)
    return states.made
