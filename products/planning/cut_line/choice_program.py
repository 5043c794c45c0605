"""The best choice of use cases and products within a capacity, proven by an integer program. Pure.

HiGHS solves it: x is 1 for a group of products that is built, y for a use case that is served,

    maximize   sum of score * y
    subject to y <= x for each group that the use case needs, and sum of cost * x <= capacity.

A good choice is known before (choice_heuristics). So the question is whether another one is worth as much:
mostly there is none, which one run shows, and then the known choice is the best and the only one. Where
there are several, one is taken by rule and not by chance: the one with the lowest cost, and then the one
with the use cases that rank first (docs/adr/0016).

The solver is given whole numbers: the units of the problem, or, where these are too many for its tolerances,
larger ones, of which all scores together are a hundred million.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import accumulate
from math import floor
from typing import TYPE_CHECKING, Any

from documents import rounded_numbers
from products.planning.cut_line.choice_problem import ChoiceProblem, bits, mask_of
from products.solver_result import Budget

if TYPE_CHECKING:
    import highspy

# As many units as the scores have together at most: a tolerance of 1e-9 stays below half a unit.
_MOST_UNITS = 10**8
# So many use cases are ranked at once when a tie is broken: their weights stay far below what the solver's
# tolerance could blur.
_BLOCK = 12
# It looks for no first answer, since one exists, and doesn't begin again after it fixed something.
# It tries a column once before it trusts its estimate of it: trees of these questions have few nodes.
_OPTIONS: Mapping[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_pscost_minreliable": 1,
    "mip_allow_restart": False,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,  # totals and weights are whole numbers
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice: its `use_cases` as bits, and in the units of the problem the `bound`
    that no choice exceeds, which is their worth once that is proven. `is_settled`: of equal choices it is the
    one by rule."""

    use_cases: int
    bound: Fraction
    is_settled: bool


@dataclass(frozen=True, slots=True)
class _Query:
    """A question for one run of the solver: products that cost at most `limit` and a total of at `least` so
    many units, at the highest sum of `weights`, or at the lowest cost where it asks for the `cheapest`.
    `settled` use cases are served, or not. The choice is another one than `other_than`."""

    limit: int
    weights: Sequence[int] = ()
    least: int = 0
    settled: Mapping[int, bool] = field(default_factory=dict)
    cheapest: bool = False
    other_than: int | None = None


@dataclass(frozen=True, slots=True)
class _Solution:
    """The result of one run of the solver: the `use_cases` as bits, or None where there are none, or none in
    time; `is_certain`; and the `bound` that no solution exceeds, where that is known."""

    use_cases: int | None
    is_certain: bool
    bound: float | None = None


class Program:
    """The program over columns: first one for each group of products, then one for each use case."""

    def __init__(self, problem: ChoiceProblem, budget: Budget) -> None:
        self.problem = problem
        self.budget = budget
        whole = sum(problem.scores)
        scale = Fraction(1) if whole <= _MOST_UNITS else Fraction(_MOST_UNITS, whole)
        self._scale = scale
        self._scores = [rounded_numbers.whole(units * scale) for units in problem.scores]
        # By so many of its units at most a total may be rounded.
        self._blurred = 0 if scale == 1 else len(self._scores)

    def settle(self, capacity: int, use_cases: int) -> Selection:
        """The best choice within the capacity; `use_cases` are those of a known choice. Out of time, it is
        the best that was found by then."""
        problem = self.problem
        bound = Fraction(floor(problem.ceiling(capacity)))
        while True:
            least = self._units_of(use_cases)
            other = self._solve(
                _Query(capacity, self._scores, max(least - self._blurred, 0), other_than=use_cases)
            )
            if other.use_cases is None:
                break
            if problem.units(other.use_cases) <= problem.units(use_cases):
                if other.is_certain:
                    return self._by_rule(capacity, use_cases)
                break
            use_cases = problem.served(problem.built(other.use_cases))
        if other.use_cases is None and other.is_certain:
            return Selection(use_cases, Fraction(problem.units(use_cases)), is_settled=True)
        if other.bound is not None and other.bound < 2 * _MOST_UNITS:
            reached = (Fraction(other.bound) + self._blurred + Fraction(1, 2)) / self._scale
            bound = min(bound, Fraction(floor(reached)))
        return Selection(use_cases, max(bound, Fraction(problem.units(use_cases))), is_settled=False)

    def _by_rule(self, capacity: int, use_cases: int) -> Selection:
        """Of several choices that are worth as much as that of `use_cases` the one with the lowest cost, and
        then with the use cases that rank first: block by block, in each as a binary number whose first digit
        counts most."""
        problem, is_settled = self.problem, True
        query = _Query(capacity, least=self._units_of(use_cases))
        picked = self._solve(replace(query, cheapest=True))
        is_settled &= picked.is_certain
        use_cases = self._no_less(picked, use_cases)
        query = replace(query, limit=problem.cost(problem.built(use_cases)))
        count = len(problem.candidates)
        for start in range(0, count, _BLOCK):
            block = range(start, min(start + _BLOCK, count))
            if not all(use_cases >> place & 1 for place in block):
                weights = [0] * count
                for place in block:
                    weights[place] = 1 << (_BLOCK - 1 - (place - start))
                picked = self._solve(replace(query, weights=weights))
                is_settled &= picked.is_certain
                use_cases = self._no_less(picked, use_cases)
            now = {place: bool(use_cases >> place & 1) for place in block}
            query = replace(query, settled={**query.settled, **now})
        use_cases = problem.served(problem.built(use_cases))
        return Selection(use_cases, Fraction(problem.units(use_cases)), is_settled)

    def _no_less(self, picked: _Solution, use_cases: int) -> int:
        """The use cases that were picked, unless they are worth less in units that are finer than the
        solver's."""
        if picked.use_cases is None or self.problem.units(picked.use_cases) < self.problem.units(use_cases):
            return use_cases
        return picked.use_cases

    def _units_of(self, use_cases: int) -> int:
        return sum(self._scores[place] for place in bits(use_cases))

    def _solve(self, query: _Query) -> _Solution:
        if self.budget.is_spent:
            return _Solution(None, is_certain=False)
        # Read when it is needed: it would take a third of a second of every start, and every command.
        import highspy

        highs = highspy.Highs()  # type: ignore[no-untyped-call]  # it comes without types
        for name, value in _OPTIONS.items():
            highs.setOptionValue(name, value)
        highs.cbMipInterrupt.subscribe(self._interrupt)
        highs.passModel(self._model(query))
        highs.run()
        status = highs.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return _Solution(None, is_certain=True)
        bound = highs.getInfo().mip_dual_bound
        solution = highs.getSolution()
        if not solution.value_valid:
            return _Solution(None, is_certain=False, bound=bound)
        values = solution.col_value[len(self.problem.costs) :]
        use_cases = mask_of(place for place, value in enumerate(values) if value > 0.5)
        return _Solution(use_cases, status == highspy.HighsModelStatus.kOptimal, bound)

    def _interrupt(self, event: Any) -> None:
        """Ends a run when the processor time is spent; HiGHS itself would count time on the clock."""
        if self.budget.is_spent:
            event.interrupt()

    def _model(self, query: _Query) -> highspy.HighsLp:
        import highspy
        import numpy as np

        problem = self.problem
        columns, use_cases = len(problem.costs), len(problem.candidates)
        settled = [query.settled.get(place) for place in range(use_cases)]
        rows: list[tuple[dict[int, float], float, float]] = [
            ({group: float(cost) for group, cost in enumerate(problem.costs)}, 0.0, float(query.limit)),
            (
                {columns + place: float(score) for place, score in enumerate(self._scores)},
                query.least - 0.5,
                highspy.kHighsInf,
            ),
        ]
        if query.other_than is not None:
            same = {
                columns + place: -1.0 if query.other_than >> place & 1 else 1.0 for place in range(use_cases)
            }
            rows.append((same, 1.0 - query.other_than.bit_count(), highspy.kHighsInf))
        for group, users in enumerate(problem.users):
            rows += [({group: 1.0, columns + place: -1.0}, 0.0, 1.0) for place in bits(users)]
        lp = highspy.HighsLp()
        lp.num_col_ = columns + use_cases
        lp.num_row_ = len(rows)
        lp.sense_ = highspy.ObjSense.kMaximize
        costs = [-float(cost) if query.cheapest else 0.0 for cost in problem.costs]
        lp.col_cost_ = np.array(costs + [float(w) for w in query.weights or [0] * use_cases])
        lp.col_lower_ = np.array([0.0] * columns + [float(value is True) for value in settled])
        lp.col_upper_ = np.array([1.0] * columns + [float(value is not False) for value in settled])
        lp.integrality_ = [highspy.HighsVarType.kInteger] * (columns + use_cases)
        lp.row_lower_ = np.array([low for _row, low, _high in rows])
        lp.row_upper_ = np.array([high for _row, _low, high in rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array([0, *accumulate(len(row) for row, _low, _high in rows)])
        lp.a_matrix_.index_ = np.array([place for row, _low, _high in rows for place in row])
        lp.a_matrix_.value_ = np.array([value for row, _low, _high in rows for value in row.values()])
        return lp
