"""Reports in each format: what is in them, and that other programs open them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation

from core.exceptions import Invalid
from core.registry import Registry
from discovery.document_parts import (
    ArchivePart,
    Sheet,
    SlideSet,
    archive_parts,
    report_sheets,
    report_slides,
)
from discovery.models import Discovery
from discovery.registries import ReportSection, board_slides, executive_parts, report_sections
from documents import archive
from documents.table_and_slide_parts import (
    Slide,
    Table,
)
from handover.reports.document import assemble, make_page, make_pdf
from handover.reports.options import EXECUTIVE, ReportOptions, options_of
from handover.reports.report_files import FORMATS, make_report_file
from organizations.models import OrganizationLook
from tests import factories
from tests.slides import titles_on

pytestmark = pytest.mark.django_db
MADE_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HOSTILE = '=1+1"<script>\x00\x0b\ufffe'
_SHEET = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def nothing(*_told: object) -> None:
    """Progress that nobody watches."""


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery(name="Commercial & field")


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """No app adds anything."""
    parts = (report_sheets, report_slides, archive_parts)
    for registry in (report_sections, executive_parts, board_slides, *parts):
        monkeypatch.setattr(registry, "_entries", {})


def png(width: int = 40, height: int = 20) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), "#0b63b6").save(target, "PNG")
    return target.getvalue()


def converted(content: bytes, ending: str, folder: Path) -> bytes:
    """What LibreOffice prints of a file, as PDF."""
    source = folder / f"file.{ending}"
    source.write_bytes(content)
    program = shutil.which("soffice") or "/Applications/LibreOffice.app/Contents/MacOS/soffice"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([program, profile, *options, str(source)], check=True, capture_output=True, timeout=180)
    return (folder / "file.pdf").read_bytes()


def cells(content: bytes, number: int) -> list[list[str]]:
    """The rows of a sheet as a spreadsheet would show texts, and numbers as they are kept."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        strings = etree.fromstring(book.read("xl/sharedStrings.xml")).findall("m:si", _SHEET)
        texts = ["".join(each.itertext()) for each in strings]
        sheet = etree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    rows = []
    for row in sheet.iterfind(".//m:row", _SHEET):
        row_cells = []
        for cell in row:
            assert cell.find("m:f", _SHEET) is None, "a formula"
            value = cell.findtext("m:v", "", _SHEET)
            row_cells.append(texts[int(value)] if cell.get("t") == "s" else value)
        rows.append(row_cells)
    return rows


# --- Slides ---------------------------------------------------------------------------------------


@pytest.mark.sqlite  # layout alone
@pytest.mark.usefixtures("empty")
def test_slides_hold_what_was_said_and_open_elsewhere(discovery: Discovery, tmp_path: Path) -> None:
    table = Table(("Use case", "Score"), [(f"Case {number}", Decimal("3.5")) for number in range(40)])
    said = [
        Slide("One idea", ["A line", HOSTILE, "word " * 900]),
        Slide("A table", table=table),
        Slide("A picture", picture=png(), described="Blue"),
    ]
    report_slides.register(SlideSet("a", "Part", 1, lambda _discovery: said))

    made = make_report_file(discovery, "pptx", made_at=MADE_AT)

    slides = Presentation(io.BytesIO(made)).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[0] == "Commercial & field"
    assert {"A picture"} <= set(titles)
    assert any(title.startswith("One idea (1 of") for title in titles)
    rows = [
        [cell.text_frame.text for cell in row.cells]
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
    ]
    assert rows == [[f"Case {number}", "3.5"] for number in range(40)]
    words = "".join(s.text_frame.text for slide in slides for s in slide.shapes if s.has_text_frame)
    assert words.count("word") == 900
    assert "<script>" in words
    pictures = [shape for slide in slides for shape in slide.shapes if shape.shape_type == 13]
    assert [p._element.xpath(".//p:cNvPr")[0].get("descr") for p in pictures] == [titles[0], "Blue"]

    with pdfplumber.open(io.BytesIO(converted(made, "pptx", tmp_path))) as printed:
        assert len(printed.pages) == len(slides)
        for page in printed.pages:
            beyond = [word for word in page.extract_words() if word["bottom"] > page.height]
            assert not beyond


@pytest.mark.usefixtures("empty")
def test_slides_and_sheets_of_nothing_say_so(discovery: Discovery) -> None:
    slides = Presentation(io.BytesIO(make_report_file(discovery, "pptx", made_at=MADE_AT))).slides
    assert "Nothing has been recorded yet" in slides[1].shapes.title.text_frame.text
    sheet = cells(make_report_file(discovery, "xlsx", made_at=MADE_AT), 1)
    assert ["Nothing has been recorded yet."] in sheet


@pytest.mark.sqlite  # slides of given parts, laid out five times
@pytest.mark.usefixtures("empty")
def test_the_audience_decides_on_slides(discovery: Discovery) -> None:
    for key, stream, is_executive in (("all", "", True), ("tech", "tech", False), ("own", "product", False)):
        made = [Slide(f"Slide {key}", ["x"])]
        report_slides.register(
            SlideSet(key, key, 1, partial(lambda slides, _discovery: slides, made), stream, is_executive)
        )

    def titles(options: ReportOptions) -> list[str]:
        made = make_report_file(discovery, "pptx", options, made_at=MADE_AT)
        return [title for slide in Presentation(io.BytesIO(made)).slides for title in titles_on(slide)][1:]

    assert titles(ReportOptions()) == ["Slide all", "Slide tech", "Slide own"]
    assert titles(EXECUTIVE) == ["Slide all"]
    assert titles(ReportOptions(audience="stream", stream="tech")) == ["Slide all", "Slide tech"]
    # Chosen sections, in the order that was chosen, whatever the stream.
    assert titles(ReportOptions(sections=("own", "gone", "all"))) == ["Slide own", "Slide all"]
    assert titles(ReportOptions(sections=("gone",))) == ["Nothing to show yet"]


def test_the_slides_of_a_part_are_chosen_with_its_section() -> None:
    assert {each.key for each in report_slides} <= {each.key for each in report_sections}
    for slides in report_slides:
        assert slides.stream == report_sections.get(slides.key).stream, slides.key


# --- Spreadsheet ----------------------------------------------------------------------------------


@pytest.mark.sqlite  # layout alone
@pytest.mark.usefixtures("empty")
def test_a_sheet_keeps_kinds_of_values_and_no_formula(discovery: Discovery, tmp_path: Path) -> None:
    columns = ("Text", "Number", "Day", "Moment", "Yes", "None")
    row = (HOSTILE, Decimal("2.5"), date(2026, 1, 2), MADE_AT, True, None)
    hostile = [(sign + "HYPERLINK(1)", 1, None, None, False, None) for sign in "=+-@\t"]
    table = Table(columns, [row, *hostile, ("x" * 40_000, 1, None, None, False, None)])
    report_sheets.register(Sheet("a", "A/B: [odd] name that is far too long", 1, lambda _discovery: table))
    report_sheets.register(Sheet("b", "A B  odd  name that is far too long", 2, lambda _discovery: table))
    report_sheets.register(Sheet("none", "Empty", 3, lambda _discovery: None))

    made = make_report_file(discovery, "xlsx", made_at=MADE_AT)

    rows = cells(made, 2)
    assert rows[0] == list(columns)
    assert rows[1][0] == '=1+1"<script>'
    assert rows[1][1] == "2.5"
    assert [float(rows[1][place]) for place in (2, 3)] == [46024.0, pytest.approx(46346.3958, abs=1e-4)]
    assert rows[1][4] == "Yes"
    assert len(rows[-1][0]) == 32_767
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        names = etree.fromstring(book.read("xl/workbook.xml")).xpath("//m:sheet/@name", namespaces=_SHEET)
        styles = book.read("xl/styles.xml").decode()
    assert len(names) == len(set(names)) == 3
    assert all(len(name) <= 31 for name in names)
    assert 'quotePrefix="1"' in styles
    with pdfplumber.open(io.BytesIO(converted(made, "xlsx", tmp_path))) as printed:
        text = "".join(page.extract_text() for page in printed.pages)
        assert len(printed.pages) >= 3
        assert "Commercial & field" in text
        assert "=HYPERLINK(1)" in text


@pytest.mark.usefixtures("empty")
def test_rows_are_as_high_as_their_words(discovery: Discovery) -> None:
    rows = [("short", "a line that wraps " * 20), ("first\nsecond", "short")]
    table = Table(
        ("A", "B", *(f"Wide {number}" for number in range(6))), [(*row, *["x" * 58] * 6) for row in rows]
    )
    report_sheets.register(Sheet("a", "A", 1, lambda _discovery: table))

    made = make_report_file(discovery, "xlsx", made_at=MADE_AT)

    with zipfile.ZipFile(io.BytesIO(made)) as book:
        sheet = etree.fromstring(book.read("xl/worksheets/sheet2.xml"))
        heights = [float(row.get("ht", 0)) for row in sheet.iter("{*}row")]
        assert heights[0] == 0
        assert heights[1] >= 6 * 13
        assert heights[2] >= 2 * 13
        # What is too wide for one page is printed on several that can be read.
        assert [int(each.get("scale", 0)) >= 50 for each in sheet.iter("{*}pageSetup")] == [True]
        assert "$A:$A" in book.read("xl/workbook.xml").decode()


# --- Pages ----------------------------------------------------------------------------------------


def section(
    key: str,
    body: str,
    folder: Path,
    *,
    order: int = 1,
    to: Registry[ReportSection] = report_sections,
    **flags: Any,
) -> None:
    (folder / f"{key}.html").write_text(body)
    to.register(ReportSection(key, f"Title {key}", order, f"{key}.html", lambda _discovery: {}, **flags))


@pytest.fixture
def templates(settings: Any, tmp_path: Path) -> Path:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    return tmp_path


@pytest.mark.usefixtures("empty")
def test_sections_come_as_they_were_chosen(discovery: Discovery, templates: Path) -> None:
    for order, key in enumerate(("one", "two", "three")):
        section(key, f"<p>body {key}</p>", templates, order=order, stream="tech" if key == "two" else "")

    def chosen(**options: Any) -> list[str]:
        html = make_page(discovery, options=options, made_at=MADE_AT)
        return [
            key
            for key in sorted(("one", "two", "three"), key=lambda each: html.find(f"body {each}"))
            if f"body {key}" in html
        ]

    assert chosen() == ["one", "two", "three"]
    assert chosen(sections=["three", "unknown", "one"]) == ["three", "one"]
    assert chosen(audience="stream", stream="product") == ["one", "three"]
    assert chosen(audience="odd", sections="not a list") == ["one", "two", "three"]
    nobody = make_page(discovery, options={"sections": ["unknown"]})
    assert "Nothing has been recorded yet" in nobody


@pytest.mark.usefixtures("empty")
def test_a_page_brings_everything_with_it(discovery: Discovery, templates: Path) -> None:
    section("one", "<p>καλημέρα</p>", templates)
    OrganizationLook.objects.all()
    factories.make(OrganizationLook, organization=discovery.domain.organization, accent="#123456", logo=png())

    html = make_page(discovery, made_at=MADE_AT)

    page = etree.HTML(html)
    assert not page.xpath("//script | //link | //*[@style] | //*[starts-with(@href, 'http')]")
    assert all(source.startswith("data:") for source in page.xpath("//@src"))
    styles = "".join(page.xpath("//style/text()"))
    assert "--accent: #123456" in styles
    assert "asset:" not in styles
    assert "url(" not in styles.replace('url("data:font/woff2;base64,', "")
    # The letters that are there bring their fonts, the others do not.
    assert styles.count("@font-face") == 4
    assert page.xpath("//img[contains(@src, 'image/png')]/@alt") == [str(discovery.domain.organization)]


@pytest.mark.sqlite  # layout alone
@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("size", [3, 4000])
def test_executives_get_two_pages_at_most(discovery: Discovery, templates: Path, size: int) -> None:
    rows = "".join(f"<li>Item {number} {'long ' * 30}</li>" for number in range(size))
    for order in range(6):
        body = f"<ol>{rows}</ol><table><thead><tr><th>a<th>b</tr></thead><tbody>{'<tr><td>1<td>2' * 80}"
        section(f"s{order}", body + "</tbody></table>", templates, order=order, to=executive_parts)
    section("left", "<p>never here</p>", templates, order=9)

    made = make_pdf(discovery, made_at=MADE_AT, options=EXECUTIVE)

    with pdfplumber.open(io.BytesIO(made)) as pdf:
        text = " ".join(page.extract_text() for page in pdf.pages)
        assert 1 <= len(pdf.pages) <= 2
    assert "executive summary" in text
    assert "Item 0" in text
    assert "never here" not in text
    # The table of eighty rows is cut in both; the list only where it is long.
    assert re.search(r"\b7\d more\b", text) or size > 3
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.Root.MarkInfo.Marked


@pytest.mark.usefixtures("empty")
def test_the_glossary_explains_the_words_of_the_report(discovery: Discovery, templates: Path) -> None:
    from discovery.glossary import reports as glossary

    section("one", "<p>Our hypotheses, and an SLO</p>", templates)
    report_sections.register(
        ReportSection("glossary", "Glossary", 0, "handover/reports/glossary.html", glossary.context)
    )

    html = assemble(discovery, made_at=MADE_AT, progress=nothing)

    terms = etree.HTML(html).xpath("//dl[@class='glossary']//dt/text()")
    assert terms == ["Hypothesis", "SLO"]


# --- Archive --------------------------------------------------------------------------------------


@pytest.mark.sqlite  # layout alone
@pytest.mark.usefixtures("empty")
def test_the_archive_holds_each_format_and_what_apps_add(discovery: Discovery) -> None:
    archive_parts.register(ArchivePart("a", "A", 1, lambda _discovery: [("maps/a.svg", b"<svg/>")]))
    told: list[tuple[int, str]] = []

    made = make_report_file(
        discovery, "archive", progress=lambda percent, words: told.append((percent, words)), made_at=MADE_AT
    )

    with zipfile.ZipFile(io.BytesIO(made)) as kept:
        assert kept.namelist() == [
            "report.pdf",
            "report.html",
            "slides.pptx",
            "spreadsheet.xlsx",
            "maps/a.svg",
        ]
        assert kept.read("report.pdf").startswith(b"%PDF")
        assert kept.read("maps/a.svg") == b"<svg/>"
    percents = [percent for percent, _words in told]
    assert percents == sorted(percents)
    assert percents[-1] <= 95


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "a/../../x", "a\\b", ""])
def test_no_path_leads_out_of_an_archive(path: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        archive.zipped([(path, b"")])


def test_an_archive_of_the_same_is_the_same() -> None:
    files = [("a.txt", b"a" * 100), ("a.txt", b"b"), ("b.pdf", b"%PDF")]
    assert archive.zipped(files) == archive.zipped(files)
    with zipfile.ZipFile(io.BytesIO(archive.zipped(files))) as kept:
        assert kept.read("a.txt") == b"a" * 100


# --- Whatever is asked for ------------------------------------------------------------------------


def test_a_format_that_is_not_offered_is_refused(discovery: Discovery) -> None:
    with pytest.raises(Invalid, match="not as “docx”"):
        make_report_file(discovery, "docx")
    assert set(FORMATS) == {"pdf", "pptx", "xlsx", "html", "archive"}


def test_options_survive_being_kept() -> None:
    options = ReportOptions("stream", "tech", "en", ("summary", "people"), "For the CIO")
    assert options_of(options.as_json()) == options
    assert options_of(None) == options_of({}) == ReportOptions()
