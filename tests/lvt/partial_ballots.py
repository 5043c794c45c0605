"""Rooms that answer in part: what people gave, and what the pure module makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lvt.methods.selectors import as_method
from lvt.models import Criterion, ScoringMethod
from lvt.ranking_evidence.rules import Panel
from lvt.rounds.services import reveal
from lvt.scoring.models import Combination
from lvt.scoring.rules import Result, evaluate
from lvt.scoring_method import Ballot, Key
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room


@dataclass(frozen=True)
class Case:
    """What people gave: a digit for each criterion, "-" a skip, "." nothing, by person (b… of business, i…
    of IT, o… of neither) and then by use case."""

    gave: Mapping[str, tuple[str, ...]]
    preset: str = "seven_criteria"
    own: Mapping[str, Any] = field(default_factory=dict)


FULL = ("4444444", "3333333", "2222222")
CASES = {
    "one person of eight": Case(
        {"b1": ("5555555", "4444444", ""), **{f"{side}{n}": () for side in "bi" for n in (2, 3, 4)}, "i1": ()}
    ),
    "one side": Case({"b1": FULL, "b2": FULL, "b3": ("5555555", "3333333", "1111111"), "i1": (), "i2": ()}),
    "a side that got through half of it": Case(
        {"b1": FULL, "b2": FULL, "i1": ("2......", "3333333", ""), "o1": ("4444444", "1111111", "5555555")}
    ),
    "one criterion": Case({"b1": ("5......", "4......", "3......"), "b2": FULL, "i1": FULL, "i2": FULL}),
    "a criterion that everyone skips": Case(
        {
            **dict.fromkeys(("b1", "b2", "i1"), ("4-44444", "3333333", "2222222")),
            **dict.fromkeys(("i2", "o1"), ("5.44444", "3333334", "1222222")),
        }
    ),
    "nobody on the effort": Case(dict.fromkeys(("b1", "b2", "i1", "i2"), ("555555-", "3333333", "444..44"))),
    "late joiners": Case(
        {
            **dict.fromkeys(("b1", "b2", "i1", "i2", "o1"), FULL),
            "b3": (),
            "b4": ("", "", "5555555"),
            "i3": (),
        }
    ),
    "alone": Case({"b1": ("4444444", "3333333", "1111111")}),
    "two": Case({"b1": FULL, "i1": ("4444444", "3-33333", "2222222")}),
    "all the same": Case(dict.fromkeys(("b1", "b2", "i1", "i2", "o1"), FULL)),
    "a quotient": Case(
        {"b1": ("5551", "33.2", "1112"), "i1": ("4441", "3332", "111-"), "i2": ("4442", "3332", "111-")},
        preset="weighted_shortest_job",
    ),
    "scales of one's own": Case(
        {
            "b1": ("3-3.", "2231", "...."),
            "i1": ("4.21", "3122", "1..."),
            "i2": ("2.32", "1222", "-1.."),
        },
        preset="weighted_criteria",
        own={
            "combination": Combination.SUM,
            "scales": ((1, 5, "1"), (0, 10, "2.5"), (2, 6, "3"), (0, 3, "0.5")),
        },
    ),
}


def side_of(person: str) -> str:
    return {"b": "business", "i": "it", "o": "other"}[person[0]]


def scored(case: Case) -> tuple[Room, Result]:
    """A revealed round of the case, and what the pure module makes of the same answers."""
    room = scoring_room("Alpha", "Beta", "Gamma", preset=case.preset)
    if case.own:
        for row, (low, high, weight) in zip(room.method.criteria.all(), case.own["scales"], strict=True):
            Criterion.objects.filter(pk=row.pk).update(scale_min=low, scale_max=high, weight=weight)
        ScoringMethod.objects.filter(pk=room.method.pk).update(combination=case.own["combination"])
        room.method.refresh_from_db()
    criteria = list(room.method.criteria.all())
    ballots = []
    for person, values in case.gave.items():
        participant = room.join(person, side_of(person))
        for place, line in enumerate(values):
            for number, value in enumerate(line):
                if value != ".":
                    given = None if value == "-" else int(value)
                    room.give(participant, given, place, number)
                    key = room.use_cases[place].pk
                    ballots.append(Ballot(person, side_of(person), key, criteria[number].pk, given))
    room.round = reveal(actor=SYSTEM, round=room.round)
    asked: dict[Key, str] = {person: side_of(person) for person in case.gave}
    active = frozenset(each.participant for each in ballots if each.value is not None)
    keys = [each.pk for each in room.use_cases]
    panel = Panel(tuple(keys), asked, active)
    return room, evaluate(as_method(room.method), keys, ballots, [panel])
