"""Tables for programs: all that the spreadsheet has, as plain values, with the artifacts that rows are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from api.models import Scope
from api.selectors import spreadsheet_tables
from core.selectors.request_cache import one_reading
from discovery.document_parts import Sheet, report_sheets
from discovery.models import Discovery
from discovery.reports.kind_sheets import all_sheets
from documents.table_and_slide_parts import ExactNumber, Formula, Table
from lvt.models import Criterion, Goal, Hypothesis, HypothesisRating, ScoringMethod
from products.models import DataProduct, DistinctProducts, Scenario
from tests.api.conftest import Program, program
from tests.demo import demo_discovery, put_demo
from tests.factories import make
from tests.products import value_world
from tests.products.value_world import score

pytestmark = pytest.mark.django_db


@pytest.mark.sweep(sample="tests/api/test_tables.py")
@pytest.mark.sqlite
def test_every_sheet_of_the_demo_is_a_table() -> None:
    put_demo()
    discovery = demo_discovery()
    api = program(discovery, Scope.READ)
    names = api.get("/tables")
    assert [each["key"] for each in names] == [sheet.key for sheet in all_sheets()]
    told = {each["key"]: api.get(f"/tables/{each['key']}") for each in names}
    for sheet in all_sheets():
        table = sheet.table(discovery)
        got = told[sheet.key]
        assert len(got["rows"]) == (len(table.rows) if table else 0), sheet.key
        assert all(len(row) == len(got["columns"]) for row in got["rows"]), sheet.key
        assert all(len(uuids) == len(got["rows"]) for uuids in got["artifacts"].values()), sheet.key
    assert {"Use case", "Total", "Rank"} <= {*told["lvt.ranking"]["columns"]}
    assert [row[0] for row in told["workshops"]["rows"]] == [each.name for each in discovery.workshops.all()]
    assert all(row[told["workshops"]["columns"].index("Stream")] for row in told["workshops"]["rows"])
    goals = {each["uuid"] for each in api.get("/artifacts/goal")["items"]}
    assert {*told["lvt.tree"]["artifacts"]["goal"]} == goals
    assert {"Share of simulations in first place", "Lowest place"} <= {*told["lvt.rounds"]["columns"]}
    assert all(row[told["lvt.methods"]["columns"].index("Question")] for row in told["lvt.methods"]["rows"])


def test_why_two_products_are_not_the_same_is_told(discovery: Discovery) -> None:
    pair = [
        make(DataProduct, discovery=discovery, domain=discovery.domain, name=name, kind="aggregate")
        for name in ("Ward events", "Ward incidents")
    ]
    make(DistinctProducts, discovery=discovery, first=pair[0], second=pair[1], reason="One is for the law")
    (row,) = program(discovery, Scope.READ).get("/tables/products.overlaps")["rows"]
    assert (row[0], row[1], row[-1]) == ("Ward events", "Ward incidents", "One is for the law")


def test_a_scenario_is_read_as_an_address_and_in_words(discovery: Discovery) -> None:
    world = value_world.build(discovery)
    score(world, dashboard=3, digital=4)
    dropped = f"drop={world.digital.uuid}&now=4"
    make(Scenario, discovery=discovery, name="Without", changes=dropped)
    changes = f"effort={world.digital.uuid}:50&weeks=7&nonsense=1&then=x"
    make(Scenario, discovery=discovery, name="Dearer", changes=changes)
    api = program(discovery, Scope.READ)
    told = {each["fields"]["name"]: each for each in api.get("/artifacts/scenario")["items"]}
    assert told["Without"]["fields"]["changes"] == dropped
    table = api.get("/tables/products.Scenario")
    words = {row[0]: row[-1] for row in table["rows"]}
    assert words["Without"] == "Digital is left out"
    assert words["Dearer"].startswith("Digital takes 50 person-weeks")
    assert [*table["artifacts"]["scenario"]] == [told[row[0]]["uuid"] for row in table["rows"]]
    with CaptureQueriesContext(connection) as few:
        report_sheets.get("products.Scenario").table(discovery)
    for number in range(3):
        make(Scenario, discovery=discovery, name=f"More {number}", changes=dropped)
    with CaptureQueriesContext(connection) as many, one_reading():
        report_sheets.get("products.Scenario").table(discovery)
    assert len(many) <= len(few)


def test_what_ratings_name_has_a_name(discovery: Discovery) -> None:
    method = make(ScoringMethod, discovery=discovery, name="Value", of_hypotheses=True)
    criterion = make(Criterion, method=method, name="Reach", question="Reach?")
    bet = make(Hypothesis, goal=make(Goal, discovery=discovery, title="Growth"), statement="It helps")
    rating = make(HypothesisRating, hypothesis=bet, criterion=criterion, number=3)
    api = program(discovery, Scope.READ)
    (told,) = api.get("/artifacts/hypothesis_rating")["items"]
    assert told["names"] == {told["fields"]["criterion"]: "Reach"}
    table = api.get("/tables/lvt.HypothesisRating")
    assert table["artifacts"] == {"hypothesis_rating": [str(rating.uuid)]}


def test_a_table_is_told_once_for_its_words(api: Program, discovery: Discovery) -> None:
    make(Goal, discovery=discovery, title="Higher success")
    first = api.ask("GET", "/tables/lvt.tree")
    held = api.ask("GET", "/tables/lvt.tree", If_None_Match=first.headers["ETag"])
    assert (held.status_code, held.content) == (304, b"")
    make(Goal, discovery=discovery, title="Fewer visits")
    again = api.ask("GET", "/tables/lvt.tree", If_None_Match=first.headers["ETag"])
    assert [row[0] for row in again.json()["rows"]] == ["Higher success", "Fewer visits"]
    assert api.ask("GET", "/tables/lvt").json()["status"] == 404
    assert api.get("/tables/decisions") == {
        "key": "decisions",
        "name": "Decisions",
        "columns": [],
        "rows": [],
        "artifacts": {},
    }


def test_cells_are_plain_values(discovery: Discovery, monkeypatch: pytest.MonkeyPatch) -> None:
    cells: dict[str, tuple[Any, Any]] = {
        "words": ("=1+1", "=1+1"),
        "later": (gettext_lazy("Value tree"), "Value tree"),
        "whole": (ExactNumber(Fraction(20)), "20"),
        "endless": (ExactNumber(Fraction(7, 3)), "2.333333333"),
        "share": (ExactNumber(Fraction(7, 20), 0, is_share=True), "0.35"),
        "formula": (Formula("A2+1", Decimal("-1.50")), "-1.5"),
        "no number": (Formula("A2+1", None), None),
        "count": (7, 7),
        "yes": (True, True),
        "day": (date(2026, 3, 5), "2026-03-05"),
        "decimal": (Decimal("12.50"), "12.5"),
        "nothing": (None, None),
    }
    row = [cell for cell, _said in cells.values()]
    sheet = Sheet("x", "X", 1, lambda _discovery: Table([*cells], [row]))
    monkeypatch.setattr(spreadsheet_tables, "all_sheets", lambda: [sheet])
    assert spreadsheet_tables.table_record("x", discovery).rows == [[said for _cell, said in cells.values()]]
