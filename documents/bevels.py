"""Hexagons with slanted sides of one width, whatever their size: `dot` makes these a quarter of the whole.

A node with BEVELLED among its attributes is brought in this shape after `dot` wrote it. Pure.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

BEVEL = 28.0
"""The width of a slanted side, in units of a stage."""
BEVELLED: Mapping[str, str] = MappingProxyType({"class": "bevelled"})

_NODE = re.compile(rb'(<g id="[^"]*" class="node) bevelled(">.*?<polygon [^>]*?points=")([^"]+)"', re.DOTALL)
_NUMBER = re.compile(rb"-?[\d.]+")
_CORNERS = 6


def shaped(svg: bytes) -> bytes:
    """Give the hexagons that `dot` wrote their shape."""
    return _NODE.sub(lambda found: found[1] + found[2] + _reshaped(found[3]) + b'"', svg)


def _reshaped(points: bytes) -> bytes:
    numbers = [*map(float, _NUMBER.findall(points))]
    corners = [*zip(numbers[::2], numbers[1::2], strict=True)]
    if len(corners) != _CORNERS + 1:
        return points
    left, right = min(x for x, _y in corners), max(x for x, _y in corners)
    bevel = min(BEVEL, (right - left) / 4)
    moved = []
    for x, y in corners:
        if left < x < right:
            x = left + bevel if x < (left + right) / 2 else right - bevel
        moved.append(f"{x:.2f},{y:.2f}")
    return " ".join(moved).encode()
