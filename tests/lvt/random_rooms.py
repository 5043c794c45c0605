"""Rooms made by chance: any method, people who come late, leave, join twice or answer little, use cases that
are taken in, a second round. Each with what the pure module makes of the same answers."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from lvt.methods.presets import PRESETS
from lvt.methods.selectors import as_method
from lvt.models import Criterion, ScoringMethod, UseCase
from lvt.ranking_evidence.rules import Panel
from lvt.rounds.services import open_round, reveal, take_in
from lvt.scoring.models import Combination, CriterionPart
from lvt.scoring.rules import Result, evaluate
from lvt.scoring_method import Ballot, Key
from tests.factories import SYSTEM, make
from tests.lvt.rooms import Room, scoring_room
from workshops.joining.participant_merges.services import merge_people
from workshops.joining.participants.services import remove_participant
from workshops.models import Participant

NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")
OWN = ("own sum", "own mean", "own ratio", "own product", "no weight")
SIDES = ("business", "business", "it", "it", "other")


@dataclass
class _Answers:
    """What was given in a round: by person, use case and criterion."""

    values: dict[tuple[int, int, int], int | None] = field(default_factory=dict)

    def without(self, person: Participant) -> None:
        self.values = {key: value for key, value in self.values.items() if key[0] != person.pk}

    def become(self, other: Participant, kept: Participant) -> None:
        """All of `other` was given later than what `kept` gave."""
        for (person, *of), value in list(self.values.items()):
            if person == other.pk:
                self.values[kept.pk, of[0], of[1]] = value
        self.without(other)


def random_room(seed: int) -> tuple[Room, Result]:
    """The revealed room of this number, and what the pure module makes of it."""
    chance = random.Random(seed)
    preset = chance.choice((*PRESETS, *OWN))
    room = scoring_room(
        *NAMES[: chance.randint(2, 4)], preset=preset if preset in PRESETS else "seven_criteria"
    )
    if preset in OWN:
        _make_own(chance, room, preset)
    rounds = [_play(chance, room, _people(chance, room, "First"))]
    if chance.random() < 0.4:
        asked = chance.sample(room.use_cases, chance.randint(1, len(room.use_cases)))
        room.round = open_round(actor=SYSTEM, activity=room.activity, use_cases=asked, method=room.method)
        here = list(room.workshop.participants.filter(removed_at=None))
        rounds.append(_play(chance, room, [*here, *_people(chance, room, "Second")], asked))
    return room, _expected(room, rounds)


def _make_own(chance: random.Random, room: Room, preset: str) -> None:
    combination = {"own mean": "mean", "own ratio": "ratio", "own product": "product"}.get(preset, "sum")
    ScoringMethod.objects.filter(pk=room.method.pk).update(combination=Combination(combination))
    for place, row in enumerate(room.method.criteria.all()):
        low = chance.randint(0, 3)
        Criterion.objects.filter(pk=row.pk).update(
            scale_min=low,
            scale_max=low + chance.randint(1, 6),
            weight=0 if preset == "no weight" else chance.choice(("0", "0.5", "1", "1", "2.25")),
            direction=chance.choice(("higher", "lower")),
            part=CriterionPart.COST if place > 4 else CriterionPart.BENEFIT,
        )
    room.method = ScoringMethod.objects.get(pk=room.method.pk)


def _people(chance: random.Random, room: Room, name: str) -> list[Participant]:
    return [room.join(f"{name} {number}", chance.choice(SIDES)) for number in range(chance.randint(1, 7))]


def _play(
    chance: random.Random, room: Room, people: list[Participant], asked: list[UseCase] | None = None
) -> tuple[list[UseCase], _Answers, dict[Key, str]]:
    """One round from its opening to its reveal: what it asked about, what counts of what was given, and who
    was asked."""
    asked = list(room.use_cases if asked is None else asked)
    given, gone = _Answers(), set[int]()
    for person in people:
        _answer(chance, room, person, asked, given)
    if chance.random() < 0.4:
        added = make(UseCase, discovery=room.discovery, name=f"Late {len(room.use_cases)}", position=9)
        room.use_cases.append(added)
        take_in(actor=SYSTEM, round=room.round, use_cases=[added])
        asked.append(added)
        for person in people:
            if chance.random() < 0.6:
                _answer(chance, room, person, [added], given)
    if chance.random() < 0.5:
        late = room.join("Late", chance.choice(SIDES))
        people = [*people, late]
        _answer(chance, room, late, asked[-1:], given)
    if len(people) > 2 and chance.random() < 0.4:
        kept, other = people[0], room.join("Twice", people[0].side)
        _answer(chance, room, other, asked, given)
        merge_people(actor=SYSTEM, workshop=room.workshop, target=kept, other=other)
        given.become(other, kept)
    if len(people) > 2 and chance.random() < 0.4:
        remove_participant(actor=SYSTEM, participant=people[1])
        given.without(people[1])
        gone.add(people[1].pk)
    if all(value is None for value in given.values.values()):
        person = people[0]
        criterion = room.method.criteria.all()[0]
        room.give(person, criterion.scale[0].value, room.use_cases.index(asked[0]))
        given.values[person.pk, asked[0].pk, criterion.pk] = criterion.scale[0].value
    here: dict[Key, str] = {each.pk: each.side for each in people if each.pk not in gone}
    room.round = reveal(actor=SYSTEM, round=room.round)
    return asked, given, here


def _answer(
    chance: random.Random, room: Room, person: Participant, asked: list[UseCase], given: _Answers
) -> None:
    way = chance.choice(("all", "all", "most", "few", "nothing"))
    share = {"all": 1.0, "most": 0.8, "few": 0.2, "nothing": 0.0}[way]
    criteria = list(room.method.criteria.all())
    for use_case in asked:
        for place, criterion in enumerate(criteria):
            if chance.random() < share:
                skips = way != "all" and chance.random() < 0.2
                value = None if skips else chance.choice(criterion.scale).value
                room.give(person, value, room.use_cases.index(use_case), place)
                given.values[person.pk, use_case.pk, criterion.pk] = value


def _expected(room: Room, rounds: list[tuple[list[UseCase], _Answers, dict[Key, str]]]) -> Result:
    """By the latest round of each use case."""
    seen: set[int] = set()
    panels, ballots = [], []
    for asked, given, people in reversed(rounds):
        here = [each.pk for each in asked if each.pk not in seen]
        seen.update(here)
        if not here:
            continue
        active = {person for (person, _case, _of), value in given.values.items() if value is not None}
        panels.append(Panel(tuple(here), people, frozenset(active)))
        ballots += [
            Ballot(person, people[person], use_case, criterion, value)
            for (person, use_case, criterion), value in given.values.items()
            if use_case in here
        ]
    order = [key for panel in panels for key in panel.use_cases]
    return evaluate(as_method(room.method), order, ballots, panels)
