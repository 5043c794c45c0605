"""Rooms whose people differ in how lenient they are, made by chance: full scoring beside fair shares."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace

from lvt.evidence.rules import Panel
from lvt.leniency import adjusted
from lvt.scoring.rules import Result, evaluate
from lvt.scoring_method import Ballot, Criterion, Key, Method
from lvt.shares.rules import deal

SEVEN = Method(tuple(Criterion(f"criterion {number}") for number in range(7)))


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
    """A room in which everyone scored everything by the method."""

    sides: dict[Key, str]
    use_cases: list[Key]
    ballots: list[Ballot]
    method: Method = SEVEN

    @property
    def shares(self) -> dict[Key, frozenset[Key]]:
        dealt = deal(self.use_cases, list(self.sides.items()))
        return {person: frozenset(share) for person, share in dealt.items()}

    def full(self) -> Result:
        return evaluate(self.method, self.use_cases, self.ballots)

    def at_once(self) -> Simulated:
        """The same room with one criterion that counts what the seven do together, which is quicker: totals
        are the same, unless a mean would leave its scale."""
        sums: Counter[tuple[Key, Key]] = Counter()
        for each in self.ballots:
            sums[each.participant, each.use_case] += each.value or 0
        ballots = [
            Ballot(person, self.sides[person], use_case, "total", value)
            for (person, use_case), value in sums.items()
        ]
        total = Criterion("total", maximum=sum(each.maximum for each in self.method.criteria))
        return replace(self, ballots=ballots, method=Method((total,)))

    def fair(self, *, is_adjusted: bool = True) -> Result:
        """The same answers, as far as they are in the share of those who gave them."""
        shares = self.shares
        given = [each for each in self.ballots if each.use_case in shares[each.participant]]
        panel = Panel(tuple(self.use_cases), self.sides, frozenset(self.sides), shares)
        counted = adjusted(self.method, given) if is_adjusted else given
        return evaluate(self.method, self.use_cases, counted, [panel])


def simulated(seed: int, people: int = 20, use_cases: int = 40, spread: Spread = Spread()) -> Simulated:
    """Answers of `people`, every other one of IT: the middle of the scale, and what `spread` adds to it,
    rounded to its nearest step."""
    chance = random.Random(seed)
    sides: dict[Key, str] = {f"person {number}": ("business", "it")[number % 2] for number in range(people)}
    worth = [chance.gauss(0, spread.use_cases) for _number in range(use_cases)]
    of_criteria = [[chance.gauss(0, spread.criteria) for _each in SEVEN.criteria] for _number in worth]
    leniency = {person: chance.gauss(0, spread.leniency) for person in sides}
    ballots = [
        Ballot(person, side, use_case, criterion.key, max(0, min(5, round(answer))))
        for person, side in sides.items()
        for use_case in range(use_cases)
        for place, criterion in enumerate(SEVEN.criteria)
        for answer in (
            2.5
            + worth[use_case]
            + of_criteria[use_case][place]
            + leniency[person]
            + chance.gauss(0, spread.answers),
        )
    ]
    return Simulated(sides, list(range(use_cases)), ballots)


def finds_the_best(room: Simulated, best: int = 5, among: int = 10) -> bool:
    """Whether the best of full scoring are among the first of fair share."""
    wanted = {one.use_case for one in room.full().placed if one.rank is not None and one.rank <= best}
    first = {one.use_case for one in room.fair().placed if one.rank is not None and one.rank <= among}
    return wanted <= first
