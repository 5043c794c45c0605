"""The choice of use cases and products in whole numbers, and the most that can be reached without its limit.
Pure.

To serve a use case, all products that it needs have to be built. What a closed choice (use cases with all
that they need) is worth at a price per unit of cost is a minimum cut (J.-C. Picard, *Maximal closure of a
graph*, Management Science 22, 1976). For falling prices the best choices are nested, and they are the corners
of the concave curve above all choices (M. Eisner, D. G. Severance, *Mathematical techniques for efficient
record segmentation*, J. ACM 23, 1976): at a corner the best choice of its cost is known, and between corners
the straight line is what no choice exceeds. All numbers are exact.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor, lcm


@dataclass(frozen=True, slots=True)
class Candidate:
    """A use case that a choice may serve: its `score` in the ranking, and which new products it still
    `needs`."""

    key: str
    score: Fraction
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Corner:
    """A choice of which none with the same cost is worth more: the `use_cases` as bits."""

    cost: int
    units: int
    use_cases: int


def bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set, the lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(places: Iterable[int]) -> int:
    """The places as bits."""
    mask = 0
    for place in places:
        mask |= 1 << place
    return mask


class ChoiceProblem:
    """`candidates`, whose scores are above 0, with the `efforts` of all products that they need; without any,
    each product costs 1. `scores` are in units, of which `scale` make a point, and `costs` in units of which
    `parts` make one product or one person-week.

    Products that the same use cases need are built together or not at all: they are one group. `needs` are
    the groups of each use case as bits, `users` the use cases of each group. What costs nothing is in none.
    """

    def __init__(
        self, candidates: Sequence[Candidate], efforts: Mapping[str, Fraction] | None = None
    ) -> None:
        self.candidates = candidates
        products: frozenset[str] = frozenset().union(*(each.needs for each in candidates))
        if efforts is None:
            efforts = dict.fromkeys(products, Fraction(1))
        self.parts = lcm(*(efforts[product].denominator for product in products))
        self.scale = lcm(*(each.score.denominator for each in candidates))
        self.scores = [int(each.score * self.scale) for each in candidates]
        sizes: dict[int, int] = {}
        for product in products:
            users = mask_of(place for place, each in enumerate(candidates) if product in each.needs)
            sizes[users] = sizes.get(users, 0) + int(efforts[product] * self.parts)
        # In a fixed order, so that the same question always has the same answer.
        groups = sorted((users, cost) for users, cost in sizes.items() if cost)
        self.users = [users for users, _cost in groups]
        self.costs = [cost for _users, cost in groups]
        self.needs = [
            mask_of(group for group, users in enumerate(self.users) if users >> place & 1)
            for place in range(len(candidates))
        ]
        self.size = sum(self.costs)
        self.all = (1 << len(candidates)) - 1

    def capacity(self, limit: int | Fraction) -> int:
        """The limit in units of cost; no more than all products cost."""
        return min(floor(limit * self.parts), self.size)

    def units(self, use_cases: int) -> int:
        """The total score of these use cases, in units of which `scale` make a point."""
        return sum(self.scores[place] for place in bits(use_cases))

    def built(self, use_cases: int) -> int:
        """The groups that serve these use cases."""
        built = 0
        for place in bits(use_cases):
            built |= self.needs[place]
        return built

    def cost(self, built: int) -> int:
        """The total cost of these groups, in units of which `parts` make a product or a person-week."""
        return sum(self.costs[group] for group in bits(built))

    def served(self, built: int) -> int:
        """All use cases that these groups serve."""
        return mask_of(place for place, needs in enumerate(self.needs) if not needs & ~built)

    @cached_property
    def corners(self) -> tuple[Corner, ...]:
        """The corners from what costs nothing to all, each with a higher cost than the one before."""
        free = mask_of(place for place, needs in enumerate(self.needs) if not needs)
        nested = [free]
        parts = [(free, [place for place in range(len(self.candidates)) if not free >> place & 1])]
        while parts:
            base, uses = parts.pop()
            if not uses:
                continue
            within = self._worthwhile(self.built(base), uses)
            inner = base | mask_of(within)
            if not within or len(within) == len(uses):
                nested.append(base | mask_of(uses))
                continue
            parts.append((inner, [place for place in uses if place not in within]))
            parts.append((base, sorted(within)))
        corners = (Corner(self.cost(self.built(each)), self.units(each), each) for each in nested)
        return tuple(sorted(corners, key=lambda corner: corner.cost))

    def ceiling(self, capacity: int) -> Fraction:
        """So many units no choice within the capacity exceeds: a point of the straight lines between corners,
        or all use cases that fit by themselves, where these are worth less."""
        fitting = sum(
            score
            for score, needs in zip(self.scores, self.needs, strict=True)
            if self.cost(needs) <= capacity
        )
        place = bisect_right([corner.cost for corner in self.corners], capacity) - 1
        low = self.corners[place]
        if place + 1 == len(self.corners):
            return Fraction(min(low.units, fitting))
        high = self.corners[place + 1]
        slope = Fraction(high.units - low.units, high.cost - low.cost)
        return min(low.units + slope * (capacity - low.cost), Fraction(fitting))

    def _worthwhile(self, built: int, uses: Sequence[int]) -> set[int]:
        """Of these use cases those whose scores exceed what they add to `built`, at the price at which all of
        them together are worth what they cost; none where no part is worth more than the whole."""
        needs = {place: self.needs[place] & ~built for place in uses}
        adding = 0
        for each in needs.values():
            adding |= each
        costs = {group: self.costs[group] for group in bits(adding)}
        whole, units = sum(costs.values()), sum(self.scores[place] for place in uses)
        return _source_side(
            {place: self.scores[place] * whole for place in uses},
            needs,
            {group: cost * units for group, cost in costs.items()},
        )


def _source_side(worth: dict[int, int], needs: Mapping[int, int], costs: Mapping[int, int]) -> set[int]:
    """The fewest use cases of a closed choice with the highest worth less costs: those that can still send
    something when as much as possible of the worth was sent to groups that take no more than they cost. Paths
    are sought by breadth (J. Edmonds, R. M. Karp, *Theoretical improvements in algorithmic efficiency for
    network flow problems*, J. ACM 19, 1972)."""
    value, room = dict(worth), dict(costs)
    flows: dict[int, dict[int, int]] = {group: {} for group in costs}
    for use in sorted(value, key=lambda each: (needs[each].bit_count(), each)):
        for group in bits(needs[use]):
            if amount := min(value[use], room[group]):
                flows[group][use] = amount
                value[use] -= amount
                room[group] -= amount
    while True:
        came_from: dict[int, int | None] = {use: None for use, amount in value.items() if amount}
        reached_from: dict[int, int] = {}
        queue, end = list(came_from), None
        for use in queue:
            for group in bits(needs[use]):
                if group in reached_from:
                    continue
                reached_from[group] = use
                if room[group]:
                    end = group
                    break
                for other in flows[group]:
                    if other not in came_from:
                        came_from[other] = group
                        queue.append(other)
            if end is not None:
                break
        if end is None:
            return set(came_from)
        _send_more(end, came_from, reached_from, flows, value, room)


def _send_more(
    end: int,
    came_from: Mapping[int, int | None],
    reached_from: Mapping[int, int],
    flows: dict[int, dict[int, int]],
    value: dict[int, int],
    room: dict[int, int],
) -> None:
    """As much as goes along the path that ends at the group `end`."""
    path: list[tuple[int, int, int | None]] = []
    group: int | None = end
    while group is not None:
        use = reached_from[group]
        before = came_from[use]
        path.append((group, use, before))
        group = before
    amount = min(room[end], value[path[-1][1]])
    for _group, use, before in path[:-1]:
        amount = min(amount, flows[before][use])  # type: ignore[index]  # only the last has none before it
    room[end] -= amount
    for group, use, before in path:
        flows[group][use] = flows[group].get(use, 0) + amount
        if before is None:
            value[use] -= amount
        else:
            flows[before][use] -= amount
            if not flows[before][use]:
                del flows[before][use]
