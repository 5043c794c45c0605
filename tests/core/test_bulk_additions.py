"""Many artifacts that are added in one operation: in few statements, with what is refused told by row."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Operation
from core.services import kinds
from core.services.imports import Refusal
from discovery.models import Discovery
from exchange.services.discovery_text import import_text
from lvt.models import Goal, UseCase
from products.models import DataProduct, OutputPort, PortColumn
from tests import factories
from tests.factories import SYSTEM, make
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery()


def bring_in(discovery: Discovery, text: str) -> None:
    import_text(actor=SYSTEM, data=text.encode(), into=discovery)


def queries_of(text: str) -> int:
    discovery = factories.discovery()
    with CaptureQueriesContext(connection) as asked:
        bring_in(discovery, text)
    return len(asked)


def test_a_row_more_asks_for_nothing_more() -> None:
    few, many = (
        queries_of("goals:\n" + "".join(f"- title: Goal {n}\n  description: So\n" for n in range(count)))
        for count in (5, 45)
    )
    assert many == few


def test_rows_below_different_things_are_saved_together_though_rules_look_at_siblings() -> None:
    """Two columns of one port are written one after the other, those of many ports are not; and what was just
    added is neither locked nor counted below."""

    def written(count: int) -> int:
        discovery = factories.discovery()
        ports = "  output_ports: [{name: Table, kind: table, columns: [id, name]}]\n"
        lines = [f"- name: Product {number}\n  kind: aggregate\n{ports}" for number in range(count)]
        with CaptureQueriesContext(connection) as asked:
            bring_in(discovery, "products:\n" + "".join(lines))
        assert PortColumn.objects.filter(port__product__discovery=discovery).count() == 2 * count
        for port in OutputPort.objects.filter(product__discovery=discovery):
            assert [(column.name, column.position) for column in port.columns.all()] == [
                ("id", 0),
                ("name", 1),
            ]
        rules = ("SELECT 1 AS", "SELECT COUNT(", 'SELECT "products_dataproduct"."id" AS "pk"')
        return sum(not each["sql"].startswith(rules) for each in asked)

    assert written(12) == written(3)


def test_two_of_one_name_below_one_thing_are_refused_among_those_that_come_together(
    discovery: Discovery,
) -> None:
    with pytest.raises(Refusal) as caught:
        bring_in(
            discovery,
            "products:\n- name: P\n  kind: aggregate\n  output_ports:\n  - name: T\n    kind: table\n"
            "    columns: [id, name, id]\n  - name: U\n    kind: table\n    columns: [id, name]",
        )
    assert "already" in str(caught.value) or "called" in str(caught.value)


def test_rows_that_were_added_together_have_their_places_histories_and_undo(discovery: Discovery) -> None:
    make(Goal, discovery=discovery, title="Before", position=4)
    bring_in(
        discovery,
        "goals: [One, Two, Three]\nproducts:\n- {name: P, kind: aggregate, use_cases: [U]}\nuse_cases: [U]",
    )
    done = Operation.objects.get(verb="text.imported")
    rows = [*Goal.objects.filter(title__in=["One", "Two", "Three"]), *UseCase.objects.all()]
    assert [goal.title for goal in Goal.objects.order_by("position")] == ["Before", "One", "Two", "Three"]
    assert len({goal.position for goal in Goal.objects.all()}) == 4
    for row in [*rows, *DataProduct.objects.all(), *DataProduct.objects.get().use_case_links.all()]:
        (version,) = type(row).history.filter(uuid=row.uuid)
        assert (version.operation, version.history_type, version.revision) == (done, "+", 1)
    undo(actor=SYSTEM, target=done)
    assert [goal.title for goal in Goal.objects.all()] == ["Before"]
    assert not DataProduct.objects.exists()


def test_names_that_look_the_same_are_told_among_rows_that_come_together(discovery: Discovery) -> None:
    with pytest.raises(Refusal) as caught:
        bring_in(discovery, "products:\n- {name: One, kind: aggregate}\n- {name: ONE, kind: aggregate}")
    assert [each.place.line for each in caught.value.problems] == [3]


def test_what_only_the_database_refuses_is_told_with_its_row(
    discovery: Discovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "check", lambda *_args: None)
    lines = [
        f"- {{name: P{n}, kind: aggregate, effort_low: {low}, effort_high: 2}}"
        for n, low in enumerate((1, 3, 1, 4))
    ]
    with pytest.raises(Refusal) as caught:
        bring_in(discovery, "\n".join(["products:", *lines]))
    assert [each.place.line for each in caught.value.problems] == [3, 5]
    assert not DataProduct.objects.exists()


def test_a_row_that_is_refused_is_told_though_another_names_it(discovery: Discovery) -> None:
    name = "long " * 100
    with pytest.raises(Refusal) as caught:
        bring_in(
            discovery,
            f"use_cases:\n- name: {name}\nproducts:\n- {{name: P, kind: aggregate, use_cases: [{name}]}}",
        )
    assert [each.place.line for each in caught.value.problems] == [2]
