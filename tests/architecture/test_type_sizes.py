"""One set of sizes of type on all pages. Live surfaces have sizes of their own: the stage is read from the
back row, and paper and slides are laid out in points."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.served import ROOT

LIVE = {
    *("answers", "board", "breakouts", "console", "live", "observer", "products-room", "remote", "room"),
    *("scoring", "stage", "stage-answers", "stage-ranking", "stage-spotlight", "stage-work", "steering"),
}
PAPER = {"paper", "print", "report", "report-web", "slides"}
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
PAGES = [sheet for sheet in SHEETS if sheet.stem not in LIVE | PAPER]
# Rules of these sheets about what a live surface shows.
OF_A_SURFACE = re.compile(r"\.(stage|room|console|observer|spotlit|presenting|live-|timer)")
# The letters of a drawing are in the units of its view box.
OF_A_DRAWING = re.compile(r"\btext\b")
# Rules of a sheet for its paper.
PRINTED = re.compile(r"^@media print \{.*?^\}", re.DOTALL | re.MULTILINE)
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
SIZE = re.compile(r"(?:^|[;\s])font(?:-size)?:\s*([^;]+)")
ALLOWED = re.compile(r"var\(--t(12|14|16|18|20|28)\)|inherit|^400 100%")


def sizes(text: str) -> Iterator[tuple[str, str]]:
    """The selectors of a style sheet, each with a size of type that its rule sets."""
    on_screens = PRINTED.sub("", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    for selector, body in RULE.findall(on_screens):
        if "font-face" not in selector:
            yield from ((selector.strip(), size.strip()) for size in SIZE.findall(body))


def test_the_sizes_are_these() -> None:
    tokens = (ROOT / "static/css/tokens.css").read_text()
    named = {int(name): 16 * float(rem) for name, rem in re.findall(r"--t(\d+): ([\d.]+)rem", tokens)}
    assert named == {size: size for size in (12, 14, 16, 18, 20, 28)}


def test_a_page_has_no_other_size_of_type() -> None:
    others = [
        (sheet.name, selector, size)
        for sheet in PAGES
        for selector, size in sizes(sheet.read_text())
        if not (ALLOWED.search(size) or OF_A_SURFACE.search(selector) or OF_A_DRAWING.search(selector))
    ]
    assert others == []
