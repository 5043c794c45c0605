"""Parts of the value tree and the prioritization that can be put on every screen. Scores only once they are
revealed."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from core.labels import listed
from discovery import appendix_headlines, spotlight_headlines
from discovery.kinds.displays import facts_of
from discovery.models import Discovery
from documents import rounded_numbers
from documents.lanes_drawing import lanes_source
from documents.localized_numbers import number
from lvt.hypothesis_ranking.selectors import by_value, heard_by_value
from lvt.measure_predictions.selectors import predictions_of
from lvt.measures.chart import measure_chart
from lvt.measures.selectors import standing_of
from lvt.methods.selectors import as_method, current_method
from lvt.models import BetState, Combination, Measure, UseCase
from lvt.rounds.selectors import compared, current_results, revealed_rounds
from lvt.selectors.criterion_opinions import alike_cells
from lvt.selectors.ranking_charts import moves, named_quadrant, quadrant
from lvt.selectors.result_titles import cards_title, ranking_title
from lvt.selectors.silent_bets import silence_in
from lvt.selectors.tiers_below_use_cases import tiers_of
from lvt.shortlist.selectors import shortlist
from lvt.tree import stage_layouts
from lvt.tree.selectors import GoalBranch, HypothesisBranch, goals_of, measures_of, value_tree, vision_of
from lvt.tree.stage_levels import levels_source
from lvt.use_cases.selectors import card, use_cases_of
from workshops.activities.discovery_spotlights import (
    BELOW_HEADLINE,
    each_of,
    first_lines,
    lane_groups,
    picture,
    whole,
)
from workshops.registries import Spotlight, spotlights
from workshops.room.drawing_camera.rules import StopGroup

# So many use cases are drawn large enough for the last row.
_MOST_MOVES = 12
_MOST_BETS = 5
# So many histograms beside the one on which the sides differ most have room for taller bars.
_MOST_TALL = 6
# The width of a chart for its height: with long names it is read on a screen of 4:3, too.
_SHAPE = 2.0
# The widths of a chart on the whole screen, and beside a list of the names that have no room in it.
_ACROSS = (1480, 840)


def register_own() -> None:
    """Register them."""
    spotlights.register(
        whole(
            "tree",
            gettext_lazy("Value tree"),
            40,
            "lvt/spotlights/tree.html",
            is_there=lambda discovery: vision_of(discovery) is not None or goals_of(discovery).exists(),
            context=_tree,
            near=("tree_together",),
        ),
        Spotlight(
            "goal", gettext_lazy("A goal with its hypotheses"), 50, "lvt/spotlights/goal.html", _goals, _goal
        ),
        each_of(
            "use_case",
            gettext_lazy("A use-case card"),
            60,
            "lvt/spotlights/use_case.html",
            rows=use_cases_of,
            context=_card,
        ),
        whole(
            "worked_cards",
            gettext_lazy("A strong and a weak card"),
            61,
            "lvt/spotlights/worked.html",
            is_there=lambda _discovery: True,
            context=lambda _discovery: {},
            near=("write_use_cases",),
        ),
        whole(
            "cards",
            gettext_lazy("All use-case cards"),
            62,
            "lvt/spotlights/cards.html",
            is_there=lambda discovery: use_cases_of(discovery).exists(),
            context=_all_cards,
            near=("write_use_cases",),
        ),
        whole(
            "method",
            gettext_lazy("Scoring method"),
            64,
            "lvt/spotlights/method.html",
            is_there=lambda discovery: current_method(discovery) is not None,
            context=_method,
            near=("scoring",),
        ),
        whole(
            "ranking",
            gettext_lazy("The ranking"),
            70,
            "lvt/spotlights/ranking.html",
            is_there=lambda discovery: current_results(discovery) is not None,
            context=_ranking,
            near=("scoring", "ranking", "decide"),
        ),
        Spotlight(
            "ranking_moves",
            gettext_lazy("Changes in the ranking"),
            71,
            "lvt/spotlights/ranking_moves.html",
            lambda discovery: [(str(discovery.uuid), _("By round"))] if _moves(discovery) else [],
            lambda discovery, uuid: _moves(discovery) if uuid == str(discovery.uuid) else None,
        ),
        whole(
            "quadrant",
            gettext_lazy("Value vs. effort"),
            72,
            "lvt/spotlights/quadrant.html",
            is_there=lambda discovery: _quadrant(discovery) is not None,
            context=_quadrant,
            near=("ranking", "decide"),
        ),
        Spotlight(
            "spread",
            gettext_lazy("Scores of a use case"),
            72,
            "lvt/spotlights/spread.html",
            _ranked,
            _spread,
        ),
        whole(
            "hypotheses_by_value",
            gettext_lazy("Hypotheses by value"),
            73,
            "lvt/spotlights/by_value.html",
            is_there=lambda discovery: by_value(discovery) is not None,
            context=_by_value,
        ),
        each_of(
            "measure",
            gettext_lazy("A measure of success"),
            80,
            "lvt/spotlights/measure.html",
            rows=measures_of,
            context=_measure,
        ),
    )


def _tree(discovery: Discovery) -> dict[str, Any] | None:
    tree = value_tree(discovery)
    if tree.vision is None and not tree.goals:
        return None
    about_data = [leaf for goal in tree.goals for leaf in _about_data(goal)]
    headline = spotlight_headlines.tree(
        hypotheses=len(about_data),
        bare=[leaf.hypothesis.statement for leaf in about_data if not leaf.use_cases],
    )
    context = {"tree": tree, "silence": silence_in(discovery, tree), "headline": headline}
    lanes = stage_layouts.lanes(tree)
    if not lanes:
        return context
    levels = stage_layouts.levels(tree, tiers_of(discovery))
    source = levels_source(levels, shape=BELOW_HEADLINE)
    groups = [StopGroup(root.key, root.node.text, root.names) for root in levels.roots]
    if source is None:
        source = lanes_source(lanes, banner=tree.vision.statement if tree.vision else "")
        groups = lane_groups(lanes)
    count = ngettext("%(count)s goal.", "%(count)s goals.", len(tree.goals)) % {"count": len(tree.goals)}
    image = picture(discovery, "tree", source, groups, title=_("Value tree"), description=count)
    return {**context, **image}


def _goals(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(goal.uuid), goal.title) for goal in goals_of(discovery)]


def _goal(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    tree = value_tree(discovery)
    branch = next((each for each in tree.goals if str(each.goal.uuid) == uuid), None)
    if branch is None:
        return None
    number = tree.goals.index(branch) + 1
    standing = branch.measures[0] if len(branch.measures) == 1 else None
    has_value = standing is not None and standing.latest is not None
    return {
        "branch": branch,
        "number": number,
        "silence": silence_in(discovery, tree),
        "headline": spotlight_headlines.goal(
            branch.goal.title,
            bare=sum(not leaf.use_cases for leaf in _about_data(branch)),
            value=standing.rows[0].text if standing and has_value else "",
            target=standing.target_text if standing and has_value else "",
        ),
    }


def _about_data(branch: GoalBranch) -> list[HypothesisBranch]:
    """Its hypotheses about data that weren't stopped."""
    return [
        leaf
        for leaf in branch.hypotheses
        if leaf.hypothesis.about_data and leaf.hypothesis.state != BetState.STOPPED
    ]


def _card(_discovery: Discovery, use_case: UseCase) -> dict[str, Any]:
    hypothesis = use_case.hypothesis
    goal = hypothesis.goal.title if hypothesis else None
    parts = card(use_case)
    # Without the way to it, a target may be reached already.
    ahead = (each for each in parts.measures if each.progress.is_known and not each.progress.is_reached)
    standing = next(ahead, None)
    return {
        "card": parts,
        "headline": spotlight_headlines.use_case(
            use_case.name,
            goal=goal,
            measure=standing.measure.name if standing else "",
            value=standing.latest_text if standing else "",
            target=standing.target_text if standing else "",
        ),
        "facts": list(facts_of(use_case, ("name", "hypothesis"), is_brief=True)),
    }


def _all_cards(discovery: Discovery) -> dict[str, Any] | None:
    use_cases = list(use_cases_of(discovery))
    if not use_cases:
        return None
    return {"headline": cards_title(discovery, use_cases), **first_lines("use_cases", use_cases)}


def _method(discovery: Discovery) -> dict[str, Any] | None:
    method = current_method(discovery)
    if method is None:
        return None
    criteria = list(method.criteria.all())
    highest = as_method(method, criteria).highest() if method.combination == Combination.SUM else None
    points = "" if highest is None else number(rounded_numbers.as_typed(rounded_numbers.score(highest)))
    headline = spotlight_headlines.method(criteria=len(criteria), highest=points)
    scales = {(each.lowest.number, each.highest.number) for each in criteria}
    # The ends of a scale that all criteria have are in the heads.
    ends = scales.pop() if len(scales) == 1 else ()
    return {
        "criteria": criteria,
        "ends": [int(each) for each in ends] if all(map(str.isdecimal, ends)) else [],
        "headline": headline,
    }


def _ranking(discovery: Discovery) -> dict[str, Any] | None:
    results = current_results(discovery)
    if results is None:
        return None
    headline = ranking_title(results, shortlist(discovery), is_brief=True)
    # How many people scored is below the ranking, where it is the same for all.
    name = _("Ranking") if results.is_alike else f"{_('Ranking')} · {results.people_words}"
    return {"results": results, "name": name, "headline": headline}


def _points(total: Decimal | None) -> str:
    return "" if total is None else number(str(total))


def _moves(discovery: Discovery) -> dict[str, Any] | None:
    comparison = compared(revealed_rounds(discovery), with_places=True)
    if comparison is None:
        return None
    first = replace(comparison, rows=comparison.rows[:_MOST_MOVES])
    chart = moves(first, letters=60, shape=_SHAPE)
    more = len(comparison.rows) - len(first.rows)
    return None if chart is None else {"chart": chart, "comparison": first, "more": more}


def _quadrant(discovery: Discovery) -> dict[str, Any] | None:
    results = current_results(discovery)
    chart = named_quadrant(results, _ACROSS)
    if chart is None:
        return None
    return {
        "name": f"{chart.words.title} · {chart.people}",
        "quadrant": chart,
        "narrow": quadrant(results),
        "headline": chart.headline,
    }


def _ranked(discovery: Discovery) -> list[tuple[str, str]]:
    results = current_results(discovery)
    return [(str(each.use_case.uuid), each.use_case.name) for each in results.ranking] if results else []


def _spread(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    """The distributions of all criteria that someone scored."""
    results = current_results(discovery)
    ranking = results.ranking if results else ()
    ranked = next((each for each in ranking if str(each.use_case.uuid) == uuid), None)
    if ranked is None:
        return None
    cells = [cell for cell in ranked.cells if cell.mean is not None]
    apart = max((cell for cell in cells if cell.gap), key=lambda cell: cell.gap or 0, default=None)
    alike = alike_cells(cells) if apart else {}
    others = [cell for cell in cells if cell is not apart and cell not in alike.get(cell.range_words, ())]
    criteria = [cell.criterion for cell in others]
    has_room = len(others) <= _MOST_TALL
    name = ranked.use_case.name
    return {
        "ranked": ranked,
        "apart": apart,
        "ends": apart.criterion.highest if apart and apart.criterion.highest.label else None,
        "strips": [(cell.criterion, cell.tall_strip if has_room else cell.strip) for cell in others],
        "alike": [
            (score, listed([cell.criterion.name_with_best for cell in same])) for score, same in alike.items()
        ],
        "costs": [each.name_with_best for each in criteria if each.name_with_best != each.name],
        "skipped": [cell for cell in cells if cell.skipped],
        "has_others": any(cell.strip.has_others for cell in cells),
        "headline": appendix_headlines.difference(criterion=apart.criterion.name, use_case=name)
        if apart
        else name,
    }


def _by_value(discovery: Discovery) -> dict[str, Any] | None:
    results = heard_by_value(discovery)
    if results is None:
        return None
    lines = first_lines("ranking", results.ranking, most=_MOST_BETS)
    unknown = all(ranked.scored is None for ranked in results.ranking)
    totals = [each.total for each in results.ranking if each.total is not None]
    heard = results.people_count
    name = _("Hypotheses by value")
    if not heard:
        name = _("Hypotheses by value, rated outside a workshop")
    elif not unknown:
        words = ngettext(
            "Hypotheses by value, rated by %(people)s person",
            "Hypotheses by value, rated by %(people)s people",
            heard,
        )
        name = words % {"people": heard}
    return {
        "name": name,
        "unknown": unknown,
        "highest": results.maximum,
        "headline": spotlight_headlines.by_value(
            results.ranking[0].hypothesis.statement if results.ranking else "",
            is_heard=bool(heard),
            first=sum(each.rank == 1 for each in results.ranking),
            total=_points(totals[0] if totals else None),
            ahead=_points(totals[0] - totals[1]) if len(totals) > 1 else "",
        ),
        **lines,
    }


def _measure(discovery: Discovery, measure: Measure) -> dict[str, Any]:
    standing = standing_of(measure)
    return {
        "standing": standing,
        "chart": measure_chart(standing),
        "narrow": measure_chart(standing, is_narrow=True),
        "predictions": predictions_of(discovery, measure=measure)[:1],
        "headline": spotlight_headlines.measure(
            measure.name,
            words=standing.verdict or standing.text,
            value=standing.latest_text,
            target=standing.target_text,
            percent=standing.percent_on_way,
        ),
    }
