"""The ways of edges between columns on a stage: level lines that meet in upright trunks. Pure: points in,
points out.

Edges of the same nodes share a trunk, so that a few clear lines are left of many. A trunk leads from all of
its nodes to all others of it: so no edge is drawn that isn't there. Trunks next to each other are apart, and
lines keep clear of the nodes that they pass. An edge between neighbors in a column is a straight line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from products.landscape.edge_trunk_lanes import (
    APART,
    Hop,
    Net,
    Port,
    level,
    nets_of,
    put_in_lanes,
    straighten,
)
from products.landscape.map_layout import TIP, LandscapeColumn, MapPlaces, Point, point_text
from products.landscape.rounded_corners import rounded

CLEAR, ASIDE = 25.0, 24.0
"""How far lines are from a node that they pass, and trunks from nodes beside them, in units of a stage."""
# The part of the height of a node in which its lines begin and end.
_OF_NODE = 0.6
# What a narrow gap counts for, to a distance.
_NARROW = 4.0

Ends = tuple[str, str, str]
"""From, to, and the kind of an edge: edges of different kinds share nothing."""

_Side = tuple[str, int, bool, str]
"""A node, its right side (1) or its left one (-1), whether edges leave there, and their kind."""


@dataclass(slots=True)
class Trunks:
    """All edges of a drawing. `room` has the lowest and the highest place of a line that passes a column."""

    places: MapPlaces
    edges: Sequence[Ends]
    room: tuple[float, float]
    columns: Mapping[int, LandscapeColumn] = field(init=False)
    neighbors: set[tuple[str, str]] = field(init=False)
    hops: list[list[Hop]] = field(init=False)
    nets: dict[int, list[Net]] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = self.places.columns()
        self.neighbors = {*self._neighbors()}
        ports = self._ports()
        self._align(ports)
        crossings = self._crossings(ports)
        self.hops = [[*self._hops(number, ports, crossings)] for number in range(len(self.edges))]
        self.nets = {}
        by_space = defaultdict[int, list[tuple[str, Hop]]](list)
        for (_start, _end, kind), hops in zip(self.edges, self.hops, strict=True):
            for hop in hops:
                by_space[hop.space].append((kind, hop))
        for space, of_space in by_space.items():
            kinds = dict.fromkeys(kind for kind, _hop in of_space)
            nets = [net for each in kinds for net in nets_of([hop for kind, hop in of_space if kind == each])]
            level(nets)
            self.nets[space] = put_in_lanes(nets)

    def lanes(self, space: int) -> int:
        """The number of trunks beside each other right of this column."""
        return max((net.lane + 1 for net in self.nets.get(space, ())), default=0)

    def ways(self, *, has_arrows: bool = True) -> list[str]:
        """The way of each edge, as DOT has it in `pos`."""
        arrow = self.places.arrow if has_arrows else 0.0
        return [
            self._way(start, end, hops, arrow)
            for (start, end, _kind), hops in zip(self.edges, self.hops, strict=True)
        ]

    def _neighbors(self) -> Iterator[tuple[str, str]]:
        """Nodes of a column with nothing but room for an arrow between them, in both orders."""
        nodes = sorted(self.places.by_id.items(), key=lambda node: (node[1].column, node[1].y))
        for (lower, below), (upper, above) in pairwise(nodes):
            space = above.y - above.high / 2 - below.y - below.high / 2
            if below.column == above.column and space >= 2 * self.places.arrow:
                yield from ((lower, upper), (upper, lower))

    def _sides(self, start: str, end: str) -> tuple[int, int]:
        """The sides at which an edge leaves and arrives: right (1) or left (-1)."""
        first, last = (self.places.by_id[key].column for key in (start, end))
        return (-1 if first > last else 1), (-1 if first < last else 1)

    def _ports(self) -> dict[_Side, Port]:
        """The ports of nodes by node, side, whether edges leave there, and their kind."""
        far = defaultdict[_Side, list[float]](list)
        for start, end, kind in self.edges:
            if (start, end) in self.neighbors:
                continue
            leaving, arriving = self._sides(start, end)
            far[start, leaving, True, kind].append(self.places.by_id[end].y)
            far[end, arriving, False, kind].append(self.places.by_id[start].y)
        sides = defaultdict[tuple[str, int], list[_Side]](list)
        for each in sorted(far, key=lambda each: (sum(far[each]) / len(far[each]), each)):
            sides[each[:2]].append(each)
        ports = {}
        for (key, _side), of_side in sides.items():
            place = self.places.by_id[key]
            step = min(self.places.apart, place.high * _OF_NODE / max(len(of_side) - 1, 1))
            for number, each in enumerate(of_side):
                ports[each] = Port(place.y + (number - (len(of_side) - 1) / 2) * step, place)
        return ports

    def _align(self, ports: Mapping[_Side, Port]) -> None:
        """Put the ends of edges over several columns at one height if they are nearly there."""
        for start, end, kind in self.edges:
            first, last = (self.places.by_id[key].column for key in (start, end))
            if abs(first - last) > 1:
                leaving, arriving = self._sides(start, end)
                here, goal = ports[start, leaving, True, kind], ports[end, arriving, False, kind]
                straighten(here, goal, ports.values())

    def _crossings(self, ports: Mapping[_Side, Port]) -> dict[tuple[int, int], Port]:
        """The ports between nodes of columns, by edge and column: one for the edges of a source, or of a
        target, whichever are fewer."""
        passing = defaultdict[tuple[int, int], list[int]](list)
        for number, (start, end, _kind) in enumerate(self.edges):
            here, goal = self.places.by_id[start], self.places.by_id[end]
            forward = 1 if here.column < goal.column else -1
            x, y = here.x, here.y
            for column in range(here.column + forward, goal.column, forward):
                crossed = self.columns[column]
                y += (crossed.x - x) / (goal.x - x) * (goal.y - y)
                gap = min(range(len(crossed.gaps)), key=lambda gap: self._distance(crossed, gap, y))
                low, high = self._between(crossed, gap)
                x, y = crossed.x, min(max(y, low), high)
                passing[column, gap].append(number)
        crossings = dict[tuple[int, int], Port]()
        for (column, gap), numbers in passing.items():
            edges = [(number, *self.edges[number]) for number in numbers]
            by_start = {(start, kind) for _number, start, _end, kind in edges}
            by_end = {(end, kind) for _number, _start, end, kind in edges}
            at_start = len(by_start) < len(by_end)
            groups = defaultdict[tuple[str, str], list[int]](list)
            goals = {}
            for number, start, end, kind in edges:
                key = start if at_start else end
                side = self._sides(start, end)[0 if at_start else 1]
                groups[key, kind].append(number)
                goals[key, kind] = ports[key, side, at_start, kind].y
            order = sorted(groups, key=lambda group: goals[group])
            heights = _apart([goals[group] for group in order], *self._between(self.columns[column], gap))
            for group, y in zip(order, heights, strict=True):
                port = Port(y)
                crossings |= {(number, column): port for number in groups[group]}
        return crossings

    def _between(self, column: LandscapeColumn, gap: int) -> tuple[float, float]:
        """The lowest and highest place of a line in a gap of a column; the last two gaps are beyond its
        ends."""
        middle, high = column.gaps[gap]
        if gap == len(column.gaps) - 2:
            highest = max(column.lowest - CLEAR, (self.room[0] + column.lowest) / 2)
            return min(self.room[0], highest), highest
        if gap == len(column.gaps) - 1:
            lowest = min(column.highest + CLEAR, (self.room[1] + column.highest) / 2)
            return lowest, max(self.room[1], lowest)
        half = max(high / 2 - CLEAR, high / 6)
        return middle - half, middle + half

    def _distance(self, column: LandscapeColumn, gap: int, y: float) -> float:
        """The distance of the gap from `y`, with a penalty for a narrow gap."""
        low, high = self._between(column, gap)
        whole = column.gaps[gap][1]
        if gap >= len(column.gaps) - 2:
            is_low = gap == len(column.gaps) - 2
            whole = 2 * (column.lowest - self.room[0] if is_low else self.room[1] - column.highest)
        away = max(low - y, y - high, 0.0)
        return away + _NARROW * max(0.0, 2 * CLEAR - whole)

    def _hops(
        self,
        number: int,
        ports: Mapping[_Side, Port],
        crossings: Mapping[tuple[int, int], Port],
    ) -> Iterator[Hop]:
        start, end, kind = self.edges[number]
        if (start, end) in self.neighbors:
            return
        first, last = (self.places.by_id[key].column for key in (start, end))
        leaving, arriving = self._sides(start, end)
        here, goal = ports[start, leaving, True, kind], ports[end, arriving, False, kind]
        if first == last:
            yield Hop(first, here, goal, is_start_left=True, is_end_left=True)
            return
        for column in range(first, last, leaving):
            there = goal if column + leaving == last else crossings[number, column + leaving]
            forward = leaving > 0
            space = column if forward else column - 1
            yield Hop(space, here, there, is_start_left=forward, is_end_left=not forward)
            here = there

    def _x_of(self, space: int, lane: int) -> float:
        """The x of the trunks of a lane."""
        left, count = self.columns[space].x + self.columns[space].half, self.lanes(space)
        beyond = left + 2 * ASIDE + (count - 1) * self.places.apart
        right = (
            self.columns[space + 1].x - self.columns[space + 1].half if space + 1 in self.columns else beyond
        )
        aside = min(ASIDE, (right - left) * 0.35)
        step = min((right - left - 2 * aside) / max(count - 1, 1), 1.5 * self.places.apart)
        return (left + right) / 2 + (lane - (count - 1) / 2) * step

    def _way(self, start: str, end: str, hops: Sequence[Hop], arrow: float) -> str:
        leaving, arriving = self._sides(start, end)
        here, goal = self.places.by_id[start], self.places.by_id[end]
        if not hops:
            up = 1 if goal.y > here.y else -1
            x, y = goal.x, goal.y - up * goal.high / 2
            return _line_text([(here.x, here.y + up * here.high / 2), (x, y)], (0, -up), arrow)
        points = [here.side(leaving, hops[0].start.y - here.y)]
        for hop in hops:
            if hop.net is not None and not hop.net.is_level:
                x = self._x_of(hop.space, hop.net.lane)
                points += [(x, hop.start.y), (x, hop.end.y)]
        points.append(goal.side(arriving, hops[-1].end.y - goal.y))
        return _line_text(points, (arriving, 0), arrow)


def _line_text(points: list[Point], back: tuple[int, int], arrow: float) -> str:
    """The line through the points, which ends so that the tip of its arrow is at the last one. `back` is the
    direction from there to where it comes from."""
    x, y = points[-1]
    points[-1] = x + back[0] * (1 + TIP) * arrow, y + back[1] * (1 + TIP) * arrow
    tip = x + back[0] * TIP * arrow, y + back[1] * TIP * arrow
    return " ".join([*([f"e,{point_text(tip)}"] if arrow else []), *map(point_text, rounded(points))])


def _apart(heights: Sequence[float], low: float, high: float) -> list[float]:
    """The heights, which go up, between low and high, and apart from each other as far as there is room."""
    step = min(APART, (high - low) / max(len(heights) - 1, 1))
    moved: list[float] = []
    for number, height in enumerate(heights):
        least = low + step * number
        most = high - step * (len(heights) - 1 - number)
        moved.append(max(min(max(height, least), most), moved[-1] + step if moved else least))
    return moved
