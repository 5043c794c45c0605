"""Whatever a discovery holds, its spreadsheet comes back: as it was saved, with other names in the cells that
hold several, and into a discovery that changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import example, given, settings, strategies as st

from core.imports.rows import ImportPlan
from core.kinds.base import artifact_kinds, kind_of_label
from core.services import kinds
from core.services.imports import Refusal
from discovery.kinds.artifact_content import KEY
from discovery.models import Discovery
from documents.spreadsheet import MEANINGS
from lvt.models import Measure, UseCase
from products.models import DataProduct
from tests.exchange.exchanging import PHASES
from tests.exchange.test_tables import back, changed, put, refused, saved
from tests.exchange.test_texts_generated import _change, made_of, said_by
from tests.exchange.written_texts import written
from tests.factories import SYSTEM
from tests.sweeps import examples

pytestmark = pytest.mark.django_db

# One that is named by each link that there is.
EVERY_LINK = {
    "goals": [{"title": "G", "measures": ["Visits", "Rate"]}],
    "use_cases": [{"name": "One", "measures": ["Rate", "Visits"]}, {"name": "Two"}],
    "sources": [
        {"name": "CRM"},
        {"name": "Web"},
        {"name": "Lake", "kind": "integration", "feeds": ["Web", "CRM"]},
    ],
    "consumers": [{"name": "Reps", "use_cases": ["One", "Two"]}],
    "products": [{"name": "P", "kind": "aggregate", "use_cases": ["Two", "One"], "measures": ["Rate"]}],
    "business_processes": [{"name": "Plan", "products": ["P"]}],
    "actions": [{"title": "Do it"}, {"title": "Do that"}],
    "findings": [{"title": "Copies"}, {"title": "Silence"}],
    "recommendations": [
        {"title": "R", "findings": ["Silence", "Copies"], "actions": ["Do that", "Do it"]},
    ],
}


# A spreadsheet without a row has nothing to bring back.
SOMETHING = {"goals": ["G"]}


def writes(plan: ImportPlan) -> list[Any]:
    return [(row.shape.key, row.title, row.changes) for row in (*plan.added, *plan.changed)]


def linked_columns(book: Any) -> Iterator[tuple[Any, int, str]]:
    """The sheets and columns whose cells name several, with what they mean."""
    rows = [[cell.value for cell in row] for row in book[MEANINGS].iter_rows()]
    heads = rows[0]
    for row in rows[1:]:
        told = dict(zip(heads, row, strict=True))
        kind, _colon, name = told["Meaning"].partition(":")
        if name != KEY and name in kind_of_label(kind).links:
            sheet = book[told["Sheet"]]
            [column] = (cell.column for cell in sheet[1] if cell.value == told["Column"])
            yield sheet, column, told["Meaning"]


@example(document=EVERY_LINK)
@given(written())
@settings(max_examples=examples(4), phases=PHASES)
def test_it_comes_back_as_it_was_saved_and_with_other_names(document: dict[str, Any]) -> None:
    with transaction.atomic():
        discovery = made_of(SOMETHING | document)
        data, text = saved(discovery), said_by(discovery)
        assert writes(back(discovery, data)) == []
        filled: set[str] = set()

        def empty(book: Any) -> None:
            for sheet, column, meaning in linked_columns(book):
                for row in range(2, sheet.max_row + 1):
                    if sheet.cell(row, column).value:
                        filled.add(meaning)
                        sheet.cell(row, column).value = None

        emptied = changed(data, empty)
        plan = back(discovery, emptied)
        assert {f"{row.shape.key}:{each.name}" for row in plan.changed for each in row.changes} == filled
        assert plan.added == []
        if document == EVERY_LINK:
            assert filled == {f"{kind.key}:{name}" for kind in artifact_kinds for name in kind.links}

        # The names as they stood, typed into the spreadsheet of now.
        names = {
            (sheet.title, row, column): sheet.cell(row, column).value
            for book in [_opened(data)]
            for sheet, column, _meaning in linked_columns(book)
            for row in range(2, sheet.max_row + 1)
        }

        def fill(book: Any) -> None:
            for (title, row, column), value in names.items():
                book[title].cell(row, column).value = value

        if _is_clear(names.values()):
            back(discovery, changed(saved(discovery), fill))
            assert said_by(discovery) == text
        transaction.set_rollback(True)


def _opened(data: bytes) -> Any:
    opened: list[Any] = []
    changed(data, opened.append)
    return opened[0]


def _is_clear(cells: Any) -> bool:
    """Whether each name that a cell says names one thing only."""
    said = {line for cell in cells if cell for line in str(cell).splitlines()}
    there = [*UseCase.objects.values_list("name", flat=True), *Measure.objects.values_list("name", flat=True)]
    return all(there.count(name) < 2 for name in said)


def _tried(discovery: Discovery, data: bytes) -> tuple[ImportPlan | None, str]:
    try:
        with transaction.atomic():
            return back(discovery, data), ""
    except Refusal as refusal:
        return None, str(refusal)


@given(written(), written(), st.integers(0, 1_000))
@settings(max_examples=examples(4), phases=PHASES)
def test_what_nobody_touched_stays_as_others_changed_it(
    document: dict[str, Any], other: dict[str, Any], number: int
) -> None:
    with transaction.atomic():
        discovery = made_of(SOMETHING | document)
        data = saved(discovery)
        _change(discovery, other, number)
        before = said_by(discovery)
        plan, refusal = _tried(discovery, data)
        assert writes(plan) == [] if plan else "deleted here" in refusal
        assert said_by(discovery) == before
        transaction.set_rollback(True)


def test_a_name_that_nobody_knows_is_refused_with_row_and_column() -> None:
    discovery = made_of(EVERY_LINK)

    def mistype(book: Any) -> None:
        put(book, "Data products", 2, Serves_the_use_cases="One\nThree")

    assert refused(discovery, changed(saved(discovery), mistype)) == [
        ("Data products", 2, "Serves the use cases")
    ]


def test_a_name_that_others_added_meanwhile_stays_unless_the_cell_was_changed() -> None:
    discovery = made_of(EVERY_LINK)
    data = saved(discovery)
    product = DataProduct.objects.get()
    kinds.link(actor=SYSTEM, artifact=product, name="measures", other=Measure.objects.get(name="Visits"))
    assert writes(back(discovery, data)) == []
    assert product.measure_links.filter(deleted_at=None).count() == 2

    def add(book: Any) -> None:
        put(book, "Data products", 2, Measures_of_success=" Visits \n")
        put(book, "Data products", 3, Data_product="Q", Type="Aggregate", Serves_the_use_cases="One")

    back(discovery, changed(data, add))
    assert [link.measure.name for link in product.measure_links.filter(deleted_at=None)] == ["Visits"]
    new = DataProduct.objects.get(name="Q")
    assert [link.use_case.name for link in new.use_case_links.all()] == ["One"]
