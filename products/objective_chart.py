"""Geometry of the small chart of an objective: a column for each measurement, and the line of the target.
Pure: percentages in, positions out."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

COLUMN = 10
GAP = 3
HEIGHT = 56
# The lowest column is still seen.
SMALLEST = 3.0


@dataclass(frozen=True, slots=True)
class HistoryColumn:
    """One measurement: a rectangle, with `is_below` one that stayed below the target."""

    x: int
    y: float
    width: int
    height: float
    is_below: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """`target_y` is the height of the target's line; `below` of `count` columns stayed below it."""

    columns: tuple[HistoryColumn, ...]
    width: int
    height: int
    target_y: float
    count: int
    below: int


def chart(shares: Sequence[Fraction], target: Fraction) -> Chart:
    """Columns for `shares` (percent), oldest first, on a scale from a little below the lowest of them and the
    target up to 100: what matters of 99.9 % lies between 99 and 100. Raises ValueError without shares."""
    if not shares:
        raise ValueError("a chart needs at least one measurement")
    lowest = min(*shares, target)
    low = max(Fraction(0), 100 - (100 - lowest) * Fraction(5, 4))
    spread = (100 - low) or Fraction(1)

    def up(share: Fraction) -> float:
        return round(max(SMALLEST, float(HEIGHT * (share - low) / spread)), 1)

    columns = tuple(
        HistoryColumn(
            x=number * (COLUMN + GAP),
            y=round(HEIGHT - up(share), 1),
            width=COLUMN,
            height=up(share),
            is_below=share < target,
        )
        for number, share in enumerate(shares)
    )
    width = len(shares) * (COLUMN + GAP) - GAP
    below = sum(column.is_below for column in columns)
    return Chart(columns, width, HEIGHT, round(HEIGHT - up(target), 1), len(columns), below)
