"""Drawings on posters: as large as the sheet, and in parts only where their words could not be read."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from documents.diagrams import Part, draw_svg
from documents.drawing_tiles import PATIENCE, Tile, tiled
from documents.paper import POSTER_TURNED, POSTER_UPRIGHT, SMALLEST_ON_POSTER, Page


@dataclass(frozen=True, slots=True)
class PosterSheets:
    """The parts of a drawing, a sheet each, and whether the sheets lie on their side."""

    tiles: list[Tile]
    is_turned: bool


def best_sheets(
    sources: Sequence[str],
    *,
    title: str,
    description: str,
    parts: Mapping[str, Part] = MappingProxyType({}),
) -> PosterSheets:
    """The drawing on upright or turned sheets, whichever shows it larger. `sources` are ways to draw the same
    in DOT; the others are those of tiles.drawn. One that fits on a sheet is stretched to fill it.

    Raises DrawingFailed.
    """

    def draw(source: str) -> str:
        return draw_svg(source, title=title, description=description, parts=parts, timeout=PATIENCE)

    ways = [
        (_scale(draw(source), page), source, page)
        for source in sources
        for page in (POSTER_UPRIGHT, POSTER_TURNED)
    ]
    _largest, source, page = max(ways, key=lambda way: way[0])
    sheets = _on(draw(_stretched(source, page)), title, description, page)
    if len(sheets) > 1:
        cut = [(_on(draw(each), title, description, page), page) for _scale, each, page in ways]
        sheets, page = min(cut, key=lambda way: len(way[0]))
    return PosterSheets(sheets, page == POSTER_TURNED)


def _on(svg: str, title: str, description: str, page: Page) -> list[Tile]:
    return tiled(
        svg,
        title=title,
        description=description,
        page=page,
        largest=math.inf,
        smallest=SMALLEST_ON_POSTER,
        has_overview=False,
    )


def _scale(svg: str, page: Page) -> float:
    _left, _top, width, height = map(float, etree.fromstring(svg).get("viewBox", "0 0 1 1").split())
    return min(page[0] / width, page[1] / height)


def _stretched(source: str, page: Page) -> str:
    """The DOT source of a drawing with the form of the page: its nodes stand further apart, each as large
    as before."""
    head, brace, rest = source.partition("{")
    return f"{head}{brace}\n\tratio={page[1] / page[0]}{rest}"
