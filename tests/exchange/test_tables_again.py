"""A spreadsheet that comes back: several rows of one artifact, copied rows, and what rows hang on."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db.models import CharField, TextField

from core.kinds.base import artifact_kinds, kind_of_label
from core.services import kinds
from core.services.imports import Refusal
from discovery.kinds.artifact_content import KEY, PARENT
from discovery.models import Discovery
from documents.foreign_sheet import ReadSheet
from documents.spreadsheet import MEANINGS
from exchange.format.table_rules import texts_left_out
from exchange.services.edited_spreadsheets import read_sheets, rows_of
from lvt.models import Goal, Hypothesis, UseCase
from products.models import DataProduct
from tests.demo import demo_discovery, put_demo
from tests.exchange.test_tables import back, changed, put, refused, saved
from tests.exchange.test_texts import new
from tests.factories import SYSTEM
from tests.sweeps import SAMPLED, cut

pytestmark = pytest.mark.django_db


def copied(book: Any, sheet: str, row: int, to: int) -> None:
    """Copies a row, hidden cells too."""
    page = book[sheet]
    for cell in page[row]:
        page.cell(to, cell.column, cell.value)


def test_a_goal_that_is_renamed_in_all_its_rows_stays_one() -> None:
    discovery = new()

    def change(book: Any) -> None:
        for row in (2, 3):
            put(book, "Value tree", row, Goal="Visits that matter", Owner_of_the_goal=None)
        put(book, "Value tree", 5, Goal="Visits that matter", Hypothesis="People come back")

    plan = back(discovery, changed(saved(discovery), change))
    assert [row.title for row in plan.added] == ["People come back"]
    assert [change.name for row in plan.changed for change in row.changes] == ["title", "owner"]
    goal = Goal.objects.get(title="Visits that matter")
    assert (Goal.objects.count(), goal.hypotheses.count(), goal.owner) == (2, 3, None)


def test_two_values_for_one_goal_are_refused_where_the_second_stands() -> None:
    discovery = new()
    data = saved(discovery)
    only_below = changed(data, lambda book: put(book, "Value tree", 3, Goal="Another"))
    assert refused(discovery, only_below) == [("Value tree", 3, "Goal")]

    def differently(book: Any) -> None:
        put(book, "Value tree", 2, Goal="One")
        put(book, "Value tree", 3, Goal="Another", Owner_of_the_goal="Bo")

    assert refused(discovery, changed(data, differently)) == [
        ("Value tree", 3, "Goal"),
        ("Value tree", 3, "Owner of the goal"),
    ]
    assert Goal.objects.count() == 2


@pytest.mark.parametrize("renamed", [2, 5])
def test_a_hypothesis_that_was_copied_and_changed_is_a_new_one(renamed: int) -> None:
    discovery = new()

    def copy(book: Any) -> None:
        copied(book, "Value tree", 2, 5)
        put(book, "Value tree", renamed, Hypothesis="People come back")

    plan = back(discovery, changed(saved(discovery), copy))
    assert [row.title for row in plan.added] == ["People come back"]
    assert plan.changed == []
    assert Hypothesis.objects.get(statement="People come back").goal.title == "More visits that matter"


def test_what_a_row_hangs_on_is_not_changed_in_a_spreadsheet() -> None:
    discovery = new()

    def move(book: Any) -> None:
        put(book, "Data products", 3, Data_product="Consent", Type="Aggregate")
        put(book, "Output ports", 2, Data_product="Consent")

    assert refused(discovery, changed(saved(discovery), move)) == [("Output ports", 2, "Data product")]

    def across(book: Any) -> None:
        page = book["Value tree"]
        key = next(cell.column for cell in page[1] if cell.value == "lvt.Goal:#")
        for column in (1, 2, key):
            page.cell(2, column, page.cell(4, column).value)

    assert refused(discovery, changed(saved(discovery), across)) == [("Value tree", 2, "")]


def test_a_row_below_names_a_product_by_its_new_name() -> None:
    discovery = new()

    def rename(book: Any) -> None:
        put(book, "Data products", 2, Data_product="Renamed product")
        put(book, "Output ports", 2, Data_product="Renamed product")
        put(book, "Output ports", 3, Data_product="Renamed product", Output_port="Second", Type="Table")

    plan = back(discovery, changed(saved(discovery), rename))
    assert [row.title for row in plan.added] == ["Second"]
    product = DataProduct.objects.get(name="Renamed product")
    assert [port.name for port in product.output_ports.all()] == ["Profile", "Second"]
    # Others may have renamed it since the spreadsheet was saved.
    data = saved(discovery)
    kinds.change(actor=SYSTEM, artifact=product, name="Said here meanwhile")
    assert back(discovery, data).changed == []


def test_what_belongs_to_another_discovery_is_not_known() -> None:
    discovery, other = new(), new()
    use_case = UseCase.objects.get(discovery=other)
    foreign = {"lvt_UseCase__": f"{use_case.uuid} {use_case.revision}"}
    file = changed(saved(discovery), lambda book: put(book, "Use cases", 2, **foreign))
    given, _problems = rows_of(read_sheets(file), discovery)
    [row] = (each for each in given if each.same_as == str(use_case.uuid))
    assert row.fields["name"] == "Next best action", "nothing is compared with a row of elsewhere"
    with pytest.raises(Refusal, match="deleted here"):
        back(discovery, file)


@pytest.mark.parametrize("revision", ["²", "1" * 30, "-1", "one", ""])
def test_a_key_that_was_tampered_with_changes_nothing(revision: str) -> None:
    discovery = new()
    use_case = UseCase.objects.get(discovery=discovery)
    key = {"lvt_UseCase__": f"{use_case.uuid} {revision}"}
    plan = back(discovery, changed(saved(discovery), lambda book: put(book, "Use cases", 2, **key)))
    assert (plan.added, plan.changed) == ([], [])


# --- All sheets and columns -----------------------------------------------------------------------


def meanings(sheets: list[ReadSheet]) -> Iterator[tuple[ReadSheet, dict[str, str]]]:
    """The sheets that come back, each with what its columns mean, by their heads."""
    [told] = (sheet for sheet in sheets if sheet.title == MEANINGS)
    for sheet in sheets:
        heads = {
            str(row["Column"]): str(row["Meaning"]) for _n, row in told.rows if row["Sheet"] == sheet.title
        }
        if heads and sheet.rows:
            yield sheet, heads


def said(
    sheets: list[ReadSheet], sheet: ReadSheet, discovery: Discovery
) -> tuple[list[Any], list[Any], list[Any]]:
    """What is added by one of the sheets, what is changed (identifiers and fields), and where something is
    refused. The others are as they were saved."""
    given, problems = rows_of([each for each in sheets if each is sheet or each.title == MEANINGS], discovery)
    return (
        [each.kind for each in given if not each.same_as],
        [(each.same_as, [*each.fields]) for each in given if each.same_as and each.fields],
        sorted({(each.place.sheet, each.place.line, each.place.column) for each in problems}),
    )


@pytest.mark.sqlite  # on both, test_tables.py compares the sheets of the demo with its rows
def test_each_cell_is_changed_or_refused_and_nothing_is_added() -> None:
    put_demo()
    discovery = demo_discovery()
    sheets = read_sheets(saved(discovery))
    tried = 0
    for sheet, heads in meanings(sheets):
        before = deepcopy(sheet.rows)
        for head, meaning in cut(heads.items(), 2):
            kind, _colon, name = meaning.partition(":")
            key, title = f"{kind}:{KEY}", kind_of_label(kind).title
            if name == KEY or key not in heads.values():
                continue
            first = next(row[key] for _number, row in before if row.get(key))
            uuid = str(first).split()[0]
            sheet.rows = deepcopy(before)
            rows = [(number, row) for number, row in sheet.rows if row.get(key) == first]
            for _number, row in rows:
                is_emptied = row.get(head) not in (None, "") and name not in (PARENT, title)
                row[head] = None if is_emptied else "Said anew"
            added, changes, wrong = said(sheets, sheet, discovery)
            place = (sheet.title, rows[0][0], head)
            assert added == [], (sheet.title, head)
            if wrong:
                assert wrong == [place], (sheet.title, head)
                assert changes == [], (sheet.title, head)
            else:
                assert name != PARENT, (sheet.title, head)
                assert changes == [(uuid, [name])], (sheet.title, head)
            tried += 1
        sheet.rows = before
    assert tried > (10 if SAMPLED else 60)


@pytest.mark.sqlite  # as above
def test_each_row_that_was_copied_and_changed_is_added() -> None:
    put_demo()
    discovery = demo_discovery()
    sheets = read_sheets(saved(discovery))
    tried = 0
    for sheet, heads in cut(meanings(sheets), 4):
        before = sheet.rows
        last = [meaning.partition(":")[0] for meaning in heads.values()][-1]
        kind = kind_of_label(last)
        column = kind.column(kind.title)
        if not isinstance(column, CharField | TextField) or column.choices:
            continue
        [head] = (head for head, meaning in heads.items() if meaning == f"{last}:{kind.title}")
        row = next(row for _number, row in before if row.get(f"{last}:{KEY}"))
        for at in (0, len(before)):
            sheet.rows = [*before[:at], (5000, {**row, head: "Said anew"}), *before[at:]]
            assert said(sheets, sheet, discovery) == ([last], [], []), sheet.title
            sheet.rows = [*before[:at], (5000, dict(row)), *before[at:]]
            assert said(sheets, sheet, discovery) == ([], [], []), sheet.title
        sheet.rows = before
        tried += 1
    assert tried > (0 if SAMPLED else 12)


def test_only_what_texts_leave_out_stays_out_of_tables() -> None:
    assert {kind.key for kind in artifact_kinds if not kind.comes_back} < {*texts_left_out()}
