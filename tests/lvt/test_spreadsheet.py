"""The scores in the spreadsheet: from its cells, each method's formula gives its totals."""

from __future__ import annotations

import random
from collections import defaultdict
from decimal import Decimal
from math import prod
from typing import Any

import pytest

from discovery.models import Discovery
from lvt.methods import services as methods
from lvt.methods.presets import PRESETS
from lvt.models import Goal, Measure, MeasuredValue
from lvt.rounds.services import open_round, reveal
from lvt.scoring.models import Combination
from lvt.scoring_method import SIDES
from tests.factories import SYSTEM, make
from tests.lvt.rooms import Room, scoring_room
from tests.workbooks import MOMENT, workbook

pytestmark = pytest.mark.django_db

Rows = list[dict[str, Any]]


def _formula(rules: Rows, means: dict[str, float]) -> float | None:
    """A total as the sheet of methods describes it."""
    scored = [rule for rule in rules if rule["Criterion"] in means]
    points = {}
    for rule in scored:
        mean, ends = means[rule["Criterion"]], rule["Lowest"] + rule["Highest"]
        points[rule["Criterion"]] = ends - mean if rule["Low is good"] == "Yes" else mean
    weighted = {rule["Criterion"]: rule["Weight"] * points[rule["Criterion"]] for rule in scored}
    how = rules[0]["Calculation"]
    if how == Combination.KANO.label:
        return sum(points.values()) if points else None
    if how == Combination.SUM.label:
        return sum(weighted.values())
    if how == Combination.MEAN.label:
        return sum(weighted.values()) / sum(rule["Weight"] for rule in scored)
    if how == Combination.PRODUCT.label:
        cost = prod(means[rule["Criterion"]] for rule in scored if rule["Counts as"] == "Cost")
        benefit = prod(points[rule["Criterion"]] for rule in scored if rule["Counts as"] != "Cost")
        return benefit / cost if len(scored) == len(rules) else None
    costs = [rule for rule in scored if rule["Counts as"] == "Cost"]
    benefit = sum(weighted[rule["Criterion"]] for rule in scored if rule not in costs)
    cost = sum(
        rule["Weight"] * (rule["Lowest"] + rule["Highest"] - points[rule["Criterion"]]) for rule in costs
    )
    return benefit / cost if cost else None


def _means(scores: Rows) -> tuple[dict[str, float], dict[str, float]]:
    """Of one use case in one round, per criterion: the mean of all, and that of both sides."""
    rows: dict[str, Rows] = defaultdict(list)
    for row in scores:
        rows[row["Criterion"]].append(row)
    pooled, balanced = {}, {}
    for criterion, of_it in rows.items():
        given = sum(row["Scores"] for row in of_it)
        pooled[criterion] = sum(row["Scores"] * row["Mean"] for row in of_it) / given
        sides = [row["Mean"] for row in of_it if row["Side"].lower() in SIDES]
        balanced[criterion] = sum(sides) / len(sides) if sides else pooled[criterion]
    return pooled, balanced


def check_totals(discovery: Discovery) -> int:
    """That each total of the spreadsheet is what the formula gives from its cells; how many there are."""
    book = workbook(discovery)
    for row in book["Totals by round"]:
        own = [
            each
            for each in book["Scores"]
            if (each["Round"], each["Use case"]) == (row["Round"], row["Use case"])
        ]
        rules = [rule for rule in book["Methods"] if rule["Method"] == row["Method"]]
        pooled, balanced = _means(own)
        assert row["Total"] == pytest.approx(_formula(rules, pooled), rel=0, abs=1e-9)
        assert row["Balanced total"] == pytest.approx(_formula(rules, balanced), rel=0, abs=1e-9)
        for side in SIDES:
            alone = {each["Criterion"]: each["Mean"] for each in own if each["Side"].lower() == side}
            label = "Business" if side == "business" else "IT"
            assert row[label] == pytest.approx(_formula(rules, alone), rel=0, abs=1e-9)
    latest = {(row["Round"], row["Use case"]): row["Total"] for row in book["Totals by round"]}
    for row in book["Use cases"]:
        assert row["Score"] == latest[row["Round"], row["Use case"]]
    return len(book["Totals by round"])


def _scored(room: Room, seed: int) -> None:
    """Seven people of three sides score everything but a few skips, and it is revealed."""
    chance = random.Random(seed)
    sides = ("business",) * 3 + ("it",) * 2 + ("other",) * 2
    people = [room.join(f"P{number}", side) for number, side in enumerate(sides)]
    for person in people:
        for use_case in range(len(room.use_cases)):
            for place, criterion in enumerate(room.round.method.criteria.all()):
                value = chance.choice(criterion.scale).value
                skips = chance.random() < 0.1 and person not in (people[0], people[3])
                room.give(person, None if skips else value, use_case, place)
    reveal(actor=SYSTEM, round=room.round)


def _again(room: Room, method: Any) -> None:
    room.method = method
    room.round = open_round(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=method)


@pytest.mark.parametrize("key", PRESETS)
def test_each_total_is_what_the_formula_gives_from_the_cells(key: str) -> None:
    room = scoring_room("One", "Two", "Three")
    _scored(room, 1)
    _again(room, methods.choose_preset(actor=SYSTEM, discovery=room.discovery, key=key))
    _scored(room, 2)
    assert check_totals(room.discovery) == 6


@pytest.mark.parametrize("combination", [Combination.SUM, Combination.MEAN])
def test_weights_and_reversed_scales_are_in_the_cells_too(combination: Combination) -> None:
    room = scoring_room("One", "Two")
    _scored(room, 3)
    method = methods.copy_method(actor=SYSTEM, method=room.method)
    methods.change_method(actor=SYSTEM, method=method, combination=combination)
    for number, criterion in enumerate(method.criteria.all()):
        methods.change_criterion(
            actor=SYSTEM,
            criterion=criterion,
            weight=Decimal(number + 1) / 4,
            direction="lower" if number % 2 else "higher",
        )
    method.refresh_from_db()
    _again(room, method)
    _scored(room, 4)
    assert check_totals(room.discovery) == 4


def test_progress_and_values_are_numbers(discovery: Discovery) -> None:
    goal = make(Goal, discovery=discovery, title="Fewer losses")
    measure = make(
        Measure, goal=goal, name="Losses", unit="%", baseline=Decimal(7), target=Decimal("3.5"), position=0
    )
    make(MeasuredValue, measure=measure, value=Decimal("5.64"), measured_on=MOMENT.date())
    book = workbook(discovery)
    (row,) = book["Measures"]
    assert row["Progress to target"] == pytest.approx((5.64 - 7) / (3.5 - 7), abs=1e-12)
    assert [each["Measured value"] for each in book["Measured values"]] == [5.64]
