"""Geometry of the small chart of an objective: a column for the misses of each measurement, and a line for
what its target allows. Pure: percentages in, positions out."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

COLUMN = 10
GAP = 3
HEIGHT = 56
# Above the highest column or line, as a part of it.
HEADROOM = Fraction(1, 8)


@dataclass(frozen=True, slots=True)
class HistoryColumn:
    """One measurement: a rectangle as high as its misses. `is_below` is one that stayed below the target."""

    x: int
    y: float
    width: int
    height: float
    is_below: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """`target_y` is the height of the line of what the target allows; `below` of `count` columns stayed below
    the target, and are higher than the line. `most` is the largest share of misses, in percent."""

    columns: tuple[HistoryColumn, ...]
    width: int
    height: int
    target_y: float
    count: int
    below: int
    most: Fraction


def chart(shares: Sequence[Fraction], target: Fraction) -> Chart:
    """Columns for the misses of `shares` (percent that was good), oldest first, on a scale that begins at 0.
    Raises ValueError without shares."""
    if not shares:
        raise ValueError("a chart needs at least one measurement")
    misses, allowed = [100 - share for share in shares], 100 - target
    most = max(misses)
    top = max(most, allowed) * (1 + HEADROOM) or Fraction(1)

    def up(missed: Fraction) -> float:
        return round(float(HEIGHT * missed / top), 1)

    columns = tuple(
        HistoryColumn(
            x=number * (COLUMN + GAP),
            y=round(HEIGHT - up(missed), 1),
            width=COLUMN,
            height=up(missed),
            is_below=missed > allowed,
        )
        for number, missed in enumerate(misses)
    )
    width = len(shares) * (COLUMN + GAP) - GAP
    below = sum(column.is_below for column in columns)
    return Chart(columns, width, HEIGHT, round(HEIGHT - up(allowed), 1), len(columns), below, most)
