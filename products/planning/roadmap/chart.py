"""The roadmap as a chart: an axis of time, a row for each product and a bar for each iteration. Pure: texts
and parts of the axis in, shapes out.

Sizes are in the units of the view box. The same chart is on pages, the stage, slides and paper: a
`ChartSetting` has the room there. `templates/products/roadmap/_chart.html` writes the shapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from documents.boxes import Box
from documents.word_widths import ems

# The colors of paper by the names of their tokens in static/css/tokens.css.
PAPER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ink": "#17212b",
        "ink-2": "#4a5560",
        "surface": "#ffffff",
        "sunken": "#f2f0ea",
        "line": "#e2ded4",
        "line-strong": "#c9c3b4",
        "control": "#8a8578",
        "accent": "#0b63b6",
        "accent-wash": "#e7f0fa",
        "good": "#1b7a4b",
        "good-wash": "#e5f3eb",
        "warn": "#8f5400",
        "warn-wash": "#fbf0dd",
    }
)
# The tone in the legend for the time in which an iteration is blocked, after its bar.
BLOCKED = "blocked"
# How much wider bold and medium letters are than regular ones.
BOLD, MEDIUM = 1.07, 1.03


@dataclass(frozen=True, slots=True)
class ChartSetting:
    """The room of a chart. `sizes` are those of its letters, the largest first: the first one in which it's
    no higher than `height`, and bars have half of the width, is used, else the last one. With `column` the
    names of products and of iterations are beside the bars, in columns of at most so many letters, else above
    them. `has_open` adds iterations without dates, and `on_paper` has the colors of paper in place of those
    of the page."""

    width: float
    sizes: Sequence[float]
    height: float = 0.0
    column: float = 14.0
    has_open: bool = False
    on_paper: bool = False


STAGE = ChartSetting(1600, tuple(range(32, 9, -1)), 820, has_open=True)
PAGE = ChartSetting(960, (14,))
PHONE = ChartSetting(340, (13,), column=0)
SLIDE = ChartSetting(1600, tuple(range(30, 14, -1)), 720, has_open=True, on_paper=True)
SHEET = ChartSetting(660, (11,), column=13, on_paper=True)


@dataclass(frozen=True, slots=True)
class ChartStep:
    """An iteration. `start` and `end` are parts of the axis from 0 to 1, None without dates; `tone` is that
    of RoadmapStep, `ends` its last day in words. It's blocked up to `blocked_to`, `until`
    in words, if it waits for something that is done after its last day. `is_open` if that's a lower bound:
    then `blocked_to` may be `end`."""

    name: str
    tone: str = ""
    start: float | None = None
    end: float | None = None
    ends: str = ""
    blocked_to: float | None = None
    until: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A product and its iterations."""

    name: str
    steps: tuple[ChartStep, ...]


@dataclass(frozen=True, slots=True)
class ChartTick:
    """A month, quarter or year that begins `at` a part of the axis; `year` is above it, or ""."""

    label: str
    at: float
    year: str = ""


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The words around the bars: `ticks` of the axis, none without dates; `today` as a part of the axis and
    its label; `end_head` above the last days; `open_heads` above columns of iterations without dates; `tones`
    of bars with their meaning; products `without_dates` in a row of their own, after `without_head`."""

    ticks: tuple[ChartTick, ...] = ()
    today: float | None = None
    today_label: str = ""
    end_head: str = ""
    open_heads: tuple[str, ...] = ()
    tones: tuple[tuple[str, str], ...] = ()
    without_dates: tuple[str, ...] = ()
    without_head: str = ""


def _units(*places: float) -> tuple[str, ...]:
    """The places as attributes of a drawing."""
    return tuple(f"{place:.1f}" for place in places)


@dataclass(frozen=True, slots=True)
class ChartRect:
    """A filled box with an outline; `stroke` is "" for none."""

    box: Box
    fill: str
    stroke: str = ""
    dash: str = ""
    radius: float = 0.0
    thickness: float = 1.5

    @property
    def units(self) -> tuple[str, ...]:
        """Its left and top edge, width, height, radius and thickness."""
        box = self.box
        return _units(box.left, box.top, box.width, box.height, self.radius, self.thickness)


@dataclass(frozen=True, slots=True)
class ChartRule:
    """A straight line."""

    start: tuple[float, float]
    end: tuple[float, float]
    stroke: str
    thickness: float
    dash: str = ""

    @property
    def units(self) -> tuple[str, ...]:
        """Its start, its end and its thickness."""
        return _units(*self.start, *self.end, self.thickness)


@dataclass(frozen=True, slots=True)
class ChartHatch:
    """Sloping lines in a box, so far `apart`: one path, as paper knows no patterns."""

    box: Box
    stroke: str
    thickness: float
    apart: float

    @property
    def path(self) -> str:
        """Its lines as the data of a path, each cut at the edges of the box."""
        box, high, parts = self.box, self.box.height, []
        for number in range(1, int((box.width + high) / self.apart) + 1):
            foot = box.left - high + number * self.apart
            left, right = max(foot, box.left), min(foot + high, box.right)
            parts.append(
                f"M{left:.1f} {box.bottom - left + foot:.1f}L{right:.1f} {box.bottom - right + foot:.1f}"
            )
        return "".join(parts)

    @property
    def units(self) -> tuple[str, ...]:
        """The thickness of its lines."""
        return _units(self.thickness)


@dataclass(frozen=True, slots=True)
class ChartText:
    """A line of words that begins at (x, y), or has its middle or end there; `part` names its role."""

    part: str
    words: str
    x: float
    y: float
    size: float
    fill: str
    weight: int = 400
    anchor: str = "start"

    @property
    def units(self) -> tuple[str, ...]:
        """The place where it begins, and the size of its letters."""
        return _units(self.x, self.y, self.size)

    @property
    def box(self) -> Box:
        """About the place of its letters."""
        wide = ems(self.words) * self.size * (BOLD if self.weight > 500 else MEDIUM)
        start = self.x - {"middle": wide / 2, "end": wide}.get(self.anchor, 0.0)
        return Box(start, self.y - self.size * 0.9, start + wide, self.y + self.size * 0.25)


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """Rows with an axis of their own, from the `first` product to the `last`."""

    first: str
    last: str
    box: Box


@dataclass(slots=True)
class RoadmapChart:
    """All shapes: bands behind rows, lines of the axis, bars, hatches and texts, each above those before."""

    width: float
    size: float
    height: float = 0.0
    rects: list[ChartRect] = field(default_factory=list)
    rules: list[ChartRule] = field(default_factory=list)
    bars: list[ChartRect] = field(default_factory=list)
    hatches: list[ChartHatch] = field(default_factory=list)
    texts: list[ChartText] = field(default_factory=list)
    blocks: list[ChartBlock] = field(default_factory=list)

    @property
    def units(self) -> tuple[str, ...]:
        """Its width and height."""
        return _units(self.width, self.height)

    def put_line(
        self, x: float, ends: tuple[float, float], stroke: str, thickness: float, dash: str = ""
    ) -> None:
        """Add a vertical line between both ends, with a gap at each text in its way."""
        top, bottom = ends
        way = Box(x - 0.2 * self.size, top, x + 0.2 * self.size, bottom)
        gaps = [each.box for each in self.texts if each.box.covers(way)]
        for gap in (*sorted(gaps, key=lambda box: box.top), Box(x, bottom, x, bottom)):
            if gap.top > top:
                self.rules.append(ChartRule((x, top), (x, gap.top), stroke, thickness, dash))
            top = max(top, gap.bottom)

    @property
    def whole(self) -> Box:
        return Box(0, 0, self.width, self.height)

    @property
    def boxes(self) -> dict[str, Box]:
        """The places of bars and texts, by names of their own."""
        places = [*(each.box for each in self.bars), *(each.box for each in self.texts)]
        return {f"part-{number}": place for number, place in enumerate(places)}
