"""Which use cases a few new products can fully serve, at the highest total score. Pure.

A use case is served when all products that it needs are there. Which products to build is an integer
program, solved by HiGHS: x is 1 for a product that is built, y for a use case that is served,

    maximize   sum of score * y
    subject to y <= x for each product that the use case needs, and sum of x <= k,

or, where the capacity is an effort, sum of effort * x <= capacity.

Scores are exact, and so are their sums. The solver is given whole numbers: the scores times their smallest
common denominator, or, where that is too large for its tolerances, units of which all scores together are a
hundred million (`_units`). Of several best choices one is taken by rule and not by chance: the one with the
fewest products (or the least effort), and then the one with the use cases that rank first (docs/adr/0016).

Where there is no time to prove the best choice, the answer is the best one that is known by then, and a
`bound` that no choice exceeds.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import accumulate
from math import floor, lcm
from typing import TYPE_CHECKING

from documents import figures
from products.proofs import Answers

if TYPE_CHECKING:
    import highspy

# So long may an answer take, in seconds; what is not proven by then is said to be only the best found. The
# first answer comes at once, and its proof follows.
PATIENCE, AT_ONCE = 3.0, 0.12
# As many units as the scores have together at most: a tolerance of 1e-9 stays below half a unit.
_MOST_UNITS = 10**8
# So many use cases are ranked at once when a tie is broken: their weights stay far below what the solver's
# tolerance could blur.
_BLOCK = 12
_OPTIONS: Mapping[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,  # totals and weights are whole numbers
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A use case: its `score` in the ranking, and which new products it still `needs`."""

    key: str
    score: Fraction
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """What `limit` new products (or products of so much effort) can reach at best: the `products` to build,
    the `use_cases` that are then served, in the order they were given, and the `total` of their scores.

    `is_proven`: no other choice has a higher total. Else it is the best that was found in time, and none
    exceeds the `bound`.
    """

    limit: int | Fraction
    products: frozenset[str]
    use_cases: tuple[str, ...]
    total: Fraction
    bound: Fraction
    is_proven: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    """What building `product` is worth: `value` is its part of the scores of the use cases that need it.

    `at_once` are those that need nothing else, `together` the others. `touched` is the sum of their scores:
    what stays out of reach without the product.
    """

    product: str
    value: Fraction
    touched: Fraction
    at_once: tuple[Wanted, ...]
    together: tuple[Wanted, ...]


def curve(wanted: Iterable[Wanted], *, patience: float = PATIENCE) -> tuple[Choice, ...]:
    """The best choice for each number of new products, from 0 to as many as the use cases need.

    `wanted` stands in the order of the ranking. A use case whose score is not above 0 adds nothing and is
    never chosen; one that needs nothing new is served from the start. `patience` is in seconds for all.
    """
    worth = _worth(wanted)
    return _curves.to(worth, patience, lambda: _curve(worth, patience))


def best(
    wanted: Iterable[Wanted],
    limit: int | Fraction,
    *,
    efforts: Mapping[str, Fraction] | None = None,
    patience: float = PATIENCE,
) -> Choice:
    """The best choice with at most `limit` new products, as in `curve`. With `efforts` by product, the limit
    is what they may take together; a use case that needs a product without an effort is then never chosen.
    Raises ValueError below 0."""
    if limit < 0:
        raise ValueError("a capacity is not negative")
    worth, known = _worth(wanted), None
    if efforts is not None:
        worth = tuple(each for each in worth if all(product in efforts for product in each.needs))
        products: frozenset[str] = frozenset().union(*(each.needs for each in worth))
        known = tuple((key, efforts[key]) for key in sorted(products))

    def seek() -> tuple[Choice, bool]:
        program = _Program(worth, time.monotonic() + patience, None if known is None else dict(known))
        return program.choice(limit), program.is_certain

    return _choices.to((worth, limit, known), patience, seek)


def forget() -> None:
    """Forgets what was answered: the next question is put to the solver."""
    _curves.forget()
    _choices.forget()


def shares(wanted: Iterable[Wanted]) -> tuple[Share, ...]:
    """What each needed product is worth, the most valuable first; equal ones by key.

    The score of a use case is divided equally among the new products that it still needs. That is the Shapley
    value of the game in which a set of products is worth the scores of the use cases that it fully serves
    (docs/adr/0016). Scores that are not above 0 count for nothing.
    """
    needed: dict[str, list[Wanted]] = {}
    for each in wanted:
        if each.score > 0:
            for product in each.needs:
                needed.setdefault(product, []).append(each)
    lines = [
        Share(
            product,
            sum((each.score / len(each.needs) for each in use_cases), Fraction(0)),
            sum((each.score for each in use_cases), Fraction(0)),
            tuple(each for each in use_cases if len(each.needs) == 1),
            tuple(each for each in use_cases if len(each.needs) > 1),
        )
        for product, use_cases in needed.items()
    ]
    return tuple(sorted(lines, key=lambda share: (-share.value, share.product)))


def _worth(wanted: Iterable[Wanted]) -> tuple[Wanted, ...]:
    return tuple(each for each in wanted if each.score > 0)


# --- The integer program ------------------------------------------------------------------------


_curves: Answers[tuple[Choice, ...]] = Answers(64)
_choices: Answers[Choice] = Answers(256)


def _curve(wanted: tuple[Wanted, ...], patience: float) -> tuple[tuple[Choice, ...], bool]:
    """The curve, and whether the time sufficed for all of it."""
    program = _Program(wanted, time.monotonic() + patience)
    choices: list[Choice] = []
    for limit in range(program.size + 1):
        best_found = program.choice(limit)
        if choices and best_found.total <= choices[-1].total:
            # Nothing is gained by one more: the same choice, which has the fewest products.
            is_proven = best_found.is_proven and choices[-1].is_proven
            best_found = replace(choices[-1], limit=limit, bound=best_found.bound, is_proven=is_proven)
        choices.append(best_found)
    return tuple(choices), program.is_certain


@dataclass(frozen=True, slots=True)
class _Question:
    """Products that cost at most `limit` and a total of at `least` so many units, at the highest sum of
    `weights`, or at the lowest cost where it asks for the `cheapest`; else any such choice will do. `settled`
    use cases are served, or not."""

    limit: int
    weights: Sequence[int] = ()
    least: int = 0
    settled: Mapping[int, bool] = field(default_factory=dict)
    cheapest: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    """The places of the use cases that are served; None when there is no answer, or none in time. Whether
    that is certain, and what no answer exceeds, where that is known."""

    served: frozenset[int] | None
    is_certain: bool
    bound: float | None = None


def _units(scores: Sequence[Fraction]) -> tuple[Fraction, list[int]]:
    """How many units a point of a score is, and the scores (above 0) in units: exactly in proportion wherever
    _MOST_UNITS allow it. Else two totals may count as equal that differ by less than one unit for each use
    case."""
    whole = sum(scores, Fraction(0))
    common = lcm(*(score.denominator for score in scores))
    scale = Fraction(common) if whole * common <= _MOST_UNITS else _MOST_UNITS / whole
    return scale, [figures.whole(score * scale) for score in scores]


class _Program:
    """The program over columns: first one for each group of products that the same use cases need, which is
    built whole or not at all, then one for each use case."""

    def __init__(
        self, wanted: Sequence[Wanted], deadline: float, efforts: Mapping[str, Fraction] | None = None
    ) -> None:
        self.wanted = wanted
        self.deadline = deadline
        # Whether the time has sufficed so far, for the highest total and for the choice among equal ones.
        self.is_certain = True
        products: frozenset[str] = frozenset().union(*(each.needs for each in wanted))
        efforts = dict.fromkeys(products, Fraction(1)) if efforts is None else efforts
        # What products cost, as whole numbers.
        self.parts = lcm(*(effort.denominator for effort in efforts.values()))
        self.costs = {product: floor(efforts[product] * self.parts) for product in products}
        self.size = sum(self.costs.values())
        sizes: Counter[tuple[int, ...]] = Counter()
        for product in products:
            places = tuple(place for place, each in enumerate(wanted) if product in each.needs)
            sizes[places] += self.costs[product]
        # In an order of its own, so that the same question is always put in the same words.
        self.groups = sorted(sizes.items())
        self.highest = sum((each.score for each in wanted), Fraction(0))
        self.scale, self.scores = _units([each.score for each in wanted])
        # By so many units at most a total may be rounded down.
        self.blurred = sum(
            each.score * self.scale != units for each, units in zip(wanted, self.scores, strict=True)
        )

    def choice(self, limit: int | Fraction) -> Choice:
        """The best choice within the limit: the highest total, then the fewest products, or the least effort,
        then the use cases that rank first."""
        if not self.wanted:
            nothing = Fraction(0)
            return Choice(limit, frozenset(), (), nothing, nothing)  # the solver calls this no solution
        capacity = min(floor(limit * self.parts), self.size)
        answer, served = self._solve(_Question(capacity, self.scores)), self._at_once(capacity)
        if answer.served is not None and self._units_of(answer.served) >= self._units_of(served):
            served = answer.served
        question = _Question(self._cost(served), least=self._units_of(served))
        picked = self._solve(replace(question, cheapest=True)).served
        if picked is not None:
            served, question = picked, replace(question, limit=self._cost(picked))
        # Those that rank first: block by block, in each as a binary number whose first digit counts most.
        for start in range(0, len(self.wanted), _BLOCK):
            block = range(start, min(start + _BLOCK, len(self.wanted)))
            if all(place in served for place in block):
                question = replace(question, settled={**question.settled, **dict.fromkeys(block, True)})
                continue
            weights = [0] * len(self.wanted)
            for place in block:
                weights[place] = 1 << (_BLOCK - 1 - (place - start))
            picked = self._solve(replace(question, weights=weights)).served
            served = served if picked is None else picked
            question = replace(
                question, settled={**question.settled, **{place: place in served for place in block}}
            )
        return self._as_choice(limit, served, answer)

    def _at_once(self, capacity: int) -> frozenset[int]:
        """A choice without the solver: again and again the use case with the highest score for what it adds
        to the cost, of those that still fit."""
        served: set[int] = set()
        built: frozenset[str] = frozenset()
        while True:
            left = capacity - sum(self.costs[product] for product in built)
            adds = {
                place: cost
                for place, each in enumerate(self.wanted)
                if place not in served
                and (cost := sum(self.costs[product] for product in each.needs - built)) <= left
            }
            if not adds:
                return frozenset(served)
            place = min(adds, key=lambda place: (Fraction(adds[place]) / self.wanted[place].score, place))
            served.add(place)
            built |= self.wanted[place].needs

    def _units_of(self, served: frozenset[int]) -> int:
        return sum(self.scores[place] for place in served)

    def _cost(self, served: frozenset[int]) -> int:
        built: frozenset[str] = frozenset().union(*(self.wanted[place].needs for place in served))
        return sum(self.costs[product] for product in built)

    def _as_choice(self, limit: int | Fraction, served: frozenset[int], answer: _Answer) -> Choice:
        chosen = [each for place, each in enumerate(self.wanted) if place in served]
        total = sum((each.score for each in chosen), Fraction(0))
        is_proven, bound = answer.is_certain, self.highest
        if is_proven:
            bound = total
        elif answer.bound is not None and answer.bound < self._units_of(frozenset(range(len(self.wanted)))):
            bound = min(bound, (figures.whole(Fraction(answer.bound)) + self.blurred) / self.scale)
        return Choice(
            limit,
            frozenset().union(*(each.needs for each in chosen)),
            tuple(each.key for each in chosen),
            total,
            max(bound, total),
            is_proven,
        )

    def _solve(self, question: _Question) -> _Answer:
        answer = self._answer(question)
        self.is_certain &= answer.is_certain
        return answer

    def _answer(self, question: _Question) -> _Answer:
        left = self.deadline - time.monotonic()
        if left <= 0:
            return _Answer(None, is_certain=False)
        # Read when it is needed: it would take a third of a second of every start, and every command.
        import highspy

        highs = highspy.Highs()  # type: ignore[no-untyped-call]  # it comes without types
        for name, value in {**_OPTIONS, "time_limit": left}.items():
            highs.setOptionValue(name, value)
        highs.passModel(self._model(question))
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return _Answer(None, is_certain=True)
        bound = highs.getInfo().mip_dual_bound
        solution = highs.getSolution()
        if not solution.value_valid:
            return _Answer(None, is_certain=False, bound=bound)
        values = solution.col_value[len(self.groups) :]
        served = frozenset(place for place, value in enumerate(values) if value > 0.5)
        return _Answer(served, status == highspy.HighsModelStatus.kOptimal, bound)

    def _model(self, question: _Question) -> highspy.HighsLp:
        import highspy
        import numpy as np

        columns, use_cases = len(self.groups), len(self.wanted)
        settled = [question.settled.get(place) for place in range(use_cases)]
        rows: list[tuple[dict[int, float], float, float]] = [
            ({i: float(size) for i, (_by, size) in enumerate(self.groups)}, 0.0, float(question.limit)),
            (
                {columns + place: float(score) for place, score in enumerate(self.scores)},
                question.least - 0.5,
                highspy.kHighsInf,
            ),
        ]
        for column, (needed_by, _size) in enumerate(self.groups):
            rows += [({column: 1.0, columns + place: -1.0}, 0.0, 1.0) for place in needed_by]
        lp = highspy.HighsLp()
        lp.num_col_ = columns + use_cases
        lp.num_row_ = len(rows)
        lp.sense_ = highspy.ObjSense.kMaximize
        costs = [-float(size) if question.cheapest else 0.0 for _by, size in self.groups]
        lp.col_cost_ = np.array(costs + [float(w) for w in question.weights or [0] * use_cases])
        lp.col_lower_ = np.array([0.0] * columns + [float(known is True) for known in settled])
        lp.col_upper_ = np.array([1.0] * columns + [float(known is not False) for known in settled])
        lp.integrality_ = [highspy.HighsVarType.kInteger] * (columns + use_cases)
        lp.row_lower_ = np.array([low for _row, low, _high in rows])
        lp.row_upper_ = np.array([high for _row, _low, high in rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array([0, *accumulate(len(row) for row, _low, _high in rows)])
        lp.a_matrix_.index_ = np.array([place for row, _low, _high in rows for place in row])
        lp.a_matrix_.value_ = np.array([value for row, _low, _high in rows for value in row.values()])
        return lp
