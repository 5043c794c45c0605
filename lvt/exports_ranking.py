"""The ranking as a sheet with live formulas: a changed mean or weight changes the order.

The formulas are those of lvt.scoring_method and lvt.ranking_evidence, written in cells: the mean of each
criterion, the weights in the first row, and from them the total, whether it has a place, and the place.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _, gettext_lazy

from discovery.document_parts import Sheet, report_sheets
from discovery.models import Discovery
from documents.table_and_slide_parts import Cell, Formula, Table, address, exact
from lvt import kano, scoring_method
from lvt.methods.selectors import as_method
from lvt.ranking_evidence.rules import WEIGHT_FOR_A_PLACE
from lvt.rounds.selectors import current_results
from lvt.selectors.ranking_results import Results

# Sums of fractions differ in a computer's last digits: equal totals share a place, and half is enough.
_DIGITS = 9


def ranking_sheet(discovery: Discovery) -> Table | None:
    """The current ranking; None when nothing was revealed."""
    results = current_results(discovery)
    return None if results is None else ranking_table(results)


@dataclass(frozen=True, slots=True)
class AnswerFormulas:
    """Formulas over the sheet of answers: the `mean` in a row of the ranking, counted from 1, on a criterion,
    counted from 0; and the `people` who scored the use case of a row."""

    mean: Callable[[int, int], str]
    people: Callable[[int], str]


def ranking_table(results: Results, formulas: AnswerFormulas | None = None) -> Table:
    """The ranking with total and place as formulas. Means and people are numbers, or the `formulas`."""
    method, _pairs = kano.answers_for_totals(as_method(results.method), ())
    criteria = len(results.criteria)
    columns = (
        _("Use case"),
        *(each.name for each in results.criteria),
        _("Total"),
        _("Adjusted for leniency"),
        _("Scored by"),
        _("People asked"),
        _("Needed for a place"),
        _("Total with a place"),
        _("Rank"),
        _("Why it has no place"),
    )
    has_weights = method.combination != scoring_method.Combination.KANO
    weights: list[Cell] = [
        _("Weight") if has_weights else _("No weights"),
        *(exact(each.weight, 2) if has_weights else None for each in results.criteria),
        *[None] * (len(columns) - criteria - 1),
    ]
    total, people, least, with_place = criteria + 1, criteria + 3, criteria + 5, criteria + 6
    ends = f"{address(with_place, 1, fixed=True)}:{address(with_place, len(results.ranking), fixed=True)}"
    rows: list[Sequence[Cell]] = [weights]
    for row, ranked in enumerate(results.ranking, start=1):
        here = address(with_place, row)
        enough = f"{address(people, row)}>={address(least, row)}"
        basis = ranked.evidence
        rows.append(
            (
                ranked.use_case.name,
                *(
                    Formula(formulas.mean(row, column), cell.opinion.mean, 2)
                    if formulas
                    else exact(cell.opinion.mean, 2)
                    for column, cell in enumerate(ranked.cells)
                ),
                Formula(total_formula(method, row), ranked.result.total),
                basis.is_adjusted,
                Formula(formulas.people(row), basis.people, 0) if formulas else basis.people,
                basis.people_asked,
                basis.scorers_needed,
                Formula(
                    place_formula(method, row, address(total, row), enough),
                    None if ranked.rank is None else ranked.result.total,
                ),
                Formula(f'IF(ISNUMBER({here}),RANK({here},{ends}),"")', ranked.rank, 0),
                ranked.reason,
            )
        )
    return Table(columns, rows)


def total_formula(method: scoring_method.Method, row: int) -> str:
    """The total of the use case in a row of the table, from the means of its criteria, which begin in the
    second column, and the weights in the first row; "" where scoring_method.Method.combine has none."""
    if not method.criteria:
        return '""'
    cells = _cells(method, row)
    means = [cell.mean for cell in cells]
    missing = f"COUNT({','.join(means)})<{len(means)}"
    if method.combination == scoring_method.Combination.KANO:
        # The row of weights is empty: what the program knows of them decides.
        return f'IF({missing},"",ROUND(SUM({",".join(means)}),{_DIGITS}))' if method.counted else '""'
    if method.combination == scoring_method.Combination.PRODUCT:
        weightless = f"{_sum(cell.weight for cell in cells)}=0"
        return _over(cells, [cell.amount for cell in cells], "*", f"OR({missing},{weightless})")
    weighted = [f"IF({cell.has},{cell.weight}*{cell.amount},0)" for cell in cells]
    if method.combination == scoring_method.Combination.RATIO:
        lacks = [f"AND({cell.weight}>0,NOT({cell.has}))" for cell in cells]
        # Without a weight on either of them there is nothing to divide.
        lacks += [
            f"{_sum(cell.weight for cell in cells if cell.criterion.is_cost == is_cost) or '0'}=0"
            for is_cost in (False, True)
        ]
        return _over(cells, weighted, "+", f"OR({','.join(lacks)})")
    answered_weight, everything = _weight_answered(cells), _sum(cell.weight for cell in cells)
    total = _sum(weighted)
    if method.combination == scoring_method.Combination.MEAN:
        total = f"({total})/({answered_weight})"
    else:
        reached = _sum(
            f"IF({cell.has},{cell.weight}*({cell.amount}-{cell.low})/({cell.length}),0)" for cell in cells
        )
        lowest = _sum(f"IF({cell.has},0,{cell.weight}*{cell.low})" for cell in cells)
        lengths = _sum(f"IF({cell.has},0,{cell.weight}*({cell.length}))" for cell in cells)
        total = f"{total}+{lowest}+({reached})/({answered_weight})*({lengths})"
    return (
        f'IF(({everything})=0,"",IF(ROUND(2*({answered_weight})-({everything}),{_DIGITS})<0,"",'
        f"ROUND({total},{_DIGITS})))"
    )


def place_formula(method: scoring_method.Method, row: int, total: str, enough: str) -> str:
    """The `total` in a row where the use case has a place (lvt.ranking_evidence), else "". `enough` is
    whether enough people scored it."""
    conditions = [f"ISNUMBER({total})", enough]
    if not method.needs_all:
        cells = _cells(method, row)
        conditions += [f"OR({cell.weight}=0,{cell.has})" for cell in cells if cell.criterion.is_cost]
        share = WEIGHT_FOR_A_PLACE
        conditions.append(
            f"ROUND({share.denominator}*({_weight_answered(cells)})"
            f"-{share.numerator}*({_sum(cell.weight for cell in cells)}),{_DIGITS})>=0"
        )
    return f'IF(AND({",".join(conditions)}),{total},"")'


@dataclass(frozen=True, slots=True)
class _CriterionCells:
    """A criterion in a row of the sheet: the cells of its mean and its weight, and what its mean counts."""

    criterion: scoring_method.Criterion
    mean: str
    weight: str
    amount: str

    @property
    def has(self) -> str:
        return f"ISNUMBER({self.mean})"

    @property
    def low(self) -> str:
        return plain(self.criterion.lowest)

    @property
    def length(self) -> str:
        return plain(self.criterion.highest - self.criterion.lowest)


def _cells(method: scoring_method.Method, row: int) -> list[_CriterionCells]:
    divides = method.combination in (scoring_method.Combination.RATIO, scoring_method.Combination.PRODUCT)
    return [
        _CriterionCells(
            criterion,
            address(number, row),
            address(number, 0, fixed=True),
            _amount(criterion, address(number, row), is_cost=divides and criterion.is_cost),
        )
        for number, criterion in enumerate(method.criteria, start=1)
    ]


def _weight_answered(cells: Iterable[_CriterionCells]) -> str:
    return _sum(f"IF({cell.has},{cell.weight},0)" for cell in cells)


def _sum(terms: Iterable[str]) -> str:
    return "+".join(terms)


def _amount(criterion: scoring_method.Criterion, mean: str, *, is_cost: bool) -> str:
    """The amount of a mean as a benefit or as a cost: the scale is turned round for one of the two."""
    if criterion.lower_is_better == is_cost:
        return mean
    return f"({plain(criterion.lowest + criterion.highest)}-{mean})"


def _over(cells: Sequence[_CriterionCells], terms: Sequence[str], sign: str, empty: str) -> str:
    """The benefits over the costs; "" where the condition `empty` holds, or the costs are zero."""
    benefits, costs = (
        sign.join(term for term, cell in zip(terms, cells, strict=True) if cell.criterion.is_cost == is_cost)
        or "1"
        for is_cost in (False, True)
    )
    return f'IF({empty},"",IF(({costs})=0,"",ROUND(({benefits})/({costs}),{_DIGITS})))'


def plain(value: Fraction) -> str:
    """The number as formulas have it."""
    return f"{value.numerator}/{value.denominator}" if value.denominator > 1 else str(value.numerator)


def register_own() -> None:
    """Register the sheet of this module."""
    report_sheets.register(Sheet("lvt.ranking", gettext_lazy("Ranking"), 39, ranking_sheet))
