"""The report engine: what a report may load, and how HTML becomes a PDF."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from weasyprint.layout import block, flex, page
from weasyprint.pdf import pydyf

from discovery.registries import ReportSection, report_sections, summary_parts
from discovery.templatetags import components
from documents import assets, pango_fonts
from documents.pdf_engine import LAYOUT, AddressRefused, FileFetcher
from handover.reports import document
from tests import factories
from tests.layout import pdf_of

PAGE = '<html lang="en"><head><title>Page</title></head><body>{}</body></html>'


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:8000/",
        "https://example.org/x.png",
        "ftp://example.org/",
        "asset:../config/settings.py",
        "asset:css/../../manage.py",
        "asset:%2e%2e/manage.py",
        "asset:css/tokens.css",
        "asset:vendor/inter/../../x.woff2",
        "ASSET:css/report.css",
    ],
)
def test_a_report_loads_nothing_but_its_own(url: str) -> None:
    with pytest.raises(AddressRefused):
        FileFetcher(assets.own()).fetch(url)


def test_a_report_loads_its_style_sheet_its_fonts_and_data() -> None:
    fetcher = FileFetcher(assets.own())

    assert b"@page" in fetcher.fetch("asset:css/report.css").read()
    for name in pango_fonts.FONTS:
        assert fetcher.fetch(f"asset:{name}").read(4) == b"\x00\x01\x00\x00"
    assert fetcher.fetch("data:text/plain,hello").read() == b"hello"


def test_what_a_document_asks_for_from_outside_stays_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">secret</text></svg>')
    inner = f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{secret.as_uri()}'/></svg>"
    html = PAGE.format(
        f'<p>calm</p><img alt="x" src="{secret.as_uri()}"><img alt="y" src="data:image/svg+xml,{inner}">'
        f'<link rel="stylesheet" href="{secret.as_uri()}"><object data="{secret.as_uri()}"></object>'
        f'<link rel="attachment" href="{secret.as_uri()}">'
    )

    made = pdf_of(html)

    with pdfplumber.open(io.BytesIO(made)) as opened:
        assert "calm" in opened.pages[0].extract_text()
        assert "secret" not in opened.pages[0].extract_text()
    with pikepdf.open(io.BytesIO(made)) as opened_again:
        assert not opened_again.attachments


def test_the_same_html_gives_the_same_bytes_in_whichever_second(monkeypatch: pytest.MonkeyPatch) -> None:
    styles = f'<link rel="stylesheet" href="{assets.SCHEME}{assets.STYLES}">'
    html = PAGE.format(f"{styles}<h1>One</h1><table><tr><th>a<td>b</table>")
    first = pdf_of(html)

    # Fonts that are cut to the letters of a document say when that was.
    monkeypatch.setattr("fontTools.misc.timeTools.time.time", lambda: 2_000_000_000.0)

    assert pdf_of(html) == first


def test_a_pdf_is_compressed_and_lists_its_pages_once_for_all_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = []
    original = pydyf.PDF.page_references.fget

    def references(made: Any) -> Any:
        listed.append(made.pages["Count"])
        return original(made)

    monkeypatch.setattr(pydyf.PDF, "page_references", property(references))
    part = '<section style="break-before: page"><h1>Part</h1><p>Words, words, words.</p></section>'

    made = pdf_of(PAGE.format(part * 20))

    assert listed == [20]
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert [page.Contents.get("/Filter") for page in opened.pages] == ["/FlateDecode"] * 20
    assert b"/ObjStm" in made


def test_what_stands_side_by_side_and_in_the_margins_is_not_measured_letter_by_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each letter that is measured is laid out for itself: that was a third of the time of a report."""
    measured = []

    def measure(context: Any, box: Any, *args: Any, **kwargs: Any) -> float:
        measured.append(box)
        return 0.0

    for module in (flex, page):
        monkeypatch.setattr(module, "min_content_width", measure)
    row = "<li class='ranked'><p class='rank'>1</p><div class='ranked-body'>words</div></li>"
    made = pdf_of(
        '<html lang="en"><head><title>Page</title><link rel="stylesheet" href="asset:css/report.css">'
        "</head><body>"
        '<div class="running-head"><b>Head</b></div><div class="running-foot">Foot</div>'
        f'<div class="running-page">Page 1</div><ul class="figures"><li>One</li></ul><ol>{row}</ol>'
        '<div class="signatures"><div>Name</div></div>'
        '<dl class="glossary"><div><dt>A</dt><dd>B</dd></div></dl>'
        "</body></html>"
    )

    assert not measured
    with pdfplumber.open(io.BytesIO(made)) as opened:
        assert {"Head", "Foot", "words"} <= set(opened.pages[0].extract_text().split())


def test_the_contents_fill_two_columns_alike_without_trying_heights(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    """Balanced columns are laid out at one height after the other, which took a sixth of a report's time."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    (tmp_path / "part.html").write_text("<p>words</p>")
    monkeypatch.setattr(report_sections, "_entries", {})
    for number in range(5):
        section = ReportSection(str(number), f"Part {number}", number, "part.html", lambda discovery: {})
        report_sections.register(section)
    discovery = factories.discovery(name="A")
    tried = []
    lay_out = block.block_box_layout

    def counted(context: Any, box: Any, *args: Any, **kwargs: Any) -> Any:
        tried.extend([box] if box.is_column else [])
        return lay_out(context, box, *args, **kwargs)

    monkeypatch.setattr(block, "block_box_layout", counted)

    html = document.assemble(discovery, made_at=discovery.created_at, progress=lambda percent, words: None)
    with pdfplumber.open(io.BytesIO(pdf_of(html))) as opened:
        contents = opened.pages[1]
        lines = [line["text"] for line in contents.extract_text_lines() if "Part" in line["text"]]

    assert [line.count("Part") for line in lines] == [2, 2, 1]
    assert len(tried) <= 3 * 5  # whether they fit, what comes next, and at last: on each go over the pages


def test_an_error_raised_by_the_callback_stops_the_work() -> None:
    def stop(words: str) -> None:
        raise InterruptedError(words)

    with pytest.raises(InterruptedError, match=LAYOUT):
        pdf_of(PAGE.format("<p>x</p>"), tell=stop)


def test_parts_come_in_their_order_and_empty_ones_are_left_out(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    (tmp_path / "part.html").write_text("<p>{{ title }} of {{ discovery }}: {{ what }}</p>")
    for registry in (report_sections, summary_parts):
        monkeypatch.setattr(registry, "_entries", {})
    for section in (
        ReportSection("b", "Second", 2, "part.html", lambda discovery: {"what": "<two>"}),
        ReportSection("none", "Nothing", 3, "part.html", lambda discovery: None),
        ReportSection("a", "First", 1, "part.html", lambda discovery: {"what": 1, "is_wide": True}),
    ):
        report_sections.register(section)
    discovery = factories.discovery(name="A & B")

    html = document.assemble(discovery, made_at=discovery.created_at, progress=lambda percent, words: None)

    assert html.index("First of A &amp; B: 1") < html.index("Second of A &amp; B: &lt;two&gt;")
    assert "Nothing" not in html
    assert '<section class="section wide" id="section-a">' in html


def test_a_report_needs_no_collected_static_files(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    """`manage.py report` works right after `manage.py migrate`: with the storage of the running server, and
    before anybody has collected anything for it."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    settings.STATIC_ROOT = tmp_path / "nothing"
    storage = {"BACKEND": "config.static_files.Storage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    settings.DEBUG = False
    (tmp_path / "part.html").write_text(
        '{% load components %}<p>{% icon "check" %}{% logo %}[{% icon "check" label="Done" %}]</p>'
    )
    monkeypatch.setattr(report_sections, "_entries", {})
    report_sections.register(ReportSection("a", "First", 1, "part.html", lambda discovery: {}))
    discovery = factories.discovery(name="A")

    html = document.assemble(discovery, made_at=discovery.created_at, progress=lambda percent, words: None)

    assert "<p>[Done]</p>" in html
    assert "/static/" not in html
    with pytest.raises(ValueError, match="manifest"):
        components.icon("check")
