"""The ranking as a sheet with live formulas: a changed mean or weight changes the order.

The formulas are those of lvt.scoring, written in cells: the mean of each criterion, the weights in the first
row, and from them total and place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.document_parts import Sheet, report_sheets
from discovery.models import Discovery
from documents.tables import Cell, Formula, Table, address, exact
from lvt import kano, scoring_method
from lvt.selectors.methods import as_method
from lvt.selectors.results import Results
from lvt.selectors.rounds import current_results

# Sums of fractions differ in a computer's last digits, and equal totals share a place.
_DIGITS = 9


def ranking_sheet(discovery: Discovery) -> Table | None:
    """The current ranking; None when nothing was revealed."""
    results = current_results(discovery)
    return None if results is None else ranking_table(results)


def ranking_table(results: Results, mean: Callable[[int, int], str] | None = None) -> Table:
    """The ranking with total and place as formulas; `mean` is a formula of the mean in a row of the table,
    from 1, on the criterion in a place, from 0. Without it, means are numbers."""
    method, _pairs = kano.answered(as_method(results.method), ())
    columns = (_("Use case"), *(each.name for each in results.criteria), _("Total"), _("Rank"))
    has_weights = method.combination != scoring_method.Combination.KANO
    weights: list[Cell] = [
        _("Weight") if has_weights else _("No weights"),
        *(exact(each.weight, 2) if has_weights else None for each in results.criteria),
        *(None, None),
    ]
    total = len(columns) - 2
    ends = f"{address(total, 1, fixed=True)}:{address(total, len(results.ranking), fixed=True)}"
    rows: list[Sequence[Cell]] = [weights]
    for row, ranked in enumerate(results.ranking, start=1):
        here = address(total, row)
        place = f'IF(ISNUMBER({here}),RANK({here},{ends}),"")'
        rows.append(
            (
                ranked.use_case.name,
                *(
                    Formula(mean(row, column), cell.opinion.mean, 2) if mean else exact(cell.opinion.mean, 2)
                    for column, cell in enumerate(ranked.cells)
                ),
                Formula(total_formula(method, row), ranked.result.total),
                Formula(place, ranked.rank, 0),
            )
        )
    return Table(columns, rows)


def total_formula(method: scoring_method.Method, row: int) -> str:
    """The total of the use case in a row of the table, from the means of its criteria, which begin in the
    second column, and the weights in the first row; "" where scoring_method.Method.combine has none."""
    means = [address(number, row) for number in range(1, len(method.criteria) + 1)]
    weights = [address(number, 0, fixed=True) for number in range(1, len(method.criteria) + 1)]
    if method.combination == scoring_method.Combination.KANO:
        if not means:
            return '""'
        both = ",".join(means)
        return f'IF(COUNT({both})<{len(means)},"",ROUND(SUM({both}),{_DIGITS}))'
    divides = method.combination in (scoring_method.Combination.RATIO, scoring_method.Combination.PRODUCT)
    amounts = [
        _amount(criterion, mean, is_cost=divides and criterion.is_cost)
        for criterion, mean in zip(method.criteria, means, strict=True)
    ]
    weighted = [
        f"IF(ISNUMBER({mean}),{weight}*{amount},0)"
        for mean, weight, amount in zip(means, weights, amounts, strict=True)
    ]
    if method.combination == scoring_method.Combination.PRODUCT:
        return _over(method, amounts, "*", f"COUNT({','.join(means)})<{len(means)}")
    if method.combination == scoring_method.Combination.RATIO:
        some = [_counted(method, means, is_cost=is_cost) for is_cost in (True, False)]
        return _over(method, weighted, "+", f"OR({some[0]}=0,{some[1]}=0)")
    total = "+".join(weighted)
    shared = "1"
    if method.combination == scoring_method.Combination.MEAN:
        shared = "+".join(
            f"IF(ISNUMBER({mean}),{weight},0)" for mean, weight in zip(means, weights, strict=True)
        )
    return f'IF(COUNT({",".join(means)})=0,"",IF(({shared})=0,"",ROUND(({total})/({shared}),{_DIGITS})))'


def _amount(criterion: scoring_method.Criterion, mean: str, *, is_cost: bool) -> str:
    """What a mean counts, as a benefit or as a cost: the scale is turned round for one of the two."""
    if criterion.lower_is_better == is_cost:
        return mean
    return f"({_plain(criterion.lowest + criterion.highest)}-{mean})"


def _over(method: scoring_method.Method, terms: Sequence[str], sign: str, empty: str) -> str:
    """The benefits over the costs; "" where the condition `empty` holds, or the costs are zero."""
    benefits, costs = (
        sign.join(
            term
            for term, criterion in zip(terms, method.criteria, strict=True)
            if criterion.is_cost == is_cost
        )
        or "1"
        for is_cost in (False, True)
    )
    return f'IF({empty},"",IF(({costs})=0,"",ROUND(({benefits})/({costs}),{_DIGITS})))'


def _counted(method: scoring_method.Method, means: Sequence[str], *, is_cost: bool) -> str:
    named = [
        mean for mean, criterion in zip(means, method.criteria, strict=True) if criterion.is_cost == is_cost
    ]
    return f"COUNT({','.join(named)})" if named else "0"


def _plain(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}" if value.denominator > 1 else str(value.numerator)


def register_own() -> None:
    """Register the sheet of this module."""
    report_sheets.register(Sheet("lvt.ranking", gettext_lazy("Ranking"), 39, ranking_sheet))
