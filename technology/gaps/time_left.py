"""The time that people have to close their gaps until the days on which these are due. Pure."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

_DAYS = 7  # of a week


@dataclass(frozen=True, slots=True)
class GapPlan:
    """A gap with its effort in person-weeks, the person who closes it, and the day on which it's due."""

    key: str
    person: Hashable
    weeks: Fraction
    until: date


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """`weeks` are the whole weeks until a gap is due, `effort` the person-weeks of all gaps that its person
    has to close until then."""

    weeks: int
    effort: Fraction


def too_short(plans: Iterable[GapPlan], today: date) -> Mapping[str, TimeLeft]:
    """The time left for each gap by its key, only where it's less than the effort."""
    every = list(plans)
    short = {}
    for gap in every:
        same = (each for each in every if each.person == gap.person and each.until <= gap.until)
        effort = sum((each.weeks for each in same), Fraction(0))
        days = max((gap.until - today).days, 0)
        if effort * _DAYS > days:
            short[gap.key] = TimeLeft(days // _DAYS, effort)
    return short
