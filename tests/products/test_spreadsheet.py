"""What goals cost and new products can serve, in the spreadsheet: exact numbers, and lists by line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from discovery.models import Discovery
from organizations.actors import Actor
from products import cut_line_answers
from products.models import DataProduct, InputPort, Source
from products.promises.measurements.services import record
from tests.factories import make
from tests.products.promising import day, freshness
from tests.products.value_world import build, score
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(discovery: Discovery) -> Any:
    return build(discovery)


def test_the_cut_line_has_a_row_for_each_number_of_new_products(world: Any) -> None:
    score(world, dashboard=3, digital=4)
    cut_line_answers.work_out(world.discovery)
    book = workbook(world.discovery)
    rows = book["Cut line"]
    columns = ["New products", "Products", "Use cases", "Total score", "At most", "Proven", "Not ranked"]
    assert list(rows[0]) == columns
    assert [row["New products"] for row in rows] == list(range(len(rows)))
    totals = {row["Use case"]: row["Score"] for row in book["Use cases"]}
    for row in rows:
        served = row["Use cases"].split("\n") if row["Use cases"] else []
        assert row["Total score"] == pytest.approx(sum(totals[name] for name in served), rel=0, abs=1e-9)
        assert len(row["Products"].split("\n") if row["Products"] else []) <= row["New products"]
        assert row["At most"] == row["Total score"]
        assert row["Proven"] == "Yes"
    needed: dict[str, set[str]] = {}
    for row in book["Products × use cases"]:
        if row["Live already"] == "No":
            needed.setdefault(row["Use case"], set()).add(row["Data product"])
    for name in rows[-1]["Use cases"].split("\n"):
        assert needed[name] <= set(rows[-1]["Products"].split("\n"))


def test_goals_name_what_they_need_and_what_that_costs(world: Any) -> None:
    efforts = {each.name: each.effort for each in DataProduct.objects.all()}
    for row in workbook(world.discovery)["Goals"]:
        names = row["Data products"].split("\n") if row["Data products"] else []
        live = (row["Live already"] or "").split("\n")
        costing = sum(efforts[name] or 0 for name in names if name not in live)
        assert (row["Person-weeks"] or 0) == costing


def test_budgets_and_measurements_are_numbers(editor: Actor, product: DataProduct) -> None:
    slo = freshness(editor, product)
    record(actor=editor, slo=slo, measurements=[day(0, Decimal("4.673"), Decimal("362.2"))])
    book = workbook(slo.product.discovery)
    row = book["Promises"][0]
    assert (row["Missed"], row["Total"]) == (4.673, 362.2)
    assert row["Budget left"] == pytest.approx(row["Allowed"] - row["Missed"], rel=0, abs=1e-9)
    assert row["Allowed"] == pytest.approx(row["Total"] * (1 - row["Target"]), rel=0, abs=1e-9)
    assert row["Achieved"] == pytest.approx(1 - row["Missed"] / row["Total"], rel=0, abs=1e-12)
    assert [(each["Missed"], each["Total"]) for each in book["Measurements"]] == [(4.673, 362.2)]


def test_an_input_port_of_which_only_the_type_is_known_has_its_row(product: DataProduct) -> None:
    source = make(Source, domain=product.domain, discovery=product.discovery, name="CRM")
    make(InputPort, product=product, source=source, kind="api", name="Plain")
    make(InputPort, product=product, source=source, kind="file", name="Told", format="CSV")
    rows = workbook(product.discovery)["Input ports"]
    assert [(row["Source"], row["Type"]) for row in rows] == [("CRM", "API"), ("CRM", "File")]
