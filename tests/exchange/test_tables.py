"""The spreadsheet of a discovery comes back, changed in another program."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from core.imports.rows import ImportPlan
from core.models import Operation
from core.services import kinds
from core.services.imports import Refusal
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from exchange.services.edited_spreadsheets import import_table
from handover.reports.office_files import make_spreadsheet
from lvt.models import Goal, Hypothesis, UseCase
from products.models import DataProduct, PortColumn
from tests import factories
from tests.demo import demo_discovery, put_demo
from tests.exchange.test_texts import new
from tests.factories import SYSTEM
from tests.workbooks import workbook
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


def saved(discovery: Discovery) -> bytes:
    return make_spreadsheet(discovery, made_at=MOMENT, accent="#0b63b6", progress=lambda _done, _title: None)


def changed(data: bytes, change: Callable[[Any], object]) -> bytes:
    """The spreadsheet after somebody changed it with a program for spreadsheets."""
    book = load_workbook(io.BytesIO(data))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def put(book: Any, sheet: str, row: int, **cells: object) -> None:
    """Types into a row, by the heads of its columns ("_" for a blank or a hyphen)."""
    page = book[sheet]
    heads = {re.sub(r"\W", "_", str(cell.value)): cell.column for cell in page[1]}
    for head, value in cells.items():
        page.cell(row, heads[head]).value = value


def back(discovery: Discovery, data: bytes, **how: Any) -> ImportPlan:
    return import_table(actor=SYSTEM, data=data, into=discovery, **how).plan


def refused(discovery: Discovery, data: bytes) -> list[tuple[str, int, str]]:
    with pytest.raises(Refusal) as caught:
        back(discovery, data)
    return [(each.place.sheet, each.place.line, each.place.column) for each in caught.value.problems]


def test_what_nobody_changed_changes_nothing() -> None:
    put_demo()
    discovery = demo_discovery()
    data = saved(discovery)
    before = workbook(discovery)
    for file in (data, changed(data, lambda book: None)):
        plan = back(discovery, file)
        assert [(row.shape.key, row.title, row.changes) for row in (*plan.added, *plan.changed)] == []
        assert len(plan.unchanged) > 150
    after = workbook(discovery)
    # How promises stand is told as of now.
    assert {name for name in before if before[name] != after[name]} <= {"Promises"}


def test_cells_that_were_changed_are_changed_and_new_rows_added() -> None:
    discovery = new()

    def change(book: Any) -> None:
        put(book, "Use cases", 2, Use_case="Next best offer", We_believe_that="=SUM is a text", Owner="Ana")
        put(book, "Data products", 2, At_least=1.5, Effort_in_person_weeks="2,5", Privacy="Personal data")
        put(book, "Data products", 3, Data_product="Consent", Type="Source-oriented")
        put(book, "Value tree", 2, Goal="Visits that matter", State="Exploring")
        put(book, "Value tree", 5, Goal="Growth", Hypothesis="People come back")
        put(book, "Value tree", 6, Goal="Growth", Hypothesis="People tell others")

    def as_text(book: Any) -> None:
        change(book)
        book["Use cases"].cell(2, 2).data_type = "s"

    plan = back(discovery, changed(saved(discovery), as_text))
    assert sorted(row.title for row in plan.added) == [
        "Consent",
        "Growth",
        "People come back",
        "People tell others",
    ]
    assert UseCase.objects.get().name == "Next best offer"
    assert UseCase.objects.get().we_believe == "=SUM is a text"
    product = DataProduct.objects.get(name="HCP profile")
    assert (float(product.effort or 0), float(product.effort_low or 0)) == (2.5, 1.5)
    assert product.privacy == "personal"
    assert Goal.objects.get(title="Growth").hypotheses.count() == 2
    assert Hypothesis.objects.get(statement="Reps visit the right people").state == "exploring"
    assert Goal.objects.filter(title="Visits that matter").count() == 1
    undo(actor=SYSTEM, target=Operation.objects.get(verb="table.imported"))
    assert UseCase.objects.get().name == "Next best action"
    assert DataProduct.objects.count() == 1


def test_rows_that_are_gone_stay_and_an_emptied_cell_empties_its_field() -> None:
    discovery = new()
    data = saved(discovery)
    goal = Goal.objects.get(title="More visits that matter")
    book = load_workbook(io.BytesIO(data))
    book["Use cases"].delete_rows(2)
    book["Value tree"].cell(2, 2).value = None
    book["Value tree"].cell(3, 2).value = None
    file = io.BytesIO()
    book.save(file)
    plan = back(discovery, file.getvalue())
    assert UseCase.objects.count() == 1
    assert plan.added == []
    assert [change.name for row in plan.changed for change in row.changes] == ["owner"]
    goal.refresh_from_db()
    assert goal.owner is None


def test_what_others_changed_meanwhile_stays() -> None:
    discovery = new()
    data = saved(discovery)
    use_case = UseCase.objects.get()
    kinds.change(actor=SYSTEM, artifact=use_case, name="Said here meanwhile")
    plan = back(discovery, changed(data, lambda book: put(book, "Use cases", 2, We_believe_that="It works")))
    use_case.refresh_from_db()
    assert (use_case.name, use_case.we_believe) == ("Said here meanwhile", "It works")
    assert len(plan.changed) == 1


def test_a_row_that_was_copied_is_a_new_one() -> None:
    discovery = new()

    def copy(book: Any) -> None:
        page = book["Use cases"]
        for cell in page[2]:
            page.cell(3, cell.column, cell.value)
        put(book, "Use cases", 3, Use_case="A second one")

    assert [row.title for row in back(discovery, changed(saved(discovery), copy)).added] == ["A second one"]
    assert UseCase.objects.count() == 2


def test_a_template_brings_a_first_list(client: Client) -> None:
    discovery = factories.discovery()
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    template = client.get(reverse("discovery:table_template", args=[discovery.slug])).content

    def fill(book: Any) -> None:
        put(book, "Goals", 2, Goal="Growth")
        put(book, "Hypotheses", 2, Goal="Growth", Hypothesis="People come back")
        put(book, "Data products", 2, Data_product="Consent", Type="Aggregate")
        put(book, "Output ports", 2, Data_product="Consent", Output_port="Table", Type="Table")
        put(book, "Port columns", 2, Output_port="Table", Port_column="id", Always_filled="Yes")

    file = SimpleUploadedFile("list.xlsx", changed(template, fill))
    answer = client.post(reverse("discovery:bring_in", args=[discovery.slug]), {"file": file})
    page = client.get(answer["Location"])
    assert "People come back" in page.content.decode()
    assert client.post(answer["Location"], {"digest": page.context["digest"]}).status_code == 303
    assert PortColumn.objects.get().is_required
    assert Hypothesis.objects.get().goal.title == "Growth"
    assert back(discovery, template).rows == ()


# --- What is wrong --------------------------------------------------------------------------------


def test_every_problem_is_told_with_its_sheet_row_and_column() -> None:
    discovery = new()

    def change(book: Any) -> None:
        put(book, "Use cases", 2, Use_case="=A1", Owner="Nobody")
        put(book, "Data products", 2, Effort_in_person_weeks="much", Type="Round")
        put(book, "Data products", 3, Job_of_the_product="Without a name")
        put(book, "Input ports", 3, Data_product="Unknown", Input_port="x")

    assert refused(discovery, changed(saved(discovery), change)) == [
        ("Data products", 2, "Type"),
        ("Data products", 2, "Effort in person-weeks"),
        ("Input ports", 3, "Data product"),
        ("Use cases", 2, "Use case"),
        ("Use cases", 2, "Owner"),
    ]
    assert UseCase.objects.get().name == "Next best action"


def test_merged_cells_two_equal_heads_and_no_heads_are_refused() -> None:
    discovery = new()
    data = saved(discovery)
    merged = changed(data, lambda book: book["Use cases"].merge_cells("A2:B2"))
    heads = [cell.value for cell in load_workbook(io.BytesIO(data))["Use cases"][1][:2]]
    assert refused(discovery, merged) == [("Use cases", 2, head) for head in heads]
    alike = changed(data, lambda book: setattr(book["Use cases"]["B1"], "value", "Use case"))
    assert refused(discovery, alike)[0] == ("Use cases", 1, "Use case")


def test_a_row_that_was_deleted_here_is_not_added_by_itself() -> None:
    discovery = new()
    data = saved(discovery)
    mistyped = {"lvt_UseCase__": "not one of ours"}
    assert refused(discovery, changed(data, lambda book: put(book, "Use cases", 2, **mistyped)))
    kinds.delete(actor=SYSTEM, artifact=UseCase.objects.get())
    assert refused(discovery, data) == [("Use cases", 2, "")]


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def foreign() -> bytes:
    book = Workbook()
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def test_what_is_no_spreadsheet_of_a_discovery_is_refused() -> None:
    discovery = new()
    data = saved(discovery)
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    hostile = {
        "text": b"goals: [a]",
        "empty": b"",
        "cut off": data[:1000],
        "other archive": zipped(word__document_xml=b"<x/>"),
        "foreign": foreign(),
        "bomb": with_part(data, "xl/media/big.xml", b"0" * 61_000_000),
        "macros": with_part(data, "xl/vbaProject.bin", b"x"),
        "entities": with_part(data, "xl/extra.xml", entities),
        "broken": zipped(xl__workbook_xml=b"<x"),
    }
    for name, file in hostile.items():
        with pytest.raises(Refusal) as caught:
            back(discovery, file)
        assert caught.value.problems, name
    assert Operation.objects.filter(verb="table.imported").count() == 0


# --- The command ----------------------------------------------------------------------------------


def test_the_command_says_what_comes_and_what_is_wrong(tmp_path: Path) -> None:
    discovery = new()
    file = tmp_path / "table.xlsx"
    call_command("report", discovery.slug, "--format", "xlsx", "--output", str(file), stdout=StringIO())
    file.write_bytes(changed(file.read_bytes(), lambda book: put(book, "Use cases", 2, Use_case="Another")))

    def run(*args: str) -> list[str]:
        printed = StringIO()
        call_command("import_table", discovery.slug, str(file), *args, stdout=printed)
        return printed.getvalue().splitlines()

    lines = run("--dry-run")
    assert lines[:3] == [f"discovery: {discovery.slug}", "added: 0", "changed: 1"]
    assert UseCase.objects.get().name == "Next best action"
    assert run() == lines
    assert UseCase.objects.get().name == "Another"
    file.write_bytes(changed(file.read_bytes(), lambda book: put(book, "Use cases", 2, Owner="Nobody")))
    with pytest.raises(CommandError, match=r"Use cases, row 2, Owner: “Nobody” \(person\) wasn’t found"):
        run()
