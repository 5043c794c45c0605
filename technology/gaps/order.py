"""The order of closing gaps with the lowest sum of value * time (technology.gaps). Pure.

Up to EXACT gaps it is found by dynamic programming over the sets of closed gaps. More gaps are parted first:
some best order closes, one after the other, the sets that gain most value per effort, which are the corners
of a parametric minimum cut (J. B. Sidney, *Decomposition algorithms for single-machine sequencing with
precedence relations and deferral costs*, Operations Research 23, 1975). A part of up to EXACT gaps is solved
exactly; in a larger one, a good order is improved window by window, and its cost has a lower bound, the
larger one of two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import ceil, gcd, lcm
from typing import TYPE_CHECKING

from products.planning.cut_line.choice_problem import Candidate, ChoiceProblem, bits, mask_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Up to so many gaps that block something, the order is proven to be the best: 2 ** 18 sets are looked at.
EXACT = 18
# Up to so many without numpy, which takes longer to load than they take.
_FEW = 10
# A good order is improved in windows of so many gaps, so often at most.
_WINDOW, _ROUNDS = 10, 8
# Moves of single gaps are tried while fewer groups than this were looked at: with forty gaps in all rounds.
_MOST_LOOKS = 1_500_000
# Whole numbers below are exact in 64 bits.
_MOST = 1 << 62

# What products that wait for the same gaps are worth together: by the set of places of those gaps, as bits.
Groups = tuple[tuple[int, Fraction], ...]
_Whole = tuple[tuple[int, int], ...]


@lru_cache(maxsize=64)
def order_of(efforts: tuple[Fraction, ...], groups: Groups) -> tuple[tuple[int, ...], Fraction]:
    """Places in a good order, and a lower bound of the sum of value * time of any order: its own sum, where
    no other is better. `efforts` are those of the gaps."""
    weeks, week = _whole(efforts)
    values, point = _whole([value for _mask, value in groups])
    worth = tuple((mask, value) for (mask, _value), value in zip(groups, values, strict=True))
    if len(weeks) <= EXACT:
        order = _exact(weeks, worth)
        return order, Fraction(_cost(order, weeks, worth), week * point)
    order, bound, waiting = (), Fraction(0), sum(values)
    for part, own in _parts(weeks, worth):
        inner = [weeks[place] for place in part]
        value = sum(each for _mask, each in own)
        waiting -= value
        places, least = _solved(inner, own)
        order += tuple(part[place] for place in places)
        # While this part is being closed, all later value waits.
        bound += least + waiting * sum(inner)
    return order, bound / (week * point)


def _parts(weeks: Sequence[int], worth: _Whole) -> Iterator[tuple[list[int], _Whole]]:
    """The places of each part in the order of Sidney's decomposition, with the groups that are unlocked by
    its end: by bits of the places within the part. Gaps that take no effort come first."""
    candidates = [
        Candidate(str(number), Fraction(value), frozenset(map(str, bits(mask))))
        for number, (mask, value) in enumerate(worth)
    ]
    problem = ChoiceProblem(candidates, {str(place): Fraction(effort) for place, effort in enumerate(weeks)})
    closed, unlocked = 0, 0
    for corner in problem.corners:
        new = corner.use_cases & ~unlocked
        union = 0
        for number in bits(new):
            union |= worth[number][0]
        part = list(bits(union & ~closed))
        own: dict[int, int] = {}
        for number in bits(new):
            mask, value = worth[number]
            inner = mask_of(part.index(place) for place in bits(mask & ~closed))
            own[inner] = own.get(inner, 0) + value
        if new:
            yield part, tuple(sorted(own.items()))
        closed, unlocked = closed | union, corner.use_cases


def _solved(weeks: Sequence[int], worth: _Whole) -> tuple[tuple[int, ...], Fraction]:
    """Places of one part in a good order, and a lower bound of the cost of any order."""
    if len(weeks) <= EXACT:
        order = _exact(weeks, worth)
        return order, Fraction(_cost(order, weeks, worth))
    order = _improved(_greedy(weeks, worth), weeks, worth)
    return order, min(Fraction(_cost(order, weeks, worth)), _bound(order, weeks, worth))


def cost_of(order: Sequence[int], efforts: Sequence[Fraction], groups: Groups) -> Fraction:
    """The sum of value * time of an order of places."""
    weeks, week = _whole(efforts)
    values, point = _whole([value for _mask, value in groups])
    worth = tuple((mask, value) for (mask, _value), value in zip(groups, values, strict=True))
    return Fraction(_cost(order, weeks, worth)) / (week * point)


def _cost(order: Sequence[int], weeks: Sequence[int], worth: _Whole) -> int:
    time, closed_at = 0, [0] * len(weeks)
    for place in order:
        time += weeks[place]
        closed_at[place] = time
    at = closed_at.__getitem__
    return sum(value * max(map(at, _places(mask)), default=0) for mask, value in worth)


@lru_cache(maxsize=10_000)
def _places(mask: int) -> tuple[int, ...]:
    return tuple(bits(mask))


# --- Exactly --------------------------------------------------------------------------------------


def _exact(weeks: Sequence[int], worth: _Whole) -> tuple[int, ...]:
    """Places in the best order; of several the one that names the lowest places first. The cost from a set of
    closed gaps on: while a gap is being closed, all value waits that is not unlocked yet."""
    following = _following(weeks, worth) if len(weeks) <= _FEW else _following_of_many(weeks, worth)
    order, closed, full = [], 0, (1 << len(weeks)) - 1
    while closed != full:
        place = int(following[closed])
        order.append(place)
        closed |= 1 << place
    return tuple(order)


def _following(weeks: Sequence[int], worth: _Whole) -> Sequence[int]:
    """The place of the gap to close next, by the set of those that are closed."""
    count = len(weeks)
    full = (1 << count) - 1
    unlocked = [0] * (full + 1)
    for mask, value in worth:
        unlocked[mask] += value
    for place in range(count):
        bit = 1 << place
        for closed in range(full + 1):
            if closed & bit:
                unlocked[closed] += unlocked[closed ^ bit]
    remaining, following = [0] * (full + 1), [0] * (full + 1)
    for closed in range(full - 1, -1, -1):
        waiting = unlocked[full] - unlocked[closed]
        remaining[closed], following[closed] = min(
            (weeks[place] * waiting + remaining[closed | 1 << place], place)
            for place in range(count)
            if not closed >> place & 1
        )
    return following


def _following_of_many(weeks: Sequence[int], worth: _Whole) -> NDArray[np.int8]:
    """The same for more gaps: all sets of one size at once, the largest first."""
    import numpy as np

    count = len(weeks)
    full = (1 << count) - 1
    # Whole numbers that 64 bits cannot hold are added up as Python adds them, which takes a second.
    is_small = sum(weeks) * sum(value for _mask, value in worth) < _MOST
    kind = np.int64 if is_small else object
    unlocked = np.zeros(full + 1, dtype=kind)
    sizes = np.zeros(full + 1, dtype=np.int8)
    for mask, value in worth:
        unlocked[mask] += value
    for place in range(count):
        halves = unlocked.reshape(-1, 2, 1 << place)
        halves[:, 1] += halves[:, 0]
        sizes.reshape(-1, 2, 1 << place)[:, 1] += 1
    waiting = unlocked[full] - unlocked
    remaining = np.zeros(full + 1, dtype=kind)
    following = np.zeros(full + 1, dtype=np.int8)
    by_size = np.argsort(sizes, kind="stable")
    starts = np.searchsorted(sizes[by_size], np.arange(count + 1))
    for size in range(count - 1, -1, -1):
        closed = by_size[starts[size] : starts[size + 1]]
        best = np.full(len(closed), -1, dtype=kind)
        for place in range(count):
            open_ones = np.flatnonzero(closed >> place & 1 == 0)
            sets = closed[open_ones]
            costs = weeks[place] * waiting[sets] + remaining[sets | 1 << place]
            better = (best[open_ones] < 0) | (costs < best[open_ones])
            best[open_ones[better]] = costs[better]
            following[sets[better]] = place
        remaining[closed] = best
    return following


# --- A good order, and a bound --------------------------------------------------------------------


def _greedy(weeks: Sequence[int], worth: _Whole) -> tuple[int, ...]:
    """Places, closing again and again the gap that unlocks most value per effort; of equal ones the first."""
    order: list[int] = []
    closed, waiting = 0, list(worth)
    while waiting:
        best: tuple[int, int, int] | None = None
        for mask, _value in waiting:
            missing = mask & ~closed
            effort = sum(weeks[place] for place in bits(missing))
            value = sum(each for other, each in waiting if not other & ~(closed | missing))
            # value / effort is larger: without a division, as an effort may be 0.
            if best is None or value * best[1] > best[0] * effort:
                best = value, effort, missing
        assert best is not None  # noqa: S101  narrows the type: something waits
        order.extend(sorted(bits(best[2]), key=lambda place: weeks[place]))
        closed |= best[2]
        waiting = [(mask, value) for mask, value in waiting if mask & ~closed]
    return tuple(order)


def _improved(order: tuple[int, ...], weeks: Sequence[int], worth: _Whole) -> tuple[int, ...]:
    """The order after single gaps were moved to where they cost least, and windows of gaps were put into
    their best order, while that helps; of very many gaps, not all are moved."""
    cost = _cost(order, weeks, worth)
    moves = _MOST_LOOKS // (len(order) * len(worth))
    for _round in range(_ROUNDS):
        before = cost
        for place in order[:moves]:
            moves -= 1
            rest = tuple(each for each in order if each != place)
            tried = ((*rest[:at], place, *rest[at:]) for at in range(len(order)))
            cost, order = min((_cost(each, weeks, worth), each) for each in tried)
        for start in range(0, len(order) - _WINDOW + 1, _WINDOW // 2):
            order = _in_window(order, start, weeks, worth)
        cost = _cost(order, weeks, worth)
        if cost == before:
            break
    return order


def _in_window(order: tuple[int, ...], start: int, weeks: Sequence[int], worth: _Whole) -> tuple[int, ...]:
    """The order with the gaps from `start` on, as many as a window has, in the best order among them."""
    window = order[start : start + _WINDOW]
    before, after = mask_of(order[:start]), mask_of(order[start + _WINDOW :])
    inner: dict[int, int] = {}
    for mask, value in worth:
        if not mask & after and mask & ~before:
            own = mask_of(window.index(place) for place in bits(mask & ~before))
            inner[own] = inner.get(own, 0) + value
    best = _exact([weeks[place] for place in window], tuple(sorted(inner.items())))
    return (*order[:start], *(window[place] for place in best), *order[start + _WINDOW :])


def _bound(order: Sequence[int], weeks: Sequence[int], worth: _Whole) -> Fraction:
    """A bound of the cost of any order of a part: the larger one of two.

    No set of closed gaps unlocks more value for its effort than the whole part. So while a gap is closed that
    begins after s weeks of T, at least V * (1 - s / T) waits; the sum over gaps of effort * s is the same in
    every order.

    And the gaps are divided into sets of up to EXACT. In any order those of one set cost at least what they
    cost if all others were closed from the start.
    """
    whole, value = sum(weeks), sum(each for _mask, each in worth)
    later = Fraction(whole**2 - sum(effort**2 for effort in weeks), 2)
    by_ratio = value * whole - Fraction(value, whole) * later if whole else Fraction(0)
    hands = ceil(len(order) / EXACT)
    mixed = [order[hand::hands] for hand in range(hands)]
    size = ceil(len(order) / hands)
    in_row = [order[start : start + size] for start in range(0, len(order), size)]
    return max(
        by_ratio,
        *(Fraction(sum(_alone(each, weeks, worth) for each in sets)) for sets in (mixed, in_row)),
    )


def _alone(places: Sequence[int], weeks: Sequence[int], worth: _Whole) -> int:
    """The cost of the best order of these gaps if all others were closed from the start."""
    inner: dict[int, int] = {}
    for mask, value in worth:
        own = mask_of(number for number, place in enumerate(places) if mask >> place & 1)
        if own:
            inner[own] = inner.get(own, 0) + value
    efforts, groups = [weeks[place] for place in places], tuple(sorted(inner.items()))
    return _cost(_exact(efforts, groups), efforts, groups)


def _whole(numbers: Sequence[Fraction]) -> tuple[list[int], Fraction]:
    """The numbers as the smallest whole ones in proportion, and how many of these make one."""
    common = lcm(*(number.denominator for number in numbers))
    parts = [int(number * common) for number in numbers]
    shared = gcd(*parts) or 1
    return [part // shared for part in parts], Fraction(common, shared)
