"""Which capabilities of a platform are missing for which products, and in which order closing them unlocks
most value first. Pure.

A product that needs a capability at a higher level than today's is blocked by that gap. Gaps are closed one
after the other; a product is unlocked when all that block it are closed. Of all orders the one is looked for
that minimizes

    sum over products of value * (time until it is unlocked),

so that much value comes early (weighted completion time; for gaps that products share this is scheduling with
precedence, NP-hard: Lawler, Ann. Discrete Math. 2, 1978). Up to EXACT gaps the best order is found by dynamic
programming over subsets; beyond that gaps are closed greedily for the product group with most value per
effort, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

# Up to so many gaps that block something, the order is proven to be the best: 2 ** 14 sets are looked at.
EXACT = 14


@dataclass(frozen=True, slots=True)
class Need:
    """The product `product` needs the capability `capability` at `level`, 1 to 5."""

    product: str
    capability: str
    level: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A capability: its maturity `today` (0 to 5, None while nobody has said, which counts as 0), the level
    that is `wanted` whatever products need, and the `effort` in person-weeks to close its gap, None if
    unknown."""

    key: str
    today: int | None = None
    wanted: int | None = None
    effort: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A capability that is not mature enough. `needed` is the highest level that anybody needs, `size` what
    of it is missing; `blocks` are the products that need more than today's level, in the order they were
    given. `effort` is in person-weeks; `is_assumed`: nobody said it."""

    capability: str
    today: int
    needed: int
    blocks: tuple[str, ...]
    effort: Fraction
    is_assumed: bool

    @property
    def size(self) -> int:
        return self.needed - self.today


@dataclass(frozen=True, slots=True)
class Step:
    """A gap in the order of closing: `done_after` is the effort until then, in person-weeks; `unlocks` are
    the products that nothing blocks any more, `value` is theirs."""

    gap: Gap
    done_after: Fraction
    unlocks: tuple[str, ...]
    value: Fraction


@dataclass(frozen=True, slots=True)
class Order:
    """The steps in order. `is_exact`: no other order has a lower `cost`, the sum of value * time."""

    steps: tuple[Step, ...]
    is_exact: bool
    cost: Fraction


def gaps_of(offers: Iterable[Offer], needs: Iterable[Need]) -> tuple[Gap, ...]:
    """The gaps, in the order of the capabilities. A need of an unknown capability is passed over.

    A gap that nobody has estimated gets the mean effort per level of those that somebody has, times its size;
    one person-week per level when there is none.
    """
    offered = list(offers)
    by_capability: dict[str, list[Need]] = {offer.key: [] for offer in offered}
    for need in needs:
        if need.capability in by_capability:
            by_capability[need.capability].append(need)
    sizes: dict[str, int] = {}
    for offer in offered:
        levels = [need.level for need in by_capability[offer.key]]
        sizes[offer.key] = max([offer.wanted or 0, *levels]) - (offer.today or 0)
    open_ones = [offer for offer in offered if sizes[offer.key] > 0]
    known = [(offer.effort, sizes[offer.key]) for offer in open_ones if offer.effort is not None]
    levels_known = sum(size for _effort, size in known)
    per_level = (
        sum((effort for effort, _size in known), Fraction(0)) / levels_known if levels_known else Fraction(1)
    )
    return tuple(
        Gap(
            offer.key,
            offer.today or 0,
            (offer.today or 0) + sizes[offer.key],
            tuple(
                dict.fromkeys(
                    need.product for need in by_capability[offer.key] if need.level > (offer.today or 0)
                )
            ),
            per_level * sizes[offer.key] if offer.effort is None else offer.effort,
            offer.effort is None,
        )
        for offer in open_ones
    )


def best_order(gaps: Sequence[Gap], values: Mapping[str, Fraction], *, exact: int = EXACT) -> Order:
    """The gaps in the order that unlocks most value first; `values` are those of the products, 0 for one that
    is not in it. Gaps that block nothing of value come last, the smaller efforts first.

    Of several best orders the one is taken that names earlier gaps first, so that the answer does not change
    by chance.
    """
    worth = [gap for gap in gaps if any(values.get(product, 0) > 0 for product in gap.blocks)]
    rest = sorted((gap for gap in gaps if gap not in worth), key=lambda gap: gap.effort)
    groups = _groups(worth, values)
    efforts = tuple(gap.effort for gap in worth)
    is_exact = len(worth) <= exact
    places = _exact_order(efforts, groups) if is_exact else _greedy_order(efforts, groups)
    return _told([*(worth[place] for place in places), *rest], values, is_exact=is_exact)


def _told(order: Sequence[Gap], values: Mapping[str, Fraction], *, is_exact: bool) -> Order:
    waiting: dict[str, int] = {}
    for gap in order:
        for product in gap.blocks:
            waiting[product] = waiting.get(product, 0) + 1
    steps, time, cost = [], Fraction(0), Fraction(0)
    for gap in order:
        time += gap.effort
        unlocked = []
        for product in gap.blocks:
            waiting[product] -= 1
            if not waiting[product]:
                unlocked.append(product)
        value = sum((values.get(product, Fraction(0)) for product in unlocked), Fraction(0))
        cost += value * time
        steps.append(Step(gap, time, tuple(unlocked), value))
    return Order(tuple(steps), is_exact, cost)


# What products that wait for the same gaps are worth together: by the set of places of those gaps, as bits.
_Groups = tuple[tuple[int, Fraction], ...]


def _groups(gaps: Sequence[Gap], values: Mapping[str, Fraction]) -> _Groups:
    masks: dict[str, int] = {}
    for place, gap in enumerate(gaps):
        for product in gap.blocks:
            masks[product] = masks.get(product, 0) | 1 << place
    by_group: dict[int, Fraction] = {}
    for product, mask in masks.items():
        value = values.get(product, Fraction(0))
        if value > 0:
            by_group[mask] = by_group.get(mask, Fraction(0)) + value
    return tuple(sorted(by_group.items()))


@lru_cache(maxsize=32)
def _exact_order(efforts: tuple[Fraction, ...], groups: _Groups) -> tuple[int, ...]:
    """Places in the best order. `left[closed]` is the lowest cost of closing what is not in `closed`: while a
    gap is being closed, all value waits that is not unlocked yet."""
    count = len(efforts)
    full = (1 << count) - 1
    # Whole numbers are much faster than fractions, and as exact.
    weeks = _whole(efforts)
    worth = _whole([value for _mask, value in groups])
    unlocked = [0] * (full + 1)
    for (mask, _value), value in zip(groups, worth, strict=True):
        unlocked[mask] += value
    for place in range(count):
        bit = 1 << place
        for closed in range(full + 1):
            if closed & bit:
                unlocked[closed] += unlocked[closed ^ bit]
    total = unlocked[full]
    left = [0] * (full + 1)
    following = [0] * (full + 1)
    for closed in range(full - 1, -1, -1):
        waiting = total - unlocked[closed]
        best = -1
        for place in range(count):
            if not closed >> place & 1:
                cost = weeks[place] * waiting + left[closed | 1 << place]
                if best < 0 or cost < best:
                    best, following[closed] = cost, place
        left[closed] = best
    order, closed = [], 0
    while closed != full:
        order.append(following[closed])
        closed |= 1 << following[closed]
    return tuple(order)


def _whole(numbers: Sequence[Fraction]) -> list[int]:
    """The numbers times their smallest common denominator."""
    common = lcm(*(number.denominator for number in numbers)) if numbers else 1
    return [int(number * common) for number in numbers]


@lru_cache(maxsize=32)
def _greedy_order(efforts: tuple[Fraction, ...], groups: _Groups) -> tuple[int, ...]:
    """Places, closing again and again what unlocks most value per effort; of equal ones what comes first."""
    order: list[int] = []
    closed = 0
    waiting = list(groups)
    while waiting:
        best: tuple[Fraction, Fraction, int] | None = None
        for mask, _value in waiting:
            missing = mask & ~closed
            effort = sum((efforts[place] for place in _places(missing)), Fraction(0))
            value = sum((each for other, each in waiting if not other & ~(closed | missing)), Fraction(0))
            # value / effort is larger: without a division, as an effort may be 0.
            if best is None or value * best[1] > best[0] * effort:
                best = value, effort, missing
        assert best is not None  # noqa: S101  narrows the type: something waits
        order.extend(sorted(_places(best[2]), key=lambda place: efforts[place]))
        closed |= best[2]
        waiting = [(mask, value) for mask, value in waiting if mask & ~closed]
    return tuple(order)


def _places(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]
