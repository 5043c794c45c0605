"""A value tree as large as real ones, for tests/browser/states.py."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from lvt.models import Goal, Hypothesis, UseCase, Vision
from tests import factories
from tests.factories import SYSTEM
from workshops.registries import spotlights
from workshops.room.running.services import start_workshop
from workshops.room.steering.services import show_in_spotlight

if TYPE_CHECKING:
    from tests.browser.states import States

NAME = "Early warning for wholesalers who run out of cold stocks: {}"
BELIEF = "Think of the last time that it went wrong, and of who noticed it first. Write what you saw."
VISION = "Know before the wholesalers do which of them will run out of cold stocks this week, and drive past"


def thirty_use_cases(states: States) -> None:
    """A value tree of five goals with thirty use cases in long words: drawn together, and in the
    spotlight as a whole, a goal of it, and its cards."""
    discovery = states.own_discovery()
    factories.make(Vision, discovery=discovery, statement=VISION)
    for goal in range(5):
        parent = factories.make(Goal, discovery=discovery, title=NAME.format(goal + 10), position=goal)
        for place in range(3):
            bet = factories.make(Hypothesis, goal=parent, statement=BELIEF, position=place)
            for number in (2 * place + 6 * goal, 2 * place + 6 * goal + 1):
                name = NAME.format(number + 10)
                factories.make(UseCase, discovery=discovery, hypothesis=bet, name=name, position=number)
    workshop, people = states.workshop(discovery)
    factories.activity(workshop, "tree_together", "Draw the value tree")
    start_workshop(actor=SYSTEM, workshop=workshop)
    states.keep("tree_together of thirty", workshop, people[-1])
    for key in ("tree", "goal", "cards"):
        workshop, people = states.workshop(discovery)
        factories.activity(workshop, "talk", "Talk it through")
        start_workshop(actor=SYSTEM, workshop=workshop)
        choice = UUID(next(iter(spotlights.get(key).choices(discovery)))[0])
        show_in_spotlight(actor=SYSTEM, workshop=workshop, kind=key, uuid=choice)
        states.keep(f"spotlight {key} of thirty", workshop, people[-1])
