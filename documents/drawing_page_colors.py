"""The colors of a drawing on a page: the tokens of the page's theme in place of the colors of paper.

A drawing is made in the colors of paper, and files, PDF and slides keep them. On a page each color becomes
`var(--token)`, so that the drawing has the theme of the page around it: light, dark or stage.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree

from documents.dot import EDGE, INK, INK_2, INK_3, LINE, PAPER, SUNKEN, WRONG

SVG = "http://www.w3.org/2000/svg"
# What Graphviz takes where a drawing names no color.
BLACK = "black"
# The colors that belong to no artifact, with the names that static/css/tokens.css has for them.
COMMON: Mapping[str, str] = MappingProxyType(
    {
        PAPER: "surface",
        SUNKEN: "sunken",
        BLACK: "ink",
        INK: "ink",
        INK_2: "ink-2",
        INK_3: "ink-3",
        LINE: "line-strong",
        EDGE: "control",
        WRONG: "bad",
    }
)


@dataclass(frozen=True, slots=True)
class Theme:
    """`tokens` has the token of each color. `inks` has that of the words inside a shape which is filled with
    a color, where words have a token of their own there."""

    tokens: Mapping[str, str]
    inks: Mapping[str, str] = field(default_factory=dict)


def follow(root: etree._Element, theme: Theme) -> None:
    """Give the drawing the colors of the theme around it. A color without a token stays as it is."""
    for group in root.iter(f"{{{SVG}}}g", f"{{{SVG}}}a"):
        ground = ""
        for element in group:
            if element.tag == f"{{{SVG}}}text":
                color = element.get("fill", BLACK)
                _take(element, "fill", theme.inks.get(ground) or theme.tokens.get(color))
                continue
            fill = element.get("fill", "none")
            ground = ground if fill == "none" else fill
            for attribute in ("fill", "stroke"):
                _take(element, attribute, theme.tokens.get(element.get(attribute, "none")))


def _take(element: etree._Element, attribute: str, token: str | None) -> None:
    if token is not None:
        element.set(attribute, f"var(--{token})")
