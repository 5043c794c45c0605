"""Marks of kinds of things in all drawings.

Shape, color and word always go together, so that nothing is told by color alone.
"""

from dataclasses import dataclass
from enum import StrEnum

from core.labels import Text


class Shape(StrEnum):
    """The outline that a kind of artifact has on every surface."""

    HEXAGON = "hexagon"
    RECTANGLE = "rectangle"
    ROUNDED = "rounded"


@dataclass(frozen=True, slots=True)
class Mark:
    """The look of one kind of artifact in drawings.

    `color` is the color on paper (six hexadecimal digits, as Graphviz wants them), `token` its name in
    static/css/tokens.css, `ink` the color of words inside the shape. An `outlined` mark is drawn as a line in
    its color.
    """

    kind: str
    word: Text
    shape: Shape
    color: str
    token: str
    ink: str = "#ffffff"
    outlined: bool = False
