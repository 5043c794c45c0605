"""Posters in A1: filled, whole, and read from a step away; in parts only where they would not be."""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from discovery.models import Discovery
from discovery.registries import posters
from discovery.reports.canvases_and_posters import papers_at, poster_html
from documents.paper import POSTER_TURNED, POSTER_UPRIGHT, SMALLEST_ON_POSTER
from documents.posters import best_sheets
from lvt.models import UseCase
from lvt.posters import SIZES
from lvt.rounds.selectors import current_results
from products.landscape.drawing import heading_parts, map_source, parts
from tests import factories
from tests.demo import loaded
from tests.layout import pdf_of
from tests.lvt.worked_example import worked_example
from tests.products.maps import graph, large
from workshops.demo import SLUG

pytestmark = pytest.mark.django_db

A1 = (1684, 2384)
# What is laid out is given, and nothing that the database would answer otherwise.
GIVEN = pytest.mark.sqlite


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Any:
    with loaded(django_db_blocker) as printed:
        yield printed


def slug_of() -> str:
    return SLUG


@pytest.mark.sweep(sample=1)
@pytest.mark.parametrize("section", [each.key for each in posters])
def test_the_demo_fills_one_sheet(section: str, demo: Any, tmp_path: Path) -> None:
    target = tmp_path / "poster.pdf"
    call_command("report", slug_of(), format="pdf", paper="a1", section=section, output=target, verbosity=0)

    discovery, poster = Discovery.objects.get(slug=slug_of()), posters.get(section)
    for key in (poster.page, *poster.offered_on):
        url = reverse("discovery:poster", args=[discovery.slug, section])
        assert url in [offered for _words, offered in papers_at(discovery, key)]
    with pdfplumber.open(target) as document:
        (page,) = document.pages
        assert tuple(sorted((round(page.width), round(page.height)))) == A1
        looked_at(page)
        words = " ".join(page.extract_text().split())
        assert "Commercial discovery" in words
        assert "dashboard" in words


def looked_at(page: Any) -> None:
    """Nothing is cut off, the words can be read, and most of the sheet is used, in width and in height."""
    assert min(char["bottom"] - char["top"] for char in page.chars) >= SMALLEST_ON_POSTER
    drawn = [*page.chars, *page.rects, *page.lines, *page.curves]
    left, right = min(each["x0"] for each in drawn), max(each["x1"] for each in drawn)
    lowest = max(each["bottom"] for each in drawn)
    assert left >= 50
    assert right <= page.width - 50
    assert right - left >= 0.8 * page.width
    assert 0.8 * page.height <= lowest <= page.height - 50


@GIVEN
@pytest.mark.parametrize("edges", ["s1>p1 p1>c1 c1>u1", "s1>p1 s2>p1 s3>p1 s4>p1 s5>p1 s6>p1"])
def test_a_drawing_takes_the_form_of_its_sheet(edges: str) -> None:
    made = best_sheets([map_source(graph(edges))], title="Landscape", description="")
    page = POSTER_TURNED if made.is_turned else POSTER_UPRIGHT
    (tile,) = made.tiles
    assert tile.picture.width >= 0.95 * page[0] * 4 / 3
    assert tile.picture.height >= 0.95 * page[1] * 4 / 3


@GIVEN
def test_a_large_map_is_cut_into_sheets_that_can_be_read() -> None:
    of = large(120)
    made = best_sheets(
        [map_source(of)], title="Landscape", description="", parts={**parts(of), **heading_parts(of)}
    )
    page = POSTER_TURNED if made.is_turned else POSTER_UPRIGHT
    assert len(made.tiles) > 1
    assert len({tile.words for tile in made.tiles}) == len(made.tiles)
    for tile in made.tiles:
        assert re.fullmatch(rf"Part [A-Z]\d+ \({len(made.tiles)} parts\)", tile.words)
        assert tile.picture.width <= page[0] * 4 / 3 + 1
        assert tile.picture.height <= page[1] * 4 / 3 + 1


@pytest.mark.sweep(sample=1)
@GIVEN
@pytest.mark.parametrize("count", [1, *(most + 1 for _size, most in SIZES)])
def test_a_ranking_of_any_length_is_whole(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    discovery = worked_example()
    results = current_results(discovery)
    assert results is not None
    names = [f"Use case number {number} with a rather long name" for number in range(count)]
    places = tuple(
        replace(results.ranking[0], use_case=UseCase(name=name, we_believe="what we believe " * 20))
        for name in names
    )
    monkeypatch.setattr("lvt.posters.current_results", lambda _discovery: replace(results, ranking=places))
    html = poster_html(posters.get("ranking"), discovery)
    assert html is not None
    with pdfplumber.open(io.BytesIO(pdf_of(html))) as document:
        assert len(document.pages) == math.ceil(count / SIZES[-1][1])
        if count <= SIZES[-1][1] and count > 2:
            looked_at(document.pages[0])
        words = " ".join(" ".join(page.extract_text().split()) for page in document.pages)
    assert all(f"number {number} " in words for number in range(count))


def test_the_command_says_what_a_poster_needs(tmp_path: Path) -> None:
    discovery = factories.discovery()
    target = tmp_path / "poster.pdf"
    for given, said in (
        ({"paper": "a1"}, "A poster needs --section. Choose one of: tree, landscape, ranking."),
        ({"paper": "a1", "section": "cards"}, "A poster needs --section"),
        ({"section": "tree"}, "A single section is a poster. Add --format pdf --paper a1."),
        ({"paper": "a1", "section": "tree", "format": "xlsx"}, "A single section is a poster"),
        ({"paper": "a1", "section": "tree"}, "has nothing to show on the poster 'tree' yet."),
    ):
        with pytest.raises(CommandError, match=said):
            call_command("report", discovery.slug, output=target, **given)
    assert not target.exists()
