"""No first row of a table is alone at the foot of a page, and the ports of a data product stay together."""

from __future__ import annotations

import io

import pdfplumber

from documents import assets, pdf_engine
from documents.paper_column_widths import with_columns

_PAGE = """<!doctype html><html lang="en"><head><title>T</title>
<link rel="stylesheet" href="asset:css/report.css"></head><body>
<section class="section"><div style="height: {above}mm">Above</div><h1>Heading</h1>{table}</section>
</body></html>"""
_HEAD = "<thead><tr><th>Head</th><th>Note</th></tr></thead>"
_ROWS = "".join(f"<tr><td>Row {number}</td><td>–</td></tr>" for number in range(1, 5))
# Millimeters above a table, with some of which a single row has room below its head.
_ABOVE = range(200, 236, 3)


def pages_of(table: str, above: int) -> list[str]:
    page = with_columns(_PAGE.format(above=above, table=table))
    made = pdf_engine.render([page], fetcher=pdf_engine.FileFetcher(assets.own()), most_pages=0)
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def page_with(words: str, pages: list[str]) -> int:
    return next(number for number, page in enumerate(pages) if words in page)


def test_two_rows_are_below_a_heading_or_none() -> None:
    for above in _ABOVE:
        pages = pages_of(f"<table>{_HEAD}<tbody>{_ROWS}</tbody></table>", above)
        first = {page_with(words, pages) for words in ("Heading", "Head", "Row 1", "Row 2")}
        assert len(first) == 1, above


def test_high_rows_may_be_apart_and_leave_no_heading_alone() -> None:
    rows = "".join(f"<tr><td>Row{number}</td><td>{'word ' * 500}</td></tr>" for number in range(1, 4))
    pages = pages_of(f"<table>{_HEAD}<tbody>{rows}</tbody></table>", 20)
    assert page_with("Heading", pages) == page_with("word word", pages)


def test_the_ports_of_a_product_stay_together() -> None:
    lines = _ROWS.replace("Row", "Line")
    table = f'<table class="ports">{_HEAD}<tbody>{_ROWS}</tbody><tbody>{lines}</tbody></table>'
    for above in _ABOVE:
        pages = pages_of(table, above)
        assert page_with("Heading", pages) == page_with("Row 1", pages), above
        for name in ("Row", "Line"):
            assert len({page_with(f"{name} {number}", pages) for number in range(1, 5)}) == 1, (above, name)
