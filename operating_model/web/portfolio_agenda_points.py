"""Agenda points of portfolio governance: bets by their measures, and goals without one."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from discovery.models import Discovery
from lvt.measures.selectors import MeasureStanding
from lvt.models import BetState
from lvt.organization_portfolio.selectors import what_it_asks
from lvt.selectors.continued_goals import continued
from lvt.selectors.silent_bets import EXPECTED
from lvt.tree.selectors import HypothesisBranch, ValueTree, value_trees
from operating_model.web.agenda_points import AgendaPoint, AgendaTopic, of_domain, point_of


def portfolio_points(discoveries: Sequence[Discovery], today: date) -> Iterable[AgendaPoint | None]:
    """The points of all discoveries together."""
    trees = value_trees(*discoveries, today=today)
    # Bets that a later discovery continues are on its agenda.
    over = {*continued(discoveries, trees).values()}
    goals = [
        (each, branch)
        for each in discoveries
        for branch in trees[each.pk].goals
        if branch.goal.uuid not in over
    ]
    is_one = len(discoveries) == 1
    yield point_of(
        "bets",
        _("Which hypotheses pay off?"),
        _("Which of them continue, change or stop?"),
        (
            of_domain(discovery, _bet(discovery, branch), is_one)
            for discovery in discoveries
            for branch in _talked_about(trees[discovery.pk])
            if branch.hypothesis.uuid not in over
        ),
    )
    yield point_of(
        "goals",
        _("Goals without active hypotheses"),
        _("Which hypothesis do we start, or which goal do we drop?"),
        (
            of_domain(
                discovery,
                AgendaTopic(
                    branch.goal.title,
                    _("No hypothesis for this goal is being explored or delivered."),
                    _tree_url(discovery),
                    "warn",
                ),
                is_one,
            )
            for discovery, branch in goals
            if not branch.in_progress
        ),
    )


def _talked_about(tree: ValueTree) -> list[HypothesisBranch]:
    """Bets with an open question, and all others that need a decision."""
    return [
        branch
        for goal in tree.goals
        for branch in goal.hypotheses
        if branch.hypothesis.state in EXPECTED or what_it_asks(branch.hypothesis.state, branch.judged_by)
    ]


def _bet(discovery: Discovery, branch: HypothesisBranch) -> AgendaTopic:
    words = branch.hypothesis.statement
    measures = branch.judged_by
    if not measures or branch.hypothesis.state == BetState.ADJUSTED:
        question = what_it_asks(branch.hypothesis.state, measures)
        return AgendaTopic(words, str(question), _tree_url(discovery), "warn")
    tones = [_tone(standing) for standing in measures]
    tone = next((each for each in ("bad", "warn") if each in tones), "good" if "good" in tones else "")
    detail = "; ".join(_standing_words(standing) for standing in measures)
    url = reverse("lvt:measure", args=[discovery.slug, measures[0].measure.uuid])
    return AgendaTopic(words, detail, url, tone)


def _tone(standing: MeasureStanding) -> str:
    if standing.progress.is_known and standing.progress.is_worse_than_baseline:
        return "bad"
    if standing.is_overdue or standing.latest is None:
        return "warn"
    return "good" if standing.progress.is_known and standing.progress.is_reached else ""


def _standing_words(standing: MeasureStanding) -> str:
    text = f"{standing.measure.name}: {standing.text}"
    if standing.verdict:
        text = f"{text} ({standing.verdict})"
    return f"{text}, {_('overdue')}" if standing.is_overdue else text


def _tree_url(discovery: Discovery) -> str:
    return reverse("lvt:tree", args=[discovery.slug])
