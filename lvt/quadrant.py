"""Value against effort: where each use case lies between little and much of both. Pure.

The value is what the benefits of a method come to, the effort what its costs do, each as a part of the way
from the least to the most that their scales allow, by the weights of the method. A product has no weights,
so its criteria count the same. What the quadrants are called is a convention of product discovery: quick
wins, big bets, fill-ins and money pits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lvt.scoring_method import Key, Method

SIZE, MARGIN, _DOT = 400, 40, 34
# Dots that would cover each other are one, with all of their places.
_NEAR = Fraction(1, 12)


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
        return max(_DOT, 11 * len(self.places) + 12)

    @property
    def left(self) -> int:
        return self.x - self.width // 2


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


def spots(standings: Sequence[tuple[ValueAndEffort, str]], across: int = SIZE) -> tuple[Spot, ...]:
    """Their positions in a drawing whose area is `across` wide and SIZE high, each labeled with its place;
    those at the same position are one spot."""
    together: list[tuple[ValueAndEffort, list[str]]] = []
    for each, place in standings:
        for first, places in together:
            if abs(first.value - each.value) < _NEAR and abs(first.effort - each.effort) < _NEAR:
                places.append(place)
                break
        else:
            together.append((each, [place]))
    return tuple(
        Spot(
            ", ".join(dict.fromkeys(places)),
            each.value,
            each.effort,
            _at(each.effort, across),
            _at(1 - each.value, SIZE),
        )
        for each, places in together
    )


def quarters(across: int) -> tuple[int, int, int, int]:
    """The positions of a quarter, half, three quarters and the whole of a width."""
    first, half, third, whole = (_at(Fraction(part, 4), across) for part in range(1, 5))
    return first, half, third, whole


def _at(share: Fraction, length: int) -> int:
    return MARGIN + int(share * length)
