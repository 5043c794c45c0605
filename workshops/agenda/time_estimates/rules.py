"""The minutes that an activity needs, from the answers that each person gives in it. No Django.

    minutes = (beginning + reading + answers × seconds for each) of every part + talking about what came

A **part** is what a person gives before the room looks at it, such as the notes of a brainstorm, then its
dots. The simulated people of a rehearsal use the same values for the time to begin, the speed, and the
share of talk.

- It **fits** if the slow people are through and the talk is over within the planned minutes.
- It is **tight** if only people of usual speed are.
- It is **too long** if not even they are.

Source: docs/guide/minutes.md.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import mean, median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from core.labels import Text

COUNT: Final = 30
"""The expected number of people before anyone joins a workshop."""
TALK_SHARE: Final = 0.3
"""The share of the planned minutes that the room spends on the results."""
MOST_TALK: Final = 0.9
"""At most this share of the planned minutes is talk."""
SHORTEST_GAP: Final = timedelta(seconds=1)
"""Two answers of one person that are closer were not given one by one: notes were imported."""
LONGEST_GAP: Final = timedelta(minutes=5)
"""Between two answers of one person that are further apart, something else happened."""
ENOUGH_GAPS: Final = 50
"""From so many measured gaps on, their median counts in place of the default."""
_MINUTE: Final = 60


class EffortFit(StrEnum):
    """Comparison of the minutes that an activity needs with those that are planned."""

    FITS = "fits"
    TIGHT = "tight"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Speed:
    """From how many to how many seconds pass until people begin to answer (`lag`), and how many times as long
    as someone of medium speed they take (`pace`)."""

    lag: tuple[float, float]
    pace: tuple[float, float]


USUAL = Speed(lag=(4, 20), pace=(0.7, 1.3))
SLOW = Speed(lag=(30, 80), pace=(1.6, 2.3))
"""About one in seven."""


@dataclass(frozen=True, slots=True)
class AnswerLoad:
    """Work of one person before the room looks at it: so many `answers`, each in `seconds`. Each of the
    `things` that they are about is read once, in `reads` seconds."""

    answers: int
    seconds: float
    things: int = 0
    reads: float = 0.0

    def takes(self, speed: Speed, seconds_each: float | None = None) -> float:
        """The seconds that people of this speed need; `seconds_each` are those of one answer in past
        workshops. A part without answers takes no time."""
        if not self.answers:
            return 0.0
        seconds = self.seconds if seconds_each is None else seconds_each
        return mean(speed.lag) + mean(speed.pace) * (self.answers * seconds + self.things * self.reads)


@dataclass(frozen=True, slots=True)
class Easier:
    """A setting of an activity, by its `name`, with which people give less: these `loads`."""

    name: Text
    loads: Sequence[AnswerLoad]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Needs of an activity with so many `people`: `answers` of each of them, and `minutes` that it needs, of
    which so many are `planned`. With the setting `easier` it needs less: `easier_needed` minutes."""

    answers: int
    people: int
    planned: int
    minutes: int
    fit: EffortFit
    easier: Text = ""
    easier_needed: int = 0


def estimate(
    parts: Sequence[AnswerLoad], *, talks: int, planned: int, people: int, seconds_each: float | None = None
) -> Estimate | None:
    """Return what an activity needs in which people give these `parts` and the room talks so many times;
    `seconds_each` are the seconds of one answer of the first part. None where people give nothing."""
    answers = sum(part.answers for part in parts)
    if not answers:
        return None
    talk = min(MOST_TALK, TALK_SHARE * talks)

    def whole(speed: Speed) -> int:
        seconds = sum(part.takes(speed, None if place else seconds_each) for place, part in enumerate(parts))
        return math.ceil(seconds / (1 - talk) / _MINUTE)

    minutes = whole(SLOW)
    fit = (
        EffortFit.FITS
        if minutes <= planned
        else EffortFit.TIGHT
        if whole(USUAL) <= planned
        else EffortFit.TOO_LONG
    )
    return Estimate(answers, people, planned, minutes, fit)


def with_easier(first: Estimate, easier: Easier, alike: Estimate | None) -> Estimate:
    """Return the `first` estimate, with the name of the setting that is `easier` if the activity needs less
    with it: `alike` is what it needs then."""
    if alike is None or alike.minutes >= first.minutes:
        return first
    return replace(first, easier=easier.name, easier_needed=alike.minutes)


def seconds_between(times: Iterable[tuple[Hashable, datetime]]) -> float | None:
    """Return the median of the seconds between two answers of the same person in the same activity; each of
    `times` names both, and when they answered. None where fewer than ENOUGH_GAPS are known."""
    by_person: defaultdict[Hashable, list[datetime]] = defaultdict(list)
    for person, at in times:
        by_person[person].append(at)
    gaps = [later - earlier for moments in by_person.values() for earlier, later in pairwise(sorted(moments))]
    seconds = [gap.total_seconds() for gap in gaps if SHORTEST_GAP <= gap <= LONGEST_GAP]
    return median(seconds) if len(seconds) >= ENOUGH_GAPS else None
