"""A table that was made elsewhere: what its columns are is said in the browser, and then it comes in."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from core.imports.rows import ImportPlan
from core.models import Operation
from core.services.imports import Refusal
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from exchange.column_mapping.services import (
    MOST_COLUMNS,
    MOST_SHEETS,
    SheetMapping,
    import_columns,
    mappings_in,
    sheets_in,
    suggested_mapping,
    table_file,
    tabular,
    with_mappings,
)
from lvt.models import Goal, Hypothesis, UseCase
from organizations.models import Person
from products.design.product.models import ProductKind
from products.models import DataProduct
from tests import factories
from tests.factories import SYSTEM, make
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db

PRODUCTS = "Data product;Type;Effort;Use cases;Notes\nHCP profile;Aggregate;2,5;Next best action;x\n".encode(
    "utf-16"
)
FIELDS = {"Data product": "name", "Type": "kind", "Effort": "effort", "Use cases": "use_cases"}


@pytest.fixture
def discovery() -> Discovery:
    made = factories.discovery()
    make(UseCase, discovery=made, name="Next best action")
    return made


@pytest.fixture
def editor(discovery: Discovery, client: Client) -> Client:
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    return client


def bring(discovery: Discovery, data: bytes, *sheets: SheetMapping, name: str = "list.csv") -> ImportPlan:
    kept = with_mappings(table_file(data, name), sheets)
    return import_columns(actor=SYSTEM, data=kept, into=discovery).plan


def refused(discovery: Discovery, data: bytes, *sheets: SheetMapping) -> list[tuple[int, str]]:
    with pytest.raises(Refusal) as caught:
        bring(discovery, data, *sheets)
    return [(each.place.line, each.place.column) for each in caught.value.problems]


def test_columns_become_fields_and_one_undo_takes_all_back(discovery: Discovery) -> None:
    bring(discovery, PRODUCTS, SheetMapping("products", FIELDS))
    product = DataProduct.objects.get()
    assert (product.name, product.kind, float(product.effort or 0)) == ("HCP profile", "aggregate", 2.5)
    assert [each.use_case.name for each in product.use_case_links.all()] == ["Next best action"]
    undo(actor=SYSTEM, target=Operation.objects.get(verb="table.imported"))
    assert not DataProduct.objects.exists()


def test_a_table_without_rows_says_so(discovery: Discovery) -> None:
    with pytest.raises(Refusal) as caught:
        bring(discovery, b"Use case;Owner\n", SheetMapping("use_cases", {"Use case": "name"}))
    assert [each.message for each in caught.value.problems] == [
        "The table has no rows below its column names."
    ]


def test_a_text_that_is_too_long_is_told_in_plain_words(discovery: Discovery) -> None:
    table = b"Use case\n" + b"x" * 200 + b"\n"
    with pytest.raises(Refusal) as caught:
        bring(discovery, table, SheetMapping("use_cases", {"Use case": "name"}))
    assert [each.message for each in caught.value.problems] == ["Use at most 120 characters: this has 200."]


def test_what_is_there_keeps_what_the_table_does_not_say(discovery: Discovery) -> None:
    make(Goal, discovery=discovery, title="Growth", description="Of visits")
    plan = bring(
        discovery,
        b"Title,Description\nGROWTH,\nMore visits,That matter\n",
        SheetMapping("goals", {"Title": "title", "Description": "description"}),
    )
    assert (len(plan.added), len(plan.changed), len(plan.unchanged)) == (1, 0, 1)
    assert Goal.objects.get(title="Growth").description == "Of visits"


def test_sheets_name_each_other(discovery: Discovery) -> None:
    book = Workbook()
    page: Any = book.active
    page.title = "Goals"
    page.append(["Goal", "Owner"])
    page.append(["Growth", "Ana"])
    below = book.create_sheet("Hypotheses")
    below.append(["Goal", "Hypothesis"])
    below.append(["Growth", "People come back"])
    people = book.create_sheet("People")
    people.append(["Name"])
    people.append(["Ana"])
    file = io.BytesIO()
    book.save(file)
    kept = table_file(file.getvalue(), "plan.xlsx")
    sheets = [suggested_mapping(sheet) for sheet in sheets_in(kept)]
    assert [each.heading for each in sheets] == ["goals", "hypotheses", "people"]
    import_columns(actor=SYSTEM, data=with_mappings(kept, sheets), into=discovery)
    assert Hypothesis.objects.get().goal.title == "Growth"
    assert Goal.objects.get().owner == Person.objects.get()


@pytest.mark.sweep(sample=8)
@pytest.mark.parametrize("heading", sorted(tabular()))
def test_a_sheet_called_as_its_kind_is_suggested_as_that(heading: str) -> None:
    """Each field that a sheet of the kind may have is known by its label, which no other has."""
    entry = tabular()[heading]
    from exchange.column_mapping.services import choices_of

    labels = [*choices_of(entry).values()]
    assert len(set(labels)) == len(labels)
    plural = str(entry.kind.model._meta.verbose_name_plural)
    data = (",".join(f'"{label}"' for label in labels) + "\n").encode()
    [sheet] = sheets_in(table_file(data, f"{plural}.csv"))
    assert len(suggested_mapping(sheet, heading).fields) == len(labels)
    assert entry.kind.title in suggested_mapping(sheet, heading).fields.values()


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (b"Data product,Type\nOne,no such\n", [(2, "Type")]),
        (b"Data product,Type,Effort\nOne,aggregate,much\nTwo,aggregate,2\n", [(2, "Effort")]),
        (b"Data product,Type,Use cases\nOne,aggregate,Nobody knows\n", [(2, "Use cases")]),
        (b"Data product,Type\nOne,aggregate\nTwo,aggregate,x,y\n", [(3, "")]),
        (b"Data product,Type\n,aggregate\n", [(2, "Data product")]),
        (b"Data product,Type\nOne,aggregate\none,aggregate\n", [(3, "Data product")]),
        (b"Data product,Type\nO\0ne,aggregate\n", [(0, "")]),
        (b"\x00\x01\x02", [(0, "")]),
        (b'Data product,Type\nOne,aggregate\n"Two,aggregate\n', [(3, "")]),
    ],
)
def test_what_is_wrong_is_told_with_row_and_column(
    discovery: Discovery, data: bytes, problems: list[tuple[int, str]]
) -> None:
    assert refused(discovery, data, SheetMapping("products", FIELDS)) == problems
    assert not DataProduct.objects.exists()


def test_columns_with_one_heading_are_told_apart_by_their_letters(discovery: Discovery) -> None:
    """The first is suggested, and all are there to choose from."""
    kept = table_file(b"Data product,Type,Type\nOne,aggregate,source-oriented\n", "Data products.csv")
    [sheet] = sheets_in(kept)
    assert sheet.heads == ["Data product", "Type", "Type (C)"]
    assert suggested_mapping(sheet).fields == {"Data product": "name", "Type": "kind"}
    mapping = SheetMapping("products", {"Data product": "name", "Type (C)": "kind"})
    import_columns(actor=SYSTEM, data=with_mappings(kept, [mapping]), into=discovery)
    assert DataProduct.objects.get().kind == ProductKind.SOURCE_ORIENTED


def test_what_all_rows_lack_is_called_as_people_know_it(discovery: Discovery) -> None:
    """Not by the name of the field in the program."""
    problems = refused(discovery, b"Data product\nOne\n", SheetMapping("products", {"Data product": "name"}))
    assert problems == [(2, "Type")]


def test_columns_that_nobody_assigned_are_no_import(discovery: Discovery) -> None:
    for sheets in ([], [SheetMapping()], [SheetMapping("nothing", {"Data product": "name"})]):
        assert refused(discovery, PRODUCTS, *sheets) == [(0, "")]


def looked_at(client: Client, discovery: Discovery, data: bytes, name: str) -> Any:
    url = reverse("discovery:bring_in", args=[discovery.slug])
    answer = client.post(url, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 303
    return answer["Location"], client.get(answer["Location"])


def test_from_the_file_over_the_columns_to_the_rows(editor: Client, discovery: Discovery) -> None:
    url, page = looked_at(editor, discovery, PRODUCTS, "Data products.CSV")
    form = page.context["form"]
    assert form["kind-0"].value() == "products"
    sent = {name: form[name].value() for name in form.fields}
    assert [sent[f"column-0-{number}"] for number in range(5)] == ["name", "kind", "effort", "use_cases", ""]
    twice = editor.post(url, {**sent, "column-0-4": "name"})
    assert twice.status_code == 422
    unnamed = editor.post(url, {**sent, "column-0-0": ""})
    assert "Choose the column that contains the names of the rows." in unnamed.content.decode()
    answer = editor.post(url, sent)
    preview: Any = editor.get(answer["Location"])
    assert "HCP profile" in preview.content.decode()
    assert not DataProduct.objects.exists()
    assert editor.get(preview.context["back"]).context["form"]["column-0-3"].value() == "use_cases"
    done = editor.post(answer["Location"], {"digest": preview.context["digest"]})
    assert done.status_code == 303
    assert DataProduct.objects.get().name == "HCP profile"


def test_another_kind_has_other_fields(editor: Client, discovery: Discovery) -> None:
    url, _page = looked_at(editor, discovery, b"Name,Type\nOne,aggregate\n", "x.csv")
    asked = editor.get(f"{url}&kind-0=use_cases&column-0-1=kind", headers={"HX-Trigger-Name": "kind-0"})
    form = asked.context["form"]
    assert (form["kind-0"].value(), form["column-0-0"].value(), form["column-0-1"].value()) == (
        "use_cases",
        "name",
        "",
    )
    assert editor.get(f"{url}&kind-0=").context["form"].fields.keys() == {"kind-0"}
    assert editor.post(url, {"kind-0": ""}).status_code == 422
    assert editor.post(url, {"kind-0": "nothing"}).status_code == 422


def test_what_all_rows_are_is_said_once(editor: Client, discovery: Discovery) -> None:
    url, page = looked_at(editor, discovery, b"Data product\nOne\nTwo\n", "Data products.csv")
    sent = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    answer = editor.post(url, {**sent, "said-0-kind": "aggregate"})
    digest = editor.get(answer["Location"]).context["digest"]
    editor.post(answer["Location"], {"digest": digest})
    assert {each.kind for each in DataProduct.objects.all()} == {"aggregate"}


def test_what_is_wrong_in_many_rows_is_told_once(editor: Client, discovery: Discovery) -> None:
    data = b"Data product,Owner\n" + b"".join(b"Product %d,Nobody\n" % number for number in range(30))
    url, page = looked_at(editor, discovery, data + b"Other,Somebody\n", "Data products.csv")
    sent = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    answer = editor.post(url, {**sent, "said-0-kind": "aggregate"})
    looked: Any = editor.get(answer["Location"])
    assert looked.context["problems"] == [
        ("Data products.csv, row 2, Owner", "“Nobody” (person) wasn’t found.", 29),
        ("Data products.csv, row 32, Owner", "“Somebody” (person) wasn’t found.", 0),
    ]
    assert "Also in 29 more rows." in looked.content.decode()
    assert "or change the columns. You can skip a column" in looked.content.decode()


def test_what_was_said_of_all_rows_stays_while_something_else_is_chosen(
    editor: Client, discovery: Discovery
) -> None:
    url, page = looked_at(editor, discovery, b"Data product,Type\nOne,aggregate\n", "Data products.csv")
    assert page.context["form"]["column-0-1"].value() == "kind"
    asked = "&kind-0=products&column-0-0=name&column-0-1=&said-0-kind=aggregate"
    headers = {"HX-Trigger-Name": "column-0-1"}
    assert editor.get(f"{url}{asked}", headers=headers).context["form"]["said-0-kind"].value() == "aggregate"
    sent = {"kind-0": "products", "column-0-0": "name", "column-0-1": "", "said-0-kind": "aggregate"}
    assert editor.post(url, sent).status_code == 303


def refused_file(editor: Client, discovery: Discovery, data: bytes, name: str) -> str:
    """What is said of the file where it was chosen."""
    url = reverse("discovery:bring_in", args=[discovery.slug])
    answer = editor.post(url, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    return " ".join(answer.context["form"].errors["file"]) + answer.content.decode()


def test_a_file_that_is_no_table_is_told(editor: Client, discovery: Discovery) -> None:
    for name, said in (
        ("x.csv", "This CSV table can’t be read"),
        ("x.xlsx", "spreadsheet (.xlsx) can’t be read"),
    ):
        assert said in refused_file(editor, discovery, b"PK\x03\x04\x00\x00", name)
    assert mappings_in(table_file(b"A\n1\n", "x.csv")) == []


@pytest.mark.parametrize(("sheets", "columns"), [(MOST_SHEETS + 1, 1), (3, MOST_COLUMNS // 3 + 1)])
def test_a_file_of_more_than_one_form_asks_about_is_told(
    editor: Client, discovery: Discovery, sheets: int, columns: int
) -> None:
    book = Workbook(write_only=True)
    for _sheet in range(sheets):
        book.create_sheet().append([f"Head {number}" for number in range(columns)])
    file = io.BytesIO()
    book.save(file)
    said = refused_file(editor, discovery, file.getvalue(), "x.xlsx")
    assert "more than 20 sheets or 400 columns" in said
