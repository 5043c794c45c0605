"""How far a measure of success has come, and how its numbers read. Pure: numbers in, numbers and text out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Progress:
    """The part of the way from baseline to target that is done: 0 at the baseline, 1 at the target.

    `share` may lie below 0 (worse than the baseline) or above 1 (more than was wanted). It is None where the
    way is unknown: nothing measured yet, no baseline, no target, or a baseline that equals the target.
    """

    share: Decimal | None

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down, so that 100 is said only of a target that is reached."""
        if self.share is None:
            return None
        return int((self.share * 100).to_integral_value(rounding=ROUND_FLOOR))

    @property
    def filled(self) -> int:
        """What a meter from 0 to 100 shows: never outside its ends."""
        return min(max(self.percent or 0, 0), 100)

    @property
    def is_known(self) -> bool:
        return self.share is not None

    @property
    def is_reached(self) -> bool:
        return self.share is not None and self.share >= 1

    @property
    def is_worse_than_baseline(self) -> bool:
        return self.share is not None and self.share < 0

    @property
    def percent_beyond(self) -> int:
        """By how many percent of the planned way the target was exceeded; 0 when it was not."""
        return max((self.percent or 0) - 100, 0)


def progress(*, baseline: Decimal | None, target: Decimal | None, value: Decimal | None) -> Progress:
    """(value - baseline) / (target - baseline): the same formula serves rising and falling targets."""
    if value is None or baseline is None or target is None or baseline == target:
        return Progress(None)
    return Progress((value - baseline) / (target - baseline))


def number_text(value: Decimal) -> str:
    """The number without trailing zeros, with thousands separated: 31, 2.1, 12,500."""
    plain = value.normalize()
    text = f"{plain:,f}"
    return "0" if text in ("-0", "0") else text


def quantity_text(value: Decimal, unit: str, spelled: Callable[[str], str] = str) -> str:
    """The number, `spelled` as its readers do, with its unit behind it, never broken between the two lines of
    a column."""
    number = spelled(number_text(value))
    return f"{number}{NO_BREAK_SPACE}{unit}" if unit else number
