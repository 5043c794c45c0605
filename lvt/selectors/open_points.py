"""Gaps in the results of a discovery, computed from its content."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from discovery.discoveries.selectors import asks_for
from discovery.models import Discovery
from lvt.measures.selectors import MeasureStanding
from lvt.selectors.ranking_results import DiscoveryResults
from lvt.shortlist.selectors import Shortlist
from lvt.tree.selectors import ValueTree


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One thing that is missing, the artifacts that it is missing from, and the checkpoint that asks for
    it where not every process does."""

    text: str
    of: tuple[str, ...] = ()
    checkpoint: str = ""


@dataclass(frozen=True, slots=True)
class TreeGaps:
    """The gaps of a tree, by the words of goals, hypotheses and initiatives. Hypotheses that were stopped are
    left out: no one measures them any more, and a goal does not rest on them."""

    without_bet: tuple[str, ...]
    with_none_left: tuple[str, ...]
    with_one_bet: tuple[str, ...]
    goals_unmeasured: tuple[str, ...]
    bets_unmeasured: tuple[str, ...]
    initiatives_unmeasured: tuple[str, ...]


def gaps_of(tree: ValueTree) -> TreeGaps:
    """The gaps of a tree: goals without a hypothesis, those whose hypotheses were all stopped, those that
    rest on one (several are needed, so that one may fail), and goals, hypotheses and initiatives without a
    measure of success. Measures of an initiative count for its hypothesis, too."""
    running = [bet for goal in tree.goals for bet in goal.pursued]
    return TreeGaps(
        tuple(each.goal.title for each in tree.goals if not each.hypotheses),
        tuple(each.goal.title for each in tree.goals if each.hypotheses and not each.pursued),
        tuple(each.goal.title for each in tree.goals if len(each.pursued) == 1),
        tuple(each.goal.title for each in tree.goals if not each.measures),
        tuple(bet.hypothesis.statement for bet in running if not bet.judged_by),
        tuple(
            initiative.initiative.name
            for bet in running
            for initiative in bet.initiatives
            if not initiative.measures
        ),
    )


def open_points(
    tree: ValueTree, results: DiscoveryResults | None, decided: Shortlist | None
) -> list[OpenPoint]:
    """All open points of a discovery, those of the tree first; empty when nothing is missing."""
    return [*points_before_a_shortlist(tree, results), *_of_the_shortlist(decided)]


def points_before_a_shortlist(tree: ValueTree, results: DiscoveryResults | None) -> list[OpenPoint]:
    """The open points of the tree and of the scores."""
    return [*_of_the_tree(tree), *_of_the_scores(results)]


def asked_of(discovery: Discovery, points: Iterable[OpenPoint]) -> list[OpenPoint]:
    """The points that the process of the discovery asks for."""
    return [each for each in points if asks_for(discovery, each.checkpoint)]


def _of_the_tree(tree: ValueTree) -> list[OpenPoint]:
    points = []
    if tree.vision is None:
        points.append(OpenPoint(_("No vision yet"), checkpoint="vision"))
    if not tree.goals:
        points.append(OpenPoint(_("No goals yet"), checkpoint="goals"))
    measures = list(_measures(tree))
    gaps = gaps_of(tree)
    loose = [use_case.name for use_case in tree.loose_ends]
    without_case = [
        bet.hypothesis.statement
        for goal in tree.goals
        for bet in goal.pursued
        if bet.hypothesis.about_data and not bet.use_cases
    ]
    not_measured = [each.measure.name for each in measures if each.latest is None]
    without_target = [each.measure.name for each in measures if each.measure.target is None]
    overdue = [each.measure.name for each in measures if each.is_overdue]
    for names, words in (
        (
            gaps.without_bet,
            ngettext("%d goal has no hypothesis", "%d goals have no hypothesis", len(gaps.without_bet)),
        ),
        (
            gaps.with_none_left,
            ngettext(
                "%d goal has only stopped hypotheses",
                "%d goals have only stopped hypotheses",
                len(gaps.with_none_left),
            ),
        ),
        (
            gaps.with_one_bet,
            ngettext(
                "%d goal depends on a single hypothesis",
                "%d goals each depend on a single hypothesis",
                len(gaps.with_one_bet),
            ),
        ),
        (
            gaps.goals_unmeasured,
            ngettext(
                "%d goal has no measure of success",
                "%d goals have no measure of success",
                len(gaps.goals_unmeasured),
            ),
        ),
        (
            gaps.bets_unmeasured,
            ngettext(
                "%d hypothesis has no measure of success",
                "%d hypotheses have no measure of success",
                len(gaps.bets_unmeasured),
            ),
        ),
        (
            gaps.initiatives_unmeasured,
            ngettext(
                "%d initiative has no measure of success",
                "%d initiatives have no measure of success",
                len(gaps.initiatives_unmeasured),
            ),
        ),
        (
            without_case,
            ngettext("%d hypothesis has no use case", "%d hypotheses have no use case", len(without_case)),
        ),
        (
            loose,
            ngettext(
                "%d use case isn’t linked to a hypothesis",
                "%d use cases aren’t linked to a hypothesis",
                len(loose),
            ),
        ),
        (
            not_measured,
            ngettext("%d measure has no value yet", "%d measures have no value yet", len(not_measured)),
        ),
        (
            without_target,
            ngettext("%d measure has no target yet", "%d measures have no target yet", len(without_target)),
        ),
        (
            overdue,
            ngettext("%d measure missed its due date", "%d measures missed their due date", len(overdue)),
        ),
    ):
        if names:
            asked_by = "use_cases" if names is without_case else "hypotheses" if names is loose else ""
            points.append(OpenPoint(words % len(names), tuple(names), asked_by))
    return points


def _measures(tree: ValueTree) -> Iterable[MeasureStanding]:
    """Those of goals, and of what they rest on: of bets that were stopped nothing is asked any more."""
    for goal in tree.goals:
        yield from goal.measures
        for bet in goal.pursued:
            yield from bet.judged_by


def _of_the_scores(results: DiscoveryResults | None) -> list[OpenPoint]:
    if results is None:
        return [OpenPoint(_("No scores have been revealed yet"), checkpoint="ranking")]
    points = []
    silent = [ranked.use_case for ranked in results.ranking if not ranked.evidence.has_answers]
    unscored = tuple(use_case.name for use_case in (*silent, *results.unscored))
    if unscored:
        words = ngettext("%d use case was not scored", "%d use cases were not scored", len(unscored))
        points.append(OpenPoint(words % len(unscored), unscored))
    partly = tuple(
        f"{ranked.use_case.name}: {', '.join(lacks)}"
        for ranked in results.ranking
        if ranked.evidence.has_answers
        and (lacks := ranked.missing if ranked.evidence.people else ranked.short_facts)
    )
    if partly:
        words = ngettext(
            "%d use case was only partly scored", "%d use cases were only partly scored", len(partly)
        )
        points.append(OpenPoint(words % len(partly), partly))
    return points


def _of_the_shortlist(decided: Shortlist | None) -> list[OpenPoint]:
    return [] if decided else [OpenPoint(_("No shortlist yet"), checkpoint="shortlist")]
