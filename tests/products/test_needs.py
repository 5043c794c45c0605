"""What use cases and goals need: every place agrees with one closure over the ports of products, by brute
force on any landscape with aggregates, circles, live and retired products."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.utils.safestring import SafeString
from hypothesis import given, settings

from core.selectors.request_cache import one_reading
from documents import diagrams, drawing_tiles
from documents.table_and_slide_parts import ExactNumber, Table
from products import cut_line_answers, overview, report_summary, report_value
from products.design.product.selectors import product_cards
from products.design.template.selectors import template_of
from products.exports import product_slides, products_sheet
from products.exports_plans import cut_line_sheet, cut_line_slides, goals_sheet
from products.planning.cut_line.selectors import cut_line_of
from products.planning.roadmap.selectors import roadmap_of
from products.selectors.asked_rows import asked_rows
from products.selectors.goal_costs import cost_of
from products.selectors.goal_coverage import coverage_of
from products.selectors.product_or_asset import asset_test
from products.selectors.stream_progress import to_design
from technology.gaps.selectors import gap_analysis
from technology.selectors.prioritized_products import prioritized
from tests import factories
from tests.products.needs_world import GAPS, LIVE, Plan, World, built, plans
from tests.sweeps import examples
from workshops.activities import discovery_spotlights
from workshops.activities.discovery_spotlights import MOST_LINES
from workshops.activities.live_drawings import LiveDrawing
from workshops.registries import spotlights


@pytest.mark.sqlite  # graphs are followed in Python; other tests of needs read all that these read
@pytest.mark.django_db
@settings(max_examples=examples(15), deadline=None)
@given(plan=plans())
def test_every_place_agrees_with_one_closure(plan: Plan) -> None:
    with transaction.atomic():
        world = built(factories.discovery(), plan)
        with one_reading():  # as on a page and in a report
            for check in CHECKS:
                check(world)
        transaction.set_rollback(True)


def _cover(world: World) -> None:
    coverage, plan = coverage_of(world.discovery), world.plan
    names = {each.use_case.name: each for each in coverage.use_cases}
    for number, case in enumerate(world.use_cases):
        served = names[case.name]
        assert sorted(map(str, served.products)) == world.names(plan.needs(number))
        assert sorted(map(str, served.direct)) == world.names(plan.direct(number))
    for number in plan.goals:
        assert sorted(map(str, coverage.goals[number].products)) == world.names(plan.goal(number))
    idle = plan.there - {each for goal in plan.goals for each in plan.goal(goal)}
    assert sorted(map(str, coverage.products_without)) == world.names(idle)
    unserved = [f"Goal {goal}" for goal in plan.goals if not plan.goal(goal)]
    assert [each.goal.title for each in coverage.goals_without] == unserved
    _say_what_serves_no_goal(world, idle, unserved)


def _say_what_serves_no_goal(world: World, idle: set[int], unserved: list[str]) -> None:
    """Overview, executive summary, report, page of the product: the same products and goals."""
    plan = world.plan
    missing = str(overview.serving_goals_standing(world.discovery).missing)
    assert (f"{len(idle)} data product" in missing) == bool(idle)
    assert (f"{len(unserved)} goal" in missing and "no data product." in missing) == bool(
        unserved and plan.there
    )
    bare = [f"Case {number}" for number in range(len(plan.scores)) if not plan.needs(number)]
    assert [str(each) for each in to_design(world.discovery)] == bare
    summary = report_summary.summary(world.discovery)
    assert (summary is None) == (not plan.there)
    if summary is not None:
        points = dict(summary["open_points"])
        without = [each.partition(" (")[0] for each in points.get("Data products that serve no goal", [])]
        assert sorted(without) == world.names(idle)
        assert points.get("Goals that no data product serves", []) == unserved
        assert points.get("Use cases without a data product", []) == bare
    for number, each in enumerate(world.products):
        goals = [f"Goal {goal}" for goal in plan.goals if number in plan.goal(goal)]
        assert [goal.title for goal in asset_test(each).goals] == goals


def _cost(world: World) -> None:
    plan, coverage = world.plan, coverage_of(world.discovery)
    with patch.object(
        drawing_tiles, "draw_tiles", return_value=diagrams.FailedDrawing("Its numbers are looked at")
    ):
        section = report_value.value_section(world.discovery)
    told = [choice for _goal, choice in section["costs"]] if section else []
    for number, goal in enumerate(world.goals):
        weeks = sum(2**each for each in plan.goal(number) if plan.states[each] != LIVE)
        choice = cost_of(coverage, {str(goal.uuid)})
        assert choice.effort.likely == weeks
        assert sorted(map(str, choice.products)) == world.names(plan.goal(number))
        if told:
            assert told[number].effort.likely == weeks
        row = _rows(goals_sheet(world.discovery))[number]
        assert row["Goal"] == goal.title
        assert sorted(_listed(row["Data products"])) == world.names(plan.goal(number))
        assert _value(row["Person-weeks"]) == weeks
    everything = {each for goal in plan.goals for each in plan.goal(goal)}
    together = cost_of(coverage, {str(goal.uuid) for goal in world.goals})
    assert sorted(map(str, together.products)) == world.names(everything)
    several = {each for each in everything if sum(each in plan.needs(goal + 1) for goal in plan.goals) > 1}
    assert sorted(map(str, together.needed_by_several)) == world.names(several)


def _draw_the_line(world: World) -> None:
    plan = world.plan
    cases = [number for number in range(len(plan.scores)) if plan.needs(number)]
    cut_line_answers.work_out(world.discovery)
    line = cut_line_of(world.discovery, 0)
    assert line.most == len({each for case in cases for each in plan.new(case)})
    best = []
    for limit in range(line.most + 1):
        totals = [
            sum(plan.scores[case] for case in chosen)
            for size in range(len(cases) + 1)
            for chosen in combinations(cases, size)
            if len({each for case in chosen for each in plan.new(case)}) <= limit
        ]
        best.append(max(totals))
    assert [step.reached.exact.value for step in line.steps] == best
    worth: dict[str, Fraction] = {}
    for case in cases:
        for each in plan.new(case):
            name = world.products[each].name
            worth[name] = worth.get(name, Fraction(0)) + Fraction(plan.scores[case], len(plan.new(case)))
    assert {str(each.serving): each.value for each in line.worth} == worth
    section = report_value.cut_line_section(world.discovery)
    assert [step.reached.exact.value for step in section["line"].steps] == best if section else not any(best)
    rows = _rows(cut_line_sheet(world.discovery))
    assert [_value(row["Total score"]) for row in rows] == (best if section else [])
    for limit, row in enumerate(rows):
        served = {int(name[5:]) for name in _listed(row["Use cases"])}
        assert (row["New products"], row["Proven"]) == (limit, True)
        assert sum(plan.scores[case] for case in served) == best[limit]
        new = {each for case in served for each in plan.new(case)}
        assert sorted(_listed(row["Products"])) == world.names(new)
    slides = cut_line_slides(world.discovery)
    steps = [row for slide in slides if slide.table for row in slide.table.rows]
    assert all(best[int(str(limit))] == Decimal(str(total)) for limit, total, *_names in steps)
    assert all(isinstance(total, ExactNumber) for _limit, total, *_names in steps)


def _show_the_room(world: World) -> None:
    """Stage and phones: the steps of the cut line, and what a goal costs on its sheet."""
    plan = world.plan
    line = cut_line_of(world.discovery, 0)
    shown = spotlights.get("cut_line").context(world.discovery, str(world.discovery.uuid))
    steps = [step for step in line.steps if step.newly_served or step.dropped]
    assert [(step.limit, step.reached) for step in (shown["steps"] if shown else [])] == [
        (step.limit, step.reached) for step in steps[:MOST_LINES]
    ]
    assert shown is None or shown["more"] == len(steps[MOST_LINES:])
    for number, goal in enumerate(world.goals):
        with patch.object(discovery_spotlights, "live_drawing", return_value=LiveDrawing(SafeString(""))):
            sheet = spotlights.get("value").context(world.discovery, str(goal.uuid))
        assert (sheet is None) == (not plan.there)
        headline = sheet["headline"] if sheet else ""
        count = len(plan.goal(number))
        assert not headline or headline.endswith((f" {count} data product", f" {count} data products"))


def _rows(table: Table | None) -> list[dict[str, Any]]:
    return [dict(zip(map(str, table.columns), row, strict=True)) for row in table.rows] if table else []


def _listed(cell: str) -> list[str]:
    return cell.split("\n") if cell else []


def _value(cell: object) -> object:
    return cell.value if isinstance(cell, ExactNumber) else cell


def _close_gaps(world: World) -> None:
    """What a product is needed for, and worth, where gaps of the platform are put in order."""
    plan = world.plan
    ranking = prioritized(world.discovery)
    values: dict[str, Fraction] = {}
    for number, total in enumerate(plan.scores):
        for each in plan.new(number):
            name = world.products[each].name
            values[name] = values.get(name, Fraction(0)) + Fraction(total, len(plan.new(number)))
    new = {number for number in plan.there if plan.states[number] != LIVE}
    assert [each.product.name for each in ranking.products] == world.names(new)
    for first in ranking.products:
        number = int(first.product.name[1:])
        cases = {f"Case {case}" for case in range(len(plan.scores)) if number in plan.needs(case)}
        assert {case.name for case in first.use_cases} == cases
        assert {goal.title for goal in first.goals} == {
            f"Goal {goal}" for goal in plan.goals if number in plan.goal(goal)
        }
        if ranking.basis == "scores":
            assert first.value == values.get(first.product.name, 0)
    blocking = [line for line in gap_analysis(world.discovery).lines if line.blocks]
    for line in blocking:
        waiting = world.waiting(line.line.name)
        assert {each.product.name for each in line.blocks} == set(world.names(waiting))
        lacking = world.lacking(line.line.name)
        assert sorted(line.needed_by_names) == world.names(lacking)
        assert sorted(line.names_through_inputs) == world.names(waiting - lacking)
        needed = {f"Case {case}" for case in range(len(plan.scores)) if plan.needs(case) & waiting}
        assert {case.name for case in line.use_cases} == needed
        assert line.is_after_delivery
    unlocked = [each.product.name for line in blocking for each in line.unlocks]
    assert sorted(unlocked) == world.names(world.waiting("Streaming"))


def _wait_for_the_platform(world: World) -> None:
    """Roadmap, value sheet and ask: until the last gap of a product and of all that feeds it is closed."""
    until: dict[str, date | None] = dict.fromkeys(world.names(world.plan.there))
    for gap, closed_on in GAPS.items():
        until |= dict.fromkeys(world.names(world.waiting(gap)), closed_on)
    steps = {each.product.name: each.steps for each in roadmap_of(world.discovery).rows}
    assert {name: step.blocked_until for name, (step,) in steps.items()} == until
    for name, (step,) in steps.items():
        gaps = {gap for gap, day in GAPS.items() if day and name in world.names(world.waiting(gap))}
        assert set(step.blocked_by) == {gap for gap in gaps if GAPS[gap] == until[name]}
    words = roadmap_of(world.discovery).blocking_words
    assert all(gap in words for (step,) in steps.values() for gap in step.blocked_by)
    coverage = coverage_of(world.discovery)
    for row in asked_rows(world.discovery, coverage, coverage.pursued, adds_up=False, most=9).cases:
        waits = [day for each in row.case.products if (day := until[each.product.name])]
        assert row.blocked_until == max(waits, default=None)


def _list_products(world: World) -> None:
    """Cards, templates, slides and spreadsheet name the use cases that need a product."""
    plan = world.plan
    needed = {
        each.name: [f"Case {case}" for case in range(len(plan.scores)) if number in plan.needs(case)]
        for number, each in enumerate(world.products)
    }
    cards = product_cards(world.discovery)
    assert {card.product.name: [node.name for node in card.uses.needed_by] for card in cards} == needed
    for each in world.products:
        assert [node.name for node in template_of(each).uses.needed_by] == needed[each.name]
    sheet = products_sheet(world.discovery)
    assert sheet is not None
    place = list(sheet.columns).index("Use cases")
    assert {row[0]: row[place] for row in sheet.rows} == {
        name: "\n".join(cases) for name, cases in needed.items()
    }
    rows = [row for slide in product_slides(world.discovery) for row in _rows(slide.table)]
    assert {row["Data product"]: row["Use cases"] for row in rows} == {
        each.name: ", ".join(needed[each.name]) or "–" for each in world.products if each.state != "retired"
    }


CHECKS = (_cover, _cost, _draw_the_line, _close_gaps, _wait_for_the_platform, _list_products, _show_the_room)
