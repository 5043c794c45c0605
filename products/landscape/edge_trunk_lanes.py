"""Upright trunks in one space between two columns: which lines share a trunk, and the order of trunks from
the left. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from products.landscape.map_layout import MapPlace

APART = 11.0
"""So far trunks are apart, in the units of a stage."""
# Ends so little apart are put at one height, within this part of the height of a node. At a hexagon lines
# meet in its corner.
_LEVEL, _OF_NODE = 22.0, 0.8
# What a false connection counts for, to a crossing; for how few trunks all orders are tried, and for how few
# neighbors are exchanged.
_FALSE = 50
_ALL, _SOME = 4, 8


@dataclass(eq=False, slots=True)
class Port:
    """The end of lines in a space between columns: at a node, or at a column that they cross."""

    y: float
    place: MapPlace | None = None

    def may_move(self, y: float) -> bool:
        """True if its node is high enough, and no hexagon."""
        if self.place is None or self.place.slant:
            return False
        return abs(y - self.place.y) <= self.place.high * _OF_NODE / 2


@dataclass(eq=False, slots=True)
class Net:
    """A trunk with the ports at its left and at its right."""

    left: list[Port]
    right: list[Port]
    lane: int = 0

    @property
    def ports(self) -> list[Port]:
        """All of them."""
        return [*self.left, *self.right]

    @property
    def low(self) -> float:
        """Its lower end."""
        return min(port.y for port in self.ports)

    @property
    def high(self) -> float:
        """Its upper end."""
        return max(port.y for port in self.ports)

    @property
    def is_level(self) -> bool:
        """True if it needs no trunk."""
        return self.high - self.low < 1 and bool(self.left) and bool(self.right)

    @property
    def falls(self) -> bool:
        """True if it leads down, from left to right."""
        return _mean(self.right or self.left) < _mean(self.left or self.right)


@dataclass(slots=True)
class Hop:
    """The part of an edge in one space between columns. One within a column has both ends at the left."""

    space: int
    start: Port
    end: Port
    is_start_left: bool
    is_end_left: bool
    net: Net | None = None


def nets_of(hops: Sequence[Hop]) -> Iterator[Net]:
    """The trunks of a space: of edges with the same starts, or with the same ends, whichever are fewer."""
    by_end, by_start = defaultdict[Port, set[Port]](set), defaultdict[Port, set[Port]](set)
    for hop in hops:
        by_end[hop.end].add(hop.start)
        by_start[hop.start].add(hop.end)
    is_by_end = len({*map(frozenset, by_end.values())}) <= len({*map(frozenset, by_start.values())})
    groups = defaultdict[frozenset[Port], list[Hop]](list)
    for hop in hops:
        groups[frozenset(by_end[hop.end] if is_by_end else by_start[hop.start])].append(hop)
    for of_net in groups.values():
        ends = [
            *((hop.start, hop.is_start_left) for hop in of_net),
            *((hop.end, hop.is_end_left) for hop in of_net),
        ]
        net = Net(
            [*dict.fromkeys(port for port, is_left in ends if is_left)],
            [*dict.fromkeys(port for port, is_left in ends if not is_left)],
        )
        for hop in of_net:
            hop.net = net
        yield net


def level(nets: Sequence[Net]) -> None:
    """Take out small bends: a port without a level line goes to the height of the other one."""
    of_port = _by_port(nets)
    for net in nets:
        for one, other in product(net.left, net.right):
            free = (port for port in (one, other) if not _has_level_line(port, of_port[port]))
            straighten(one, other, of_port, free=[*free])


def straighten(one: Port, other: Port, ports: Iterable[Port], free: Sequence[Port] | None = None) -> None:
    """Put one of them at the height of the other if it's near, `free` to move, and apart from others at its
    node."""
    for moved, stays in ((one, other), (other, one)):
        beside = (port for port in ports if port is not moved and port.place is moved.place)
        if (
            0 < abs(moved.y - stays.y) <= _LEVEL
            and (free is None or moved in free)
            and moved.may_move(stays.y)
            and all(abs(port.y - stays.y) >= APART - 1 for port in beside)
        ):
            moved.y = stays.y


def _has_level_line(port: Port, nets: Iterable[Net]) -> bool:
    others = (other for net in nets for other in (net.right if port in net.left else net.left))
    return any(abs(port.y - other.y) < 1 for other in others)


def put_in_lanes(nets: Sequence[Net]) -> list[Net]:
    """The nets that need a trunk. They get their lanes, from the left: with few crossings, and without lines
    that look like a connection."""
    of_port = _by_port(nets)
    bent = [net for net in nets if not net.is_level]
    bent.sort(key=lambda net: (1 if net.falls else -1) * _mean(net.left or net.right))
    best = min(_orders(bent), key=lambda order: _cost(order, nets, of_port))
    if _ALL < len(best) <= _SOME:
        best = _exchanged(best, nets, of_port)
    _part(best, nets, of_port)
    for number, net in enumerate(best):
        beside = (
            each.lane for each in best[:number] if each.low - APART < net.high and net.low < each.high + APART
        )
        net.lane = max(beside, default=-1) + 1
    return [*best]


def _by_port(nets: Iterable[Net]) -> dict[Port, list[Net]]:
    of_port = defaultdict[Port, list[Net]](list)
    for net in nets:
        for port in net.ports:
            of_port[port].append(net)
    return of_port


def _mean(ports: Sequence[Port]) -> float:
    return sum(port.y for port in ports) / len(ports)


def _orders(bent: Sequence[Net]) -> Iterable[Sequence[Net]]:
    if len(bent) <= _ALL:
        return permutations(bent)
    falling, rising = [net for net in bent if net.falls], [net for net in bent if not net.falls]
    return [[*falling, *rising], [*rising, *falling], [*falling[::-1], *rising[::-1]]]


def _exchanged(
    order: Sequence[Net], nets: Sequence[Net], of_port: Mapping[Port, Sequence[Net]]
) -> Sequence[Net]:
    """The order with neighbors exchanged where it's better."""
    best, least = [*order], _cost(order, nets, of_port)
    for _sweep in range(2):
        for number in range(len(best) - 1):
            tried = [*best[:number], best[number + 1], best[number], *best[number + 2 :]]
            if (cost := _cost(tried, nets, of_port)) < least:
                best, least = tried, cost
    return best


@dataclass(slots=True)
class _Reach:
    """The ends of the level lines of ports in a space, in numbers of trunks from the left."""

    left: dict[Port, float]
    right: dict[Port, float]

    @classmethod
    def of(cls, order: Sequence[Net], nets: Sequence[Net], of_port: Mapping[Port, Sequence[Net]]) -> _Reach:
        at = {net: number for number, net in enumerate(order)}
        return cls(
            {port: max(at.get(each, len(at)) for each in of_port[port]) for net in nets for port in net.left},
            {port: min(at.get(each, -1) for each in of_port[port]) for net in nets for port in net.right},
        )

    def false_pairs(self, of_port: Mapping[Port, Sequence[Net]]) -> Iterator[tuple[Port, Port]]:
        """Ports whose lines would be one, though no edge is between them."""
        for one, end in self.left.items():
            for other, begin in self.right.items():
                is_close = abs(one.y - other.y) < APART - 1
                if is_close and end > begin and not {*of_port[one]} & {*of_port[other]}:
                    yield one, other


def _cost(order: Sequence[Net], nets: Sequence[Net], of_port: Mapping[Port, Sequence[Net]]) -> int:
    reach = _Reach.of(order, nets, of_port)
    crossings = sum(
        net.low < port.y < net.high and net not in of_port[port] and (end - at) * side > 0
        for ends, side in ((reach.left, 1), (reach.right, -1))
        for port, end in ends.items()
        for at, net in enumerate(order)
    )
    return crossings + _FALSE * sum(1 for _pair in reach.false_pairs(of_port))


def _part(order: Sequence[Net], nets: Sequence[Net], of_port: Mapping[Port, Sequence[Net]]) -> None:
    """Move a port whose line would be that of another one."""
    for one, other in [*_Reach.of(order, nets, of_port).false_pairs(of_port)]:
        for moved, stays in ((other, one), (one, other)):
            away = 1 if moved.y >= stays.y else -1
            goals = (stays.y + away * APART, stays.y - away * APART)
            goal = next((goal for goal in goals if moved.may_move(goal)), None)
            if goal is not None and not _has_level_line(moved, of_port[moved]):
                moved.y = goal
                break
