"""Scales whose numbers are not simply one after the other: 1, 2, 3, 5, 8, 13, 20, or "0 Won't have".

A step is written as its number and, after a space, what it means; steps are separated by commas. People give
a step, and what is stored is its place on the scale, from 0.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from django.utils.translation import gettext as _

FEWEST, MOST = 2, 11
HIGHEST = 100_000
LONGEST_LABEL = 30
_STEP = re.compile(r"([0-9]{0,6}(?:\.[0-9]{1,2})?)(?:\s+(.*))?", re.DOTALL)


class BadScale(ValueError):
    """The text is no scale; the message has the reason."""


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """One answer of a scale: `value` is stored, `number` is what it counts, as people write it ("0.25"), and
    `label` what it means, or ""."""

    value: int
    number: str
    label: str = ""

    @property
    def worth(self) -> Fraction:
        """The number that the answer counts."""
        return Fraction(self.number)

    def __str__(self) -> str:
        return f"{self.number} {self.label}".rstrip()


@lru_cache(maxsize=256)
def steps_in(text: str) -> tuple[ScaleStep, ...]:
    """The steps of a text such as "0.5 Low, 1 Medium, 2 High", lowest first; none for an empty text.

    Raises BadScale where a step has no number, where numbers do not rise, or where there are too few or too
    many of them: a phone shows at most eleven squares.
    """
    if not text.strip():
        return ()
    steps = tuple(_step(place, each.strip()) for place, each in enumerate(text.split(",")))
    if not FEWEST <= len(steps) <= MOST:
        raise BadScale(
            _("A scale needs %(fewest)s to %(most)s steps. This one has %(count)s.")
            % {"fewest": FEWEST, "most": MOST, "count": len(steps)}
        )
    for lower, upper in pairwise(steps):
        if lower.worth >= upper.worth:
            raise BadScale(
                _("The numbers of a scale must increase. %(upper)s can’t follow %(lower)s.")
                % {"upper": upper.number, "lower": lower.number}
            )
    return steps


@lru_cache(maxsize=256)
def whole_numbers(lowest: int, highest: int) -> tuple[ScaleStep, ...]:
    """A scale of all whole numbers from `lowest` to `highest`: each is stored as it is."""
    return tuple(ScaleStep(value, str(value)) for value in range(lowest, highest + 1))


def scale_of(steps: str, lowest: int, highest: int) -> tuple[ScaleStep, ...]:
    """The answers to choose from, lowest first: the `steps`, or without them all whole numbers."""
    return steps_in(steps) or whole_numbers(lowest, highest)


def with_label(step: ScaleStep, label: str) -> ScaleStep:
    """The end of a scale with its meaning: that of the step itself, else the label."""
    return step if step.label else replace(step, label=label)


def nearest(scale: tuple[ScaleStep, ...], mean: Fraction) -> ScaleStep:
    """The step that a mean is nearest to; from the middle between two on, the higher one."""
    return min(reversed(scale), key=lambda step: abs(step.worth - mean))


def _step(place: int, text: str) -> ScaleStep:
    match = _STEP.fullmatch(text)
    number, label = match.groups(default="") if match else ("", "")
    if number in ("", ".") or Fraction(number) > HIGHEST:
        raise BadScale(
            _("“%(step)s” must start with a number from 0 to %(highest)s. Use a point for decimals.")
            % {"step": text[:40], "highest": HIGHEST}
        )
    if len(label) > LONGEST_LABEL:
        raise BadScale(
            _("“%(label)s” is too long. Describe the step in at most %(most)s characters.")
            % {"label": label, "most": LONGEST_LABEL}
        )
    return ScaleStep(place, f"{Decimal(number).normalize():f}", " ".join(label.split()))
