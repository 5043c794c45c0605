"""What fits on the pages of a report: how large a drawing becomes, and whether its page has to be turned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from discovery.reports.diagrams import Missing, Picture

Page = tuple[float, float]

# What a page has room for under its heading: width and height in points.
UPRIGHT: Page = (504.0, 640.0)
TURNED: Page = (750.0, 390.0)
# The same above a short table.
ABOVE_TABLE: Page = (750.0, 240.0)
# The least that is read without effort, and how large most drawings write, in points.
SMALLEST_WORDS = 7.0
USUAL_WORDS = 10.0
_PIXELS_PER_POINT = 4 / 3


def scale(pictures: Iterable[Picture | Missing], *pages: Page) -> float:
    """The scale, at most 1, at which each of the pictures fits one of the pages; 1 without a picture."""
    return min(
        (
            max(min(width / one.width, height / one.height, 1) for width, height in pages)
            for one in pictures
            if isinstance(one, Picture)
        ),
        default=1,
    )


def fitted(picture: Picture | Missing, words: float = USUAL_WORDS) -> Picture | Missing:
    """The picture, whose words are `words` points high, as small as they can be read, or smaller where an
    upright page is; a missing one as it is."""
    if isinstance(picture, Missing):
        return picture
    factor = min(SMALLEST_WORDS / words, scale([picture], UPRIGHT)) * _PIXELS_PER_POINT
    return replace(picture, width=picture.width * factor, height=picture.height * factor)


def needs_turned_page(pictures: Iterable[Picture | Missing]) -> bool:
    """Whether words in one of the pictures are too small on an upright page and larger on a turned one."""
    shown = list(pictures)
    upright = scale(shown, UPRIGHT)
    return upright < min(SMALLEST_WORDS / USUAL_WORDS, scale(shown, TURNED))
