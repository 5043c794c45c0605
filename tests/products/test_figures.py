"""Every figure counts what the table of docs/states.md says: in each state of a data product, and in each
state of the hypothesis behind a use case."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from discovery.models import Discovery
from lvt.models import Goal, Hypothesis, UseCase
from lvt.tree.models import BetState
from lvt.use_cases.selectors import pursued_in
from operating_model.web.domain_agenda_points import domain_points
from products.design.checklist.selectors import checklists
from products.figure_states import PRODUCTS_THAT_COUNT, STAGES, ComputedFigure, Stage, counts, is_pursued
from products.landscape.day_without.selectors import day_without
from products.landscape.map_text_formats import json_text
from products.landscape.red_thread.selectors import thread_of
from products.landscape.reuse.selectors import reuse_of
from products.landscape.rules import shared
from products.landscape.selectors import graph_of, node_id
from products.models import DataProduct, Iteration, ProductState, ProductUseCase
from products.overview import promises_standing
from products.planning.cut_line.selectors import cut_line_of
from products.report_summary import summary
from products.selectors.goal_costs import cost_of
from products.selectors.goal_coverage import ServingProduct, coverage_of
from products.selectors.stream_progress import to_design
from technology.gaps.selectors import gap_analysis
from technology.models import Capability, ProductNeed
from technology.tracker_files.selectors import tasks_of
from tests import factories
from tests.factories import SYSTEM, make
from tests.products import value_world

pytestmark = pytest.mark.django_db

World = SimpleNamespace
Probe = Callable[[World], bool]


@pytest.fixture
def world(discovery: Discovery) -> World:
    """ "Claims" serves two use cases of a goal, needs a level that the platform lacks, and has an iteration.
    "Quotes" is to be built for the second use case and needs the same. "Lonely" serves nothing. The third use
    case has no data product."""
    made = World(discovery=discovery, use_cases={})
    made.goal = make(Goal, discovery=discovery, title="Growth")
    made.bet = make(Hypothesis, goal=made.goal, statement="It helps")
    other = make(Hypothesis, goal=made.goal, statement="It helps, too")
    for place, (name, bet) in enumerate((("first", made.bet), ("second", other), ("bare", made.bet))):
        made.use_cases[name] = make(
            UseCase, discovery=discovery, name=f"Case {name}", hypothesis=bet, position=place
        )
    made.claims, made.quotes, made.lonely = (
        value_world.product(discovery, name, value_world.SOURCE, effort=3)
        for name in ("Claims", "Quotes", "Lonely")
    )
    for product, name in ((made.claims, "first"), (made.claims, "second"), (made.quotes, "second")):
        make(ProductUseCase, product=product, use_case=made.use_cases[name])
    made.capability = make(Capability, discovery=discovery, plane="infrastructure", name="Storage", today=0)
    for product in (made.claims, made.quotes):
        make(ProductNeed, product=product, capability=made.capability, level=4)
    make(Iteration, product=made.claims, name="First")
    value_world.score(made, first=8, second=4)
    return made


def _claims(world: World) -> ServingProduct | None:
    return coverage_of(world.discovery).by_key.get(node_id(world.claims))


def _worth(world: World) -> dict[str, Fraction]:
    line = cut_line_of(world.discovery)
    return {each.serving.product.name: each.value for each in line.worth}


def _node(world: World, node: str) -> dict[str, Any]:
    nodes = json.loads(json_text(graph_of(world.discovery)))["nodes"]
    return next(each for each in nodes if each["id"] == node)


def _in_agendas(world: World, name: str, key: str) -> bool:
    points = domain_points([world.discovery], date(2026, 1, 1))
    return any(item.words == name for point in points if point and point.key == key for item in point.items)


def _cost(world: World) -> list[str]:
    effort = cost_of(coverage_of(world.discovery), {str(world.goal.uuid)}).effort
    return [str(each) for each in effort.products]


# Whether "Claims" (or "Lonely", which is in the same state) counts.
OF_PRODUCTS: dict[ComputedFigure, Probe] = {
    ComputedFigure.WORTH: lambda world: "Claims" in _worth(world),
    ComputedFigure.COST: lambda world: "Claims" in _cost(world),
    ComputedFigure.BLOCKS: lambda world: any(
        each.product == world.claims for line in gap_analysis(world.discovery).lines for each in line.blocks
    ),
    ComputedFigure.UNLOCKS: lambda world: any(
        each.product == world.claims for line in gap_analysis(world.discovery).lines for each in line.unlocks
    ),
    ComputedFigure.SHARED: lambda world: node_id(world.claims) in shared(graph_of(world.discovery)),
    ComputedFigure.REUSE: lambda world: (
        node_id(world.claims)
        in {each.product.id for each in reuse_of(SYSTEM, world.discovery.domain.organization).now.products}
    ),
    ComputedFigure.DAY_WITHOUT: lambda world: bool(day_without(world.discovery, world.claims).use_cases),
    ComputedFigure.NO_GOAL: lambda world: "Lonely" in map(str, coverage_of(world.discovery).products_without),
    ComputedFigure.READINESS: lambda world: (
        "3 data products" in str(promises_standing(world.discovery).missing)
    ),
    ComputedFigure.CHECKLISTS: lambda world: (
        world.claims in [each.product for each in checklists(world.discovery)]
    ),
    ComputedFigure.TRACKERS: lambda world: (
        "Claims: First" in [each.title for each in tasks_of(world.discovery)]
    ),
    ComputedFigure.AGENDAS: lambda world: _in_agendas(world, "Claims", "ownership"),
    ComputedFigure.API: lambda world: _node(world, node_id(world.claims))["use_cases"] != [],
}
# Whether "Case first" (or "Case bare", which is of the same hypothesis) counts.
OF_USE_CASES: dict[ComputedFigure, Probe] = {
    ComputedFigure.WORTH: lambda world: _worth(world)["Claims"] == 8 + 2,
    ComputedFigure.COST: lambda world: (
        "Case first" in map(str, cost_of(coverage_of(world.discovery), {str(world.goal.uuid)}).use_cases)
    ),
    ComputedFigure.BLOCKS: lambda world: (
        world.use_cases["first"] in gap_analysis(world.discovery).lines[0].use_cases
    ),
    ComputedFigure.UNLOCKS: lambda world: gap_analysis(world.discovery).lines[0].value == 8 + 4,
    ComputedFigure.SHARED: lambda world: node_id(world.claims) in shared(graph_of(world.discovery)),
    ComputedFigure.REUSE: lambda world: (
        len(reuse_of(SYSTEM, world.discovery.domain.organization).now.products[0].use_cases) > 1
    ),
    ComputedFigure.DAY_WITHOUT: lambda world: (
        world.use_cases["first"] in day_without(world.discovery, world.claims).use_cases
    ),
    ComputedFigure.READINESS: lambda world: world.use_cases["bare"] in to_design(world.discovery),
    ComputedFigure.AGENDAS: lambda world: _in_agendas(world, "Case bare", "use_cases"),
    ComputedFigure.API: lambda world: (
        node_id(world.use_cases["first"]) in _node(world, node_id(world.claims))["use_cases"]
    ),
}


def _stop(bet: Hypothesis) -> None:
    Hypothesis.objects.filter(pk=bet.pk).update(state=BetState.STOPPED)


@pytest.mark.parametrize("state", ProductState)
def test_each_figure_counts_a_product_as_the_table_says(world: World, state: ProductState) -> None:
    DataProduct.objects.exclude(pk=world.quotes.pk).update(state=state)
    assert {figure: probe(world) for figure, probe in OF_PRODUCTS.items()} == {
        figure: counts(figure, state) for figure in ComputedFigure
    }


@pytest.mark.parametrize("state", BetState)
def test_each_figure_counts_a_use_case_as_the_table_says(world: World, state: BetState) -> None:
    Hypothesis.objects.filter(pk=world.bet.pk).update(state=state)
    assert {figure: probe(world) for figure, probe in OF_USE_CASES.items()} == dict.fromkeys(
        OF_USE_CASES, is_pursued(state)
    )
    assert (world.use_cases["first"] in pursued_in(world.discovery)) == is_pursued(state)


def test_a_product_serves_no_goal_once_its_only_hypothesis_was_stopped(world: World) -> None:
    assert "Claims" not in map(str, coverage_of(world.discovery).products_without)
    Hypothesis.objects.filter(goal=world.goal).update(state=BetState.STOPPED)
    assert "Claims" in map(str, coverage_of(world.discovery).products_without)


def test_the_document_has_the_table() -> None:
    text = (Path(__file__).parents[2] / "docs" / "states.md").read_text()
    rows = text.split("## Figures by state")[1].split("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("| ")][2:]
    assert {row[0]: row[2:] for row in cells} == {
        figure: [*("counts" if stage in counted else "–" for stage in Stage), "–"]
        for figure, counted in PRODUCTS_THAT_COUNT.items()
    }
    assert set(STAGES) == set(ProductState)


def test_a_product_has_one_worth(world: World) -> None:
    """On the cut line and among the gaps, with a live product and with a choice of use cases."""
    DataProduct.objects.filter(pk=world.quotes.pk).update(state=ProductState.LIVE)
    analysis = gap_analysis(world.discovery)
    assert {row.prioritized.product.name: row.prioritized.value for row in analysis.rows} == {
        "Lonely": 0,
        **_worth(world),
    }
    assert _worth(world) == {"Claims": 8 + 4}
    assert [product.name for product in analysis.prioritized.live] == ["Quotes"]


def test_a_gap_that_only_a_live_product_needs_is_none(world: World) -> None:
    DataProduct.objects.filter(pk__in=[world.claims.pk, world.quotes.pk]).update(state=ProductState.LIVE)
    analysis = gap_analysis(world.discovery)
    assert (analysis.lines, analysis.blocked) == ((), ())


def test_what_was_stopped_is_named_with_the_reason(world: World, client: Client) -> None:
    client.force_login(factories.access(world.discovery))

    def page(name: str, *args: object, **query: str) -> str:
        url = reverse(f"products:{name}", args=[world.discovery.slug, *args])
        return client.get(url, query).content.decode()

    assert "Hypothesis stopped" not in page("product", world.claims.uuid)
    _stop(world.bet)
    day = page("product_without", world.claims.uuid)
    assert "Not counted, because the hypothesis was stopped" in day
    assert "loses its only use case" in day
    assert "Hypothesis stopped" in page("product", world.claims.uuid)
    assert "Hypothesis stopped" in page("landscape", view="table")

    Hypothesis.objects.filter(goal=world.goal).update(state=BetState.STOPPED)
    advice = "Its hypothesis was stopped: retire it, or link it to one that needs it now"
    sheet = page("value")
    assert sheet.count(advice) == 2
    assert "Link “Case first” to a hypothesis" not in sheet
    assert "Link it to a use case, or retire it" in sheet
    said = summary(world.discovery)
    assert said is not None
    points = dict(said["open_points"])
    assert list(map(str, points["Data products that serve no goal"])) == [
        "Claims (its hypothesis was stopped)",
        "Quotes (its hypothesis was stopped)",
        "Lonely (no use case needs it)",
    ]


def test_nobody_is_asked_to_work_for_a_hypothesis_that_was_stopped(world: World, client: Client) -> None:
    client.force_login(factories.access(world.discovery))
    _stop(world.bet)
    ProductUseCase.objects.filter(use_case=world.use_cases["second"]).update(deleted_at=timezone.now())
    sheet = client.get(reverse("products:value", args=[world.discovery.slug])).content.decode()
    assert "Work back from “Case second”" in sheet
    assert "Work back from “Case first”" not in sheet
    assert "Work back from “Case bare”" not in sheet


def test_the_graph_for_programs_names_states(world: World) -> None:
    _stop(world.bet)
    DataProduct.objects.filter(pk=world.lonely.pk).update(state=ProductState.RETIRED)
    assert _node(world, node_id(world.lonely))["state"] == "retired"
    assert _node(world, node_id(world.use_cases["first"]))["state"] == "stopped"
    assert _node(world, node_id(world.use_cases["second"]))["state"] == ""


def test_the_red_thread_says_that_its_hypothesis_was_stopped(world: World) -> None:
    before = thread_of(world.discovery, world.claims.uuid)
    _stop(world.bet)
    after = thread_of(world.discovery, world.claims.uuid)
    assert before is not None
    assert after is not None
    assert "“It helps”" in before.up
    assert "“It helps (stopped)”" in after.up
