"""This app's sections in the report of a discovery: a section is a selector, a template and, if drawn, a
diagram."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from discovery import appendix_headlines
from discovery.discoveries.selectors import asks_for
from discovery.models import Discovery
from discovery.registries import ReportSection, report_sections, summary_parts
from documents import drawing_tiles
from documents.charts import DistributionStrip
from documents.paper import Page
from lvt import scoring_method
from lvt.drawing import Node, tree_source
from lvt.hypothesis_ranking.selectors import heard_by_value
from lvt.measure_predictions.selectors import foresight, predictions_of
from lvt.models import Criterion, UseCase
from lvt.registries import line_costs
from lvt.rounds.selectors import compared, current_results, rankings, revealed_rounds
from lvt.selectors.criterion_opinions import OpinionCell
from lvt.selectors.domain_goal_contributions import contributions_of
from lvt.selectors.open_points import asked_of, open_points
from lvt.selectors.ranking_charts import Quadrant, moves, named_quadrant
from lvt.selectors.ranking_results import DiscoveryResults, RankedUseCase
from lvt.selectors.result_titles import (
    cards_title,
    choice_title,
    matrix_title,
    ranking_title,
    tree_title,
)
from lvt.selectors.silent_bets import silence_in
from lvt.shortlist.selectors import shortlist
from lvt.tree.selectors import ValueTree, drawing_of, value_tree
from lvt.use_cases.selectors import cards

# So many use cases are side by side: upright, and on a page that is turned.
UPRIGHT_COLUMNS = 4
TURNED_COLUMNS = 7
# The width of value vs. effort, for its height of 400: that of a page.
_ACROSS = (1240,)
MOST_DISAGREEMENTS = 5
MOST_ON_SUMMARY = 5


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """As many use cases of the matrix as fit side by side: `columns` are use cases in the order of the
    ranking, each row one criterion with a cell per column, and its histogram: a person is as high in all of
    them."""

    columns: tuple[RankedUseCase, ...]
    rows: tuple[tuple[Criterion, tuple[tuple[OpinionCell, DistributionStrip], ...]], ...]
    first: int
    last: int


def matrix_parts(results: DiscoveryResults, columns: int) -> Iterator[MatrixPart]:
    """The matrix in parts of at most `columns` use cases, as even as they can be."""
    count = len(results.ranking)
    most = max((cell.most for row in results.matrix for cell in row.cells), default=0)
    size = math.ceil(count / math.ceil(count / columns)) if count else columns
    for start in range(0, count, size):
        part = results.ranking[start : start + size]
        rows = tuple(
            (row.criterion, tuple((cell, cell.strip_to(most)) for cell in row.cells[start : start + size]))
            for row in results.matrix
        )
        yield MatrixPart(part, rows, start + 1, start + len(part))


@dataclass(frozen=True, slots=True)
class SideRow:
    """The totals of both sides for one use case; `difference` is business less IT, as both are shown,
    None unless both scored."""

    ranked: RankedUseCase
    difference: Decimal | None


@dataclass(frozen=True, slots=True)
class Skips:
    """The number of people who answered "not my field" to a criterion, over all use cases, of all answers."""

    criterion: Criterion
    skipped: int
    answers: int


def summary(discovery: Discovery) -> dict[str, Any]:
    """The value tree in the summary: goals, bets, use cases, and what is pursued."""
    tree = value_tree(discovery)
    results = current_results(discovery)
    decided = shortlist(discovery)
    return {
        "tree": tree,
        "hypotheses": sum(len(goal.hypotheses) for goal in tree.goals),
        "use_cases": _count_use_cases(tree),
        "results": results,
        "top": results.placed[:MOST_ON_SUMMARY] if results else (),
        "shortlist": decided,
        "open_points": asked_of(discovery, open_points(tree, results, decided)),
        "asks_for_use_cases": asks_for(discovery, "use_cases"),
    }


def tree_section(discovery: Discovery) -> dict[str, Any] | None:
    """The tree drawn whole, on a turned page where its words need it; goal by goal where it would be too
    small to be read."""
    tree = value_tree(discovery)
    if tree.is_empty:
        return None
    contributions = contributions_of(discovery, tree.of_goals)
    silence = silence_in(discovery, tree)
    whole = drawing_of(tree, discovery.name, contributions, silence.bets)
    pictures, is_wide = drawing_tiles.laid_out(
        lambda page: [_tree_drawn(whole, discovery.name, page)],
        lambda page: [_tree_drawn(goal, goal.text, page) for goal in whole.children],
    )
    foreseen = predictions_of(discovery)
    return {
        "headline": tree_title(tree),
        "tree": tree,
        "contributions": contributions,
        "silence": silence,
        "pictures": pictures,
        "is_wide": is_wide,
        "foreseen": foreseen,
        "by_value": heard_by_value(discovery),
        "foresight": foresight(foreseen),
    }


def _tree_drawn(root: Node, name: str, page: Page) -> drawing_tiles.Drawn:
    return drawing_tiles.draw_tiles(
        tree_source(root),
        title=_("Value tree of %(name)s") % {"name": name},
        description=_("From the vision through goals and hypotheses to use cases, as in the list below."),
        page=page,
    )


def cards_section(discovery: Discovery) -> dict[str, Any] | None:
    """All cards of use cases; None without any in a discovery that asks for none."""
    rows = cards(discovery)
    if not rows and not asks_for(discovery, "use_cases"):
        return None
    return {
        "headline": cards_title(discovery, [each.use_case for each in rows]),
        "cards": rows,
        "asks_for_hypotheses": asks_for(discovery, "hypotheses"),
    }


def ranking_section(discovery: Discovery) -> dict[str, Any] | None:
    """The current ranking, and how places moved between rounds; None without any in a discovery that asks for
    none."""
    rounds = revealed_rounds(discovery)
    if not rounds and not asks_for(discovery, "ranking"):
        return None
    results, comparison = current_results(discovery), compared(rounds, with_places=True)
    chart = named_quadrant(results, _ACROSS)
    return {
        "headline": ranking_title(results, shortlist(discovery)) if results else "",
        "results": results,
        "comparison": comparison,
        "moves": moves(comparison),
        "quadrant": chart,
        "unknown": _without_costs(discovery, chart) if chart else [],
    }


def _without_costs(discovery: Discovery, chart: Quadrant) -> list[UseCase]:
    """The use cases in the chart whose costs aren't known, where those of others are."""
    cases = [row.ranked.use_case for row in chart.rows]
    keys = {uuid for costs in line_costs for uuid in costs.unknown(discovery)}
    unknown = [each for each in cases if each.uuid in keys]
    return unknown if len(unknown) < len(cases) else []


def matrix_section(discovery: Discovery) -> dict[str, Any] | None:
    """Each use case by each criterion; None before a round is revealed."""
    results = current_results(discovery)
    if results is None or not results.ranking:
        return None
    is_wide = len(results.ranking) > UPRIGHT_COLUMNS
    parts = list(matrix_parts(results, TURNED_COLUMNS if is_wide else UPRIGHT_COLUMNS))
    cells = (cell for part in parts for _criterion, row in part.rows for cell in row)
    return {
        "headline": matrix_title(results),
        "results": results,
        "parts": parts,
        "has_others": any(strip.has_others or strip.not_drawn for _cell, strip in cells),
        "is_wide": is_wide,
        "is_weighted": any(criterion.weight != 1 for criterion in results.criteria),
        "skips": _skips(results),
    }


def sides_section(discovery: Discovery) -> dict[str, Any] | None:
    """The totals of business and IT for each use case, and their differences; None before a round is
    revealed."""
    results = current_results(discovery)
    if results is None or not results.ranking:
        return None
    roles = results.by_role
    return {
        "headline": _sides_title(results),
        "results": results,
        "roles": roles,
        "by_role": list(
            zip(results.ranking, zip(*(row.visible_cells for row in roles), strict=True), strict=False)
        ),
        "rows": [_side_row(ranked) for ranked in results.ranking],
        "disagreements": results.disagreements[:MOST_DISAGREEMENTS],
        "as_large": _as_large(results.disagreements),
        "participation": _participation(results),
    }


def shortlist_section(discovery: Discovery) -> dict[str, Any] | None:
    """The shortlist and its reason, with the places of the ranking; None before it is decided. That it's
    missing is among the open points of the summary."""
    decided = shortlist(discovery)
    if decided is None:
        return None
    ranked = rankings(discovery)
    return {
        "headline": choice_title(value_tree(discovery), decided),
        "shortlist": decided,
        "chosen": [(use_case, ranked.get(use_case.pk)) for use_case in decided.use_cases],
    }


def _count_use_cases(tree: ValueTree) -> int:
    hanging = sum(len(bet.use_cases) for goal in tree.goals for bet in goal.hypotheses)
    return hanging + len(tree.loose_ends)


def _participation(results: DiscoveryResults) -> str:
    """A sentence with the number of people of each side who scored, and of those who were there."""
    there = results.asked_by_side
    values = {
        "business": results.people[scoring_method.BUSINESS],
        "it": results.people[scoring_method.IT],
        "of_business": there[scoring_method.BUSINESS],
        "of_it": there[scoring_method.IT],
    }
    if values["of_business"] and values["of_it"]:
        words = _(
            "%(business)s of %(of_business)s from business and %(it)s of %(of_it)s from IT scored. "
            "Both sides must score."
        )
    elif values["of_business"]:
        words = _(
            "%(business)s of %(of_business)s from business scored, but no one from IT took part. "
            "Both sides must score."
        )
    elif values["of_it"]:
        words = _(
            "%(it)s of %(of_it)s from IT scored, but no one from business took part. Both sides must score."
        )
    else:
        words = _("No one from business or IT took part. Both sides must score.")
    return words % values


def _sides_title(results: DiscoveryResults) -> str:
    """The headline that tells if both sides rank the use cases alike; "" unless both scored each of
    several."""
    totals = [(each.business_total, each.it_total) for each in results.placed]
    business = [one for one, _other in totals if one is not None]
    it = [other for _one, other in totals if other is not None]
    if not len(business) == len(it) == len(totals) > 1:
        return ""
    places = [[sorted(side, reverse=True).index(total) for total in side] for side in (business, it)]
    return appendix_headlines.sides(is_same_order=places[0] == places[1])


def _as_large(disagreements: Sequence[OpinionCell]) -> list[OpinionCell]:
    """Those whose sides are as far apart as those of the last one that is drawn."""
    others = disagreements[MOST_DISAGREEMENTS:]
    last = disagreements[MOST_DISAGREEMENTS - 1] if others else None
    return [each for each in others if last and each.gap and each.gap == last.gap]


def _side_row(ranked: RankedUseCase) -> SideRow:
    business, it = ranked.business_total, ranked.it_total
    return SideRow(ranked, None if business is None or it is None else business - it)


def _skips(results: DiscoveryResults) -> Sequence[Skips]:
    """The criteria that someone skipped, the most skipped first."""
    lines = [
        Skips(
            row.criterion,
            sum(cell.skipped for cell in row.cells),
            sum(cell.skipped + cell.scored for cell in row.cells),
        )
        for row in results.matrix
    ]
    return sorted((each for each in lines if each.skipped), key=lambda each: -each.skipped)


def register_own() -> None:
    """Register the sections of this app."""
    summary_parts.register(
        ReportSection("lvt", gettext_lazy("Findings"), 10, "lvt/report/summary.html", summary)
    )
    report_sections.register(
        ReportSection("lvt.tree", gettext_lazy("Value tree"), 20, "lvt/report/tree.html", tree_section),
        ReportSection(
            "lvt.cards",
            gettext_lazy("Use cases"),
            30,
            "lvt/report/cards.html",
            cards_section,
            stream="product",
        ),
        ReportSection("lvt.ranking", gettext_lazy("Ranking"), 40, "lvt/report/ranking.html", ranking_section),
        ReportSection(
            "lvt.matrix",
            gettext_lazy("Prioritization matrix"),
            50,
            "lvt/report/matrix.html",
            matrix_section,
            stream="product",
        ),
        ReportSection(
            "lvt.sides",
            gettext_lazy("Business and IT"),
            60,
            "lvt/report/sides.html",
            sides_section,
            stream="product",
        ),
        ReportSection(
            "lvt.shortlist",
            gettext_lazy("Shortlist"),
            # The matrix, which has a page of its own, and the sides explain what is decided here.
            45,
            "lvt/report/shortlist.html",
            shortlist_section,
        ),
    )
