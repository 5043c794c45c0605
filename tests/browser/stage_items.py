"""The stage with a number of items in each kind and phase, for tests/browser/test_stage_filled.py.

The functions run beside the server (`Headwaters.told`). What an item is depends on the kind: a use case, a
note, an answer, an activity of the agenda.
"""

from __future__ import annotations

from collections.abc import Callable

from discovery.discoveries.models import StreamKind
from lvt.models import Goal, Hypothesis, Measure, ScoringRound, UseCase, Vision
from lvt.rounds.services import reveal
from lvt.shortlist.services import decide
from products.design.product.models import ProductKind
from products.design.product.services import add_product
from tests import factories
from tests.architecture.test_kinds import CONTRIBUTIONS
from tests.browser.states import SETTINGS, State, States, first, score, send
from tests.factories import SYSTEM
from workshops.actors import RoomActor
from workshops.contributions.answers.services import give_answer
from workshops.contributions.assessment.selectors import slots_in
from workshops.models import Activity, Workshop
from workshops.registries import activity_kinds
from workshops.results.decisions.services import add_decision
from workshops.room.breakouts.services import add_room, assign, gather
from workshops.room.running.services import end_workshop, start_workshop
from workshops.room.steering.services import pause_workshop
from workshops.services.activity_phases import set_phase

# Between activities: before the start, in a pause and at the end.
AROUND = ("lobby", "pause", "end")
# Kinds and phases in which people wait for each other, or for something to talk about.
WAITING = (
    "talk",
    "break",
    "welcome",
    "breakout",
    "check_in answer",
    "brainstorm write",
    "prediction answer",
    "pause",
)
# As long as people write, one after another.
TEXTS = (
    "Orders travel by fax",
    "Nobody owns the address of a wholesaler, so three departments keep their own list",
    "Stock is counted by hand",
    "We learn too late which shelves are empty, and nobody tells the driver who passes them",
    "Prices differ by channel",
    "One register of all meters",
    "Complaints are read, not counted",
    "Forecasts are made in spreadsheets that only their authors understand",
)


# Kinds whose contributions stay in the discovery.
_OF_OWN = {"tree_together", "write_use_cases", "usage_patterns", "template_together"}


def text_of(place: int) -> str:
    """The text of the item at `place`; all are different."""
    return f"{TEXTS[place % len(TEXTS)]}{f', {place + 1}' if place >= len(TEXTS) else ''}"


def filled(key: str, count: int) -> dict[str, State]:
    """Each phase of the kind `key`, or what is around activities, with so many items."""
    states = States()
    if key in AROUND:
        _around(states, key, count)
    elif key in _GROUNDS:
        for steps in range(2 if key == "scoring" else max(1, len(activity_kinds.get(key).phases))):
            _GROUNDS[key](states, count, steps)
    else:
        kind = activity_kinds.get(key)
        for steps in range(max(1, len(kind.phases))):
            _of_people(states, key, count, steps)
    return states.made


def _of_people(states: States, key: str, count: int, steps: int) -> None:
    """So many people, each of whom gives something."""
    kind, contribution = activity_kinds.get(key), CONTRIBUTIONS.get(key)
    asked = dict(SETTINGS.get(key) or (contribution.settings if contribution else {}))
    if key == "poll":
        asked["options"] = [*asked["options"], *TEXTS][: max(2, min(count, 12))]  # type: ignore[misc]  # settings are of any kind
    if key == "presentation":
        asked["slides"] = "# Where we stand\n\n" + "\n".join(f"- {text_of(each)}" for each in range(count))
    discovery = None
    if key in _OF_OWN:
        discovery = states.own_discovery()
        factories.make(Vision, discovery=discovery, statement="Shelves are never empty")
        name = f"Visits {discovery.pk}"
        add_product(actor=SYSTEM, discovery=discovery, name=name, kind=ProductKind.values[0])
    names = [f"Person {place + 1}" for place in range(count)]
    workshop, people = states.workshop(discovery, names)
    factories.activity(workshop, key, states.titles.get(key, str(kind.label)), settings=asked)
    factories.activity(workshop, "break", "Coffee")
    start_workshop(actor=SYSTEM, workshop=workshop)
    # A word at a check-in is short.
    longest = 40 if key == "check_in" else 200
    for place, person in enumerate(people if contribution else []):
        text = text_of(place)
        # People end a text with a word.
        text = text if len(text) <= longest else text[:longest].rpartition(" ")[0]
        send(person, workshop, contribution.path, contribution.fields, text)  # type: ignore[union-attr]  # each place has texts
    _go(workshop, steps)
    _keep(states, workshop, count)


def _scoring(key: str) -> Callable[[States, int, int], None]:
    def build(states: States, count: int, steps: int) -> None:
        discovery = states.own_discovery()
        cases = [
            factories.make(UseCase, discovery=discovery, name=text_of(place), position=place)
            for place in range(count)
        ]
        workshop, people = states.workshop(discovery)
        scoring = factories.activity(workshop, "scoring", "Score the use cases")
        factories.activity(workshop, key, str(activity_kinds.get(key).label))
        start_workshop(actor=SYSTEM, workshop=workshop)
        opened = ScoringRound.objects.get(activity=scoring)
        score(opened, people[:4], cases)
        if key == "scoring" and not steps:
            return states.keep(f"scoring open {count}", workshop, people[-1])
        reveal(actor=SYSTEM, round=opened)
        if key == "scoring":
            return states.keep(f"scoring revealed {count}", workshop, people[-1])
        decide(actor=SYSTEM, activity=scoring, use_cases=cases, reason=TEXTS[1], against="")
        return states.keep(f"{key} decided {count}", workshop, people[-1])

    return build


def _assessment(states: States, count: int, steps: int) -> None:
    discovery = states.own_discovery()
    goal = factories.make(Goal, discovery=discovery, title="Nobody waits")
    for place in range(count):
        factories.make(Hypothesis, goal=goal, statement=text_of(place), position=place)
    workshop, people = states.workshop(discovery)
    factories.activity(workshop, "assessment", "Where do we stand?", settings={"what": "hypotheses"})
    factories.activity(workshop, "break", "Coffee")
    start_workshop(actor=SYSTEM, workshop=workshop)
    for place, slot in enumerate(slots_in(first(workshop))):
        for number, person in enumerate(people[:4]):
            actor = RoomActor.of_participant(person)
            give_answer(actor=actor, activity=first(workshop), slot=slot, number=(place + number) % 5)
    _go(workshop, steps)
    _keep(states, workshop, count)


def _prediction(states: States, count: int, steps: int) -> None:
    goal = factories.make(Goal, discovery=states.own_discovery(), title="Nobody waits")
    measure = factories.make(
        Measure, goal=goal, name="Share of full shelves", unit="%", baseline=20, target=40
    )
    names = [f"Person {place + 1}" for place in range(count)]
    workshop, people = states.workshop(goal.discovery, names)
    factories.activity(workshop, "prediction", "Predict a measure")
    start_workshop(actor=SYSTEM, workshop=workshop)
    for number, person in enumerate(people):
        actor, text = RoomActor.of_participant(person), str(24 + number % 15)
        give_answer(actor=actor, activity=first(workshop), slot=str(measure.uuid), text=text)
    _go(workshop, steps)
    _keep(states, workshop, count)


def _products(states: States, count: int, steps: int) -> None:
    discovery = states.own_discovery()
    for place in range(count):
        # Names of data products are unique in their domain.
        name = f"{text_of(place)} {discovery.pk}"
        add_product(actor=SYSTEM, discovery=discovery, name=name, kind=ProductKind.values[place % 2])
    workshop, _people = states.workshop(discovery)
    factories.activity(workshop, "product_ranking", "Rank data products")
    start_workshop(actor=SYSTEM, workshop=workshop)
    _go(workshop, steps)
    _keep(states, workshop, count)


def _breakout(states: States, count: int, steps: int) -> None:
    """The rooms of three streams, everyone called back from them, and a breakout without rooms."""
    names = [f"Person {place + 1}" for place in range(count)]
    rooms_of = {"breakout": StreamKind, "breakout gathered": StreamKind, "breakout without rooms": ()}
    for name, rooms in rooms_of.items():
        workshop, people = states.workshop(names=names)
        activity = factories.activity(workshop, "breakout", "Three streams")
        factories.activity(workshop, "break", "Coffee")
        tracks = [
            add_room(actor=SYSTEM, activity=activity, name=str(stream.label), stream=stream.value)
            for stream in rooms
        ]
        start_workshop(actor=SYSTEM, workshop=workshop)
        for place, person in enumerate(people if tracks else []):
            assign(actor=SYSTEM, activity=activity, participant=person, room=tracks[place % len(tracks)])
        if name == "breakout gathered":
            gather(actor=SYSTEM, workshop=workshop, gathered=True)
        states.keep(f"{name} {count}", workshop, people[-1])


_GROUNDS: dict[str, Callable[[States, int, int], None]] = {
    "breakout": _breakout,
    "scoring": _scoring("scoring"),
    "ranking": _scoring("ranking"),
    "decide": _scoring("decide"),
    "assessment": _assessment,
    "prediction": _prediction,
    "product_ranking": _products,
}


def _around(states: States, name: str, count: int) -> None:
    workshop, people = states.workshop(names=[f"Person {place + 1}" for place in range(count)])
    for place in range(count):
        factories.activity(workshop, "talk", text_of(place)[:110], minutes=10)
    if name != "lobby":
        start_workshop(actor=SYSTEM, workshop=workshop)
    if name == "pause":
        pause_workshop(actor=SYSTEM, workshop=workshop, goes_on="at 14:00")
    if name == "end":
        for place in range(count):
            add_decision(
                actor=SYSTEM,
                discovery=workshop.discovery,
                workshop=workshop,
                title=text_of(place)[:110],
                reason="They pay from the first week.",
            )
        end_workshop(actor=SYSTEM, workshop=workshop)
    states.keep(f"{name} {count}", workshop, people[-1])


def _go(workshop: Workshop, steps: int) -> None:
    for _step in range(steps):
        activity: Activity = first(workshop)
        phase = activity_kinds.get(activity.kind).next_phases(activity)[0].key
        set_phase(actor=SYSTEM, activity=activity, from_phase=activity.phase, to=phase)


def _keep(states: States, workshop: Workshop, count: int) -> None:
    activity = first(workshop)
    phase = f" {activity.phase}" if activity.phase else ""
    states.keep(f"{activity.kind}{phase} {count}", workshop, workshop.participants.all()[0])
