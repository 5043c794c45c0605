"""The lines of a drawing, read from its SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_NUMBER = re.compile(r"-?[\d.]+")
Point = tuple[float, float]


def edges_in(svg: bytes) -> Iterator[tuple[str, str, list[Point]]]:
    """The nodes at both ends of each edge, and the points of its line and its arrowhead, where `places_in`
    has the boxes."""
    root = etree.fromstring(svg)
    moved = " ".join(each.get("transform", "") for each in root.iterfind("{*}g"))
    across, down = map(float, re.findall(r"translate\((\S+) (\S+)\)", moved)[0])
    for group in root.iter("{*}g"):
        if group.get("class") == "edge":
            start, _arrow, end = (group.findtext("{*}title") or "").partition("->")
            parts = [str(each.get("d", each.get("points"))) for each in group.iter("{*}path", "{*}polygon")]
            numbers = [float(each) for each in _NUMBER.findall(" ".join(parts))]
            yield (
                start,
                end,
                [(x + across, y + down) for x, y in zip(numbers[::2], numbers[1::2], strict=True)],
            )
