"""How many pages the full report takes, that none holds next to nothing, and that all can be read."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pdfplumber
import pytest
from django.utils import translation
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

from documents.paper import SMALLEST_WORDS
from handover.reports.document import make_pdf
from lvt.rounds.services import reveal
from products.models import DataProduct, InputPort, ProductUseCase
from tests import factories
from tests.demo import demo_discovery, loaded
from tests.factories import SYSTEM, make
from tests.lvt.rooms import scoring_room
from tests.products import large_world

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # layout alone

# 45 until each data product had a sheet of its own.
MOST_PAGES_OF_THE_DEMO = 60
MOST_PAGES_OF_THIRTY_PRODUCTS = 115
# A page with less than this part of its height filled looks forgotten.
LEAST_FILLED = 0.25
# Pages of the demo are at least half full, but for the last page of a part.
LEAST_INKED = 0.5
# So much white between two marks, in points, is part of the layout.
WHITE = 40.0
# The size of the title of a part, in points.
TITLE = 15.0
# The same of its name above a title that states the answer.
NAME = 9.5
# In points: the margins at both sides, what rounding may add, and the sizes of the headings of blocks.
MARGIN = 45.35
SLACK = 0.5
HEADINGS = (10.5, 12.5)
# Of a size in points, what the layout of a drawing may round off.
ROUNDED = 0.05


def forgotten(pdf: PDF) -> list[int]:
    """The numbers of the nearly empty pages, apart from the last page of a part."""
    numbers = []
    for page, after in pairwise(pdf.pages[2:]):
        top, bottom = 55.0, page.height - 45
        marks = [
            each["bottom"] for each in (*page.chars, *page.images, *page.curves) if each["bottom"] < bottom
        ]
        is_short = (max(marks, default=top) - top) / (bottom - top) < LEAST_FILLED
        if is_short and head_of(page) == head_of(after):
            numbers.append(page.page_number)
    return numbers


def thin(pdf: PDF) -> list[str]:
    """The pages that are less than half full, and how full they are; apart from cover, contents and the last
    page of a part."""
    pages = pdf.pages[2:]
    return [
        f"{page.page_number}: {filled(page):.2f}"
        for page, after in pairwise(pages)
        if filled(page) < LEAST_INKED and not begins_a_part(after)
    ]


def filled(page: Page) -> float:
    """The part of the page's height with ink on it, narrow white between two marks included."""
    top, bottom = 55.0, page.height - 45
    marks = sorted(
        (max(each["top"], top), each["bottom"])
        for each in (*page.chars, *page.images, *page.curves, *page.rects)
        if top <= each["bottom"] < bottom
    )
    end, height = top, 0.0
    for above, below in marks:
        height += max(below - (end if above - end < WHITE else above), 0.0) if below > end else 0.0
        end = max(end, below)
    return height / (bottom - top)


def begins_a_part(page: Page) -> bool:
    """Whether the page begins with the title of a part: its first line below the head, or its second one
    where the title states the answer and the part's name is small above it."""
    lines = page.crop((0, 50, page.width, page.height)).extract_text_lines()[:2]
    sizes = [line["chars"][0]["size"] for line in lines]
    return bool(sizes) and (sizes[0] >= TITLE or (sizes[0] <= NAME and sizes[-1] >= TITLE))


def head_of(page: Page) -> str:
    """The name of the part at the head of the page, on the right."""
    return page.crop((page.width / 2, 0, page.width, 50)).extract_text()


def parts_within_a_page(pdf: PDF) -> list[str]:
    """The pages whose head changes although they don't begin with a title."""
    heads = [head_of(page) for page in pdf.pages]
    return [
        f"{page.page_number}: {head}"
        for page, before, head in zip(pdf.pages[3:], heads[2:], heads[3:], strict=False)
        if head != before and not begins_a_part(page)
    ]


def torn_years(page: Page) -> list[str]:
    """The words that are a piece of a year, which a line break tore."""
    return [each["text"] for each in page.extract_words() if each["text"] in ("202", "20")]


def words_of(pdf: PDF) -> list[tuple[Page, list[dict[str, Any]]]]:
    """The words of each page, with their size."""
    return [(page, page.extract_words(extra_attrs=["size"])) for page in pdf.pages]


def overhanging(words: list[tuple[Page, list[dict[str, Any]]]]) -> list[str]:
    """The words that reach into a margin."""
    return [
        f"{page.page_number}: {word['text']}"
        for page, on_it in words[1:]
        for word in on_it
        if word["x0"] < MARGIN - SLACK or word["x1"] > page.width - MARGIN + SLACK
    ]


def lonely_headings(pdf: PDF) -> list[str]:
    """The headings of which nothing but a line of small print stands on the same page."""
    return [
        f"{page.page_number}: {line['text']}"
        for page in pdf.pages[2:]
        for line in page.crop((0, 0, page.width, page.height - 45)).extract_text_lines()[-2:]
        if HEADINGS[0] <= line["chars"][0]["size"] <= HEADINGS[1] and "Bold" in line["chars"][0]["fontname"]
    ]


def too_small(words: list[tuple[Page, list[dict[str, Any]]]]) -> list[str]:
    """The words, also those of drawings, that cannot be read without effort, and how large they are."""
    return [
        f"{page.page_number}: {word['text']} ({word['size']:.1f})"
        for page, on_it in words
        for word in on_it
        if word["size"] < SMALLEST_WORDS - ROUNDED
    ]


@pytest.mark.sweep(sample="tests/handover/test_ladder.py")
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_report_of_the_demo_is_short_and_leaves_no_page_nearly_empty(
    language: str, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> None:
    with loaded(django_db_blocker), translation.override(language):
        made = make_pdf(demo_discovery())

    with pdfplumber.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) <= MOST_PAGES_OF_THE_DEMO
        assert forgotten(pdf) == []
        assert thin(pdf) == []
        assert parts_within_a_page(pdf) == []
        # The dates by which the board's measures are due, in the summary.
        assert torn_years(pdf.pages[2]) == []
        words = words_of(pdf)
        assert overhanging(words) == []
        assert too_small(words) == []
        assert lonely_headings(pdf) == []


@pytest.mark.sweep(sample="tests/handover/test_ladder.py")
def test_the_report_of_thirty_products_is_no_book() -> None:
    discovery = factories.three_streams()
    large_world.build(discovery)

    with pdfplumber.open(io.BytesIO(make_pdf(discovery))) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
        assert len(pdf.pages) <= MOST_PAGES_OF_THIRTY_PRODUCTS
        assert forgotten(pdf) == []
        words = words_of(pdf)
        assert overhanging(words) == []
        assert too_small(words) == []
        assert lonely_headings(pdf) == []
    # Nothing is left out for it.
    assert all(product.name in text for product in discovery.data_products.all())


@pytest.mark.sweep(sample="tests/handover/test_ladder.py")
def test_what_is_laid_out_in_parts_begins_below_its_heading() -> None:
    room = scoring_room(*(f"Tell ward {number} how many beds will be free at noon" for number in range(15)))
    ann = room.join("Ann")
    for place in range(15):
        room.give_all(ann, *([3] * 7), use_case=place)
    reveal(actor=SYSTEM, round=room.round)
    own = {"discovery": room.discovery, "domain": room.discovery.domain}
    forecast = make(DataProduct, **own, name="Bed forecast", kind="consumer_oriented")
    make(ProductUseCase, product=forecast, use_case=room.use_cases[0])
    for number in range(40):
        feeder = make(DataProduct, **own, name=f"Beds of ward {number}", kind="source_oriented")
        make(InputPort, product=forecast, feeder=feeder, kind="product")

    with pdfplumber.open(io.BytesIO(make_pdf(room.discovery))) as pdf:
        assert forgotten(pdf) == []
