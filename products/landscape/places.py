"""Places of the nodes of a map, and the ways of its edges between them. Pure: points in, points out.

Places are in points, upwards and to the right. A way leaves a node at its side and crosses a column that lies
between above or below its nodes, or in the gap that is nearest to the straight line: so no edge runs through
a node.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

# How far an arrow reaches, and how far an edge within a column leaves it, in points.
_ARROW, _AROUND = 7.0, 24.0
# So many edges in the same gap, or at the same node, are told apart, by so many points.
_APART, _STEP = 5, 2.4
# The last row in which a column begins, from 0.
_LAST_FIRST = 2

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MapPlace:
    """The middle of a node, and its size."""

    column: int
    x: float
    y: float
    width: float
    high: float


@dataclass(slots=True)
class MapPlaces:
    """All nodes of a drawing, by id. `top` is how high it is."""

    by_id: dict[str, MapPlace] = field(default_factory=dict)
    top: float = 0.0
    _gaps: dict[int, list[float]] = field(default_factory=dict)

    def way(self, source: str, target: str, number: int) -> str:
        """The way of an edge, as DOT has it in `pos`. Edges with different numbers are a little apart."""
        start, end = self.by_id[source], self.by_id[target]
        aside = (number % _APART - _APART // 2) * _STEP
        if start.column == end.column:
            points = _within(start, end, aside)
        else:
            points = list(self._across(start, end, aside))
        tip = points[-1]
        back = _ARROW if start.column >= end.column else -_ARROW
        points[-1] = (tip[0] + back, tip[1])
        return " ".join([f"e,{_written(tip)}", *map(_written, points)])

    def _across(self, start: MapPlace, end: MapPlace, aside: float) -> Iterator[Point]:
        forward = 1 if start.column < end.column else -1
        here: Point = (start.x + forward * start.width / 2, start.y + aside)
        yield here
        goal: Point = (end.x - forward * end.width / 2, end.y + aside)
        for column in range(start.column + forward, end.column, forward):
            places = self._columns()[column]
            middle = places[0].x
            share = (middle - here[0]) / (goal[0] - here[0])
            height = here[1] + share * (goal[1] - here[1])
            gaps = self._gaps[column]
            # Beyond the ends of a column there is nothing to avoid.
            is_free = not min(gaps) <= height <= max(gaps)
            gap = height if is_free else min(gaps, key=lambda each: abs(each - height)) + aside
            half = max(each.width for each in places) / 2
            into, out = (middle - forward * half, gap), (middle + forward * half, gap)
            yield from _bent(here, into)
            yield from _bent(into, out)
            here = out
        yield from _bent(here, goal)

    def _columns(self) -> Mapping[int, list[MapPlace]]:
        columns: dict[int, list[MapPlace]] = {}
        for place in sorted(self.by_id.values(), key=lambda place: place.y):
            columns.setdefault(place.column, []).append(place)
        if not self._gaps:
            for column, places in columns.items():
                between = [
                    (below.y + below.high / 2 + above.y - above.high / 2) / 2
                    for below, above in pairwise(places)
                ]
                lowest, highest = places[0], places[-1]
                ends = [lowest.y - lowest.high / 2 - _APART * 2, highest.y + highest.high / 2 + _APART * 2]
                self._gaps[column] = [*between, *ends]
        return columns


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
) -> MapPlaces:
    """The nodes of each column as close as can be; short columns are placed in the middle of the height,
    their nodes further apart, though no more than `most_between`."""
    stacks = [sum(high[key] + between for key in column) for column in columns]
    places = MapPlaces(top=max(stacks, default=0.0))
    for number, (column, stack) in enumerate(zip(columns, stacks, strict=True)):
        more = min((places.top - stack) / max(len(column), 1), most_between - between)
        y = (places.top + stack + more * (len(column) - 1)) / 2
        for key in column:
            places.by_id[key] = MapPlace(number, pitch * (number + 0.5), y - high[key] / 2, width, high[key])
            y -= high[key] + between + more
    return places


def _within(start: MapPlace, end: MapPlace, aside: float) -> list[Point]:
    """From the right side of a node to that of another one in its column, or of itself."""
    side, out = start.x + start.width / 2, start.x + start.width / 2 + _AROUND
    apart = 6.0 if start == end else 0.0
    return [
        (side, start.y + aside + apart),
        (out, start.y + aside + apart),
        (out, end.y + aside - apart),
        (side, end.y + aside - apart),
    ]


def _bent(here: Point, there: Point) -> Iterator[Point]:
    """A curve that begins and ends level: its two handles and its end."""
    middle = (here[0] + there[0]) / 2
    yield (middle, here[1])
    yield (middle, there[1])
    yield there


def _written(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
