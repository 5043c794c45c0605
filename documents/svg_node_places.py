"""The places of the nodes of a drawing, as `dot` wrote it: what a screen needs to look at a part of it.

Places are in the units of the drawing's viewBox, to the right and downwards.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from core.exceptions import DrawingFailed
from documents.boxes import Box
from documents.diagrams import parsed

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_MOVED = re.compile(r"translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)")
_KEPT = 32
# In parts of its size: how wide a letter is on average, and how far it reaches below its line.
_LETTER, _BELOW = 0.56, 0.25
_USUAL = 14.0


@dataclass(frozen=True, slots=True)
class Places:
    """The boxes of the nodes by name, the size of their smallest letters, and the box of the whole drawing,
    None where there's none."""

    letters: float = 0.0
    boxes: Mapping[str, Box] = field(default_factory=dict)
    whole: Box | None = None


@lru_cache(_KEPT)
def places_in(svg: bytes) -> Places:
    """The places in what diagrams.drawn_by_dot made; none where it isn't a drawing."""
    try:
        root = parsed(svg)
    except DrawingFailed:
        return Places()
    ground = root.find("{*}g")
    moved = _MOVED.search("" if ground is None else ground.get("transform", ""))
    across, down = (float(each) for each in moved.groups()) if moved else (0.0, 0.0)
    boxes = {}
    sizes = []
    for group in root.iter("{*}g"):
        if group.get("class") != "node":
            continue
        name = group.findtext("{*}title") or ""
        points = [*_points(group)]
        for text in group.iter("{*}text"):
            sizes.append(_size(text))
            points += _corners(text)
        if name and points:
            xs, ys = [x + across for x, _y in points], [y + down for _x, y in points]
            boxes[name] = Box(min(xs), min(ys), max(xs), max(ys))
    return Places(min(sizes, default=0.0), boxes, _whole(root))


def _whole(root: etree._Element) -> Box | None:
    numbers = [float(each) for each in _NUMBER.findall(root.get("viewBox", ""))]
    if len(numbers) != 4:
        return None
    left, top, wide, high = numbers
    return Box(left, top, left + wide, top + high)


def _points(group: etree._Element) -> Iterator[tuple[float, float]]:
    """The corners of the shapes of a node."""
    for shape in group.iter("{*}polygon", "{*}polyline", "{*}path"):
        numbers = [float(each) for each in _NUMBER.findall(shape.get("points") or shape.get("d") or "")]
        yield from zip(numbers[::2], numbers[1::2], strict=False)
    for shape in group.iter("{*}ellipse"):
        x, y, wide, high = (float(shape.get(name, "0")) for name in ("cx", "cy", "rx", "ry"))
        yield x - wide, y - high
        yield x + wide, y + high


def _size(text: etree._Element) -> float:
    return float(text.get("font-size", _USUAL))


def _corners(text: etree._Element) -> Iterator[tuple[float, float]]:
    """About the corners of a line of words."""
    size = _size(text)
    x, y = float(text.get("x", "0")), float(text.get("y", "0"))
    wide = len(text.text or "") * size * _LETTER
    before = {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", ""), 0.0)
    yield x - before, y - size
    yield x - before + wide, y + size * _BELOW
