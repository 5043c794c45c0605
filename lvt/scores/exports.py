"""Sheets of scores in the spreadsheet of a discovery: every mean of every revealed round, exactly, the totals
that the method's formula makes of them, and the formula itself."""

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _, gettext_lazy

from discovery.document_parts import Sheet, report_sheets
from discovery.models import Discovery
from documents.table_and_slide_parts import Cell, Table, exact
from lvt.attendance_effect import Stability
from lvt.models import Direction, ScoringRound
from lvt.rounds.selectors import revealed_rounds, round_results
from lvt.scoring_method import BUSINESS, IT
from lvt.selectors.kano_categories import better_and_worse, criteria_shown, heads
from lvt.selectors.ranking_results import RankedUseCase, Results
from organizations.models import Side


def numbered_rounds(discovery: Discovery) -> list[tuple[int, ScoringRound]]:
    """The revealed rounds of a discovery, numbered from 1 in the order of their reveals."""
    return list(enumerate(reversed(revealed_rounds(discovery)), start=1))


def _outcomes(discovery: Discovery) -> Iterator[tuple[int, ScoringRound, Results]]:
    for number, each in numbered_rounds(discovery):
        yield number, each, round_results(each)


def scores_sheet(discovery: Discovery) -> Table | None:
    """The mean of each side on each criterion of each use case, in each revealed round."""
    return Table.of(
        (
            (_("Round"), number),
            (_("Use case"), cell.use_case.name),
            (_("Criterion"), cell.criterion.name),
            (_("Side"), side.label),
            (_("Scores"), cell.opinion.side_scored[side]),
            (_("Mean"), exact(cell.opinion.side_means[side])),
            (_("Adjusted for leniency"), ranked.evidence.is_adjusted),
        )
        for number, _round, results in _outcomes(discovery)
        for ranked in results.ranking
        for cell in ranked.cells
        for side in Side
        if side in cell.opinion.side_means
    )


def rounds_sheet(discovery: Discovery) -> Table | None:
    """The ranking of each revealed round."""
    return Table.of(
        (
            (_("Round"), number),
            (_("Workshop"), str(each.activity.track.workshop)),
            (_("Activity"), each.activity.title),
            (_("Revealed on"), each.revealed_at),
            (_("Method"), each.method.name),
            (_("Use case"), ranked.use_case.name),
            (_("Rank"), ranked.rank),
            (_("Total"), exact(ranked.result.total)),
            (_("Adjusted for leniency"), ranked.evidence.is_adjusted),
            (_("Scored by"), ranked.evidence.people),
            (_("People asked"), ranked.evidence.people_asked),
            (_("Criteria answered"), ranked.evidence.criteria_answered),
            (_("Why it has no place"), ranked.reason),
            (_("Balanced total"), exact(ranked.result.balanced_total)),
            (_("Place, balanced"), ranked.balanced_rank),
            (_("Business"), exact(ranked.result.side_totals[BUSINESS])),
            (_("People from business"), ranked.evidence.scorers.get(BUSINESS, 0)),
            (_("IT"), exact(ranked.result.side_totals[IT])),
            (_("People from IT"), ranked.evidence.scorers.get(IT, 0)),
            (_("Criteria scored by both sides"), ranked.evidence.shared),
            *_stable(ranked.stability),
        )
        for number, each, results in _outcomes(discovery)
        for ranked in results.ranking
    )


def _stable(stability: Stability | None) -> tuple[tuple[str, Cell], ...]:
    """In which share of the rooms that are drawn again it comes first, and between which places it is."""
    first = exact(Fraction(stability.first, stability.of), 0, is_share=True) if stability else None
    return (
        (_("Share of simulations in first place"), first),
        (_("Highest place"), stability.best if stability else None),
        (_("Lowest place"), stability.worst if stability else None),
    )


def roles_sheet(discovery: Discovery) -> Table | None:
    """Rows with the ranking by the people of each role alone, in each revealed round."""
    return Table.of(
        (
            (_("Round"), number),
            (_("Role"), row.role),
            (_("Side"), row.side),
            (_("People"), row.people),
            (_("Use case"), ranked.use_case.name),
            (_("Rank"), place),
            (_("Total"), exact(total)),
        )
        for number, _round, results in _outcomes(discovery)
        for row in results.by_role
        for ranked, (total, place) in zip(results.ranking, row.cells, strict=True)
    )


def categories_sheet(discovery: Discovery) -> Table | None:
    """Rows that count people by use case and category, in each revealed round of Kano's method."""
    rows: list[tuple[Cell, ...]] = [
        (number, each.ranked.use_case.name, *each.counts, *map(exact, _both(each.ranked)), each.words)
        for number, _round, results in _outcomes(discovery)
        for each in results.categories
    ]
    names = (f"{letter} {name}" for letter, name in heads())
    columns = (_("Round"), _("Use case"), *names, _("Better"), _("Worse"), _("Most common"))
    return Table(columns, rows) if rows else None


def _both(ranked: RankedUseCase) -> tuple[Fraction | None, Fraction | None]:
    return better_and_worse(ranked) or (None, None)


def methods_sheet(discovery: Discovery) -> Table | None:
    """The formula of each method that a revealed round used."""
    methods = {each.method_id: each.method for _number, each in numbered_rounds(discovery)}
    return Table.of(
        (
            (_("Method"), method.name),
            (_("Calculation"), method.get_combination_display()),
            (_("Criterion"), criterion.name),
            (_("Question"), criterion.question),
            (_("Lowest"), exact(criterion.scale[0].worth, 2)),
            (_("Highest"), exact(criterion.scale[-1].worth, 2)),
            (_("Meaning of the lowest"), criterion.low_label),
            (_("Meaning of the highest"), criterion.high_label),
            (_("Steps"), criterion.steps and ", ".join(map(str, criterion.scale))),
            (_("Low is good"), criterion.direction == Direction.LOWER),
            (_("Weight"), exact(criterion.weight, 2)),
            (_("Counts as"), criterion.get_part_display()),
        )
        for method in methods.values()
        for criterion in criteria_shown(method)
    )


def register_own() -> None:
    """Register the sheets of this module."""
    report_sheets.register(
        Sheet("lvt.scores", gettext_lazy("Scores"), 40, scores_sheet),
        Sheet("lvt.rounds", gettext_lazy("Totals by round"), 41, rounds_sheet),
        Sheet("lvt.roles", gettext_lazy("Totals by role"), 41, roles_sheet),
        Sheet("lvt.categories", gettext_lazy("Categories"), 42, categories_sheet),
        Sheet("lvt.methods", gettext_lazy("Methods"), 42, methods_sheet),
    )
