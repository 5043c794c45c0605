"""Values of foreign tables come in as their cells show them, or are asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.exceptions import Invalid
from core.services.imports import Refusal, in_words
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from documents.number_format_reader import figure
from exchange.column_mapping.services import (
    import_columns,
    sheets_in,
    suggested_mapping,
    table_file,
    with_mappings,
)
from exchange.services.discovery_text import ImportResult, import_text
from exchange.services.spreadsheet_row_parts import as_text
from lvt.models import Goal, Measure, UseCase
from products.models import DataProduct
from products.promises.services import TargetWindow, add_slo
from technology.platforms.models import Capability
from tests import factories
from tests.documents.test_workbooks_of_others import SHARES, changed, empty_fill, workbook
from tests.factories import SYSTEM, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery() -> Discovery:
    made = factories.discovery()
    make(Goal, discovery=made, title="Growth")
    return made


@pytest.fixture
def editor(discovery: Discovery, client: Client) -> Client:
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    return client


def bring(discovery: Discovery, data: bytes, name: str = "a.xlsx") -> ImportResult:
    kept = table_file(data, name)
    assigned = [suggested_mapping(sheet) for sheet in sheets_in(kept)]
    return import_columns(actor=SYSTEM, data=with_mappings(kept, assigned), into=discovery)


def measure() -> tuple[str, Any, Any]:
    said = Measure.objects.get()
    return said.unit, said.baseline, said.target


def uploaded(editor: Client, discovery: Discovery, data: bytes, name: str) -> Any:
    """The page to which the upload of a file leads."""
    url = reverse("discovery:bring_in", args=[discovery.slug])
    answer = editor.post(url, {"file": SimpleUploadedFile(name, data)})
    while "Location" in answer:
        answer = editor.get(answer["Location"])
    return answer


HEADS = ["Measure of success", "Goal", "Unit", "Baseline", "Target"]


@pytest.mark.parametrize(
    ("unit", "code", "baseline", "target", "came"),
    [
        ("%", "0.0%", 0.22, 0.6, ("%", 22, 60)),
        ("", "0.00%", 0.225, 1.034, ("%", Decimal("22.5"), Decimal("103.4"))),
        ("", "#,##0 [$€-407]", 1200, 1500, ("€", 1200, 1500)),
        ("weeks", "0.0", 1.5, 2, ("weeks", Decimal("1.5"), 2)),
    ],
)
def test_cells_follow_their_number_format(
    discovery: Discovery, unit: str, code: str, baseline: float, target: float, came: Any
) -> None:
    data = workbook(HEADS, ["Reach", "Growth", unit, baseline, target], formats={"D2": code, "E2": code})
    assert bring(discovery, data).questions == ()
    assert measure() == came


@pytest.mark.parametrize(
    ("baseline", "target", "came"),
    [
        ("22,0 %", "60 %", ("%", 22, 60)),
        ("0,5 %", "0,8 %", ("%", Decimal("0.5"), Decimal("0.8"))),
        ("€ 1.200", "€ 1.500,50", ("€", 1200, Decimal("1500.5"))),
        ("1.200", "22,5", ("", 1200, Decimal("22.5"))),
    ],
)
def test_texts_are_numbers_with_their_unit(
    discovery: Discovery, baseline: str, target: str, came: Any
) -> None:
    data = f"Measure of success;Goal;Baseline;Target\nReach;Growth;{baseline};{target}\n".encode()
    assert bring(discovery, data, "a.csv").questions == ()
    assert measure() == came


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Reach of\nthe visits_x000D_\na day", "Reach of the visits a day"),
        ("• Reach", "Reach"),
        ("» Reach", "Reach"),
        ("o\tReach", "Reach"),
        ("1. May <p95>", "1. May <p95>"),
        ("- 5 days", "- 5 days"),
    ],
)
def test_a_name_is_one_line_without_a_bullet(discovery: Discovery, cell: str, name: str) -> None:
    heads = ["Measure of success *", *HEADS[1:]]
    bring(discovery, workbook(heads, [cell, "Growth", "", 1, 2]))
    assert Measure.objects.get().name == name


def test_a_share_in_percent_is_asked_for(discovery: Discovery) -> None:
    came = bring(discovery, workbook(HEADS, ["Reach", "Growth", "%", 0.22, 60]))
    assert [in_words(each) for each in came.questions] == [
        ("Sheet, row 2, Baseline: 0.22 will be imported as 0.22%. If you mean 22%, write 22.")
    ]


def test_a_share_in_percent_of_a_text_is_asked_for_once_it_comes(discovery: Discovery) -> None:
    text = b"goals:\n- title: Growth\n  measures:\n  - name: Reach\n    unit: percent\n    target: 0.6\n"
    (question,) = import_text(actor=SYSTEM, data=text, into=discovery).questions
    assert in_words(question) == "line 6: 0.6 will be imported as 0.6%. If you mean 60%, write 60."
    assert import_text(actor=SYSTEM, data=text, into=discovery).questions == ()


def test_measured_values_and_shares_of_roles_are_asked_for_too(discovery: Discovery) -> None:
    text = (
        'goals:\n- title: Growth\n  measures:\n  - name: Reach\n    unit: "%"\n    values:\n'
        "    - {value: 0.3, measured_on: 2026-01-31}\n    - {value: 31, measured_on: 2026-02-28}\n"
        "people: [Ana, Ben]\nroles:\n- name: Owner\n  allocations:\n"
        "  - {person: Ana, share: 1}\n  - {person: Ben, share: 50}\n"
    )
    came = import_text(actor=SYSTEM, data=text.encode(), into=discovery)
    assert [each.place.line for each in came.questions] == [7, 13]


def test_formats_with_units_of_their_own_are_no_units_of_a_row_without_one(discovery: Discovery) -> None:
    heads = ["Capability", "Plane", "Maturity today, 0 to 5", "Effort in person-weeks"]
    cells = ["Catalog", "Data product developer experience", 3, 2.5]
    bring(discovery, workbook(heads, cells, formats={"C2": '0 "of 5"', "D2": '0.0 "weeks"'}))
    capability = Capability.objects.get()
    assert (capability.today, capability.gap_effort) == (3, Decimal("2.5"))


@pytest.mark.parametrize("code", ['0 "points"', '"Level "0'])
def test_the_number_of_a_choice_is_read_without_its_format(code: str) -> None:
    column = DataProduct._meta.get_field("effort_confidence")
    assert as_text(figure(3, code), column) == "3"


def test_references_have_no_bullets_either(discovery: Discovery) -> None:
    for name in ("Plan", "Order"):
        make(UseCase, discovery=discovery, name=name)
    bring(discovery, workbook(HEADS, ["Reach", "• Growth", "", 1, 2]))
    assert Measure.objects.get(goal__title="Growth")
    heads = ["Data product", "Type", "Use cases"]
    bring(discovery, workbook(heads, ["Visits", "Aggregate", "• Plan\n• Order"]))
    links = DataProduct.objects.get().use_case_links.all()
    assert {link.use_case.name for link in links} == {"Plan", "Order"}


def test_a_number_that_two_languages_read_in_two_ways_is_refused(discovery: Discovery) -> None:
    with pytest.raises(Refusal) as refused:
        bring(discovery, b"Measure of success;Goal;Target\nReach;Growth;1.200\n", "a.csv")
    assert "can mean 1200 or 1.2" in str(refused.value)


def test_two_units_in_a_row_are_refused(discovery: Discovery) -> None:
    with pytest.raises(Refusal) as refused:
        bring(discovery, b"Measure of success;Goal;Baseline;Target\nReach;Growth;5 %;7 EUR\n", "a.csv")
    assert "different units: %, EUR" in str(refused.value)


@pytest.mark.parametrize("target", ["0.995", "1"])
def test_nobody_promises_a_share(discovery: Discovery, target: str) -> None:
    product = make(DataProduct, discovery=discovery, domain=discovery.domain, kind="aggregate")
    with pytest.raises(Invalid, match=r"enter 99.5 for 99.5%, not 0.995"):
        add_slo(
            actor=SYSTEM,
            product=product,
            kind="availability",
            indicator="Up",
            windows=[TargetWindow(Decimal(target))],
        )


def test_a_share_as_the_target_of_a_promise_is_asked_for(discovery: Discovery) -> None:
    text = (
        "products:\n- name: Visits\n  kind: aggregate\n  slos:\n  - kind: availability\n    indicator: Up\n"
        "    windows:\n    - target: 0.995\n      length: 1\n      unit: month\n"
    )
    (question,) = import_text(actor=SYSTEM, data=text.encode(), into=discovery).questions
    assert in_words(question) == "line 8: 0.995 will be imported as 0.995%. If you mean 99.5%, write 99.5."


def test_a_title_above_the_heads_is_told_and_columns_without_a_head_can_be_chosen(
    discovery: Discovery, editor: Client
) -> None:
    data = workbook(
        ["Goals of 2026"], [None], ["Goal", "Description", "Owner"], ["Reach", "Many", None, "beside"]
    )
    answer = uploaded(editor, discovery, data, "a.xlsx")
    page = " ".join(answer.content.decode().split())
    assert "in row 3. Ignored, above them: Goals of 2026." in page
    assert "(D)" in page
    assert bring(discovery, data).left_out == ("Goals of 2026",)
    assert Goal.objects.get(title="Reach").description == "Many"


def test_a_workbook_with_styles_that_nobody_knows_comes_in(discovery: Discovery) -> None:
    bring(discovery, changed(workbook(["Goal"], ["Reach"]), empty_fill))
    assert Goal.objects.filter(title="Reach").exists()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "password"),
        (SHARES[:300], "a.xlsx", "spreadsheet (.xlsx) can’t be read"),
        (
            changed(SHARES, lambda name, part: part if "sheet1" not in name else part[:99]),
            "a.xlsx",
            "can’t be read",
        ),
        (workbook(), "a.xlsx", "All sheets of the file are empty"),
        (b"\0\0\0", "a.csv", "This CSV table can’t be read"),
        (b",".join(b"%d" % number for number in range(500)) + b"\n", "a.csv", "The limit is"),
    ],
)
def test_no_page_leads_back_to_its_own_refusal(
    discovery: Discovery, editor: Client, data: bytes, name: str, words: str
) -> None:
    url = reverse("discovery:bring_in", args=[discovery.slug])
    answer = uploaded(editor, discovery, data, name)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Change the columns" not in page
    assert f'action="{url}"' in page, "another file is chosen where the refusal is"
