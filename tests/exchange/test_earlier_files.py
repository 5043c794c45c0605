"""Files of the version before labels changed come in unchanged: nothing is added, changed or asked. They are
in tests/earlier; its make.py wrote them."""

from __future__ import annotations

import csv
import io
import tarfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from core.name_comparison import looks
from core.services import artifacts
from core.services.operations import operation
from discovery.kinds.artifact_content import KEY, PARENT
from discovery.models import Discovery
from documents.foreign_tables import sheets_of
from documents.spreadsheet import MEANINGS
from exchange.column_mapping.services import sheets_in, suggested_mapping, table_file, tabular
from exchange.discovery_documents.services import import_document
from exchange.services.discovery_text import ImportResult, import_text
from exchange.services.edited_spreadsheets import import_table
from lvt.models import UseCase
from lvt.services.score_import import import_scores
from products.models import DataProduct
from tests import factories, labels
from tests.factories import SYSTEM, make
from workshops.models import Participant

pytestmark = pytest.mark.django_db
EARLIER = sorted(Path(__file__).parents[1].joinpath("earlier").glob("*.tar.xz"))
Files = dict[str, bytes]


@pytest.fixture(scope="module", params=EARLIER, ids=lambda path: path.name.removesuffix(".tar.xz"))
def files(request: pytest.FixtureRequest) -> Files:
    with tarfile.open(request.param) as archive:
        opened = {each.name: archive.extractfile(each) for each in archive}
        return {name: file.read() for name, file in opened.items() if file is not None}


@pytest.fixture
def discovery(files: Files) -> Discovery:
    return import_document(actor=SYSTEM, data=files["discovery.json"])


def check_nothing_came(came: ImportResult, *, at_least: int) -> None:
    plan = came.plan
    assert [(row.shape.key, row.title, row.changes) for row in (*plan.added, *plan.changed)] == []
    assert (plan.problems, plan.orders, came.questions, came.left_out) == ((), (), (), ())
    assert len(plan.unchanged) >= at_least


@pytest.mark.parametrize("name", ["discovery.xlsx", "discovery-de.xlsx"])
def test_a_spreadsheet(discovery: Discovery, files: Files, name: str) -> None:
    check_nothing_came(import_table(actor=SYSTEM, data=files[name], into=discovery), at_least=150)


def test_a_spreadsheet_after_what_it_shows_was_changed_here(discovery: Discovery, files: Files) -> None:
    """A cell that shows what was saved then, by the label of then, doesn't undo what was done since."""
    product = DataProduct.objects.filter(discovery=discovery).exclude(state="retired")[0]
    change(product, state="retired")
    check_nothing_came(import_table(actor=SYSTEM, data=files["discovery.xlsx"], into=discovery), at_least=150)
    product.refresh_from_db()
    assert product.state == "retired"


def test_a_text(discovery: Discovery, files: Files) -> None:
    check_nothing_came(import_text(actor=SYSTEM, data=files["discovery.yaml"], into=discovery), at_least=300)


def test_sheets_without_meanings_are_assigned_as_they_were_saved(files: Files) -> None:
    """As after somebody copied them into a file of their own."""
    sheets = {sheet.title: sheet for sheet in sheets_of(files["discovery.xlsx"])}
    by_key, recorded = {entry.key: entry for entry in tabular().values()}, labels.recorded()
    meant: dict[str, dict[str, tuple[str, str]]] = {}
    for _row, cells in sheets[MEANINGS].rows:
        key, _colon, name = str(cells["Meaning"]).partition(":")
        if name not in (KEY, PARENT):
            meant.setdefault(str(cells["Sheet"]), {})[str(cells["Column"])] = key, name
    checked = 0
    for title, columns in meant.items():
        keys = {key for key, _name in columns.values()}
        if len(keys) > 1 or not keys <= by_key.keys():
            continue
        [key] = keys
        known = {
            looks(word) for what, words in recorded.items() if what.startswith(f"{key} ") for word in words
        }
        named = {head: name for head, (_key, name) in columns.items() if looks(head) in known}
        fields = suggested_mapping(sheets[title], by_key[key].heading).fields
        assert {head: fields.get(head) for head in named} == named
        checked += len(named)
    assert checked > 60


def test_a_table_with_the_former_heads_of_each_kind(discovery: Discovery) -> None:
    """A row without cells under each head that a field had; the form would suggest the same fields."""
    checked = 0
    for heading, entry in tabular().items():
        heads = _heads(entry.key)
        text = io.StringIO()
        csv.writer(text).writerows([heads, ["x" for _head in heads]])
        [sheet] = sheets_in(table_file(text.getvalue().encode(), f"{heading}.csv"))
        fields = suggested_mapping(sheet, heading).fields
        assert {*fields} == {*heads}, heading
        checked += len(heads)
    assert checked > 200


def test_scores(files: Files) -> None:
    """The sheet of then, after somebody filled in the sides by the words of then."""
    book = load_workbook(io.BytesIO(files["scores.xlsx"]))
    page = book["Scores"]
    sides = [word for what, words in labels.recorded().items() if what.startswith("side ") for word in words]
    people = {name: number for number, name in enumerate({page.cell(row, 1).value: 0 for row in _rows(page)})}
    discovery = factories.discovery()
    for name in {page.cell(row, 4).value: 0 for row in _rows(page)}:
        make(UseCase, discovery=discovery, name=name)
    for row in _rows(page):
        page.cell(row, 2).value = sides[people[page.cell(row, 1).value] % len(sides)]
    filled = io.BytesIO()
    book.save(filled)
    came = import_scores(actor=SYSTEM, data=filled.getvalue(), into=discovery)
    assert (len(came.plan.rows), came.plan.problems) == (len(_rows(page)), ())
    assert {*Participant.objects.values_list("side", flat=True)} >= {"business", "it"}


def _rows(page: Any) -> list[int]:
    """The rows of a sheet of scores that name a use case."""
    return [row for row in range(2, page.max_row + 1) if page.cell(row, 4).value]


def _heads(key: str) -> list[str]:
    """For each column of the kind its first recorded head that no other column has."""
    recorded = labels.recorded()
    columns = [what for what in recorded if what.startswith(f"{key} column ")]
    heads = [recorded[what][0] for what in columns]
    return [head for head in heads if heads.count(head) == 1]


def change(row: Any, **fields: Any) -> None:
    with operation(SYSTEM, "test.changed"):
        artifacts.change(row, **fields)
