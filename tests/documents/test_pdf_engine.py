"""What the layout program works out once, or in a shorter way, is what WeasyPrint works out each time."""

from __future__ import annotations

import base64
import subprocess
import sys
from contextlib import nullcontext
from functools import wraps
from io import BytesIO
from typing import Any
from unittest.mock import Mock

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops
from weasyprint import css
from weasyprint.layout import percent
from weasyprint.text import line_break

from config.patches import weasyprint as patch
from documents import pdf_engine

_WORDS = "What the people of the domain know about it, in words of which each is at its own place. "
_CELLS = "".join(f"<tr><td>{number} {_WORDS}</td><td>Short</td></tr>" for number in range(12))
# The head is on each page, and to draw its line, which is cut off, changes the text that is drawn.
_HEAD = f'<thead><tr><th class="clamped">{_WORDS}</th><th>Head</th></tr></thead>'
_DRAWING = "".join(f'<text x="{number}.5" y="9em" font-size="8">Word {number}</text>' for number in range(9))
_DOCUMENT = f"""<html lang="en"><head><title>What is laid out several times</title><style>
    .columns {{ columns: 2 }} .row {{ display: flex }} .cut {{ width: 4em; overflow: hidden;
    white-space: nowrap; text-overflow: ellipsis }} .even {{ text-align: justify; hyphens: auto }}
    @page {{ size: A5 }} .clamped {{ line-clamp: 1 }} .inside {{ box-sizing: border-box; width: 9em;
    padding: 1em 5%; border: 2px solid }} .collapsed {{ border-collapse: collapse }}
    .collapsed td {{ border: 3px solid }} .foot {{ float: footnote }}
    del {{ font-variant-numeric: tabular-nums }}
    </style></head>
    <body><table>{_HEAD}{_CELLS}</table><div class="columns">{f"<p class=even>{_WORDS * 4}</p>" * 5}</div>
    <div class="row"><p>{_WORDS}</p><p class="cut">{_WORDS}</p><p>{_WORDS}</p></div>
    <table class="collapsed">{_CELLS}</table><p class="inside"><u>{_WORDS}</u> <del>{_WORDS}</del></p>
    <p lang="de" dir="rtl">{_WORDS}</p><ol><li>{_WORDS}</li></ol><ul><li>{_WORDS}</li></ul>
    <p>{_WORDS}<span class="foot">{_WORDS}</span></p>
    <svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><title>Words</title>
    {_DRAWING}</svg></body></html>"""
# A word of each anchor, each font, and in each way that is not the short one.
_SAID = (
    *(f'text-anchor="{anchor}"' for anchor in ("start", "middle", "end")),
    *(f'text-anchor="middle" {said}' for said in ('font-weight="bold"', 'font-size="20"', 'dx="9"')),
    *('text-anchor="end" letter-spacing="3"', 'text-anchor="end" stroke="red"', 'rotate="9"'),
    *('text-anchor="end" fill="none"', 'text-anchor="middle" visibility="hidden"', 'transform="scale(2)"'),
)
_SHORT = 5  # the three anchors, the bold one and the large one
_TEXTS = "".join(
    f'<text x="{150 + number}" y="{number * 20 + 20}" {said}>Wörter {number}</text>'
    for number, said in enumerate(_SAID)
)
_LABELS = f"""<html lang="en"><head><title>Labels</title></head><body>
    <svg xmlns="http://www.w3.org/2000/svg" width="400" height="600" font-family="serif"
    text-rendering="geometricPrecision"><title>Labels</title>
    <g fill="#333">{_TEXTS}<text x="9" y="500" text-anchor="end">At <tspan>once</tspan></text></g>
    </svg></body></html>"""


def _made() -> bytes:
    return pdf_engine.render([_DOCUMENT], fetcher=pdf_engine.FileFetcher({}))


# What the layout program keeps, and the work of WeasyPrint that is done less often for it.
_KEPT: dict[str, tuple[Any, str]] = {
    "lines_split_once": (line_break, "create_layout"),
    "lengths_resolved_once": (percent, "resolve_percentages"),
    "markers_styled_where_shown": (css, "ComputedStyle"),
}


def test_a_pdf_is_the_same_with_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is cut off, hyphenated or justified is no other box's that says the same."""
    made = _made()
    for name in _KEPT:
        monkeypatch.setattr(pdf_engine, name, nullcontext)
    assert made == _made()


@pytest.mark.parametrize("name", _KEPT)
def test_what_is_kept_is_worked_out_less_often(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, work = _KEPT[name]
    original = getattr(owner, work)
    calls = Mock(wraps=original)

    @wraps(original)
    def counting(*given: Any, **named: Any) -> Any:
        return calls(*given, **named)

    of_weasyprint = [module for key, module in sys.modules.items() if key.startswith("weasyprint.")]
    for user in [owner, *of_weasyprint]:
        if getattr(user, work, None) is original:
            monkeypatch.setattr(user, work, counting)
    _made()
    with_kept = calls.call_count
    monkeypatch.setattr(pdf_engine, name, nullcontext)
    _made()
    assert 0 < with_kept < 0.8 * (calls.call_count - with_kept)


def _page(html: str = _LABELS) -> Image.Image:
    """The page as a picture."""
    return _picture(pdf_engine.render([html], fetcher=pdf_engine.FileFetcher({})))


def _picture(pdf: bytes) -> Image.Image:
    command = ["pdftoppm", "-r", "144", "-singlefile", "-"]
    return Image.open(BytesIO(subprocess.run(command, input=pdf, stdout=subprocess.PIPE, check=True).stdout))


def test_the_words_of_a_drawing_look_as_weasyprint_draws_them(monkeypatch: pytest.MonkeyPatch) -> None:
    write = Mock(wraps=patch._write)
    monkeypatch.setattr(patch, "_write", write)
    short = _page()
    assert write.call_count == _SHORT
    assert min(short.tobytes()) < 255, "there is nothing on the page"
    monkeypatch.setattr(patch, "_is_plain", lambda node: False)
    difference = ImageChops.difference(short, _page())
    # Half of a color is half of a pixel elsewhere; edges of letters may differ by a trace.
    assert max(difference.tobytes()) < 16


_SHAPES = """<html lang="en"><head><title>Shapes</title></head><body>
    <svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" role="img"><title>Shapes</title>
    <g transform="translate(9 9)" stroke-width="3"><g aria-hidden="true" data-node="1">
    <path d="M10,10C30,10 30,60 60,60 90,60 90,10 120,10" fill="none" stroke="#0b63b6"/>
    <path d="M10 80l20-10 8.5.5h9v20H70V80z m40 0 20 0" fill="#eee" stroke="red" stroke-dasharray="5,2"/></g>
    <polygon points="130,10 180,10 155,60 130,10" fill="#17212b"/>
    <polyline points="190,10 240,10 215,60" fill="none" stroke="blue"/>
    <rect x="10" y="110" width="50" height="30" rx="6" fill="#f2f0ea" stroke="#000" stroke-width="0"/>
    <line x1="70" x2="160" y1="125" y2="125" stroke="#4a5560"/>
    <rect x="10" y="150" width="50" height="30"/></g>
    <path d="M80 180h90" fill="none" stroke="green" stroke-width="9" stroke-linecap="round"/>
    <rect x="200" y="150" width="50" height="30" fill="red" opacity=".5"/>
    </svg></body></html>"""


def test_a_drawing_that_a_document_brings_is_taken_out_and_drawn() -> None:
    drawing = _SHAPES[_SHAPES.index("<svg") : _SHAPES.index("</body>")]
    data = base64.b64encode(drawing.encode()).decode()
    picture = f'<img src="data:image/svg+xml;base64,{data}" alt="A">'
    html = f'<html lang="en"><head><title>T</title></head><body>{picture}</body></html>'
    fetcher = pdf_engine.FileFetcher({})
    short = fetcher.take_out(html)
    assert data not in short
    assert pdf_engine.FileFetcher({}).take_out(html) == short, "the same document is the same again"
    looks = [_picture(pdf_engine.render([each], fetcher=fetcher)) for each in (html, short)]
    assert looks[0].tobytes() == looks[1].tobytes()
    assert min(looks[0].tobytes()) < 255


def test_a_page_is_packed_as_soon_as_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = _page()
    monkeypatch.setattr(pdf_engine, "pages_packed", nullcontext)
    assert packed.tobytes() == _page().tobytes()


def test_pages_with_room_are_drawn_larger_on_the_same_paper() -> None:
    html = "<html lang='en'><title>A</title><style>@page { size: A4 }</style><p>A few words</p></html>"
    fetcher = pdf_engine.FileFetcher({})
    plain = pdf_engine.render([html], fetcher=fetcher)
    larger = pdf_engine.render([html], fetcher=fetcher, sizes=(1.1, 1.5, 199))

    for made in (plain, larger):
        with pikepdf.open(BytesIO(made)) as pdf:
            assert len(pdf.pages) == 1
            assert [round(float(side)) for side in pdf.pages[0].mediabox] == [0, 0, 595, 842]
    heights = [_height_of_words(made) for made in (plain, larger)]
    assert heights[1] / heights[0] == pytest.approx(1.5, abs=0.05)


def _height_of_words(pdf: bytes) -> float:
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    _left, bottom, _right, top = page.get_charbox(0)
    return float(top - bottom)


def test_a_word_after_an_element_is_not_hyphenated_in_the_middle_of_a_line() -> None:
    lines = "".join(
        f'<p style="inline-size: {width}mm"><b>Encryption and masking, 8</b> Contracts of output ports</p>'
        for width in range(30, 90, 2)
    )
    style = "<style>p { hyphens: auto; hyphenate-limit-zone: 100% }</style>"
    made = pdf_engine.render(
        [f"<html lang='en'><title>A</title>{style}{lines}</html>"], fetcher=pdf_engine.FileFetcher({})
    )

    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made))
    assert text.count("Contracts") == 30
