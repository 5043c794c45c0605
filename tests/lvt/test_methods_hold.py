"""What holds for every method: better answers never cost a place, weights that grow together and the order of
scorers change nothing, and pages answer whatever was scored."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, strategies as st

from discovery.discoveries.models import DiscoveryRole
from lvt.methods.presets import PRESETS
from lvt.models import Criterion as CriterionRow, ScoringMethod
from lvt.rounds.selectors import current_results
from lvt.rounds.services import reveal
from lvt.scoring.models import Combination
from lvt.scoring.rules import Result, evaluate
from lvt.scoring_method import Ballot, Criterion, Key, Method
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room

ClientOf = Callable[..., Client]
USE_CASES = ("a", "b", "c")


def method_of(key: str) -> Method:
    """The preset as the arithmetic has it."""
    preset = PRESETS[key]
    return Method(
        tuple(
            Criterion(
                key=str(each.name),
                minimum=each.scale[0].value,
                maximum=each.scale[-1].value,
                lower_is_better=each.direction == "lower",
                weight=Fraction(each.weight),
                is_cost=each.part == "cost",
                worths=tuple(step.worth for step in each.scale) if each.steps else (),
            )
            for each in preset.criteria
        ),
        preset.combination,
    )


METHODS = {key: method_of(key) for key in PRESETS}


def drawn(key: str, seed: int, people: int, skips: float = 0.0) -> list[Ballot]:
    """What so many people gave all use cases on each criterion of the method."""
    chance = random.Random(seed)
    return [
        Ballot(
            person,
            ("business", "it")[person % 2],
            use_case,
            criterion.key,
            None if chance.random() < skips else chance.randint(criterion.minimum, criterion.maximum),
        )
        for person in range(people)
        for use_case in USE_CASES
        for criterion in METHODS[key].criteria
    ]


def places(result: Result) -> dict[Key, int | None]:
    return {one.use_case: one.rank for one in result.use_cases}


# Kano's holds it for pairs of answers that count: tests/lvt/test_kano.py.
@pytest.mark.parametrize("key", sorted(METHODS.keys() - {"kano"}))
@given(st.integers(0, 10_000), st.integers(1, 5), st.data())
def test_a_better_answer_never_costs_a_place(key: str, seed: int, people: int, data: st.DataObject) -> None:
    method, ballots = METHODS[key], drawn(key, seed, people)
    number = data.draw(st.integers(0, len(ballots) - 1))
    changed = ballots[number]
    criterion = next(each for each in method.criteria if each.key == changed.criterion)
    better = (changed.value or 0) + (-1 if criterion.lower_is_better else 1)
    if not criterion.minimum <= better <= criterion.maximum:
        return
    before = evaluate(method, USE_CASES, ballots)
    ballots[number] = replace(changed, value=better)
    after = evaluate(method, USE_CASES, ballots)
    was, now = places(before)[changed.use_case], places(after)[changed.use_case]
    assert was is not None
    assert now is not None
    assert now <= was


@pytest.mark.parametrize("key", METHODS)
@given(st.integers(0, 10_000), st.fractions(Fraction(1, 100), 100))
def test_weights_that_grow_together_change_no_place(key: str, seed: int, factor: Fraction) -> None:
    method, ballots = METHODS[key], drawn(key, seed, 3, skips=0.2)
    heavier = replace(
        method, criteria=tuple(replace(each, weight=each.weight * factor) for each in method.criteria)
    )
    assert places(evaluate(heavier, USE_CASES, ballots)) == places(evaluate(method, USE_CASES, ballots))


@pytest.mark.parametrize("key", METHODS)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_scorers_changes_nothing(key: str, seed: int, chance: random.Random) -> None:
    ballots = drawn(key, seed, 4, skips=0.2)
    shuffled = ballots.copy()
    chance.shuffle(shuffled)
    first, second = (evaluate(METHODS[key], USE_CASES, each) for each in (ballots, shuffled))
    assert first.use_cases == second.use_cases


def filled(room: Room, people: int) -> Room:
    for number in range(people):
        person = room.join(f"P{number}", ("business", "it")[number % 2])
        for use_case in range(len(room.use_cases)):
            values = [(number + use_case + place) % 6 for place in range(7)]
            room.give_all(person, *values, use_case=use_case)
    reveal(actor=SYSTEM, round=room.round)
    return room


@pytest.mark.django_db
def test_the_page_asks_as_often_whatever_was_scored(client_of: ClientOf) -> None:
    counts = []
    for people, use_cases in ((2, 2), (9, 7)):
        room = filled(scoring_room(*(f"Use case {number}" for number in range(use_cases))), people)
        viewer = client_of(factories.access(room.discovery, DiscoveryRole.VIEWER))
        url = reverse("lvt:prioritization", args=[room.discovery.slug])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert viewer.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("all skipped but one", "No one scored it."),
        ("one scorer", "34.0"),
        ("one use case", "34.0"),
        ("weights of zero", "No criterion has a weight."),
        ("cost is zero", "Its cost is zero, so the total can’t be calculated."),
    ],
)
def test_what_cannot_be_computed_is_said(case: str, said: str, client_of: ClientOf) -> None:
    room = scoring_room("One") if case == "one use case" else scoring_room()
    ann = room.join("Ann")
    values = (0,) * 7 if case == "cost is zero" else (5, 5, 5, 5, 5, 5, 4)
    room.give_all(ann, *values)
    if case == "all skipped but one":
        room.give_all(ann, *(None,) * 7, use_case=1)
    if case == "weights of zero":
        CriterionRow.objects.filter(method=room.method).update(weight=0)
        ScoringMethod.objects.filter(pk=room.method.pk).update(combination=Combination.MEAN)
    if case == "cost is zero":
        ScoringMethod.objects.filter(pk=room.method.pk).update(combination=Combination.RATIO)
        CriterionRow.objects.filter(method=room.method, position=6).update(part="cost", direction="lower")
    reveal(actor=SYSTEM, round=room.round)
    results = current_results(room.discovery)
    assert results is not None
    viewer = client_of(factories.access(room.discovery, DiscoveryRole.VIEWER))
    for name in ("lvt:prioritization", "lvt:weights"):
        answer = viewer.get(reverse(name, args=[room.discovery.slug]))
        assert answer.status_code == 200
    page = viewer.get(reverse("lvt:prioritization", args=[room.discovery.slug])).content.decode()
    assert said in page
