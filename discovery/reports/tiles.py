"""Large drawings on paper: as a whole where that can be read, else in parts that overlap, page by page."""

from __future__ import annotations

import base64
import copy
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree

from discovery.reports.diagrams import SVG, Picture
from discovery.reports.dot import PAPER, clean
from discovery.reports.paper import ABOVE_TABLE, TURNED, Page

# Words of eleven points are hard to read below these. A drawing that is only a little too wide is made
# smaller rather than cut.
READABLE = 0.65
_SMALLEST = 0.55
# What two neighboring parts have in common, in points of the drawing: about a node.
_OVERLAP_ACROSS = 220.0
_OVERLAP_DOWN = 70.0
# How far below a node a drawing may be cut, in points of the drawing.
_BESIDE = 6.0
# How far a line of text reaches above and below where it stands, in points of the drawing.
_ASCENT, _DESCENT = 9.0, 3.0
# In parts of the size of the letters, a little more than they take on average.
_WIDTH_OF_A_LETTER = 0.55
# A strip at the upper edge of each part that repeats the headings of the lanes.
_STRIP = 24.0
# Pictures are cut a little above their edge.
_BLEED = 12.0
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PIXELS_PER_POINT = 4 / 3

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a drawing: `words` say which one, "" for the whole. The picture's size is that on paper."""

    picture: Picture
    words: str


def tiled(
    svg: str, *, title: str, description: str, page: Page = TURNED, above_table: bool = False
) -> list[Tile]:
    """A drawing of diagrams.draw_svg for pages with room for `page`. Groups with `data-heading` stand at the
    top of every part. `above_table` leaves room for a short table where the drawing can still be read."""
    root = etree.fromstring(svg)
    _left, _top, width, height = map(float, root.get("viewBox", "0 0 1 1").split())
    if above_table and min(ABOVE_TABLE[0] / width, ABOVE_TABLE[1] / height) >= READABLE:
        page = ABOVE_TABLE
    across = min(1.0, page[0] / width)
    if min(across, page[1] / height) >= READABLE:
        scale = min(across, page[1] / height)
        boxes: Sequence[Box] = [(0.0, 0.0, width, height)]
    else:
        scale = across if across >= _SMALLEST else READABLE
        boxes = list(_boxes(width, height, page[0] / scale, page[1] / scale, _nodes(root)))
    tiles = []
    for number, box in enumerate(boxes, 1):
        words = ""
        if len(boxes) > 1:
            words = _("Part %(number)d of %(count)d") % {"number": number, "count": len(boxes)}
        alternative = ". ".join(part for part in (clean(title), words, clean(description)) if part)
        tiles.append(Tile(_picture(root, box, scale, alternative), words))
    return tiles


def _boxes(
    width: float, height: float, across: float, down: float, nodes: Sequence[tuple[float, float]]
) -> Iterator[Box]:
    """Row by row: the parts, each at most `across` wide and `down` high. `nodes` is from where to where each
    node reaches downwards."""
    for top, tall in _between(height, down, nodes) or _cuts(height, down, _OVERLAP_DOWN):
        for left, wide in _cuts(width, across, _OVERLAP_ACROSS):
            yield left, top, wide, tall


def _between(
    length: float, most: float, nodes: Sequence[tuple[float, float]]
) -> list[tuple[float, float]] | None:
    """Cuts that go between nodes, so that none is cut in two or comes twice; None where nodes leave no such
    place in the lower half of a part."""
    if length <= most or not nodes:
        return None
    found, start = [], 0.0
    while length - start > most:
        edges = {bottom + _BESIDE for _top, bottom in nodes if start + most / 2 < bottom + _BESIDE}
        free = [
            edge
            for edge in edges
            if edge <= start + most and not any(top < edge < bottom + _BESIDE for top, bottom in nodes)
        ]
        if not free:
            return None
        found.append((start, max(free) - start))
        start = max(free)
    return [*found, (start, length - start)]


def _nodes(root: etree._Element) -> list[tuple[float, float]]:
    """From where to where each node, and each word beside an edge, reaches downwards."""
    drawing = root.find(f"{{{SVG}}}g")
    # Where headings are repeated at the top of a part there must be room for them: parts overlap there.
    if drawing is None or any(group.get("data-heading") for group in drawing):
        return []
    down = _shift(drawing)[1]
    reach = []
    for group in drawing.findall(f"{{{SVG}}}g"):
        if group.get("data-frame") is not None:
            continue
        ys = _lines_of(group)
        is_edge = group.find(f"{{{SVG}}}polygon") is not None and any(
            path.get("fill") == "none" for path in group.findall(f".//{{{SVG}}}path")
        )
        if ys and not is_edge:
            ys += _points(group)[1]
        if ys:
            reach.append((min(ys) + down, max(ys) + down))
    return reach


def _lines_of(group: etree._Element) -> list[float]:
    """The upper and lower edges of the lines of text in the group."""
    lines = [float(text.get("y", "0")) for text in group.iter(f"{{{SVG}}}text")]
    return [edge for line in lines for edge in (line - _ASCENT, line + _DESCENT)]


def _cuts(length: float, most: float, overlap: float) -> list[tuple[float, float]]:
    """Where each part begins and how long it is: as even as they can be."""
    if length <= most:
        return [(0.0, length)]
    count = math.ceil((length - overlap) / (most - overlap))
    size = (length + (count - 1) * overlap) / count
    return [(number * (size - overlap), size) for number in range(count)]


def _picture(root: etree._Element, box: Box, scale: float, alternative: str) -> Picture:
    part = copy.deepcopy(root)
    left, top, width, height = box
    drawing = part.find(f"{{{SVG}}}g")
    if drawing is not None:
        _keep(drawing, box)
        if top > 0:
            _repeat_headings(part, drawing, box)
    part.set("viewBox", f"{left:.2f} {top:.2f} {width:.2f} {height:.2f}")
    part.attrib.pop("width", None)
    return Picture(
        uri=f"data:image/svg+xml;base64,{base64.b64encode(etree.tostring(part)).decode()}",
        alternative=alternative,
        width=width * scale * _PIXELS_PER_POINT,
        height=height * scale * _PIXELS_PER_POINT,
    )


def _keep(drawing: etree._Element, box: Box) -> None:
    """Take out what does not reach into the box, so that a part weighs no more than what it shows."""
    across, down = _shift(drawing)
    left, top, width, height = box
    for group in drawing.findall(f"{{{SVG}}}g"):
        if group.get("data-heading"):
            continue
        xs, ys = _points(group)
        ys = ys or _lines_of(group)
        is_beside = xs and (max(xs) + across < left or min(xs) + across > left + width)
        if is_beside or (ys and (max(ys) + down < top or min(ys) + down > top + height)):
            drawing.remove(group)
    _drop_cut_words(drawing, box)


def _drop_cut_words(drawing: etree._Element, box: Box) -> None:
    """Take out lines of text that the left or right edge of the part would cut: parts overlap there, so each
    stands whole in the part beside it."""
    across = _shift(drawing)[0]
    left, _top, width, _height = box
    whole = drawing.getparent()
    # Where the whole drawing ends.
    end = 0.0 if whole is None else float(whole.get("viewBox", "0 0 1 1").split()[2]) - 1
    for text in list(drawing.iter(f"{{{SVG}}}text")):
        begins = float(text.get("x", "0")) + across
        wide = len("".join(text.itertext())) * float(text.get("font-size", "14")) * _WIDTH_OF_A_LETTER
        begins -= {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", "start"), 0.0)
        if (left > 0 and begins < left) or (begins + wide > left + width and left + width < end):
            parent = text.getparent()
            if parent is not None:
                parent.remove(text)


def _points(group: etree._Element) -> tuple[list[float], list[float]]:
    numbers = [
        float(number)
        for element in group.iter()
        for attribute in ("points", "d")
        for number in _NUMBER.findall(element.get(attribute, ""))
    ]
    return numbers[::2], numbers[1::2]


def _shift(drawing: etree._Element) -> tuple[float, float]:
    """How far `dot` moved everything: translate(4 396)."""
    moved = re.search(r"translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)", drawing.get("transform", ""))
    return (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)


def _repeat_headings(part: etree._Element, drawing: etree._Element, box: Box) -> None:
    left, top, width, _height = box
    headings = [group for group in drawing.findall(f"{{{SVG}}}g") if group.get("data-heading")]
    if not headings:
        return
    strip = etree.SubElement(part, f"{{{SVG}}}rect", {"fill": PAPER, "height": f"{_STRIP + _BLEED:g}"})
    for name, value in (("x", left), ("y", top - _BLEED), ("width", width)):
        strip.set(name, f"{value:.2f}")
    across, down = _shift(drawing)
    moved = etree.SubElement(part, f"{{{SVG}}}g", {"transform": f"translate({across:.2f} {down + top:.2f})"})
    moved.extend(copy.deepcopy(heading) for heading in headings)
