"""Rankings from scores. Pure: no Django, no database.

Answers of people (ballots) go in, means, spreads, totals and ranks come out. All arithmetic is exact
(fractions), so that a tie is a tie whatever the order of the ballots; only documents.rounded_numbers rounds
numbers for display.

The total of a use case combines, per criterion, the mean of those who scored it, all people pooled; skips are
left out, and lvt.scoring_method.Method has the rule for a criterion without any score. The sides are compared
on the criteria that both answered, by the same formula, where someone of each side scored the use case: else
a side that answered less would seem to think less of it. The balanced total takes, for these criteria, the
mean of both means, so that both sides weigh the same. lvt.ranking_evidence has the rules for places.

In a round of fair shares the ballots come from lvt.leniency: the means of a use case and of its sides are
adjusted, rounded to a millionth, and stay on the scale. Counts, medians, spreads, lowest and highest are of
what people gave.
"""

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from core.grouping import grouped
from lvt import kano
from lvt.ranking_evidence.rules import Certainty, Evidence, Panel, evidence, panel_of_ballots, scorers
from lvt.scoring_method import BUSINESS, IT, SIDES, Ballot, Criterion, Key, Method, NoTotalReason

MILLIONTHS = 1_000_000


@dataclass(frozen=True, slots=True)
class Opinion:
    """The room's opinion of one use case on one criterion; means are of the worths of the criterion's
    numbers, adjusted where the ballots are. `lowest` and `highest` are the numbers that were given.

    `counts[i]` people gave the value `minimum + i`; `side_counts` the same by side. `spread` is the standard
    deviation (of the population) of the scores, 0 when all agree; None when no one scored. `scored` people
    gave one, `side_scored` of each side that did. `side_skipped` are those of each side who scored the use
    case (lvt.ranking_evidence), but not this criterion of it.
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
    side_skipped: Mapping[str, int]

    @property
    def skipped(self) -> int:
        """The number of people who scored the use case, but not this criterion of it."""
        return sum(self.side_skipped.values())

    @property
    def median(self) -> Fraction | None:
        """The worth of the score in the middle, or halfway between the two in the middle."""
        pairs = _numbers_with_counts(self.criterion, self.counts)
        worths = [self.criterion.worth(value) for value, count in pairs for _person in range(count)]
        return Fraction(statistics.median(worths)) if worths else None

    @property
    def gap(self) -> Fraction | None:
        """The distance between the means of business and IT; None unless both scored."""
        if all(side in self.side_means for side in SIDES):
            return abs(self.side_means[BUSINESS] - self.side_means[IT])
        return None


@dataclass(frozen=True, slots=True)
class UseCaseResult:
    """`total`, `balanced_total` and `side_totals` are None where they cannot be computed; `problem` has the
    reason for the total, and `parts` the part of each criterion in it (Method.parts). `rank` is shared by
    equal totals (1, 1, 3); None where the use case has no place, for which `evidence` has the reason.
    `balanced_rank` is the place among the same use cases by the balanced totals; None for all where one of
    them has none. `categories` counts people by category (lvt.kano)."""

    use_case: Key
    opinions: tuple[Opinion, ...]
    total: Fraction | None
    problem: NoTotalReason | None
    parts: Mapping[Key, Fraction]
    balanced_total: Fraction | None
    side_totals: Mapping[str, Fraction | None]
    evidence: Evidence
    rank: int | None = None
    balanced_rank: int | None = None
    categories: Mapping[kano.Category, int] = field(default_factory=dict)

    @property
    def missing_sides(self) -> tuple[str, ...]:
        """The sides of which no one scored it."""
        return tuple(side for side in SIDES if not self.evidence.scorers.get(side))


@dataclass(frozen=True, slots=True)
class Result:
    """`use_cases` is the ranking, best first, then those without a place in their own order. `disagreements`
    are opinions worth talking about, the strongest first: by the gap between the sides' means, then by the
    spread."""

    use_cases: tuple[UseCaseResult, ...]
    highest: Fraction | None
    disagreements: tuple[Opinion, ...]

    @property
    def placed(self) -> tuple[UseCaseResult, ...]:
        """The use cases that have a place."""
        return tuple(one for one in self.use_cases if one.rank is not None)

    @property
    def is_unanimous(self) -> bool:
        """Return True if everyone gave the same answers on all use cases with a place, each on each
        criterion."""
        return all(one.lowest == one.highest for each in self.placed for one in each.opinions)

    @property
    def certainties(self) -> Mapping[Key, Certainty]:
        """The certainty of each place; empty where there are no two places to tell apart."""
        if len(self.placed) < 2:
            return {}
        certainty = Certainty.EQUAL if self.is_unanimous else Certainty.TOLD
        return {
            one.use_case: certainty if one.evidence.is_certain else Certainty.TOO_FEW for one in self.placed
        }


def evaluate(
    method: Method, use_cases: Sequence[Key], ballots: Iterable[Ballot], panels: Sequence[Panel] = ()
) -> Result:
    """The result of `ballots` (one per participant, use case and criterion) for `use_cases`, in whose order
    ties are listed. Ballots about anything else, or off the scale, are ignored. `panels` have the people who
    were asked for each; without them they are all who are in the ballots."""
    ballots = list(ballots)
    panels = panels or (panel_of_ballots(use_cases, ballots),)
    of_panel = {use_case: panel for panel in panels for use_case in panel.use_cases}
    asked_method = kano.asked_of(method)
    scored, answers = scorers(asked_method, ballots), _criteria_with_answers(asked_method, ballots)
    adjusted = {ballot.use_case for ballot in ballots if ballot.is_adjusted}
    tallies = kano.category_counts(method, ballots)
    method, ballots = kano.answers_for_totals(method, ballots)
    opinions = _opinions(method, use_cases, ballots, scored)
    results = []
    for use_case in use_cases:
        shared = {one.criterion.key for one in opinions[use_case] if one.gap is not None}
        total = _total(method, opinions[use_case], lambda one: one.mean)
        panel = of_panel[use_case]
        basis = evidence(
            asked_method,
            panel.about(use_case),
            scored.get(use_case, {}),
            answers.get(use_case, frozenset()),
            shared,
            has_total=isinstance(total, Fraction),
            is_adjusted=panel.shares is not None and use_case in adjusted,
        )
        has_sides = all(basis.scorers.get(side) for side in SIDES)
        both = [one for one in opinions[use_case] if has_sides and one.gap is not None]
        results.append(
            UseCaseResult(
                use_case=use_case,
                opinions=opinions[use_case],
                total=_number(total),
                problem=None if isinstance(total, Fraction) else total,
                parts=method.parts(_points(opinions[use_case], lambda one: one.mean)),
                balanced_total=_number(_total(method, both, _balanced)),
                side_totals={side: _side_total(method, both, side) for side in SIDES},
                evidence=basis,
                categories=tallies.get(use_case, {}),
            )
        )
    results = _with_places(results)
    everything = [one for result in results for one in result.opinions]
    return Result(tuple(results), method.highest(), _disagreements(everything))


def _with_places(results: Sequence[UseCaseResult]) -> list[UseCaseResult]:
    """The same with their places, best first, and below them what has none."""
    with_place = [one for one in results if one.evidence.unplaced is None]
    ranks = ranked({one.use_case: one.total for one in with_place})
    balanced = {one.use_case: one.balanced_total for one in with_place}
    balanced_ranks = {} if None in balanced.values() else ranked(balanced)
    rows = [
        replace(one, rank=ranks.get(one.use_case), balanced_rank=balanced_ranks.get(one.use_case))
        for one in results
    ]
    return sorted(rows, key=lambda one: math.inf if one.rank is None else one.rank)


def _criteria_with_answers(method: Method, ballots: Iterable[Ballot]) -> Mapping[Key, set[Key]]:
    """The criteria that anyone answered, by use case: by Kano's method the questions themselves, of which a
    pair may count for nothing."""
    criteria = {one.key: one for one in method.criteria}
    answers: dict[Key, set[Key]] = defaultdict(set)
    for ballot in ballots:
        if ballot.value is not None and (one := criteria.get(ballot.criterion)) and one.takes(ballot.value):
            answers[ballot.use_case].add(one.key)
    return answers


def _opinions(
    method: Method,
    use_cases: Sequence[Key],
    ballots: Iterable[Ballot],
    scored: Mapping[Key, Mapping[Key, str]],
) -> Mapping[Key, tuple[Opinion, ...]]:
    by_cell: dict[tuple[Key, Key], list[Ballot]] = defaultdict(list)
    criteria = {criterion.key: criterion for criterion in method.criteria}
    for ballot in ballots:
        if ballot.criterion in criteria and criteria[ballot.criterion].takes(ballot.value):
            by_cell[ballot.use_case, ballot.criterion].append(ballot)
    return {
        use_case: tuple(
            _opinion(
                use_case, criterion, by_cell.get((use_case, criterion.key), ()), scored.get(use_case, {})
            )
            for criterion in method.criteria
        )
        for use_case in use_cases
    }


def ranked(totals: Mapping[Key, Fraction | None]) -> dict[Key, int | None]:
    """Ranks from 1 for the highest total; equal totals share one, and the next takes the place after them."""
    numbers = {key: total for key, total in totals.items() if total is not None}
    ranks: dict[Key, int | None] = dict.fromkeys(totals)
    rank, last = 0, None
    # Sorted, because a simulation ranks hundreds of times, and comparing fractions in pairs takes most of it.
    for place, key in enumerate(sorted(numbers, key=numbers.__getitem__, reverse=True), start=1):
        if numbers[key] != last:
            rank, last = place, numbers[key]
        ranks[key] = rank
    return ranks


def _opinion(
    use_case: Key, criterion: Criterion, ballots: Sequence[Ballot], scorers_of_it: Mapping[Key, str]
) -> Opinion:
    answers = [ballot for ballot in ballots if ballot.value is not None]
    of_side = grouped(answers, lambda ballot: ballot.side)
    values = [ballot.value for ballot in answers if ballot.value is not None]
    counts = _counts(criterion, answers)
    gave_one = {ballot.participant for ballot in answers}
    return Opinion(
        use_case=use_case,
        criterion=criterion,
        mean=_mean(criterion, counts, [ballot.shift for ballot in answers]),
        counts=counts,
        side_counts={side: _counts(criterion, of_side.get(side, ())) for side in SIDES},
        side_means={
            side: mean
            for side, each in of_side.items()
            if (mean := _mean(criterion, _counts(criterion, each), [one.side_shift for one in each]))
            is not None
        },
        side_scored={side: len(each) for side, each in of_side.items()},
        lowest=min(values, default=None),
        highest=max(values, default=None),
        spread=_spread(criterion, counts),
        scored=len(answers),
        side_skipped=Counter(side for person, side in scorers_of_it.items() if person not in gave_one),
    )


def _mean(criterion: Criterion, counts: Sequence[int], shifts: Iterable[Fraction] = ()) -> Fraction | None:
    """The mean of the answers, by how often each was given (`counts`), adjusted by the `shifts` of people."""
    people = sum(counts)
    if not people:
        return None
    worth = sum(
        (count * criterion.worth(value) for value, count in _numbers_with_counts(criterion, counts)),
        Fraction(0),
    )
    moved = sum((shift for shift in shifts if shift), Fraction(0))
    # Large fits are not exact, but closer than this (lvt.leniency).
    if not _rounded(moved / people):
        return worth / people
    return criterion.within(_rounded((worth + moved) / people))


def _rounded(mean: Fraction) -> Fraction:
    return Fraction(round(mean * MILLIONTHS), MILLIONTHS)


def _spread(criterion: Criterion, counts: Sequence[int]) -> float | None:
    mean = _mean(criterion, counts)
    if mean is None:
        return None
    squares = sum(
        count * criterion.worth(value) ** 2 for value, count in _numbers_with_counts(criterion, counts)
    )
    return math.sqrt(squares / Fraction(sum(counts)) - mean * mean)


def _numbers_with_counts(criterion: Criterion, counts: Sequence[int]) -> Iterable[tuple[int, int]]:
    """The numbers that someone gave, each with how many did."""
    return ((value, count) for value, count in enumerate(counts, start=criterion.minimum) if count)


def _counts(criterion: Criterion, ballots: Iterable[Ballot]) -> tuple[int, ...]:
    values = [ballot.value for ballot in ballots]
    return tuple(values.count(value) for value in range(criterion.minimum, criterion.maximum + 1))


def _points(opinions: Iterable[Opinion], mean: Callable[[Opinion], Fraction | None]) -> dict[Key, Fraction]:
    means = ((one.criterion, mean(one)) for one in opinions)
    return {criterion.key: criterion.points(value) for criterion, value in means if value is not None}


def _total(
    method: Method, opinions: Iterable[Opinion], mean: Callable[[Opinion], Fraction | None]
) -> Fraction | NoTotalReason:
    return method.combine(_points(opinions, mean))


def _balanced(one: Opinion) -> Fraction | None:
    """The mean in which both sides weigh the same."""
    means = [one.side_means[side] for side in SIDES if side in one.side_means]
    return sum(means, Fraction(0)) / 2 if len(means) == len(SIDES) else None


def _side_total(method: Method, opinions: Iterable[Opinion], side: str) -> Fraction | None:
    return _number(_total(method, opinions, lambda one: one.side_means.get(side)))


def _number(total: Fraction | NoTotalReason) -> Fraction | None:
    return total if isinstance(total, Fraction) else None


def _disagreements(opinions: Iterable[Opinion]) -> tuple[Opinion, ...]:
    """Those where anything differs. Gap and spread are compared relative to the length of the scale, so that
    a scale to ten does not shout louder than one to five."""

    def strength(one: Opinion) -> tuple[Fraction, float]:
        length = one.criterion.highest - one.criterion.lowest
        return (one.gap or Fraction(0)) / length, (one.spread or 0.0) / float(length)

    return tuple(sorted((one for one in opinions if one.spread), key=strength, reverse=True))
