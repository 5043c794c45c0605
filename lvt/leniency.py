"""The leniency of each person, and their answers without it. Pure: no Django, no database.

Where everyone scores other use cases (lvt.scoring_shares.rules), one that lenient people happen to score
would come first for that reason alone. So on each criterion an additive model is fitted by least squares:

    answer = use case + person

It is the model of a two-way layout without interaction, with empty cells: F. Yates, The analysis of multiple
classifications with unequal numbers in the different classes, Journal of the American Statistical Association
29 (1934); S. R. Searle, Linear Models, 1971, chapter 7. There is no penalty that would pull people towards
each other. Leniency is the amount a person gives above the mean of all who scored anything on the criterion.
The adjusted mean of a use case is the mean of its answers after the leniency of those who gave them is taken
away: the value that the model expects if everyone had scored it. Where everyone did, it is the plain mean.

The model adds what people give. So it is only used by methods that add, on scales whose steps are equally far
apart (`adjusts`).

Use cases that are not connected by people who scored one of each cannot be compared by what these gave. Only
the part with most of them is fitted. Others keep the plain means of their answers, and are not adjusted.

The equations are solved exactly for up to MOST_EXACT unknowns. For more, conjugate gradients approximate the
solution: M. R. Hestenes, E. Stiefel, Methods of conjugate gradients for solving linear systems, Journal of
Research of the National Bureau of Standards 49 (1952). The same answers give the same numbers, in whatever
order they come.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from operator import mul

from lvt.scoring_method import Ballot, Combination, Key, Method

MOST_EXACT = 60
"""Elimination takes the cube of the unknowns, with numbers that grow."""
_PARTS = 10**9
"""Effects that are approximated, and all shifts, are rounded to so many parts of one: means of large rooms
would take long with hundreds of digits. lvt.scoring rounds adjusted means to less."""
_TOLERANCE = 1e-12
# What people gave: by person and use case.
_Answers = Mapping[tuple[Key, Key], Fraction]
# The same by row and column, which are people and use cases, or the other way round.
_Table = Mapping[Key, Mapping[Key, Fraction]]
# What is added to answers, by person, use case and criterion.
Shifts = Mapping[tuple[Key, Key, Key], Fraction]
_ADDING = frozenset({Combination.SUM, Combination.MEAN})


def adjusts(method: Method) -> bool:
    """Return True if totals of the method can be adjusted for leniency: it adds or averages criteria, and
    each scale has equal steps. On uneven ones (1, 2, 3, 5, 8), one step of leniency is a different number at
    each value."""
    return method.combination in _ADDING and all(criterion.is_even for criterion in method.criteria)


def adjusted(method: Method, ballots: Iterable[Ballot]) -> list[Ballot]:
    """The ballots of one round, each with what is added to its answer (`shift`) and to its part in the mean
    of its side (`side_shift`). Skips, answers off the scale, and those for a use case that cannot be compared
    on one of its criteria, stay as they are."""
    ballots = list(ballots)
    if not adjusts(method):
        return ballots
    criteria = {one.key: one for one in method.criteria}
    answers: dict[Key, dict[tuple[Key, Key], int]] = defaultdict(dict)
    sides: dict[Key, str] = {}
    for ballot in ballots:
        criterion = criteria.get(ballot.criterion)
        if criterion is not None and ballot.value is not None and criterion.takes(ballot.value):
            answers[criterion.key][ballot.participant, ballot.use_case] = ballot.value
            sides[ballot.participant] = ballot.side
    fits = {key: fit(_in_order(values)) for key, values in answers.items()}
    left_out = {
        use_case
        for key, values in answers.items()
        for _person, use_case in values
        if use_case not in fits[key].use_cases
    }
    shifts = {key: _shifts(each.people, sides) for key, each in fits.items()}
    moved = []
    for ballot in ballots:
        if (ballot.participant, ballot.use_case) in answers.get(ballot.criterion, ()) and (
            ballot.use_case not in left_out
        ):
            step = criteria[ballot.criterion].step
            of_all, of_side = shifts[ballot.criterion][ballot.participant]
            moved.append(replace(ballot, shift=of_all * step, side_shift=of_side * step, is_adjusted=True))
        else:
            moved.append(ballot)
    return moved


@dataclass(frozen=True, slots=True)
class Fit:
    """The effect of each person on one criterion, in steps of its scale, up to what all have in common, and
    the `use_cases` that this compares."""

    people: Mapping[Key, Fraction]
    use_cases: frozenset[Key]


@lru_cache(maxsize=32)
def fit(answers: tuple[tuple[Key, Key, int], ...]) -> Fit:
    """The fit of what people gave: (person, use case, value). It is kept, because it is computed before the
    lock of a reveal and needed behind it."""
    part = comparable({(person, use_case): Fraction(value) for person, use_case, value in answers})
    return Fit(effects(part), frozenset(use_case for _person, use_case in part))


def _in_order(values: Mapping[tuple[Key, Key], int]) -> tuple[tuple[Key, Key, int], ...]:
    ordered = sorted(values.items(), key=lambda each: (str(each[0][0]), str(each[0][1])))
    return tuple((person, use_case, value) for (person, use_case), value in ordered)


def _shifts(people: Mapping[Key, Fraction], sides: Mapping[Key, str]) -> dict[Key, tuple[Fraction, Fraction]]:
    """By person: what is added so that they are as lenient as all, and as lenient as their side; rounded."""
    if not people:
        return {}
    everyone = _mean(people.values())
    of_side = {
        side: _mean(effect for person, effect in people.items() if sides[person] == side)
        for side in {sides[person] for person in people}
    }
    return {
        person: (_rounded(everyone - effect), _rounded(of_side[sides[person]] - effect))
        for person, effect in people.items()
    }


def comparable(answers: _Answers) -> _Answers:
    """The answers of the part that has more than half of the use cases; none where no part has."""
    divided = parts(answers)
    count = len({use_case for _person, use_case in answers})
    largest = (part for part in divided if 2 * len({use_case for _person, use_case in part}) > count)
    return next(largest, {})


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


def effects(answers: _Answers, most_exact: int = MOST_EXACT) -> dict[Key, Fraction]:
    """The effect of each person in the additive fit of connected answers, up to a constant that all of them
    share. The equations are solved for the smaller of both, people or use cases."""
    by_person: dict[Key, dict[Key, Fraction]] = defaultdict(dict)
    by_use_case: dict[Key, dict[Key, Fraction]] = defaultdict(dict)
    for (person, use_case), answer in answers.items():
        by_person[person][use_case] = answer
        by_use_case[use_case][person] = answer
    solved = _exactly if min(len(by_person), len(by_use_case)) <= most_exact else _approximately
    if len(by_person) <= len(by_use_case):
        return solved(by_person, by_use_case)
    of_use_cases = solved(by_use_case, by_person)
    return {
        person: _mean(answer - of_use_cases[use_case] for use_case, answer in row.items())
        for person, row in by_person.items()
    }


# The normal equations of the fit after the effects of the columns are eliminated: for each row, the sum of
# its answers less the means of their columns.


def _exactly(rows: _Table, columns: _Table) -> dict[Key, Fraction]:
    """The effect of each row; that of the last one is 0."""
    keys = list(rows)
    if not keys:
        return {}
    places = {key: place for place, key in enumerate(keys)}
    scale = math.lcm(*(len(column) for column in columns.values()))
    matrix = [[0] * len(keys) for _key in keys]
    sums = [Fraction(0)] * len(keys)
    for column in columns.values():
        weight, mean = scale // len(column), _mean(column.values())
        cells = [places[key] for key in column]
        for one, answer in zip(cells, column.values(), strict=True):
            matrix[one][one] += scale
            sums[one] += scale * (answer - mean)
            for other in cells:
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
        rest = sum(
            (rows[step][place] * solution[place] for place in range(step + 1, size)), start=Fraction(0)
        )
        solution[step] = (rows[step][size] - rest) / rows[step][step]
    return [each / unit for each in solution]


def _approximately(rows: _Table, columns: _Table) -> dict[Key, Fraction]:
    """The effect of each row, whose mean is 0, rounded."""
    places = {key: place for place, key in enumerate(rows)}
    numbers = {key: number for number, key in enumerate(columns)}
    means = {key: float(_mean(column.values())) for key, column in columns.items()}
    columns_of_row = [[numbers[key] for key in row] for row in rows.values()]
    rows_of_column = [[places[key] for key in column] for column in columns.values()]

    def product(vector: Sequence[float]) -> list[float]:
        """The matrix of the equations times the vector, without writing the matrix down."""
        middles = [math.fsum(vector[place] for place in cells) / len(cells) for cells in rows_of_column]
        return [
            math.fsum(vector[place] - middles[number] for number in cells)
            for place, cells in enumerate(columns_of_row)
        ]

    right = [math.fsum(float(answer) - means[key] for key, answer in row.items()) for row in rows.values()]
    solution = _conjugate(product, right, [1 / len(cells) for cells in columns_of_row])
    middle = math.fsum(solution) / len(solution)
    return {key: _rounded(each - middle) for key, each in zip(rows, solution, strict=True)}


def _conjugate(
    product: Callable[[Sequence[float]], list[float]], right: Sequence[float], scaled: Sequence[float]
) -> list[float]:
    """The solution of a symmetric system by conjugate gradients, preconditioned by a diagonal (`scaled`). It
    takes as many steps as there are unknowns at most, but for rounding, and few where people have many use
    cases in common."""
    solution, left = [0.0] * len(right), list(right)
    enough = _TOLERANCE * max(1.0, *map(abs, right))
    direction: list[float] = []
    before = 0.0
    for _number in range(2 * len(right)):
        if max(map(abs, left)) <= enough:
            break
        better = [each * factor for each, factor in zip(left, scaled, strict=True)]
        now = _product(left, better)
        turn = now / before if before else 0.0
        direction = (
            [each + turn * old for each, old in zip(better, direction, strict=True)] if direction else better
        )
        image = product(direction)
        if (along := _product(direction, image)) <= 0:
            break
        length = now / along
        solution = [each + length * step for each, step in zip(solution, direction, strict=True)]
        left = [each - length * step for each, step in zip(left, image, strict=True)]
        before = now
    return solution


def _rounded(number: Fraction | float) -> Fraction:
    return Fraction(round(number * _PARTS), _PARTS)


def _product(one: Iterable[float], other: Iterable[float]) -> float:
    return math.fsum(map(mul, one, other))


def _mean(values: Iterable[Fraction]) -> Fraction:
    listed = list(values)
    return sum(listed, Fraction(0)) / len(listed)
