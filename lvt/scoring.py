"""How scores become a ranking. Pure: no Django, no database.

What people gave (ballots) goes in, means, spreads, totals and ranks come out. All arithmetic is exact
(fractions), so that a tie is a tie whatever the order of the ballots; what is shown is rounded by
documents.figures alone.

The total of a use case is, for the method "sum", the sum over the criteria of the mean of those who scored
it, all people pooled; skips are left out. A criterion that nobody scored adds nothing, and the use case is
marked `incomplete`. The balanced total lets both sides weigh the same: per criterion it takes the mean of the
mean of business and the mean of IT. Where only one of the two scored, its mean counts alone; where neither
did, the mean of all others counts.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lvt import kano
from lvt.scoring_method import BUSINESS, IT, SIDES, Ballot, Criterion, Key, Method, Problem


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the room thinks of one use case on one criterion; means are of what the criterion's numbers count,
    `lowest` and `highest` are the numbers that were given.

    `counts[i]` people gave the value `minimum + i`; `side_counts` the same by side. `spread` is the standard
    deviation (of the population) of the scores, 0 when all agree; None when nobody scored. `scored` people
    gave one, `side_scored` of each side that did; `skipped` said that they could not.
    """

    use_case: Key
    criterion: Criterion
    mean: Fraction | None
    counts: tuple[int, ...]
    side_counts: Mapping[str, tuple[int, ...]]
    side_means: Mapping[str, Fraction]
    side_scored: Mapping[str, int]
    lowest: int | None
    highest: int | None
    spread: float | None
    scored: int
    skipped: int

    @property
    def median(self) -> Fraction | None:
        """What the score in the middle counts, or halfway between the two in the middle."""
        given = _given(self.criterion, self.counts)
        worths = [self.criterion.worth(value) for value, count in given for _person in range(count)]
        return Fraction(statistics.median(worths)) if worths else None

    @property
    def gap(self) -> Fraction | None:
        """How far the means of business and IT lie apart; None unless both scored."""
        if all(side in self.side_means for side in SIDES):
            return abs(self.side_means[BUSINESS] - self.side_means[IT])
        return None

    @property
    def balanced_mean(self) -> Fraction | None:
        """The mean in which both sides weigh the same; one side alone when the other did not score; else the
        pooled mean."""
        means = [self.side_means[side] for side in SIDES if side in self.side_means]
        return sum(means, Fraction(0)) / len(means) if means else self.mean


@dataclass(frozen=True, slots=True)
class UseCaseResult:
    """`total`, `balanced_total` and `side_totals` are None where they cannot be computed; `problem` says why
    for the total, and `parts` what each criterion adds to it (Method.parts). `rank` is shared by equal totals
    (1, 1, 3); use cases without a total have none. `spoke`: how many people of each side answered anything
    about it. `categories`: how many find it what (lvt.kano)."""

    use_case: Key
    opinions: tuple[Opinion, ...]
    total: Fraction | None
    problem: Problem | None
    parts: Mapping[Key, Fraction]
    balanced_total: Fraction | None
    side_totals: Mapping[str, Fraction | None]
    spoke: Mapping[str, int]
    missing_sides: tuple[str, ...]
    incomplete: bool
    rank: int | None
    balanced_rank: int | None
    categories: Mapping[kano.Category, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """`use_cases` is the ranking, best first. `disagreements` are opinions worth talking about, the strongest
    first: by the gap between the sides' means, then by the spread."""

    use_cases: tuple[UseCaseResult, ...]
    highest: Fraction | None
    disagreements: tuple[Opinion, ...]


def evaluate(method: Method, use_cases: Sequence[Key], ballots: Iterable[Ballot]) -> Result:
    """The result of `ballots` (one per participant, use case and criterion) for `use_cases`, in whose order
    ties are listed. Ballots about anything else, or off the scale, are ignored."""
    ballots = list(ballots)
    tallies, spoke = kano.tallied(method, ballots), kano.spoke(method, ballots)
    method, ballots = kano.answered(method, ballots)
    by_cell: dict[tuple[Key, Key], list[Ballot]] = defaultdict(list)
    criteria = {criterion.key: criterion for criterion in method.criteria}
    for ballot in ballots:
        if ballot.criterion in criteria and criteria[ballot.criterion].takes(ballot.value):
            by_cell[ballot.use_case, ballot.criterion].append(ballot)
    opinions = {
        use_case: tuple(
            _opinion(use_case, criterion, by_cell.get((use_case, criterion.key), ()))
            for criterion in method.criteria
        )
        for use_case in use_cases
    }
    totals = {use_case: _total(method, opinions[use_case], lambda one: one.mean) for use_case in use_cases}
    balanced = {
        use_case: _number(_total(method, opinions[use_case], lambda one: one.balanced_mean))
        for use_case in use_cases
    }
    ranks = ranked({use_case: _number(total) for use_case, total in totals.items()})
    balanced_ranks = ranked(balanced)
    results = [
        UseCaseResult(
            use_case=use_case,
            opinions=opinions[use_case],
            total=_number(totals[use_case]),
            problem=None if isinstance(total := totals[use_case], Fraction) else total,
            parts=method.parts(_points(opinions[use_case], lambda one: one.mean)),
            balanced_total=balanced[use_case],
            side_totals={side: _side_total(method, opinions[use_case], side) for side in SIDES},
            spoke=spoke.get(use_case, {}),
            missing_sides=tuple(side for side in SIDES if not spoke.get(use_case, {}).get(side)),
            incomplete=any(one.mean is None for one in opinions[use_case]),
            rank=ranks[use_case],
            balanced_rank=balanced_ranks[use_case],
            categories=tallies.get(use_case, {}),
        )
        for use_case in use_cases
    ]
    results.sort(key=lambda result: math.inf if result.rank is None else result.rank)
    everything = [one for result in results for one in result.opinions]
    return Result(tuple(results), method.highest(), _disagreements(everything))


def ranked(totals: Mapping[Key, Fraction | None]) -> dict[Key, int | None]:
    """Ranks from 1 for the highest total; equal totals share one, and the next takes the place after them."""
    numbers = [total for total in totals.values() if total is not None]
    return {
        key: None if total is None else 1 + sum(1 for other in numbers if other > total)
        for key, total in totals.items()
    }


def _opinion(use_case: Key, criterion: Criterion, ballots: Sequence[Ballot]) -> Opinion:
    values: dict[str, list[int]] = defaultdict(list)
    for ballot in ballots:
        if ballot.value is not None:
            values[ballot.side].append(ballot.value)
    everybody = [value for of_side in values.values() for value in of_side]
    counts = _counts(criterion, everybody)
    mean = _mean(criterion, counts)
    return Opinion(
        use_case=use_case,
        criterion=criterion,
        mean=mean,
        counts=counts,
        side_counts={side: _counts(criterion, values.get(side, [])) for side in SIDES},
        side_means={
            side: mean_of_side
            for side, given in values.items()
            if (mean_of_side := _mean(criterion, _counts(criterion, given))) is not None
        },
        side_scored={side: len(given) for side, given in values.items()},
        lowest=min(everybody, default=None),
        highest=max(everybody, default=None),
        spread=_spread(criterion, counts, mean),
        scored=len(everybody),
        skipped=len(ballots) - len(everybody),
    )


def _mean(criterion: Criterion, counts: Sequence[int]) -> Fraction | None:
    """Of what the numbers count, each given so many times."""
    people = sum(counts)
    worth = sum(count * criterion.worth(value) for value, count in _given(criterion, counts))
    return worth / Fraction(people) if people else None


def _spread(criterion: Criterion, counts: Sequence[int], mean: Fraction | None) -> float | None:
    if mean is None:
        return None
    squares = sum(count * criterion.worth(value) ** 2 for value, count in _given(criterion, counts))
    return math.sqrt(squares / Fraction(sum(counts)) - mean * mean)


def _given(criterion: Criterion, counts: Sequence[int]) -> Iterable[tuple[int, int]]:
    """The numbers that somebody gave, each with how many did."""
    return ((value, count) for value, count in enumerate(counts, start=criterion.minimum) if count)


def _counts(criterion: Criterion, values: Sequence[int]) -> tuple[int, ...]:
    return tuple(values.count(value) for value in range(criterion.minimum, criterion.maximum + 1))


def _points(opinions: Iterable[Opinion], mean: Callable[[Opinion], Fraction | None]) -> dict[Key, Fraction]:
    means = ((one.criterion, mean(one)) for one in opinions)
    return {criterion.key: criterion.points(value) for criterion, value in means if value is not None}


def _total(
    method: Method, opinions: Iterable[Opinion], mean: Callable[[Opinion], Fraction | None]
) -> Fraction | Problem:
    return method.combine(_points(opinions, mean))


def _side_total(method: Method, opinions: Iterable[Opinion], side: str) -> Fraction | None:
    return _number(_total(method, opinions, lambda one: one.side_means.get(side)))


def _number(total: Fraction | Problem) -> Fraction | None:
    return total if isinstance(total, Fraction) else None


def _disagreements(opinions: Iterable[Opinion]) -> tuple[Opinion, ...]:
    """Those where anything differs. Gap and spread are compared relative to the length of the scale, so that
    a scale to ten does not shout louder than one to five."""

    def strength(one: Opinion) -> tuple[Fraction, float]:
        length = one.criterion.highest - one.criterion.lowest
        return (one.gap or Fraction(0)) / length, (one.spread or 0.0) / float(length)

    return tuple(sorted((one for one in opinions if one.spread), key=strength, reverse=True))
