"""Questions to the cut line, and the worth of each data product by it: one worth on every page.

A product is worth its part of the scores of the use cases that need it, of those that are pursued
(products/figure_states.py). Each score is divided among the new products that its use case still needs
(planning/cut_line/optimal_choice.py, docs/adr/0016); a live product waits for nothing and is worth nothing
more.
"""

from collections.abc import Iterable
from fractions import Fraction

from products.figure_states import ComputedFigure, counts
from products.planning.cut_line.optimal_choice import Candidate, shares
from products.selectors.goal_coverage import Coverage, ServedUseCase


def score_of(case: ServedUseCase) -> Fraction:
    """The total of the use case in the ranking; 0 without one."""
    return (case.ranked.result.total if case.ranked else None) or Fraction(0)


def missing_for(case: ServedUseCase) -> frozenset[str]:
    """The keys of the products that the use case needs and that are to be built."""
    return frozenset(each.key for each in case.products if counts(ComputedFigure.WORTH, each.product.state))


def ranked_of(coverage: Coverage) -> list[ServedUseCase]:
    """The pursued use cases with a total, the best first."""
    scored = [each for each in coverage.pursued if each.ranked is not None and each.ranked.total is not None]
    return sorted(scored, key=lambda each: (-score_of(each), each.use_case.position, each.use_case.pk))


def candidates_of(ranked: Iterable[ServedUseCase]) -> tuple[Candidate, ...]:
    """The candidates for the cut line: those of the use cases that have products."""
    return tuple(Candidate(each.key, score_of(each), missing_for(each)) for each in ranked if each.products)


def worth_of(coverage: Coverage) -> tuple[dict[str, Fraction], str]:
    """The worth of each new product by its key, and the unit of that: "scores", or "use_cases" while
    no pursued use case that has products has a score above zero; then each of them counts 1."""
    candidates = candidates_of(ranked_of(coverage))
    if any(each.score > 0 for each in candidates):
        return {share.product: share.value for share in shares(candidates)}, "scores"
    alike = (Candidate(each.key, Fraction(1), missing_for(each)) for each in coverage.pursued)
    return {share.product: share.value for share in shares(alike)}, "use_cases"
