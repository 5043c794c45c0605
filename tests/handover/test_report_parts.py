"""Where one part of a report fails, the rest is made: the report says so, and the log has the cause."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from functools import partial
from typing import Any

import openpyxl
import pdfplumber
import pytest
from django.db import DatabaseError, OperationalError
from django.utils.safestring import SafeString
from pptx import Presentation

from core.exceptions import DrawingFailed, LayoutFailed
from core.selectors.request_cache import is_reading
from discovery.document_parts import (
    ArchivePart,
    Preparation,
    Sheet,
    SlideSet,
    archive_parts,
    report_preparations,
    report_sheets,
    report_slides,
)
from discovery.models import Discovery
from discovery.registries import (
    ReportSection,
    board_slides,
    executive_parts,
    report_sections,
    summary_parts,
)
from documents.pdf_engine_process import Engine
from documents.table_and_slide_parts import Slide, Table
from handover.reports import board_slides as slides_for_board, report_files
from handover.reports.options import EXECUTIVE, FULL, ReportOptions
from handover.reports.part_rendering import SectionHtml
from handover.reports.report_files import make_report_file

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # layout alone
MADE_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_REGISTRIES = (report_sections, summary_parts, executive_parts, board_slides)
_FINDINGS = "handover/reports/findings.html"
_SAID = {"First": "one", "Second": "crashes", "Third": "three"}
_ASKED_FOR = "products/report/asked_for.html"


def _bad(_discovery: Discovery) -> Any:
    raise ZeroDivisionError("the cause")


def _bad_in_template(_discovery: Discovery) -> dict[str, object]:
    class Raising:
        def __bool__(self) -> bool:
            raise ZeroDivisionError("the cause")

    return {"findings": (), "recommendations": Raising()}


def _asking(words: str, _discovery: Discovery) -> dict[str, Any]:
    return {"questions": [{"title": words}]}


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each sort of part one that fails, between two that do not."""
    for registry in (*_REGISTRIES, report_sheets, report_slides, archive_parts):
        monkeypatch.setattr(registry, "_entries", {})

    def fine(_discovery: Discovery) -> dict[str, object]:
        return {"review": None, "findings": (), "recommendations": ()}

    for registry in (report_sections, executive_parts, board_slides):
        registry.register(
            ReportSection("a", "First part", 1, _FINDINGS, fine),
            ReportSection("bad", "Failing part", 2, _FINDINGS, _bad),
            ReportSection("worse", "Failing words", 3, _FINDINGS, _bad_in_template),
            ReportSection("c", "Last part", 4, _FINDINGS, fine),
        )
    table = Table(["Name"], [["Kept"]])
    report_sheets.register(
        Sheet("a", "First sheet", 1, lambda _: table), Sheet("bad", "Failing sheet", 2, _bad)
    )
    slides = [Slide("Kept slide", ("A line",))]
    report_slides.register(
        SlideSet("a", "First set", 1, lambda _: slides, is_executive=True),
        SlideSet("bad", "Failing set", 2, _bad, is_executive=True),
    )
    archive_parts.register(
        ArchivePart("bad", "Failing files", 1, _bad),
        ArchivePart("c", "Last files", 2, lambda _: [("maps/a.svg", b"<svg/>")]),
    )


def _words(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return " ".join("\n".join(page.extract_text() for page in document.pages).split())


def _slide_words(content: bytes) -> str:
    words = []
    for slide in Presentation(io.BytesIO(content)).slides:
        words += [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        words += [slide.notes_slide.notes_text_frame.text] if slide.has_notes_slide else []
    return "\n".join(words)


@pytest.mark.usefixtures("parts")
@pytest.mark.parametrize("options", [FULL, EXECUTIVE], ids=["full", "executive"])
def test_a_section_that_fails_leaves_the_others(
    discovery: Discovery, options: ReportOptions, failed_parts: list[str]
) -> None:
    words = _words(make_report_file(discovery, "pdf", options, made_at=MADE_AT))

    for title in ("First part", "Failing part", "Failing words", "Last part"):
        assert title in words
    assert (
        words.count("This section couldn’t be created. Your administrator can find the cause in the log.")
        == 2
    )
    assert failed_parts == [
        f"section bad of the report of {discovery.slug} could not be made: the cause",
        f"section worse of the report of {discovery.slug} could not be made: the cause",
    ]


@pytest.mark.usefixtures("parts")
def test_it_says_so_in_the_language_of_the_report(discovery: Discovery, failed_parts: list[str]) -> None:
    page = make_report_file(discovery, "html", ReportOptions(language="de"), made_at=MADE_AT).decode()

    failed = "Dieser Abschnitt konnte nicht erstellt werden."
    assert page.count(f"{failed} Ihre Administration findet die Ursache im Protokoll") == 2
    assert len(failed_parts) == 2


@pytest.mark.usefixtures("parts")
def test_a_slide_that_fails_leaves_the_others(discovery: Discovery, failed_parts: list[str]) -> None:
    words = _slide_words(make_report_file(discovery, "pptx", made_at=MADE_AT))

    assert "Kept slide" in words
    # Two that are drawn, and one of the appendix.
    assert (
        words.count("This slide couldn’t be created. Your administrator can find the cause in the log.") == 3
    )
    assert [each.split(" of ")[0] for each in failed_parts] == [
        "drawn slide bad",
        "drawn slide worse",
        "slides bad",
    ]


@pytest.mark.sweep(sample=1)
@pytest.mark.parametrize(("format", "options"), [("pdf", FULL), ("pdf", EXECUTIVE), ("pptx", FULL)])
def test_a_section_that_cannot_be_laid_out_leaves_the_others(
    discovery: Discovery,
    format: str,
    options: ReportOptions,
    monkeypatch: pytest.MonkeyPatch,
    failed_parts: list[str],
) -> None:
    render = Engine.render

    def failing(engine: Engine, candidates: list[str], **more: Any) -> bytes:
        if "crashes" in candidates[0]:
            raise LayoutFailed("the layout program failed")
        return render(engine, candidates, **more)

    monkeypatch.setattr(Engine, "render", failing)
    for registry in (*_REGISTRIES, report_slides):
        monkeypatch.setattr(registry, "_entries", {})
    for registry in (report_sections, executive_parts, board_slides):
        for number, (title, words) in enumerate(
            [("First", "one"), ("Second", "crashes"), ("Third", "three")]
        ):
            registry.register(ReportSection(title, title, number, _ASKED_FOR, partial(_asking, words)))

    made = make_report_file(discovery, format, options, made_at=MADE_AT)

    text = _words(made) if format == "pdf" else _slide_words(made)
    for said in ("one", "three", "This section couldn’t be created."):
        assert said in text
    assert failed_parts == ["the pages of Second could not be made: the layout program failed"]


@pytest.mark.usefixtures("parts")
def test_a_slide_that_is_longer_than_its_page_takes_two(
    discovery: Discovery, monkeypatch: pytest.MonkeyPatch, failed_parts: list[str]
) -> None:
    long = SectionHtml(SafeString('<p>Begins here</p><p style="break-before: page">Ends here</p>'))
    short = SectionHtml(SafeString("<p>Fits</p>"))
    monkeypatch.setattr(
        slides_for_board, "drawn_slide_of", lambda entry, _: long if entry.key == "bad" else short
    )

    made = Presentation(io.BytesIO(make_report_file(discovery, "pptx", FULL, made_at=MADE_AT)))

    notes = [each.notes_slide.notes_text_frame.text for each in made.slides if each.has_notes_slide]
    assert ["Ends here" if "Ends here" in each else each for each in notes if "i" in each][:5] == [
        "Fits",
        "Ends here",
        "Ends here",
        "Fits",
        "Fits",
    ]
    assert [each.split(" of ")[0] for each in failed_parts] == ["slides bad"]


@pytest.mark.usefixtures("parts")
def test_a_sheet_that_fails_leaves_the_others(discovery: Discovery, failed_parts: list[str]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_report_file(discovery, "xlsx", made_at=MADE_AT)))

    assert book["First sheet"]["A2"].value == "Kept"
    assert book["Failing sheet"]["A2"].value == (
        "This sheet couldn’t be created. Your administrator can find the cause in the log."
    )
    assert failed_parts == [f"sheet bad of the report of {discovery.slug} could not be made: the cause"]


@pytest.mark.usefixtures("parts", "failed_parts")
def test_an_archive_has_what_could_be_made(discovery: Discovery, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(*_given: object, **_more: object) -> bytes:
        raise DrawingFailed("This is too large for a PDF.")

    monkeypatch.setattr(report_files, "make_pdf", too_large)
    made = make_report_file(discovery, "archive", made_at=MADE_AT)

    with zipfile.ZipFile(io.BytesIO(made)) as kept:
        assert {"slides.pptx", "spreadsheet.xlsx", "report.html", "maps/a.svg"} <= set(kept.namelist())
        assert kept.read("report.pdf.not-made.txt") == b"This is too large for a PDF.\n"
        assert b"be created" in kept.read("bad.not-made.txt")


def test_a_database_that_is_gone_stops_the_report(
    discovery: Discovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_discovery: Discovery) -> None:
        raise OperationalError("no answer")

    monkeypatch.setattr(report_sections, "_entries", {})
    report_sections.register(ReportSection("a", "First part", 1, _FINDINGS, gone))

    with pytest.raises(DatabaseError):
        make_report_file(discovery, "html", made_at=MADE_AT)


def test_what_a_report_prepares_is_part_of_its_reading(
    discovery: Discovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(report_preparations, "_entries", {})
    report_preparations.register(Preparation("seen", lambda _discovery: seen.append(is_reading())))

    make_report_file(discovery, "html", made_at=MADE_AT)

    assert seen == [True]


def test_a_report_is_made_though_what_it_prepares_fails(
    discovery: Discovery, monkeypatch: pytest.MonkeyPatch, failed_parts: list[str]
) -> None:
    monkeypatch.setattr(report_preparations, "_entries", {})
    report_preparations.register(Preparation("bad", _bad))

    page = make_report_file(discovery, "html", made_at=MADE_AT)

    assert page.lstrip().startswith(b"<!doctype html>")
    assert failed_parts == [f"preparation bad of the report of {discovery.slug} could not be made: the cause"]
