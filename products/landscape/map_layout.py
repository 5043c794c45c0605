"""Places of the nodes of a map, and the ways of its edges between them. Pure: points in, points out.

Places are in points, upwards and to the right. A way leaves a node at its side and crosses a column that lies
between above or below its nodes, or in the gap that is nearest to the straight line: so no edge runs through
a node.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

# How far an arrow reaches, and how far an edge within a column leaves it, in points.
_ARROW, _AROUND = 7.0, 24.0
# Edges in the same gap, and at the same side of a node, are so far apart, in points, and less where there are
# many: then they take this part of the gap, and of the height of the node.
APART, _OF_GAP, _OF_NODE = 6.0, 0.7, 0.56
# Between the tip of a head and an outline, in parts of the head: its own line is longer at the tip.
TIP = 0.25
# How far beyond the ends of a column an edge goes around it.
_BEYOND = 10.0
# So many rows are all as high as the highest one: more would make a map too tall.
_EVEN_ROWS = 8
# The last row in which a column begins, from 0.
_LAST_FIRST = 2

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MapPlace:
    """The middle of a node, and its size. The sides of a hexagon meet in a corner, and each takes `slant` of
    its width."""

    column: int
    x: float
    y: float
    width: float
    high: float
    slant: float = 0.0

    def side(self, direction: int, aside: float) -> Point:
        """The point on its right side (1) or its left one (-1), so far above its middle."""
        inward = self.slant * abs(aside) / (self.high / 2)
        return self.x + direction * (self.width / 2 - inward), self.y + aside


@dataclass(slots=True)
class MapPlaces:
    """All nodes of a drawing, by id. `top` is how high it is; edges are `apart` from each other, and a head
    of an `arrow` is so long."""

    by_id: dict[str, MapPlace] = field(default_factory=dict)
    top: float = 0.0
    apart: float = APART
    arrow: float = _ARROW

    def ways(self, edges: Sequence[tuple[str, str]], *, has_arrows: bool = True) -> list[str]:
        """The way of each edge, as DOT has it in `pos`, with room for a head where they are arrows. No two
        have a line in common: they are a little apart where they cross a column and at each node, in the
        order of where they come from and lead to."""
        columns = self.columns()
        runs = [_Run(self.by_id[source], self.by_id[target], columns) for source, target in edges]
        _put_apart(runs, self.apart)
        for run in runs:
            run.level()
        _put_apart_past_ends(runs, self.apart)
        for run in runs:
            run.arrive()
        return [run.way(self.arrow if has_arrows else 0.0) for run in runs]

    def columns(self) -> dict[int, LandscapeColumn]:
        """All columns by number."""
        columns: dict[int, list[MapPlace]] = {}
        for place in sorted(self.by_id.values(), key=lambda place: place.y):
            columns.setdefault(place.column, []).append(place)
        return {number: LandscapeColumn.of(places) for number, places in columns.items()}


@dataclass(frozen=True, slots=True)
class LandscapeColumn:
    """The middle and the half of the width of a column, and the gaps between its nodes and beyond them: the
    height of each, and how high it is."""

    x: float
    half: float
    gaps: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, places: Sequence[MapPlace]) -> LandscapeColumn:
        between = [(below.y + below.high / 2, above.y - above.high / 2) for below, above in pairwise(places)]
        lowest = places[0].y - places[0].high / 2
        highest = places[-1].y + places[-1].high / 2
        ends = [(lowest - 2 * _BEYOND, lowest), (highest, highest + 2 * _BEYOND)]
        gaps = tuple(((start + end) / 2, end - start) for start, end in (*between, *ends))
        return cls(places[0].x, max(each.width for each in places) / 2, gaps)

    @property
    def lowest(self) -> float:
        """Its lower end."""
        return self.gaps[-2][0] + _BEYOND

    @property
    def highest(self) -> float:
        """Its upper end."""
        return self.gaps[-1][0] - _BEYOND

    def nearest(self, height: float) -> tuple[float, float] | None:
        """The gap that is nearest to this height; None beyond the ends, where there is nothing to avoid."""
        middles = [middle for middle, _high in self.gaps]
        if not min(middles) <= height <= max(middles):
            return None
        return min(self.gaps, key=lambda gap: abs(gap[0] - height))


class _Run:
    """An edge on its way: where it crosses columns, and how far from the middle it leaves and arrives."""

    def __init__(self, start: MapPlace, end: MapPlace, columns: Mapping[int, LandscapeColumn]) -> None:
        self.start, self.end = start, end
        self.forward = -1 if start.column > end.column else 1
        self.leaving = self.arriving = 0.0
        self.arrives_alone = False
        # For each column between: where, the gap there, and how far from its middle.
        self.crossings: list[tuple[LandscapeColumn, tuple[float, float]]] = []
        self.shifts: list[float] = []
        here = start.side(self.forward, 0)
        goal = end.side(-self.forward, 0)
        for number in range(start.column + self.forward, end.column, self.forward):
            column = columns[number]
            height = here[1] + (column.x - here[0]) / (goal[0] - here[0]) * (goal[1] - here[1])
            gap = column.nearest(height) or (height, 0.0)
            self.crossings.append((column, gap))
            self.shifts.append(0.0)
            here = (column.x + self.forward * column.half, gap[0])

    @property
    def is_within(self) -> bool:
        return self.start.column == self.end.column

    def height(self, number: int) -> float:
        """The y of the line at the crossing of this number; -1 is its start, and the last one its end."""
        if number < 0:
            return self.start.y
        return self.crossings[number][1][0] if number < len(self.crossings) else self.end.y

    def level(self) -> None:
        """Take out small bends past the ends of a column."""
        here = self.start.y + self.leaving
        for number, (_column, (middle, high)) in enumerate(self.crossings):
            if not high and abs(here - middle) <= _BEYOND / 2:
                self.shifts[number] = here - middle
            here = middle + self.shifts[number]

    def arrive(self) -> None:
        """Take out a small bend before a node at which nothing else arrives."""
        if self.arrives_alone and not self.is_within:
            here = self.start.y + self.leaving
            if self.crossings:
                here = self.crossings[-1][1][0] + self.shifts[-1]
            most = self.end.high * _OF_NODE / 2
            self.arriving = here - self.end.y if abs(here - self.end.y) <= most else 0.0

    def way(self, arrow: float) -> str:
        """Its points, as DOT has them, with so much room for the head of an arrow."""
        points = [*(self._within() if self.is_within else self._across())]
        (x, y), back = points[-1], arrow if self.is_within or self.forward < 0 else -arrow
        tip = (x + TIP * back, y)
        points[-1] = (tip[0] + back, y)
        return " ".join([f"e,{point_text(tip)}", *map(point_text, points)])

    def _across(self) -> Iterator[Point]:
        here = self.start.side(self.forward, self.leaving)
        yield here
        # A slanted side is left and reached level, so that a steep edge keeps clear of the node beside it.
        out = (self.start.side(self.forward, 0)[0], here[1])
        if out != here:
            yield from _bent(here, out)
        here = out
        for (column, (middle, _high)), shift in zip(self.crossings, self.shifts, strict=True):
            into = (column.x - self.forward * column.half, middle + shift)
            out = (column.x + self.forward * column.half, middle + shift)
            yield from _bent(here, into)
            yield from _bent(into, out)
            here = out
        goal = self.end.side(-self.forward, self.arriving)
        into = (self.end.side(-self.forward, 0)[0], goal[1])
        if abs(goal[0] - into[0]) > _ARROW:
            yield from _bent(here, into)
            here = into
        yield from _bent(here, goal)

    def _within(self) -> Iterator[Point]:
        """From the right side of a node to that of another one in its column, or of itself: beside the nodes
        between."""
        apart = 6.0 if self.start == self.end else 0.0
        start, end = self.start.side(1, self.leaving + apart), self.end.side(1, self.arriving - apart)
        out = self.start.x + self.start.width / 2 + _AROUND / 2 + abs(self.leaving) / 2
        bend = min(_AROUND, abs(end[1] - start[1]) / 2)
        bend = bend if end[1] > start[1] else -bend
        yield from (start, (out, start[1]), (out, start[1]), (out, start[1] + bend))
        yield from straight((out, start[1] + bend), (out, end[1] - bend))
        yield from ((out, end[1]), (out, end[1]), end)


# A place to give: about how high the edge is beside it, the edge, and which of its crossings.
_Claim = tuple[float, _Run, int]
_START, _END = -1, -2


def _put_apart(runs: Sequence[_Run], apart: float) -> None:
    """Edges with the same gap or at the same side of a node get places of their own there."""
    sides: dict[tuple[MapPlace, int], list[_Claim]] = {}
    gaps: dict[tuple[float, tuple[float, float]], list[_Claim]] = {}
    for run in runs:
        arrives_at = 1 if run.is_within else -run.forward
        sides.setdefault((run.start, run.forward), []).append((run.height(0), run, _START))
        before = run.height(len(run.crossings) - 1)
        sides.setdefault((run.end, arrives_at), []).append((before, run, _END))
        for number, (column, gap) in enumerate(run.crossings):
            beside = run.height(number - 1) + run.height(number + 1)
            gaps.setdefault((column.x, gap), []).append((beside, run, number))
    for (place, _side), claims in sides.items():
        _shift(claims, place.high * _OF_NODE, apart)
    for (_x, (_middle, high)), claims in gaps.items():
        _shift(claims, high * _OF_GAP, apart)


def _put_apart_past_ends(runs: Sequence[_Run], apart: float) -> None:
    """Edges that pass the same end of a column keep the same distance as those in a gap: those above it go
    up, and those below it go down."""
    passing: dict[tuple[float, int], list[tuple[float, float, _Run, int]]] = {}
    for run in runs:
        for number, (column, (middle, high)) in enumerate(run.crossings):
            if not high:
                side = 1 if middle > column.highest else -1
                beside = run.height(number - 1) + run.height(number + 1)
                here = side * (middle + run.shifts[number])
                passing.setdefault((column.x, side), []).append((here, side * beside, run, number))
    for (_x, side), claims in passing.items():
        before = -math.inf
        for here, _beside, run, number in sorted(claims, key=lambda claim: claim[:2]):
            before = max(here, before + apart)
            run.shifts[number] += side * (before - here)


def _shift(claims: list[_Claim], room: float, apart: float) -> None:
    """Places around the middle, from the lowest to the highest, that take no more than the room."""
    step = min(apart, room / max(len(claims) - 1, 1))
    for place, (_height, run, which) in enumerate(sorted(claims, key=lambda claim: claim[0])):
        shift = (place - (len(claims) - 1) / 2) * step
        if which == _START:
            run.leaving = shift
        elif which == _END:
            run.arriving, run.arrives_alone = shift, len(claims) == 1
        else:
            run.shifts[which] = shift


def in_rows(
    columns: Sequence[Sequence[str]], high: Mapping[str, float], *, pitch: float, width: float, between: float
) -> MapPlaces:
    """The nodes of each column below each other in rows that go through all columns. Short columns are placed
    in the middle of the height, but begin in one of the first rows: so a map begins with some of each."""
    count = max(map(len, columns), default=0)
    rows = [0.0] * count
    row_of = {}
    for column in columns:
        first = min((count - len(column)) // 2, _LAST_FIRST)
        for number, key in enumerate(column):
            row_of[key] = first + number
            rows[first + number] = max(rows[first + number], high[key])
    if count <= _EVEN_ROWS:
        rows = [max(rows, default=0.0)] * count
    tops = [sum(rows[number:]) + between * (count - number) for number in range(count)]
    places = MapPlaces(top=tops[0] if tops else 0.0)
    for number, column in enumerate(columns):
        for key in column:
            y = tops[row_of[key]] - rows[row_of[key]] / 2
            places.by_id[key] = MapPlace(number, pitch * (number + 0.5), y, width, high[key])
    return places


def in_stacks(
    columns: Sequence[Sequence[str]],
    high: Mapping[str, float],
    *,
    pitch: float,
    width: float,
    between: float,
    most_between: float,
    whole: float = 0.0,
) -> MapPlaces:
    """The nodes of each column as close as can be, or over the `whole` height; short columns are placed in
    the middle of the height, their nodes further apart, though no more than `most_between`."""
    stacks = [sum(high[key] + between for key in column) for column in columns]
    places = MapPlaces(top=max(*stacks, whole, 0.0))
    for number, (column, stack) in enumerate(zip(columns, stacks, strict=True)):
        more = min((places.top - stack) / max(len(column), 1), most_between - between)
        y = (places.top + stack + more * (len(column) - 1)) / 2
        for key in column:
            places.by_id[key] = MapPlace(number, pitch * (number + 0.5), y - high[key] / 2, width, high[key])
            y -= high[key] + between + more
    return places


def _bent(here: Point, there: Point) -> Iterator[Point]:
    """A curve that begins and ends level: its two handles and its end."""
    middle = (here[0] + there[0]) / 2
    yield (middle, here[1])
    yield (middle, there[1])
    yield there


def straight(here: Point, there: Point) -> Iterator[Point]:
    """The two handles of a line, and its end."""
    for share in (1 / 3, 2 / 3, 1.0):
        yield here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share


def point_text(point: Point) -> str:
    """The point, as DOT has it."""
    return f"{point[0]:.1f},{point[1]:.1f}"
