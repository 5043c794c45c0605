"""Value and priorities for a board, on the executive page and on slides: the decision and its reason, how
sure the order is, and who was heard."""

import math
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import DrawingFailed
from discovery.models import Discovery
from discovery.registries import ReportSection, board_slides, executive_parts
from documents import drawing_tiles
from documents.charts import ranking_bar
from documents.diagrams import FailedDrawing
from documents.dot import SMALL
from documents.drawing_capacity import most_that_fit
from documents.paper import READ_BY_A_BOARD, SLIDE, SLIDE_ABOVE_WORDS
from lvt import scoring_method
from lvt.drawing import STYLES, Node, tree_source
from lvt.measures.selectors import MeasureStanding
from lvt.models import Goal
from lvt.rounds.selectors import current_results, rankings
from lvt.selectors.criterion_opinions import OpinionCell
from lvt.selectors.open_points import asked_of, points_before_a_shortlist
from lvt.selectors.ranking_results import DiscoveryResults, RankedUseCase
from lvt.selectors.result_titles import choice_title, participation_title, ranking_title, tree_title
from lvt.selectors.silent_bets import silence_in
from lvt.shortlist.selectors import shortlist
from lvt.tree.folding import folded, to_use_cases
from lvt.tree.selectors import GoalBranch, drawing_of, value_tree

# So many use cases at most, sentences on how close places are, and differences between the sides.
MOST_USE_CASES = 5
MOST_CLOSE = 2
MOST_DIFFERENCES = 2
# The same on slides.
MOST_BARS = 8
# So many bars with names of so many letters fit in large type.
_LARGE_BARS, _LARGE_LETTERS = 4, 60
MOST_APART = 6
# So many of a tree come before its goals, where not everything has room.
MOST_FIRST = 3
# So many letters are below all bars, and so many more in place of one of them.
_FIRST_LINE, _LETTERS_FOR_A_BAR = 110, 250
# The line on which a criterion is drawn: where it begins, and how long it is.
_LINE = (10.0, 500.0)


@dataclass(frozen=True, slots=True)
class ShortGoal:
    """A goal, the measure that shows its success, and the numbers of hypotheses and use cases for it."""

    goal: Goal
    measure: MeasureStanding | None
    hypotheses: int
    use_cases: int


def decided(discovery: Discovery) -> dict[str, Any] | None:
    """The vision, and the shortlist with its reason; before it is decided, the goals with their measures, and
    what is missing."""
    tree, current = value_tree(discovery), shortlist(discovery)
    if tree.is_empty:
        return None
    context = {"headline": choice_title(tree, current), "vision": tree.vision, "shortlist": current}
    if current:
        return context
    missing = asked_of(discovery, points_before_a_shortlist(tree, current_results(discovery)))
    return {**context, "goals": [_short_goal(each) for each in tree.goals], "open_points": missing}


def _short_goal(branch: GoalBranch) -> ShortGoal:
    measures = [*branch.measures, *(each for bet in branch.pursued for each in bet.judged_by)]
    complete = [each for each in measures if each.is_complete]
    return ShortGoal(
        branch.goal,
        next(iter(complete or measures), None),
        len(branch.pursued),
        sum(len(bet.use_cases) for bet in branch.pursued),
    )


def sure(discovery: Discovery) -> dict[str, Any] | None:
    """The places of the ranking, how sure each of them is, which are close, and who scored; None where
    nothing has a place."""
    results = current_results(discovery)
    if results is None or not results.placed:
        return None
    first, decided = results.ranking[:MOST_USE_CASES], shortlist(discovery)
    title = ranking_title(results, decided)
    # A brief title differs only by the number of people who scored.
    has_people = title != ranking_title(results, decided, is_brief=True)
    return {
        "headline": title or participation_title(results),
        "results": results,
        "key": results.key if results.is_alike and not has_people else "",
        "rows": [_bar(each) for each in first],
        "more": max(len(results.ranking) - MOST_USE_CASES, 0),
        "close": results.close_places(MOST_USE_CASES)[:MOST_CLOSE],
        **_sides(results, MOST_DIFFERENCES),
    }


def participation(discovery: Discovery) -> dict[str, Any] | None:
    """The number of people of each side who scored, while nothing has a place: later, the ranking has it."""
    results = current_results(discovery)
    if results is None or results.placed or not any(results.asked_by_side.values()):
        return None
    return {"headline": participation_title(results), **_sides(results, MOST_DIFFERENCES)}


def _sides(results: DiscoveryResults, most: int) -> dict[str, Any]:
    """`sides`: each side that was asked, how many of it scored, and of how many. `differences`: the widest
    between the sides, `most` of them at most."""
    cells = [each for each in results.disagreements if each.gap][:most]
    return {
        "sides": [(side, results.people[side], of) for side, of in results.asked_by_side.items() if of],
        "differences": [_apart(each) for each in cells],
    }


# --- On slides ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BoardBar:
    """A place of the ranking, and the positions of the marks of the two sides on its bar, in thousandths of
    it."""

    ranked: RankedUseCase
    business: float | None
    it: float | None


@dataclass(frozen=True, slots=True)
class Apart:
    """A criterion on which the sides differ, and the position of each side's mark on the line of its
    scale."""

    cell: OpinionCell
    business: float
    it: float


def revealed(discovery: Discovery) -> dict[str, Any] | None:
    """The ranking as bars; None where nothing has a place."""
    results = current_results(discovery)
    if results is None or not results.placed:
        return None
    close = results.close_places(MOST_BARS)[:MOST_CLOSE]
    # What is said below takes the room of bars.
    count = max(MOST_BARS - math.ceil(max(len(" ".join(close)) - _FIRST_LINE, 0) / _LETTERS_FOR_A_BAR), 1)
    first = results.ranking[:count]
    is_dense = len(first) > _LARGE_BARS or any(len(each.use_case.name) > _LARGE_LETTERS for each in first)
    return {
        "headline": ranking_title(results, shortlist(discovery)) or participation_title(results),
        "source": _scored_source(results),
        "results": results,
        "rows": [_bar(each) for each in first],
        "more": len(results.ranking) - len(first),
        "close": close,
        "is_dense": is_dense,
    }


def _scored_source(results: DiscoveryResults) -> str:
    """The source of the numbers of a ranking."""
    people = results.people_words
    if results.revealed_at is None:
        return _("Source: scores of the room; %(people)s") % {"people": people}
    values = {"date": date_format(localtime(results.revealed_at), "SHORT_DATE_FORMAT"), "people": people}
    return _("Source: scores revealed on %(date)s; %(people)s") % values


def _bar(ranked: RankedUseCase) -> BoardBar:
    def place(side: str) -> float | None:
        total = ranked.result.side_totals[side]
        if total is None or ranked.maximum <= 0:
            return None
        return ranking_bar(float(total), float(ranked.maximum)).fill

    return BoardBar(ranked, place(scoring_method.BUSINESS), place(scoring_method.IT))


def differences_section(discovery: Discovery) -> dict[str, Any] | None:
    """The number of people of each side who scored, and the widest differences between the sides as
    dumb-bells."""
    results = current_results(discovery)
    if results is None or not any(results.asked_by_side.values()):
        return None
    return {
        "headline": participation_title(results),
        "source": _scored_source(results),
        "results": results,
        **_sides(results, MOST_APART),
    }


def _apart(cell: OpinionCell) -> Apart:
    begins, length = _LINE
    line = cell.sides_line
    return Apart(cell, *(begins + length * (percent or 0.0) / 100 for percent in (line.business, line.it)))


def tree(discovery: Discovery) -> dict[str, Any] | None:
    """The value tree in one piece. Items without room in letters that a board can read are counted at their
    parent."""
    whole = value_tree(discovery)
    if whole.is_empty:
        return None
    title = _("Value tree of %(name)s") % {"name": discovery.name}
    words = _("%(title)s: from the vision through goals and hypotheses to use cases") % {"title": title}
    root = to_use_cases(drawing_of(whole, discovery.name, {}, silence_in(discovery, whole).bets))
    order = _in_order(root, discovery)
    try:
        count = most_that_fit(
            lambda most: tree_source(folded(root, order, most)[0]),
            len(order),
            room=SLIDE_ABOVE_WORDS,
            scale=READ_BY_A_BOARD / SMALL,
        )
    except DrawingFailed as failure:
        return {"headline": tree_title(whole), "picture": FailedDrawing(str(failure))}
    part, left_out = folded(root, order, count)
    under = _("Not shown here: %(what)s. The appendix has a slide for each goal.") % {"what": left_out}
    room = SLIDE_ABOVE_WORDS if left_out else SLIDE
    picture = drawing_tiles.whole(tree_source(part), title=title, description=words, room=room)
    return {"headline": tree_title(whole), "picture": picture, "under": under if left_out else ""}


def _in_order(root: Node, discovery: Discovery) -> list[str]:
    """The nodes of the tree by their keys, what matters most to a board first: the first use cases, by the
    shortlist and the ranking, then all goals, the other use cases, and what else the tree holds."""
    current = shortlist(discovery)
    ranked = sorted(rankings(discovery).values(), key=lambda each: each.rank or math.inf)
    first = [*(current.use_cases if current else ()), *(each.use_case for each in ranked)]
    places = {f"use_case-{each.uuid}": place for place, each in reversed([*enumerate(first)])}
    of = {kind: [each.key for each in root.and_below if each.kind == kind] for kind in STYLES}
    cases = sorted(of["use_case"], key=lambda key: places.get(key, len(first)))
    return [*cases[:MOST_FIRST], *of["goal"], *cases[MOST_FIRST:], *of["hypothesis"]]


def register_own() -> None:
    """Register what executives read of it, and what a board is shown."""
    board_slides.register(
        ReportSection("lvt.ranking", gettext_lazy("Ranking"), 30, "lvt/board/ranking.html", revealed),
        ReportSection(
            "lvt.sides",
            gettext_lazy("Participation"),
            # The last one: the slide of the ranking says who scored, so it begins the appendix.
            120,
            "lvt/board/heard.html",
            differences_section,
            stream="product",
        ),
        ReportSection(
            "lvt.tree",
            gettext_lazy("Value tree"),
            50,
            "workshops/reports/board_picture.html",
            tree,
        ),
    )
    folder = "lvt/report"
    executive_parts.register(
        ReportSection(
            "decided", gettext_lazy("Decisions and reasons"), 10, f"{folder}/decided.html", decided
        ),
        ReportSection("sure", gettext_lazy("Ranking"), 12, f"{folder}/sure.html", sure),
        ReportSection("heard", gettext_lazy("Participation"), 14, f"{folder}/who_scored.html", participation),
    )
