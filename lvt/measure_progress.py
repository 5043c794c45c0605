"""The progress of a measure of success. Pure: numbers in, numbers out."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from documents import rounded_numbers


@dataclass(frozen=True, slots=True)
class Progress:
    """The part of the way from baseline to target that is done: 0 at the baseline, 1 at the target.

    `share` may lie below 0 (worse than the baseline) or above 1 (more than was wanted). It is None where the
    way is unknown: nothing measured yet, no baseline, no target, or a baseline that equals the target.
    """

    share: Fraction | None

    @property
    def percent(self) -> str:
        """In percent, as figures.percent shows it; "" where the way is unknown."""
        return "" if self.share is None else rounded_numbers.percent(self.share)

    @property
    def filled(self) -> int:
        """The value that a meter from 0 to 100 shows: never outside its ends."""
        return 0 if self.share is None else rounded_numbers.bar_length(self.share)

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
    def percent_beyond(self) -> str:
        """By how many percent of the planned way the target was exceeded; "" when it was not."""
        return "" if self.share is None or self.share <= 1 else rounded_numbers.percent(self.share - 1)


def progress(*, baseline: Decimal | None, target: Decimal | None, value: Decimal | None) -> Progress:
    """(value - baseline) / (target - baseline): the same formula serves rising and falling targets."""
    if value is None or baseline is None or target is None or baseline == target:
        return Progress(None)
    return Progress(Fraction(value - baseline) / Fraction(target - baseline))
