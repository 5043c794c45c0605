"""How lenient each person is, and what their answers would be without it. Pure: no Django, no database.

Where everyone scores other use cases (lvt.fair_share), one that lenient people happen to score would come
first for that reason alone. So on each criterion an additive model is fitted by least squares:

    answer = use case + person

It is the model of a two-way layout without interaction, with empty cells: F. Yates, The analysis of multiple
classifications with unequal numbers in the different classes, Journal of the American Statistical Association
29 (1934); S. R. Searle, Linear Models, 1971, chapter 7. There is no penalty that would pull people towards
each other. Leniency is what a person gives above the mean of all who scored anything on the criterion. The
adjusted mean of a use case is the mean of its answers after the leniency of those who gave them is taken
away: what the model expects if everyone had scored it. Where everyone did, it is the mean to the last digit.

Two groups of use cases that nobody has scored one of each cannot be compared by what people gave. Each such
part is fitted alone, and the people of each are taken to be equally lenient on the whole.

All arithmetic is exact.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from lvt.scoring_method import Ballot, Combination, Key, Method

# What people gave: by person and use case.
_Answers = Mapping[tuple[Key, Key], Fraction]
# What is added to answers, by person, use case and criterion.
Shifts = Mapping[tuple[Key, Key, Key], Fraction]


def adjusts(method: Method) -> bool:
    """Whether leniency can be taken out: Kano's answers are kinds of feelings, and counts of these are no
    more or less lenient."""
    return method.combination != Combination.KANO


def adjusted(method: Method, ballots: Iterable[Ballot]) -> list[Ballot]:
    """The ballots of one round, each with what is added to its answer (`shift`) and to its part in the mean
    of its side (`side_shift`). Skips, and answers off the scale, stay as they are."""
    ballots = list(ballots)
    if not adjusts(method):
        return ballots
    criteria = {one.key: one for one in method.criteria}
    answers: dict[Key, dict[tuple[Key, Key], Fraction]] = defaultdict(dict)
    sides: dict[Key, str] = {}
    for ballot in ballots:
        criterion = criteria.get(ballot.criterion)
        if criterion is not None and ballot.value is not None and criterion.takes(ballot.value):
            answers[criterion.key][ballot.participant, ballot.use_case] = criterion.worth(ballot.value)
            sides[ballot.participant] = ballot.side
    shifts = {key: _shifts(given, sides) for key, given in answers.items()}
    nothing = Fraction(0), Fraction(0)
    told = []
    for ballot in ballots:
        of_all, of_side = shifts.get(ballot.criterion, {}).get(ballot.participant, nothing)
        told.append(ballot if ballot.value is None else replace(ballot, shift=of_all, side_shift=of_side))
    return told


def _shifts(answers: _Answers, sides: Mapping[Key, str]) -> dict[Key, tuple[Fraction, Fraction]]:
    """By person: what is added so that they are as lenient as all, and as lenient as their side."""
    shifts: dict[Key, tuple[Fraction, Fraction]] = {}
    for part in parts(answers):
        people = effects(part)
        everybody = _mean(people.values())
        of_side = {
            side: _mean(effect for person, effect in people.items() if sides[person] == side)
            for side in {sides[person] for person in people}
        }
        for person, effect in people.items():
            shifts[person] = everybody - effect, of_side[sides[person]] - effect
    return shifts


def parts(answers: _Answers) -> list[_Answers]:
    """The answers in parts that share neither people nor use cases, in the order in which they begin."""
    of_person: dict[Key, list[Key]] = defaultdict(list)
    of_use_case: dict[Key, list[Key]] = defaultdict(list)
    for person, use_case in answers:
        of_person[person].append(use_case)
        of_use_case[use_case].append(person)
    part_of: dict[Key, int] = {}
    count = 0
    for first in of_person:
        if first in part_of:
            continue
        waiting = [first]
        part_of[first] = count
        while waiting:
            for use_case in of_person[waiting.pop()]:
                # Each use case leads on once.
                for person in of_use_case.pop(use_case, ()):
                    if person not in part_of:
                        part_of[person] = count
                        waiting.append(person)
        count += 1
    divided: list[dict[tuple[Key, Key], Fraction]] = [{} for _number in range(count)]
    for (person, use_case), answer in answers.items():
        divided[part_of[person]][person, use_case] = answer
    return list(divided)


def effects(answers: _Answers) -> dict[Key, Fraction]:
    """The effect of each person in the additive fit of answers that hang together, up to what all of them
    have in common. The equations are solved for the smaller of both, people or use cases."""
    by_person: dict[Key, dict[Key, Fraction]] = defaultdict(dict)
    by_use_case: dict[Key, dict[Key, Fraction]] = defaultdict(dict)
    for (person, use_case), answer in answers.items():
        by_person[person][use_case] = answer
        by_use_case[use_case][person] = answer
    if len(by_person) <= len(by_use_case):
        return _row_effects(by_person, by_use_case)
    of_use_cases = _row_effects(by_use_case, by_person)
    return {
        person: _mean(answer - of_use_cases[use_case] for use_case, answer in given.items())
        for person, given in by_person.items()
    }


def _row_effects(
    rows: Mapping[Key, Mapping[Key, Fraction]], columns: Mapping[Key, Mapping[Key, Fraction]]
) -> dict[Key, Fraction]:
    """The normal equations of the fit after the effects of the columns are eliminated: for each row, the sum
    of its answers less the means of their columns. The effect of the last row is 0."""
    keys = list(rows)
    places = {key: place for place, key in enumerate(keys)}
    scale = math.lcm(*(len(column) for column in columns.values()))
    matrix = [[0] * len(keys) for _key in keys]
    sums = [Fraction(0)] * len(keys)
    for column in columns.values():
        weight, mean = scale // len(column), _mean(column.values())
        held = [places[key] for key in column]
        for one, answer in zip(held, column.values(), strict=True):
            matrix[one][one] += scale
            sums[one] += scale * (answer - mean)
            for other in held:
                matrix[one][other] -= weight
    solved = _solved([row[:-1] for row in matrix[:-1]], sums[:-1])
    return dict(zip(keys, [*solved, Fraction(0)], strict=True))


def _solved(matrix: Sequence[Sequence[int]], right: Sequence[Fraction]) -> list[Fraction]:
    """The solution of a positive definite system, by elimination without fractions: E. H. Bareiss,
    Sylvester's identity and multistep integer-preserving Gaussian elimination, Mathematics of Computation 22
    (1968)."""
    size = len(matrix)
    unit = math.lcm(*(each.denominator for each in right))
    rows = [[*row, int(each * unit)] for row, each in zip(matrix, right, strict=True)]
    before = 1
    for step in range(size - 1):
        pivot, top = rows[step][step], rows[step]
        for row in rows[step + 1 :]:
            lead = row[step]
            for place in range(step + 1, size + 1):
                row[place] = (pivot * row[place] - lead * top[place]) // before
        before = pivot
    solution = [Fraction(0)] * size
    for step in reversed(range(size)):
        known = sum(
            (rows[step][place] * solution[place] for place in range(step + 1, size)), start=Fraction(0)
        )
        solution[step] = (rows[step][size] - known) / rows[step][step]
    return [each / unit for each in solution]


def _mean(values: Iterable[Fraction]) -> Fraction:
    listed = list(values)
    return sum(listed, Fraction(0)) / len(listed)
