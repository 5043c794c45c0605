"""Value vs. effort: where each use case lies between little and much of both. Pure.

The value is what the benefits of a method come to, the effort what its costs do, each as a part of the way
from the least to the most that their scales allow, by the weights of the method. A product has no weights,
so its criteria count the same. What the quadrants are called is a convention of product discovery: quick
wins, big bets, fill-ins and money pits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from textwrap import wrap
from unicodedata import east_asian_width

from documents.boxes import Box
from lvt.scoring_method import Key, Method

SIZE, MARGIN, DOT = 400, 40, 34
# Between the frame and the dots of the least and of the most.
GAP = 20
_PAD = GAP + DOT // 2
# More letters than this make a dot wider than half of the frame.
_LETTERS = 16


# The most names in the sentence about a quadrant.
MOST_NAMED = 3
# A name beside a dot: the height of a line, the width of a letter, and the distance from what is around it.
_LINE, _LETTER, _CLEAR = 30, 14.4, 7
# The names choose their places in so many orders.
_ATTEMPTS = 8
# A name is broken after so many letters, whichever finds room first, into so many lines.
_BREAKS, _LINES = (28, 20, 40, 14), 4


@dataclass(frozen=True, slots=True)
class Spot:
    """The position of one or several use cases with these `keys`, each of their `places` once: `value` and
    `effort` from 0 to 1, and the coordinates in the drawing."""

    keys: tuple[Key, ...]
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
class SpotName:
    """The names at a dot: `lines` with the height of each, from `x` in the direction of the `anchor`, as SVG
    calls it, within the `box`."""

    lines: tuple[tuple[float, str], ...]
    x: float
    anchor: str
    box: Box


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


def value_and_effort(method: Method, use_case: Key, means: Mapping[Key, Fraction]) -> ValueAndEffort | None:
    """Value and effort of a use case by the means of its scores; None where the method has no cost, or where
    no one scored a benefit."""
    points = {one.key: one.points(means[one.key]) for one in method.criteria if one.key in means}
    value = method.reached([one for one in method.criteria if not one.is_cost], points)
    ease = method.reached([one for one in method.criteria if one.is_cost], points)
    return None if value is None or ease is None else ValueAndEffort(use_case, value, 1 - ease)


@dataclass(frozen=True, slots=True)
class QuadrantMembers:
    """The use cases of one quadrant: their number, and those that share the first place among them."""

    count: int
    first: tuple[Key, ...]


def members_of(
    standings: Sequence[tuple[ValueAndEffort, int]], *, valuable: bool, cheap: bool, most: int = MOST_NAMED
) -> QuadrantMembers:
    """Return the members of one quadrant, from use cases with their places. If more than `most` share the
    first place, `first` is empty."""
    members = [each for each in standings if (each[0].is_valuable, each[0].is_cheap) == (valuable, cheap)]
    best = min((place for _each, place in members), default=None)
    first = tuple(each.use_case for each, place in members if place == best)
    return QuadrantMembers(len(members), first if len(first) <= most else ())


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


def names_at(
    dots: Sequence[Spot], names: Sequence[Sequence[str]], across: int = SIZE
) -> tuple[SpotName | None, ...]:
    """The `names` of the use cases at each dot, beside, below or above it, clear of the frame, of all dots
    and of each other: within the quadrant where there is room. None where there is no room."""
    order = list(range(len(dots)))
    best: dict[int, SpotName] = {}
    most = (-1, 0)
    for _attempt in range(min(len(dots), _ATTEMPTS)):
        fitting = _in_order(dots, names, across, order)
        inside = {key for key, name in fitting.items() if name.box.is_in(_quarter(dots[key], across))}
        if (len(fitting), len(inside)) <= most:
            break
        best, most = fitting, (len(fitting), len(inside))
        # Whose name found no room, or none within its quadrant, is next to choose first.
        behind = [key for key in order if key not in fitting] or [key for key in order if key not in inside]
        if not behind:
            break
        order.insert(0, order.pop(order.index(behind[0])))
    return tuple(best.get(number) for number in range(len(dots)))


def _in_order(
    dots: Sequence[Spot], names: Sequence[Sequence[str]], across: int, order: Sequence[int]
) -> dict[int, SpotName]:
    """The names that find room, by the index of their dot, if they choose their place in this order."""
    frame = Box(MARGIN, MARGIN, MARGIN + across, MARGIN + SIZE)
    obstacles = [Box(dot.left, dot.y - DOT / 2, dot.left + dot.width, dot.y + DOT / 2) for dot in dots]
    fitting: dict[int, SpotName] = {}
    for number in order:
        dot = dots[number]
        tried = [name for letters in _BREAKS for name in _around(dot, names[number], letters)]
        free = [each for each in tried if each.box.is_in(frame) and not any(map(each.box.covers, obstacles))]
        quarter = _quarter(dot, across)
        # Best within the quadrant, and rather beside the dot than above or below it.
        free.sort(key=lambda each: (not each.box.is_in(quarter), each.anchor == "middle"))
        if free:
            fitting[number] = free[0]
            obstacles.append(free[0].box)
    return fitting


def _around(dot: Spot, names: Sequence[str], letters: int) -> list[SpotName]:
    """The names in each position around the dot; none if they have no lines or too many."""
    lines = [line for name in names for line in wrap(name, letters)]
    if not 0 < len(lines) <= _LINES:
        return []
    width = _LETTER * max(sum(2 if east_asian_width(each) in "WF" else 1 for each in line) for line in lines)
    height, gap = _LINE * len(lines), _CLEAR + DOT / 2
    # Near the frame a name moves along its dot.
    beside = min(max(dot.y - height / 2, MARGIN + _CLEAR), MARGIN + SIZE - _CLEAR - height)
    aside = dot.width / 2 + _CLEAR
    positions = (
        (dot.x + aside, "start", beside),
        (dot.x - aside, "end", beside),
        (dot.x, "middle", dot.y + gap),
        (dot.x, "middle", dot.y - gap - height),
    )
    return [_name(x, anchor, top, width, lines) for x, anchor, top in positions]


def _name(x: float, anchor: str, top: float, width: float, lines: Sequence[str]) -> SpotName:
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    box = Box(left - _CLEAR, top - 2, left + width + _CLEAR, top + _LINE * len(lines) + 2)
    heights = [round(top + _LINE * (number + 0.75), 1) for number in range(len(lines))]
    return SpotName(tuple(zip(heights, lines, strict=True)), round(x, 1), anchor, box)


def _quarter(dot: Spot, across: int) -> Box:
    """The quadrant of the dot."""
    center, middle = MARGIN + across / 2, MARGIN + SIZE / 2
    left, right = (MARGIN, center) if dot.x < center else (center, MARGIN + across)
    top, bottom = (MARGIN, middle) if dot.y < middle else (middle, MARGIN + SIZE)
    return Box(left, top, right, bottom)


def _touching(dots: Sequence[Spot]) -> tuple[int, int] | None:
    """The indexes of the first two spots that touch. Both are in one quadrant."""
    pairs = ((first, second) for second in range(len(dots)) for first in range(second))
    return next((pair for pair in pairs if dots[pair[0]].covers(dots[pair[1]])), None)


def _spot(group: Sequence[tuple[ValueAndEffort, int]], across: int) -> Spot:
    """The spot of use cases of one quadrant, moved where it would touch the frame or another quadrant."""
    one = group[0][0]
    value = sum((each.value for each, _place in group), Fraction(0)) / len(group)
    effort = sum((each.effort for each, _place in group), Fraction(0)) / len(group)
    members = sorted(group, key=lambda each: each[1])
    keys, places = tuple(each.use_case for each, _place in members), [place for _each, place in members]
    spot = Spot(keys, _words(places), value, effort, 0, 0)
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


def scale(across: int) -> tuple[int, int, int]:
    """The positions of 0%, of 50% and of 100% on an axis of this length."""
    least, half, most = (_at(Fraction(part, 2), across) for part in range(3))
    return least, half, most


def quarters(across: int) -> tuple[int, int, int, int]:
    """The positions of a quarter, half, three quarters and the whole of a width."""
    first, half, third, whole = (MARGIN + part * across // 4 for part in range(1, 5))
    return first, half, third, whole
