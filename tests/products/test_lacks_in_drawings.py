"""A lack is marked in one way: an empty place below a use case in the tree, a red outline on the sheet."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

from discovery.models import Discovery
from discovery.state_looks import ItemState
from discovery.use_counts import NO_COUNT, UseCount
from lvt.models import Hypothesis
from products.landscape.value_sheet.drawing import SheetLine, SheetPart
from products.landscape.value_sheet.selectors import sheet
from products.selectors.goal_coverage import coverage_of
from products.selectors.value_tree_products import names_of, needed_products
from tests.factories import make
from tests.products import value_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "items"),
    [("proposed", [("No data product yet", NO_COUNT, ItemState.MISSING)]), ("stopped", [])],
)
def test_on_a_stage_a_use_case_without_products_has_an_empty_place(
    discovery: Discovery, state: str, items: list[tuple[str, UseCount, ItemState]]
) -> None:
    bare = value_world.build(discovery).use_cases["next"]
    Hypothesis.objects.filter(pk=bare.hypothesis_id).update(state=state)
    assert names_of(needed_products(discovery)[bare.uuid]) == items


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, ItemState.LACKING),
        ({"about_data": False}, ItemState.ASIDE),
        ({"state": "stopped"}, ItemState.ASIDE),
    ],
)
def test_a_hypothesis_about_data_without_a_use_case_lacks_one(
    discovery: Discovery, fields: dict[str, Any], state: ItemState
) -> None:
    world = value_world.build(discovery)
    bare = make(Hypothesis, goal=world.success, statement="Consent helps", **fields)
    parts: list[SheetPart] = []

    def kept(drawn: Collection[SheetPart], _lines: Collection[SheetLine]) -> str:
        parts.extend(drawn)
        return ""

    sheet(coverage_of(world.discovery), world.discovery, source_of=kept)
    (part,) = (part for part in parts if part.key == f"hypothesis-{bare.uuid}")
    assert part.state is state
    assert part.caption.startswith("No use case yet") == (state is ItemState.LACKING)
    others = [each for each in parts if each.kind == "hypothesis" and each.key != part.key]
    assert {each.state for each in others} == {ItemState.THERE}
