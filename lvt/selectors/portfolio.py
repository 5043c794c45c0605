"""The portfolio of an organization: the bets of all its discoveries by their state, whether their measures
say that they pay off, and which of them need a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from discovery.selectors.visible import visible_discoveries
from lvt.models.tree import IN_PROGRESS, BetState, Goal, Hypothesis
from lvt.selectors.continued import continued
from lvt.selectors.measures import MeasureStanding
from lvt.selectors.results import RankedUseCase
from lvt.selectors.rounds import rankings
from lvt.selectors.tree import GoalBranch, HypothesisBranch, value_trees
from organizations.actors import Actor
from organizations.models import Organization

UNMEASURED = gettext_lazy("No measure says whether it pays off.")
WORSE = gettext_lazy("A measure is worse than at the start. Go on, adjust it, or stop?")
OVERDUE = gettext_lazy(
    "The time of a measure is up, and its target is not reached. Go on, adjust it, or stop?"
)
REACHED = gettext_lazy("Every measure has reached its target. Does it pay off?")
ADJUSTED = gettext_lazy("It waits for a new statement. Explore it again, or stop it?")


@dataclass(frozen=True, slots=True)
class Bet:
    """A hypothesis with what it is judged by.

    `measures` are those that it is judged by. `best` is the highest place that one of its use cases
    has in the ranking of its discovery. `asks` says why it needs a decision; empty where it needs none.
    """

    discovery: Discovery
    goal: Goal
    hypothesis: Hypothesis
    measures: tuple[MeasureStanding, ...]
    use_cases: int
    best: RankedUseCase | None
    asks: Promise | str


@dataclass(frozen=True, slots=True)
class StateBets:
    """The bets in one state, by domain, discovery and their order in the tree."""

    state: BetState
    bets: tuple[Bet, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """`states` in the order of a bet's life, those without bets left out. `in_progress` bets are being
    explored or delivered, where the goals of the discoveries together allow `limit` at once."""

    discoveries: tuple[Discovery, ...]
    states: tuple[StateBets, ...]
    in_progress: int
    limit: int

    @property
    def bets(self) -> list[Bet]:
        return [bet for each in self.states for bet in each.bets]

    @property
    def asking(self) -> list[Bet]:
        """The bets that need a decision."""
        return [bet for bet in self.bets if bet.asks]

    @property
    def paying_off(self) -> int:
        """How many bets somebody decided to call paying off."""
        return sum(bet.hypothesis.state == BetState.PAYING_OFF for bet in self.bets)


def what_it_asks(state: str, measures: Sequence[MeasureStanding]) -> Promise | str:
    """Why a bet needs a decision of those who steer the portfolio; empty where it needs none.

    The source is EDGE: a bet is kept, changed or stopped by its measures of success, while it is in progress
    and as long as it is said to pay off. One that is proposed waits for room, and one that was stopped is
    decided.
    """
    if state == BetState.ADJUSTED:
        return ADJUSTED
    if state not in {*IN_PROGRESS, BetState.PAYING_OFF}:
        return ""
    if not measures:
        return UNMEASURED
    if any(each.progress.is_worse_than_baseline for each in measures):
        return WORSE
    if any(each.is_overdue for each in measures):
        return OVERDUE
    if state in IN_PROGRESS and all(each.progress.is_reached for each in measures):
        return REACHED
    return ""


def portfolio_of(actor: Actor, organization: Organization, *, today: date | None = None) -> Portfolio:
    """The bets of the discoveries of the organization that the actor may look at, and of no other; one that a
    later discovery carries on is there only. `today` decides what is overdue. As many queries for any number
    of discoveries, once their rankings were computed (lvt.selectors.rounds)."""
    rows = visible_discoveries(actor, organization).select_related("domain__organization")
    discoveries = tuple(rows.order_by("domain__name", "name", "pk"))
    trees, places = value_trees(*discoveries, today=today), rankings(*discoveries)
    before = {*continued(discoveries, trees).values()}
    goals: list[GoalBranch] = []
    by_state: dict[str, list[Bet]] = {state: [] for state in BetState.values}
    for discovery in discoveries:
        for goal in trees[discovery.pk].goals:
            if goal.goal.uuid not in before:
                goals.append(goal)
            for branch in goal.hypotheses:
                if branch.hypothesis.uuid in before:
                    continue
                by_state[branch.hypothesis.state].append(_bet(discovery, goal, branch, places))
    return Portfolio(
        discoveries,
        tuple(StateBets(BetState(state), tuple(bets)) for state, bets in by_state.items() if bets),
        sum(len(by_state[state]) for state in IN_PROGRESS),
        sum(goal.goal.wip_limit for goal in goals),
    )


def _bet(
    discovery: Discovery, goal: GoalBranch, branch: HypothesisBranch, places: dict[int, RankedUseCase]
) -> Bet:
    measures = branch.judged_by
    known = (places.get(use_case.pk) for use_case in branch.use_cases)
    ranked = [(each.rank, place, each) for place, each in enumerate(known) if each and each.rank is not None]
    return Bet(
        discovery,
        goal.goal,
        branch.hypothesis,
        measures,
        len(branch.use_cases),
        min(ranked)[-1] if ranked else None,
        what_it_asks(branch.hypothesis.state, measures),
    )
