"""Answers of a room on a scale: the middle answer, how far people are apart, and the answer of each side. No
Django.

The middle answer (median) is one that someone could have given: of two in the middle it is the lower one. At
least half of the room gave that number or a higher one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

BUSINESS, IT = "business", "it"


@dataclass(frozen=True, slots=True)
class Opinion:
    """`counts[n]` people gave the number n; `by_side` has the same for each side that gave one. `skipped`
    people said that it is not their field."""

    counts: tuple[int, ...]
    by_side: Mapping[str, tuple[int, ...]]
    skipped: int

    @property
    def count(self) -> int:
        """The number of people who gave a number."""
        return sum(self.counts)

    @property
    def middle(self) -> int | None:
        return middle(self.counts)

    @property
    def low(self) -> int:
        """The lowest number that someone gave; 0 when no one did."""
        return next((number for number, count in enumerate(self.counts) if count), 0)

    @property
    def high(self) -> int:
        """The highest number that someone gave; 0 when no one did."""
        return max((number for number, count in enumerate(self.counts) if count), default=0)

    def of_side(self, side: str) -> tuple[int, ...]:
        """Counts of each number among people of the side."""
        return self.by_side.get(side, (0,) * len(self.counts))

    @property
    def distance(self) -> tuple[int, int]:
        """The distance between the middles of business and IT, then of all people: by it, what to talk about
        comes first."""
        business, it = middle(self.of_side(BUSINESS)), middle(self.of_side(IT))
        return (0 if business is None or it is None else abs(business - it)), self.high - self.low


def places(totals: Sequence[Decimal | None]) -> list[tuple[int, bool]]:
    """The place of each total, highest first, and whether others share it; (0, False) for None."""
    often = Counter(totals)
    firsts = {total: place for place, total in reversed([*enumerate(totals, 1)])}
    return [(0, False) if total is None else (firsts[total], often[total] > 1) for total in totals]


def opinion(top: int, answers: Iterable[tuple[str, int | None]]) -> Opinion:
    """Summarize answers on a scale from 0 to `top`, each with the side of the person; None is a skip. Numbers
    beyond were given on another scale, and are left out. Raises ValueError for a scale without length."""
    if top < 1:
        raise ValueError("a scale runs from 0 to more than that")
    sides: dict[str, list[int]] = {}
    skipped = 0
    for side, number in answers:
        if number is None:
            skipped += 1
        elif 0 <= number <= top:
            sides.setdefault(side, [0] * (top + 1))[number] += 1
    counts = tuple(map(sum, zip(*sides.values(), strict=True))) if sides else (0,) * (top + 1)
    return Opinion(counts, {side: tuple(each) for side, each in sides.items()}, skipped)


def middle(counts: tuple[int, ...]) -> int | None:
    """The middle one of the numbers that were given, the lower one of two; None when none was."""
    half, so_far = (sum(counts) + 1) // 2, 0
    for number, count in enumerate(counts):
        so_far += count
        if count and so_far >= half:
            return number
    return None
