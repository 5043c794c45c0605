"""This app's part of the spreadsheet and the slides of a discovery."""

from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy, pgettext

from discovery import appendix_headlines
from discovery.document_parts import (
    Sheet,
    SlideSet,
    report_sheets,
    report_slides,
)
from discovery.kinds.artifact_content import (
    cells_of,
    empty_cells_of,
    key_meaning,
    key_of,
    labels_of,
    listed,
    meanings_of,
)
from discovery.kinds.displays import brief_table, lines_of, one_line
from discovery.models import Discovery
from discovery.reports.kind_sheets import kind_sheet
from documents.table_and_slide_parts import (
    Cell,
    Slide,
    Table,
    exact,
)
from lvt import exports_ranking
from lvt.measures.kinds import MEASURE, VALUE
from lvt.measures.selectors import MeasureStanding, parent_of
from lvt.ranking_evidence.selectors import of_people
from lvt.rounds.selectors import current_results, rankings
from lvt.scores import exports as exports_scores
from lvt.selectors.result_titles import choice_title, participation_title, ranking_title
from lvt.shortlist.selectors import shortlist
from lvt.tree.kinds import GOAL, HYPOTHESIS, INITIATIVE
from lvt.tree.selectors import value_tree
from lvt.use_cases.kinds import USE_CASE
from lvt.use_cases.selectors import cards

_GOAL_COLUMNS = ("title", "owner")
"""Fields of a goal with a head that says whose they are."""


def tree_sheet(discovery: Discovery) -> Table | None:
    """A row for each hypothesis, and for each goal without one."""
    rows: list[Sequence[Cell]] = []
    keys: list[tuple[str, str]] = []
    for goal in value_tree(discovery).goals:
        of_goal = [goal.goal.title, str(goal.goal.owner or ""), *cells_of(goal.goal, _GOAL_COLUMNS)]
        key = key_of(goal.goal)
        for bet in goal.hypotheses:
            keys.append((key, key_of(bet.hypothesis)))
            rows.append(
                (
                    *of_goal,
                    *cells_of(bet.hypothesis),
                    bet.hypothesis.get_state_display(),
                    "\n".join(each.initiative.name for each in bet.initiatives),
                    "\n".join(each.name for each in bet.use_cases),
                )
            )
        if not goal.hypotheses:
            keys.append((key, ""))
            rows.append((*of_goal, *empty_cells_of(HYPOTHESIS), "", "", ""))
    columns = (
        _("Goal"),
        _("Owner of the goal"),
        *labels_of(GOAL, _GOAL_COLUMNS),
        *labels_of(HYPOTHESIS),
        _("State"),
        _("Initiatives"),
        _("Use cases"),
    )
    state = f"{HYPOTHESIS.key}:state"
    of_goals = (f"{GOAL.key}:title", f"{GOAL.key}:owner", *meanings_of(GOAL, _GOAL_COLUMNS))
    meanings = (*of_goals, *meanings_of(HYPOTHESIS), state, "", "")
    goals, bets = zip(*keys, strict=True) if keys else ((), ())
    hidden = {key_meaning(GOAL): goals, key_meaning(HYPOTHESIS): bets}
    return Table(columns, rows, meanings, hidden) if rows else None


def _measures(discovery: Discovery) -> Iterator[MeasureStanding]:
    """Those of goals, of their hypotheses and of the initiatives of these, in the order of the tree."""
    for goal in value_tree(discovery).goals:
        yield from goal.measures
        for bet in goal.hypotheses:
            yield from bet.measures
            for initiative in bet.initiatives:
                yield from initiative.measures


def measures_sheet(discovery: Discovery) -> Table | None:
    """Each measure of success and how far it has come, in numbers."""
    rows = (
        (
            each.measure,
            each.latest.value if each.latest else None,
            each.latest.measured_on if each.latest else None,
            each.is_overdue,
            exact(each.progress.share, 0, is_share=True),
        )
        for each in _measures(discovery)
    )
    heads = (_("Latest value"), _("Measured on"), _("Overdue"), _("Progress to target"))
    return listed(MEASURE, rows, *heads)


def values_sheet(discovery: Discovery) -> Table | None:
    """Rows of measured values; None without any."""
    rows = (
        (value, str(parent_of(each.measure)), each.measure.unit)
        for each in _measures(discovery)
        for value in each.values
    )
    return listed(VALUE, rows, _("Linked to"), _("Unit"))


def use_cases_sheet(discovery: Discovery) -> Table | None:
    """The sheet of use cases with their places in each round, and what we pursue; None without any."""
    ranked = rankings(discovery)
    numbers = {each.pk: number for number, each in exports_scores.numbered_rounds(discovery)}
    decided = shortlist(discovery)
    keys = {each.pk for each in decided.use_cases} if decided else set()
    rows = []
    for card in cards(discovery):
        case, place = card.use_case, ranked.get(card.use_case.pk)
        rows.append(
            (
                case,
                place.rank if place else None,
                exact(place.result.total) if place else None,
                place.evidence.is_adjusted if place else None,
                place.evidence.people if place else None,
                place.evidence.people_asked if place else None,
                numbers[place.round.pk] if place else None,
                case.pk in keys,
            )
        )
    return listed(
        USE_CASE,
        rows,
        _("Rank"),
        _("Score"),
        _("Adjusted for leniency"),
        _("Scored by"),
        _("People asked"),
        _("Round"),
        _("On the shortlist"),
    )


# --- Slides ---------------------------------------------------------------------------------------


# Nearly all are about data; the report marks the others.
_OTHERWISE_ON_SLIDES = ("about_data",)
_OF_A_MEASURE = ("unit", "baseline", "target", "due_on")
# What a slide of a goal says in other ways, and how many bets may run at once.
_MOST_APART = 8
_OF_A_GOAL = ("title", "description", "wip_limit", "hypotheses", "measures")


def tree_slides(discovery: Discovery) -> list[Slide]:
    """A slide for each goal with its bets."""
    tree = value_tree(discovery)
    slides = []
    for goal in tree.goals:
        rows = [
            (
                *cells_of(bet.hypothesis, _OTHERWISE_ON_SLIDES),
                bet.hypothesis.get_state_display(),
                ", ".join(each.name for each in bet.use_cases),
            )
            for bet in goal.hypotheses
        ]
        lines = [f"{each.label}: {each.text}" for each in lines_of(goal.goal, _OF_A_GOAL)]
        lines += map(_measure_line, goal.measures)
        heads = (*labels_of(HYPOTHESIS, _OTHERWISE_ON_SLIDES), _("State"), _("Use cases"))
        table = Table(heads, rows) if rows else None
        if lines or table:
            title = appendix_headlines.hypotheses(goal=goal.goal.title, count=len(goal.hypotheses))
            slides.append(Slide(title, lines, table=table))
    return slides


def _measure_line(standing: MeasureStanding) -> str:
    """The measure with its standing, its baseline in its unit, and its date."""
    parts = [f"{one_line(standing.measure, _OF_A_MEASURE)}: {standing.text}"]
    if standing.baseline_text:
        parts.append(_("Baseline: %(value)s") % {"value": standing.baseline_text})
    if day := standing.measure.due_on:
        parts.append(_("due %(date)s") % {"date": date_format(day, "SHORT_DATE_FORMAT")})
    return " · ".join(parts)


def ranking_slides(discovery: Discovery) -> list[Slide]:
    """The ranking of the current round as a slide; none before it is revealed."""
    results = current_results(discovery)
    if results is None or not results.ranking:
        return []
    table = Table(
        (_("Rank"), _("Use case"), _("Score"), _("Business"), _("IT"), _("Participation")),
        [
            (
                each.rank,
                each.use_case.name,
                each.total,
                of_people(each.business_total, each.business_people),
                of_people(each.it_total, each.it_people),
                ", ".join(each.short_facts),
            )
            for each in results.ranking
        ],
    )
    title = ranking_title(results, shortlist(discovery)) or participation_title(results)
    slides = [Slide(title, table=table, repeats="lvt.ranking")]
    apart = [each for each in results.disagreements if each.gap][:_MOST_APART]
    if apart:
        title = appendix_headlines.difference(
            criterion=apart[0].criterion.name, use_case=apart[0].use_case.name
        )
        rows = [
            (
                each.criterion.name_with_best,
                each.use_case.name,
                of_people(each.business, each.business_scored),
                of_people(each.it, each.it_scored),
                each.gap,
            )
            for each in apart
        ]
        heads = (_("Criterion"), _("Use case"), _("Business"), _("IT"), pgettext("sides", "Gap"))
        slides.append(Slide(title, table=Table(heads, rows), repeats="lvt.sides"))
    return slides


def shortlist_slides(discovery: Discovery) -> list[Slide]:
    """The shortlist and its reason as a slide; none before it is decided."""
    decided = shortlist(discovery)
    if decided is None or not decided.use_cases:
        return []
    names = [each.name for each in decided.use_cases]
    return [Slide(choice_title(value_tree(discovery), decided), [*names, decided.decision.reason])]


_OF_A_CASE = ("name", "we_believe", "will_help", "known_by", "hypothesis")


def card_slides(discovery: Discovery) -> list[Slide]:
    """The use cases on the shortlist, or all without one; no slide before one of them has a sentence."""
    decided = shortlist(discovery)
    keys = {each.pk for each in decided.use_cases} if decided else None
    rows = [
        (case, case.name, case.we_believe or "–", case.will_help or "–", case.known_by or "–")
        for case in (card.use_case for card in cards(discovery))
        if keys is None or case.pk in keys
    ]
    if not any(case.we_believe or case.will_help or case.known_by for case, *_cells in rows):
        return []
    heads = (
        _("Use case"),
        _("We believe that"),
        _("Will help achieve"),
        _("We know we are getting there based on"),
    )
    title = appendix_headlines.cards(count=len(rows), is_shortlist=keys is not None)
    return [Slide(title, table=brief_table(USE_CASE, heads, rows, _OF_A_CASE))]


def register_own() -> None:
    """Register the sheets and slides of this app."""
    report_sheets.register(
        Sheet("lvt.tree", gettext_lazy("Value tree"), 20, tree_sheet, (GOAL.key, HYPOTHESIS.key)),
        kind_sheet(INITIATIVE, gettext_lazy("Initiatives"), 21),
        Sheet("lvt.measures", gettext_lazy("Measures"), 22, measures_sheet, (MEASURE.key,)),
        Sheet("lvt.values", gettext_lazy("Measured values"), 23, values_sheet, (VALUE.key,)),
        Sheet("lvt.use_cases", gettext_lazy("Use cases"), 30, use_cases_sheet, (USE_CASE.key,)),
    )
    exports_ranking.register_own()
    exports_scores.register_own()
    report_slides.register(
        SlideSet("lvt.tree", gettext_lazy("Value tree"), 20, tree_slides, is_executive=True),
        SlideSet("lvt.cards", gettext_lazy("Use cases"), 30, card_slides, stream="product"),
        SlideSet("lvt.ranking", gettext_lazy("Ranking"), 40, ranking_slides, is_executive=True),
        # Executives find it, with its reason, among the decisions.
        SlideSet("lvt.shortlist", gettext_lazy("Shortlist"), 70, shortlist_slides),
    )
