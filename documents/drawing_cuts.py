"""Cuts of a large drawing into parts: between its nodes, in columns and then in rows. Pure."""

import math
from collections.abc import Iterator, Sequence

# From the left, from the top, width and height, in points of the drawing.
Box = tuple[float, float, float, float]
# What two neighboring parts have in common at least where no cut goes between nodes, in points: about a node.
_OVERLAP_ACROSS = 220.0
_OVERLAP_DOWN = 70.0
# The same at most, in parts of the height of a part.
_MOST_OVERLAP = 0.4
# How far beside a node a drawing may be cut, in points of the drawing.
_BESIDE = 6.0


def parts_of(
    width: float,
    height: float,
    room: tuple[float, float],
    strip: float,
    nodes: Sequence[Box],
    *,
    below: float,
) -> Iterator[tuple[str, Box]]:
    """The parts by name, from A1 down, then from B1: each at most as wide and as high as `room`, and the last
    ones lower by what is `below` them.

    They are cut between the `nodes`, first between columns, then each of these between its own; where no cut
    goes between nodes, parts have something in common. A `strip` at the upper edge covers what stands above.
    """
    across, down = room
    tallest = max((tall for *_others, tall in nodes), default=0.0)
    overlap = max(_OVERLAP_DOWN, min(tallest + 2 * _BESIDE, down * _MOST_OVERLAP))
    spans = [(left, left + wide) for left, _top, wide, _tall in nodes]
    columns = between(width, across, spans, is_even=True) or _evenly(width, across, _OVERLAP_ACROSS)
    for number, (left, wide) in enumerate(columns):
        within = [(top, top + tall) for x, top, reach, tall in nodes if x < left + wide and x + reach > left]
        # Where nothing stands below a column, nothing is cut.
        lowest = max((bottom for _top, bottom in within), default=height) + _BESIDE
        end = min(height, lowest) + below
        between_nodes = between(end, down, within, is_even=len(columns) == 1, strip=strip)
        rows = between_nodes or _evenly(end, down, overlap + strip)
        for place, (top, tall) in enumerate(rows, 1):
            strip_height = strip if between_nodes and top > 0 else 0.0
            most = down - strip_height - below if place == len(rows) else tall
            if (height_of_part := min(most, height - top)) > 0:
                yield (
                    f"{_letters(number)}{place}",
                    (left, top - strip_height, wide, height_of_part + strip_height),
                )


def _letters(number: int) -> str:
    """A to Z, then AA: the name of a column of parts, from 0."""
    name = ""
    number += 1
    while number:
        number, place = divmod(number - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def between(
    length: float,
    most: float,
    nodes: Sequence[tuple[float, float]],
    *,
    is_even: bool,
    strip: float = 0.0,
) -> list[tuple[float, float]] | None:
    """Cuts that go between nodes, so that none is cut in two or comes twice; None where nodes leave no such
    place in the lower half of a part, with a node left for the next. Parts that are `is_even` leave no scrap
    for the last one; others are as large as can be, for a row of little may be empty in places. All but the
    first have a `strip` less room.
    """
    if length <= most or not nodes:
        return None
    gaps: list[tuple[float, float]] = []
    start = 0.0
    lowest = max(top for top, _bottom in nodes)
    while length - start > (room := most - strip if gaps else most):
        edges = {bottom + _BESIDE for _top, bottom in nodes if start + room / 2 < bottom + _BESIDE}
        free = [
            edge
            for edge in edges
            if edge <= min(start + room, lowest)
            and not any(top < edge < bottom + _BESIDE for top, bottom in nodes)
        ]
        if not free:
            return None
        left = math.ceil((length - start) / (most - strip))
        enough = [edge for edge in free if is_even and length - edge <= (most - strip) * (left - 1)] or [
            max(free)
        ]
        cut = min(enough, key=lambda edge: abs(edge - start - (length - start) / left))
        gaps.append((start, cut - start))
        start = cut
    return [*gaps, (start, length - start)]


def _evenly(length: float, most: float, overlap: float) -> list[tuple[float, float]]:
    """The start and length of each part: as even as they can be."""
    if length <= most:
        return [(0.0, length)]
    count = math.ceil((length - overlap) / (most - overlap))
    size = (length + (count - 1) * overlap) / count
    return [(number * (size - overlap), size) for number in range(count)]
