"""Value against effort: where each use case lies between little and much of both. Pure.

The value is what the benefits of a method come to, the effort what its costs do, each as a part of the way
from the least to the most that their scales allow, by the weights of the method. A product has no weights,
so its criteria count the same. What the quadrants are called is a convention of product discovery: quick
wins, big bets, fill-ins and money pits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from lvt.scoring_method import Key, Method

SIZE, MARGIN, DOT = 400, 40, 34
# Between the frame and the dots of the least and of the most.
GAP = 9
_PAD = GAP + DOT // 2
# More letters than this make a dot wider than half of the frame.
_LETTERS = 16


@dataclass(frozen=True, slots=True)
class Spot:
    """The position of one or several use cases, each of their `places` once: `value` and `effort` from 0 to
    1, and the coordinates in the drawing."""

    places: str
    value: Fraction
    effort: Fraction
    x: int
    y: int

    @property
    def width(self) -> int:
        """Its width in the drawing, for all of its places."""
        return max(DOT, 11 * len(self.places) + 12)

    @property
    def left(self) -> int:
        return self.x - self.width // 2

    def covers(self, other: Spot) -> bool:
        """True if both touch."""
        near = (self.width + other.width) // 2
        return abs(self.x - other.x) <= near and abs(self.y - other.y) <= DOT


@dataclass(frozen=True, slots=True)
class ValueAndEffort:
    """Value and effort of a use case, from 0 to 1."""

    use_case: Key
    value: Fraction
    effort: Fraction

    @property
    def is_valuable(self) -> bool:
        return 2 * self.value >= 1

    @property
    def is_cheap(self) -> bool:
        return 2 * self.effort <= 1


def standing(method: Method, use_case: Key, means: Mapping[Key, Fraction]) -> ValueAndEffort | None:
    """Value and effort of a use case by the means of its scores; None where the method has no cost, or where
    no one scored a benefit."""
    points = {one.key: one.points(means[one.key]) for one in method.criteria if one.key in means}
    value = method.reached([one for one in method.criteria if not one.is_cost], points)
    ease = method.reached([one for one in method.criteria if one.is_cost], points)
    return None if value is None or ease is None else ValueAndEffort(use_case, value, 1 - ease)


def spots(standings: Sequence[tuple[ValueAndEffort, int]], across: int = SIZE) -> tuple[Spot, ...]:
    """Their positions in a drawing whose area is `across` wide and SIZE high, each labeled with its place.
    Those of one quadrant that would cover each other are one spot, at the mean of their positions; every
    spot lies within the quadrant of its use cases."""
    groups = [[each] for each in standings]
    dots = [_spot(group, across) for group in groups]
    while pair := _touching(dots):
        first, second = pair
        groups[first] += groups.pop(second)
        dots[first] = _spot(groups[first], across)
        dots.pop(second)
    return tuple(dots)


def _touching(dots: Sequence[Spot]) -> tuple[int, int] | None:
    """The indexes of the first two spots that touch. Both are in one quadrant."""
    pairs = ((first, second) for second in range(len(dots)) for first in range(second))
    return next((pair for pair in pairs if dots[pair[0]].covers(dots[pair[1]])), None)


def _spot(group: Sequence[tuple[ValueAndEffort, int]], across: int) -> Spot:
    """The spot of use cases of one quadrant, moved where it would touch the frame or another quadrant."""
    one = group[0][0]
    value = sum((each.value for each, _place in group), Fraction(0)) / len(group)
    effort = sum((each.effort for each, _place in group), Fraction(0)) / len(group)
    spot = Spot(_words([place for _each, place in group]), value, effort, 0, 0)
    x = _within(_at(effort, across), spot.width, across, is_first=one.is_cheap)
    return replace(spot, x=x, y=_within(_at(1 - value, SIZE), DOT, SIZE, is_first=one.is_valuable))


def _within(center: int, size: int, length: int, *, is_first: bool) -> int:
    """The center of a dot of this size, within the first or second half of the length."""
    begin, end = (GAP, length // 2 - 1) if is_first else (length // 2 + 1, length - GAP)
    return min(max(center, MARGIN + begin + size // 2), MARGIN + end - (size - size // 2))


def _words(places: Sequence[int]) -> str:
    """The places in their order, three or more that follow each other as “3–5”. Where a dot has no room for
    all, the last are only counted."""
    runs: list[list[int]] = []
    for place in sorted(set(places)):
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    parts = [part for run in runs for part in ([run] if len(run) > 2 else [[place] for place in run])]
    texts = [f"{part[0]}–{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts]
    words, end = ", ".join(texts), len(texts)
    while len(words) > _LETTERS and end > 1:
        end -= 1
        words = f"{', '.join(texts[:end])} + {sum(map(len, parts[end:]))}"
    return words


def _at(share: Fraction, length: int) -> int:
    return MARGIN + _PAD + int(share * (length - 2 * _PAD))


def quarters(across: int) -> tuple[int, int, int, int]:
    """The positions of a quarter, half, three quarters and the whole of a width."""
    first, half, third, whole = (MARGIN + part * across // 4 for part in range(1, 5))
    return first, half, third, whole
