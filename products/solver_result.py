"""The result of a search: a value, and a bound that no answer exceeds. Pure.

A search that was cut off has a weaker result than one that came to its end. So that the value is never shown
alone, value and bound are one object wherever they go. How long a search may take is counted in processor
time of its thread, not in time on the clock: then a busy machine changes when an answer is there, and never
which.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class BoundedValue:
    """The `value` that was found, and the `bound`: no answer is better than that. Where more is better, the
    bound is at least the value; where less is better, at most. They are equal once the answer is proven."""

    value: Fraction
    bound: Fraction

    @classmethod
    def exactly(cls, value: Fraction) -> BoundedValue:
        """A proven value."""
        return cls(value, value)

    @property
    def is_proven(self) -> bool:
        return self.value == self.bound

    @property
    def slack(self) -> Fraction:
        """By how much an answer could be better at most, as a share of the value; 0 where it is proven.
        Raises ZeroDivisionError where nothing was found though there may be something."""
        return Fraction(0) if self.is_proven else abs(self.bound - self.value) / self.value


class Budget:
    """So many `seconds` of processor time of this thread, from now on."""

    def __init__(self, seconds: float) -> None:
        self._until = time.thread_time() + seconds

    @property
    def left(self) -> float:
        return self._until - time.thread_time()

    @property
    def is_spent(self) -> bool:
        return self.left <= 0
