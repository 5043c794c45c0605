"""The time that people have to close their gaps until the days on which these are due. Pure."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

_DAYS = 7  # of a week


@dataclass(frozen=True, slots=True)
class GapPlan:
    """A gap with its effort in person-weeks, the person who closes it, and the day on which it's due. `share`
    is the part of the person's time that other work leaves."""

    key: str
    person: Hashable
    weeks: Fraction
    until: date
    share: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """`weeks` are the whole weeks that a person has until a gap is due, `effort` the person-weeks of all gaps
    that the person has to close until then; `is_part` where other work takes a part of the time.
    `missing` are the person-weeks for which the time is too short."""

    weeks: int
    effort: Fraction
    is_part: bool = False
    missing: Fraction = Fraction(0)


def too_short(plans: Iterable[GapPlan], today: date) -> Mapping[str, TimeLeft]:
    """The time left for each gap by its key, only where it's less than the effort."""
    every = list(plans)
    short = {}
    for gap in every:
        same = (each for each in every if each.person == gap.person and each.until <= gap.until)
        effort = sum((each.weeks for each in same), Fraction(0))
        weeks = max((gap.until - today).days, 0) * gap.share / _DAYS
        if effort > weeks:
            short[gap.key] = TimeLeft(int(weeks), effort, gap.share < 1, effort - weeks)
    return short
