"""What rooms say by several criteria or in words, and what stands side by side: states of the stage beside
those of tests/browser/states.py."""

from __future__ import annotations

from lvt.methods.services import choose_preset
from lvt.models import Goal, Hypothesis, ScoringRound, UseCase
from lvt.rounds.selectors import current_results
from lvt.rounds.services import reveal, show_next
from lvt.scores.services import give_score
from products.models import DataProduct, Scenario
from products.planning.what_if_scenarios.selectors import pair_of
from tests import factories
from tests.browser.states import INSTRUCTIONS, LONG, NAME, State, States, first
from tests.browser.thirty import BELIEF
from tests.factories import SYSTEM
from tests.workshops.boards import board
from workshops.actors import RoomActor
from workshops.contributions.answers.services import give_answer
from workshops.contributions.assessment.selectors import slots_in
from workshops.contributions.notes.selectors import RESULTS, VOTE
from workshops.models import Note
from workshops.room.running.services import start_workshop
from workshops.services.activity_phases import set_phase


def rated_on_stage() -> dict[str, State]:
    """Hypotheses by seven criteria, Kano's words, two named scenarios, and fifteen use cases."""
    states = States()
    states.scoring(15, revealed=True)
    for is_revealed in (False, True):
        seven_criteria(states, is_revealed=is_revealed)
    for number, steps in ((1, 0), (4, 0), (4, 2), (12, 0)):
        kano(states, number, steps)
    scenarios(states)
    return states.made


def seven_criteria(states: States, *, is_revealed: bool) -> None:
    """Seven hypotheses in long words, while people rate them or when the room sees what it said."""
    discovery = states.own_discovery()
    goal = factories.make(Goal, discovery=discovery, title=NAME.format(1))
    for place in range(7):
        factories.make(Hypothesis, goal=goal, statement=f"{place + 1}. {BELIEF}", position=place)
    choose_preset(actor=SYSTEM, discovery=discovery, key="seven_criteria")
    workshop, people = states.workshop(discovery)
    factories.activity(workshop, "assessment", "What are they worth?", settings={"what": "hypotheses"})
    factories.activity(workshop, "break", "Coffee")
    start_workshop(actor=SYSTEM, workshop=workshop)
    activity = first(workshop)
    for place, slot in enumerate(slots_in(activity)):
        for number, person in enumerate(people):
            actor = RoomActor.of_participant(person)
            give_answer(actor=actor, activity=activity, slot=slot, number=(place + number) % 5)
    if is_revealed:
        set_phase(actor=SYSTEM, activity=activity, from_phase=activity.phase, to="revealed")
    name = f"assessment of seven criteria{', revealed' if is_revealed else ''}"
    states.keep(name, workshop, people[-1])


def kano(states: States, number: int, steps: int) -> None:
    """So many use cases by Kano's method: `steps` of the reveal are seen, or all of it; then it lies in the
    spotlight as well."""
    discovery = states.own_discovery()
    cases = [
        factories.make(UseCase, discovery=discovery, name=NAME.format(place + 10), position=place)
        for place in range(number)
    ]
    method = choose_preset(actor=SYSTEM, discovery=discovery, key="kano")
    workshop, people = states.workshop(discovery)
    factories.activity(workshop, "scoring", "What do people need?")
    start_workshop(actor=SYSTEM, workshop=workshop)
    opened = ScoringRound.objects.get(activity__track__workshop=workshop)
    having, without = method.criteria.all()
    for place, person in enumerate(people):
        for place_of_case, case in enumerate(cases):
            for criterion, value in (
                (having, (place + place_of_case) % 3),
                (without, 4 - (place * place_of_case) % 3),
            ):
                give_score(
                    actor=RoomActor.of_participant(person),
                    workshop=workshop,
                    round=opened.uuid,
                    use_case=case.uuid,
                    criterion=criterion.uuid,
                    value=value,
                )
    for seen in range(steps):
        opened = show_next(actor=SYSTEM, round=opened, steps=seen)
    if not steps:
        reveal(actor=SYSTEM, round=opened)
    if number == 12:
        for key in ("ranking", "method", "quadrant"):
            states.shown(key, discovery.uuid, discovery)
            states.made[f"spotlight {key} of Kano"] = states.made.pop(f"spotlight {key}")
    states.keep(f"scoring {number} Kano {'builds up' if steps else 'revealed'}", workshop, people[-1])


def scenarios(states: States) -> None:
    """Two of the demo with long names, each of which drops a data product."""
    kept = [
        factories.make(
            Scenario,
            discovery=states.discovery,
            name=NAME.format(place + 10),
            changes=f"drop={product.uuid}",
        )
        for place, product in enumerate(DataProduct.objects.filter(discovery=states.discovery)[:2])
    ]
    states.shown("scenarios", pair_of(*kept))
    ranked = current_results(states.discovery)
    assert ranked is not None
    states.shown("spread", ranked.ranking[0].use_case.uuid)


def voted_on_stage() -> dict[str, State]:
    """Up to eight notes after the vote, short and long ones, some or none in groups."""
    states = States()
    for length, groups, number in (
        (40, 0, 8),
        (40, 6, 8),
        (40, 3, 6),
        (40, 0, 5),
        (200, 0, 8),
        (200, 6, 8),
        (200, 0, 5),
        (200, 1, 4),
    ):
        discovery = states.own_discovery()
        text = f"Number {{}}: {INSTRUCTIONS}"[: length + 2]
        room = board(*(text.format(place) for place in range(number)), discovery=discovery, dots=8)
        notes = list(Note.objects.filter(activity=room.activity))
        items = [room.group(LONG[:50], note).uuid for note in notes[:groups]]
        items += [note.uuid for note in notes[groups:]]
        room.go(VOTE)
        voter = room.join("Ana")
        for item in items:
            room.vote(RoomActor.of_participant(voter), item, 1)
        room.go(RESULTS)
        states.keep(f"brainstorm voted {length} {groups} {number}", room.workshop, voter)
    return states.made
