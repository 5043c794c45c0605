"""The sheet of the ranking computes what the program does: LibreOffice works out its formulas anew."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from documents.spreadsheet import spreadsheet
from documents.table_and_slide_parts import Front, Table, address
from lvt.exports_ranking import ranking_sheet
from lvt.exports_score_book import score_book
from lvt.methods.presets import PRESETS
from lvt.models import Criterion, ScoringMethod
from lvt.rounds.selectors import current_results
from lvt.rounds.services import reveal
from lvt.scoring.models import Combination, CriterionPart
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from tests.workbooks import MOMENT, read

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def scored(preset: str, *, weighted: bool = False) -> Room:
    """Five use cases, of which two share a place; one is scored in part, one not at all."""
    room = scoring_room("=1+1", "Two", "Three", "Four", "Five", preset=preset)
    if weighted:
        some = Criterion.objects.filter(method=room.method, position__lt=3)
        some.update(weight="2.25", direction="lower")
        ScoringMethod.objects.filter(pk=room.method.pk).update(combination=Combination.MEAN)
    people = [room.join("Ann"), room.join("Ben", "it"), room.join("Cal", "it")]
    for number, person in enumerate(people):
        for use_case in range(4):
            for place, criterion in enumerate(room.method.criteria.all()):
                step = criterion.scale[(number + place + use_case // 2 * 2) % len(criterion.scale)]
                skips = use_case == 3 and place == 0
                room.give(person, None if skips else step.value, use_case, place)
    reveal(actor=SYSTEM, round=room.round)
    return room


def worked_out(made: bytes, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The spreadsheet as LibreOffice computes it: what the cells with a formula held is taken out first."""
    source = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as book, zipfile.ZipFile(source, "w") as bare:
        for name in book.namelist():
            content = book.read(name)
            if name.startswith("xl/worksheets/"):
                sheet = etree.fromstring(content)
                for cell in sheet.iter(f"{_SHEET}c"):
                    value = cell.find(f"{_SHEET}v")
                    if cell.find(f"{_SHEET}f") is not None and value is not None:
                        cell.remove(value)
                content = etree.tostring(sheet)
            bare.writestr(name, content)
    (folder / "in").mkdir()
    (folder / "in" / "file.xlsx").write_bytes(source.getvalue())
    program = shutil.which("soffice") or "/Applications/LibreOffice.app/Contents/MacOS/soffice"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--convert-to", "xlsx", "--outdir", str(folder)]
    paths = [str(folder / "in" / "file.xlsx")]
    subprocess.run([program, profile, *options, *paths], check=True, capture_output=True, timeout=180)
    return read((folder / "file.xlsx").read_bytes())


def test_the_formulas_give_totals_and_places_of_the_program(tmp_path: Path) -> None:
    rooms = {key: scored(key) for key in PRESETS}
    rooms["weighted"] = scored("seven_criteria", weighted=True)
    tables: dict[str, Table] = {}
    for key, room in rooms.items():
        table = ranking_sheet(room.discovery)
        assert table is not None
        tables[key] = table
    front = Front(title="Formulas", owner="Aurelia", part="Commercial")
    made = spreadsheet(front, tables.items(), made_at=MOMENT, accent="#0b63b6")

    for book in (read(made), worked_out(made, tmp_path)):
        for key, room in rooms.items():
            results = current_results(room.discovery)
            assert results is not None
            _weights, *rows = book[key]
            for row, ranked in zip(rows, results.ranking, strict=True):
                assert row["Use case"] == ranked.use_case.name
                total = None if ranked.result.total is None else float(ranked.result.total)
                assert row["Total"] == pytest.approx(total, abs=1e-8), key
                assert row["Rank"] == ranked.rank, key
            assert {1, None} < {ranked.rank for ranked in results.ranking}


@pytest.mark.sweep(sample=1)
@pytest.mark.parametrize(
    ("name", "changed"), [("no weights", {"weight": 0}), ("no cost", {"part": CriterionPart.BENEFIT})]
)
@pytest.mark.parametrize("combination", Combination)
def test_the_book_has_no_total_where_the_formula_has_none(
    name: str, changed: dict[str, Any], combination: str, tmp_path: Path
) -> None:
    """Who scored what is counted all the same."""
    room = scoring_room("Alpha", "Beta", preset="weighted_shortest_job")
    Criterion.objects.filter(method=room.method).update(**changed)
    ScoringMethod.objects.filter(pk=room.method.pk).update(combination=combination)
    for number in range(3):
        person = room.join(f"P{number}")
        for place in range(4 if number else 1):
            room.give(person, 3 + place % 2, 0, place)
    reveal(actor=SYSTEM, round=room.round)
    results = current_results(room.discovery)
    assert results is not None
    for book in (read(made := score_book(room.discovery)), worked_out(made, tmp_path)):
        for row, ranked in zip(book["Ranking"][1:], results.ranking, strict=True):
            total = ranked.result.total
            assert row["Total"] == (None if total is None else pytest.approx(float(total), abs=1e-8)), name
            assert (row["Scored by"], row["Rank"]) == (ranked.evidence.people, ranked.rank), name


def test_cells_are_named_as_spreadsheets_name_them() -> None:
    assert [address(column, 0) for column in (0, 25, 26, 51, 52, 701, 702)] == [
        *("A2", "Z2", "AA2", "AZ2", "BA2", "ZZ2", "AAA2"),
    ]
    assert address(1, 3, fixed=True) == "$B$5"
