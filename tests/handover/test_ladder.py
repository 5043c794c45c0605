"""Reports of discoveries at each stage (tests/handover/ladder.py): every section, slide, sheet and file is
made and says what it should, and its pages hold together (tests/pages.py)."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

import openpyxl
import pypdfium2
import pytest
from django.utils import translation
from django.utils.html import strip_tags
from pptx import Presentation

from core.selectors.request_cache import one_reading
from discovery.document_parts import archive_parts, report_slides
from discovery.models import Discovery
from discovery.registries import board_slides, executive_parts, report_sections, summary_parts
from discovery.reports.kind_sheets import all_sheets
from discovery.templatetags.components import on_paper
from documents.pdf_engine_process import render_in_subprocess
from documents.slide_packing import BOTTOM, HALF, Section, layout_of, slides_of
from handover.reports import part_rendering
from handover.reports.report_files import make_report_file
from lvt.models import UseCase
from tests.handover.ladder import FACTORS, KINDS, LANGUAGES, RUNGS, Case, standing_on
from tests.pages import laid_out_here, look_at
from tests.sweeps import pairwise
from workshops.results.workshop_report.reports import markdown_of, paper_of, spreadsheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # layout alone
MADE_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
# With FULL=1 all combinations, else each pair of a step, a format, a kind and a language.
_ALL = pairwise(*FACTORS)
_CASES: list[Case] = sorted((each[0], each[1], each[2], each[3]) for each in _ALL)
# What is compared of a text: lines end elsewhere, and Hebrew is read back from the right.
_LETTERS = re.compile("[A-Za-z0-9]+")


@pytest.fixture(scope="module")
def on_rung(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Discovery]:
    with standing_on(request.param, django_db_blocker) as discovery:
        yield discovery


@pytest.mark.sweep(sample=("en-half scored",))
@pytest.mark.parametrize("on_rung", RUNGS, indirect=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_is_made(on_rung: Discovery, language: str) -> None:
    with one_reading(), on_paper(), translation.override(language):
        for section in (*report_sections, *summary_parts, *executive_parts):
            part_rendering.section_of(section, on_rung)
        for slide in board_slides:
            part_rendering.drawn_slide_of(slide, on_rung)
        appendix = [
            Section.of(slide, str(several.title))
            for several in report_slides
            for slide in part_rendering.slides_of(several, on_rung)
            if slide.picture is None
        ]
        for sheet in all_sheets():
            part_rendering.table_of(sheet, on_rung)
        for files in archive_parts:
            part_rendering.files_of(files, on_rung)
    # Short sections of a part share slides: of two neighbors, at most one ends above the middle.
    shared = [*slides_of([each for each in appendix if layout_of([each])])]
    assert all(layout.end <= BOTTOM for layout in shared)
    for pair in itertools.pairwise(shared):
        parts = {place.section.kicker for layout in pair for place in layout.places}
        assert len(parts) > 1 or max(layout.end for layout in pair) >= HALF


@pytest.mark.sweep(sample=3)
@pytest.mark.parametrize(
    ("on_rung", "format", "kind", "language"),
    _CASES,
    ids=["-".join(case).replace(" ", "_") for case in _CASES],
    indirect=["on_rung"],
)
def test_every_report_is_made(
    on_rung: Discovery, format: str, kind: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = replace(KINDS[kind], language=language)
    with laid_out_here(monkeypatch) as documents:
        made = make_report_file(on_rung, format, options, made_at=MADE_AT)

    assert [each for document in documents for each in look_at(document).all()] == []
    texts = _texts_of(made, format)
    assert texts.keys() >= ({"pdf", "pptx", "xlsx", "html"} if format == "archive" else {format})
    for text in texts.values():
        assert _letters(on_rung.name) in text
    # Of these reports, each says every use case.
    saying = texts.keys() & ({"xlsx", "pdf", "html"} if kind in ("full", "product") else {"xlsx"})
    for use_case in UseCase.objects.filter(discovery=on_rung):
        assert all(_letters(use_case.name) in texts[each] for each in saying)


@pytest.mark.sweep(sample=("en-half scored",))
@pytest.mark.parametrize("on_rung", ["half scored", "full", "long names", "five scripts"], indirect=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_every_workshop_is_made(
    on_rung: Discovery, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for workshop in on_rung.workshops.select_related("discovery__domain__organization"):
        workshop.language = language
        with laid_out_here(monkeypatch) as documents:
            pdf = render_in_subprocess(paper_of(workshop, MADE_AT))
        assert [each for document in documents for each in look_at(document).all()] == []
        texts = (_read(pdf, "pdf"), _read(spreadsheet_of(workshop, MADE_AT), "xlsx"), markdown_of(workshop))
        for text in texts:
            assert _letters(workshop.name) in _letters(text)


def _texts_of(made: bytes, format: str) -> dict[str, str]:
    """What a file of a report says, by its format; of an archive, what each report in it does."""
    if format == "archive":
        with zipfile.ZipFile(io.BytesIO(made)) as kept:
            assert not [name for name in kept.namelist() if name.endswith(".not-made.txt")]
            reports = {name.rpartition(".")[2]: name for name in kept.namelist() if "/" not in name}
            return {
                ending: _read(kept.read(reports[ending]), ending)
                for ending in ("pdf", "pptx", "xlsx", "html")
            }
    return {format: _read(made, format)}


def _read(made: bytes, ending: str) -> str:
    """The letters of a file, as another program reads it."""
    if ending == "pdf":
        pages = pypdfium2.PdfDocument(made)
        return _letters("".join(page.get_textpage().get_text_bounded() for page in pages))
    if ending == "html":
        return _letters(unescape(strip_tags(made.decode())))
    if ending == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(made), read_only=True)
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
        return _letters(" ".join(cells))
    slides = [*Presentation(io.BytesIO(made)).slides]
    frames = [shape.text_frame for slide in slides for shape in slide.shapes if shape.has_text_frame]
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide]
    return _letters(" ".join([*(frame.text for frame in frames), *notes]))


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(text))
