"""Fair shares beside full scoring, in rooms made by chance whose people differ in how lenient they are."""

from __future__ import annotations

import math
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from statistics import NormalDist

from bench.results import Figure
from lvt.leniency import adjusted, effects
from lvt.ranking_evidence.rules import Panel
from lvt.scoring.rules import Result, evaluate
from lvt.scoring_method import SIDES, Ballot, Criterion, Key, Method
from lvt.scoring_shares.rules import deal_at_once

SEVEN = Method(tuple(Criterion(f"criterion {number}") for number in range(7)))
Number = int | Fraction
# Scales from 0 to 5, and their middle.
_HIGHEST, _MIDDLE = 5, 2.5
ROOMS, PEOPLE, USE_CASES = 10_000, 20, 40
# So many best of full scoring have to be among so many best of fair share, in so many percent of rooms.
BEST, AMONG, PERCENT = 5, 10, 90
# Answers are added up in parts of a step. No answer before it is rounded is further from 0 than _FURTHEST.
_PARTS, _FURTHEST = 1000, 30
_ROUNDED = [
    max(0, min(_HIGHEST, round(part / _PARTS))) for part in range(-_FURTHEST * _PARTS, _FURTHEST * _PARTS)
]


@dataclass(frozen=True)
class Spread:
    """Standard deviations, in steps of a scale from 0 to 5: how much use cases differ, and each of them by
    criterion; how lenient people are; and what else makes one answer differ."""

    use_cases: float = 0.7
    criteria: float = 0.7
    leniency: float = 0.7
    answers: float = 0.8


@dataclass(frozen=True)
class Simulated:
    """A room in which everyone scored everything by seven criteria. `answers` are those of each person: by
    use case, and of each of them by criterion. They got their shares when the round opened."""

    sides: Mapping[Key, str]
    use_cases: Sequence[Key]
    answers: Mapping[Key, Sequence[int]]

    @cached_property
    def shares(self) -> Mapping[Key, frozenset[Key]]:
        dealt = deal_at_once(self.use_cases, list(self.sides.items()))
        return {person: frozenset(share) for person, share in dealt.items()}

    @property
    def ballots(self) -> list[Ballot]:
        return [
            Ballot(person, self.sides[person], use_case, criterion.key, next(values))
            for person, row in self.answers.items()
            for values in (iter(row),)
            for use_case in self.use_cases
            for criterion in SEVEN.criteria
        ]

    def full(self) -> Result:
        return evaluate(SEVEN, self.use_cases, self.ballots)

    def fair(self, *, is_adjusted: bool = True) -> Result:
        """The same answers, as far as they are in the share of those who gave them."""
        given = [each for each in self.ballots if each.use_case in self.shares[each.participant]]
        panel = Panel(tuple(self.use_cases), self.sides, frozenset(self.sides), self.shares)
        return evaluate(SEVEN, self.use_cases, adjusted(SEVEN, given) if is_adjusted else given, [panel])

    def full_totals(self) -> dict[Key, int]:
        """The sum of everything that people gave each use case: in the order of the totals of `full`."""
        sums = map(sum, zip(*self._sums.values(), strict=True))
        return dict(zip(self.use_cases, sums, strict=True))

    def fair_totals(self) -> dict[Key, int]:
        """The adjusted totals of `fair`, in millionths, fitted for all criteria together. Least squares of a
        sum are the sum of least squares: the same totals, and sooner, unless the mean of one criterion would
        leave its scale."""
        given = {
            (person, use_case): Fraction(total)
            for person, share in self.shares.items()
            for use_case, total in zip(self.use_cases, self._sums[person], strict=True)
            if use_case in share
        }
        of_people = {person: float(effect) for person, effect in effects(given).items()}
        everyone = math.fsum(of_people.values()) / len(of_people)
        told = defaultdict(list)
        for (person, use_case), total in given.items():
            told[use_case].append(float(total) + everyone - of_people[person])
        return {
            use_case: round(1e6 * max(0, min(len(SEVEN.criteria) * _HIGHEST, math.fsum(each) / len(each))))
            for use_case, each in told.items()
        }

    @cached_property
    def _sums(self) -> Mapping[Key, Sequence[int]]:
        """The sum of the answers of each person to each use case."""
        step = len(SEVEN.criteria)
        return {
            person: [sum(row[at : at + step]) for at in range(0, len(row), step)]
            for person, row in self.answers.items()
        }


def simulated(
    seed: int, people: int = PEOPLE, use_cases: int = USE_CASES, spread: Spread = Spread()
) -> Simulated:
    """Answers of `people`, every other one of IT: the middle of the scale, and what `spread` adds to it,
    rounded to its nearest step."""
    chance = random.Random(seed)
    # Shares depend on names, and are others in each room.
    sides: dict[Key, str] = {f"person {number} of room {seed}": SIDES[number % 2] for number in range(people)}
    expected = [
        round(_PARTS * (_FURTHEST + _MIDDLE + worth + chance.gauss(0, spread.criteria)))
        for worth in (chance.gauss(0, spread.use_cases) for _number in range(use_cases))
        for _criterion in SEVEN.criteria
    ]
    noise = _noise(spread.answers)
    answers = {}
    for person in sides:
        lenient = round(_PARTS * chance.gauss(0, spread.leniency))
        chances = chance.choices(noise, k=len(expected))
        answers[person] = [
            _ROUNDED[middle + lenient + more] for middle, more in zip(expected, chances, strict=True)
        ]
    return Simulated(sides, list(range(use_cases)), answers)


@lru_cache
def _noise(deviation: float) -> Sequence[int]:
    """Values of the normal distribution, each as likely as the others: one is drawn much sooner than made."""
    if not deviation:
        return [0]
    normal, count = NormalDist(0, deviation), 4096
    return [round(_PARTS * normal.inv_cdf((number + 0.5) / count)) for number in range(count)]


def finds_the_best(full: Mapping[Key, Number], fair: Mapping[Key, Number]) -> bool:
    """Return True if the best use cases by the totals of full scoring are among the first by those of fair
    share. Equal totals share a place."""
    return first(full, BEST) <= first(fair, AMONG)


def first(totals: Mapping[Key, Number], count: int) -> set[Key]:
    """The use cases on the first `count` places."""
    least = sorted(totals.values(), reverse=True)[count - 1]
    return {use_case for use_case, total in totals.items() if total >= least}


def count_good(seeds: Iterable[int]) -> int:
    """The number of rooms in which fair share finds the best use cases."""
    rooms = map(simulated, seeds)
    return sum(finds_the_best(room.full_totals(), room.fair_totals()) for room in rooms)


def fair_share(rooms: int = ROOMS) -> Figure:
    """The part of rooms in which fair share finds the best use cases."""
    started = time.process_time()
    good = count_good(range(rooms))
    seconds = time.process_time() - started
    of = f"{good:,} of {rooms:,} rooms of {PEOPLE} people and {USE_CASES} use cases"
    name = f"fair share, {BEST} best of full scoring among its {AMONG}"
    return Figure(name, 100 * good / rooms, "%", f">= {PERCENT}", f"{of}; {seconds:.0f} s of processor time")
