"""The largest part of a drawing that fits where its words have to be read."""

from collections.abc import Callable

from lxml import etree

from documents.diagrams import drawn_by_dot
from documents.drawing_tiles import PATIENCE
from documents.paper import Page


def most_that_fit(source_of: Callable[[int], str], most: int, *, room: Page, scale: float) -> int:
    """The number of things, from 1 to `most`, with which a drawing fits into `room` (points).

    A smaller number is drawn larger. `source_of` writes its DOT source with so many. It is drawn at the
    `scale`, or smaller where it is too wide for that. Raises DrawingFailed.
    """

    def fits(count: int) -> bool:
        root = etree.fromstring(drawn_by_dot(source_of(count), PATIENCE))
        _left, _top, width, height = map(float, root.get("viewBox", "0 0 1 1").split())
        return room[1] / height >= min(scale, room[0] / width)

    if most <= 1 or fits(most):
        return most
    few, many = 1, most - 1
    while few < many:
        middle = (few + many + 1) // 2
        few, many = (middle, many) if fits(middle) else (few, middle - 1)
    return few
