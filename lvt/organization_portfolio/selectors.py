"""The portfolio of an organization: the bets of all its discoveries by their state, if they pay off by their
measures, and which of them need a decision."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from operator import itemgetter

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from discovery.selectors.visible_discoveries import visible_discoveries
from lvt import scoring_method
from lvt.hypothesis_ranking.selectors import Next, RankedHypothesis, by_values, next_placed
from lvt.measures.selectors import MeasureStanding
from lvt.methods.selectors import asked_by
from lvt.models import BetState, Goal, Hypothesis, ScoringMethod
from lvt.rounds.selectors import rankings
from lvt.scoring import rules as scoring
from lvt.selectors.close_places import place_words
from lvt.selectors.continued_goals import continued
from lvt.selectors.ranking_results import RankedUseCase
from lvt.tree.models import IN_PROGRESS
from lvt.tree.selectors import GoalBranch, HypothesisBranch, value_trees
from organizations.actors import Actor
from organizations.models import Organization

ASKING = gettext_lazy("Decision needed")
UNRATED = gettext_lazy("Not rated yet")
UNMEASURED = gettext_lazy("No measure shows whether it pays off.")
WORSE = gettext_lazy("A measure is worse than at the start. Continue, adjust or stop?")
OVERDUE = gettext_lazy("A measure missed its target by the due date. Continue, adjust or stop?")
REACHED = gettext_lazy("Every measure has reached its target. Does it pay off?")
ADJUSTED = gettext_lazy("It needs a new statement. Explore it again or stop it?")


@dataclass(frozen=True, slots=True)
class Bet:
    """A hypothesis with the measures that judge it.

    `measures` are those that it is judged by. `best` is the highest place that one of its use cases has in
    the ranking of its discovery. `worth` is its own place in the order of hypotheses by value of its
    discovery, None where it is not rated. `has_room`: whether its goal allows one more in progress. `asks` is
    the reason why it needs a decision; empty where it needs none.
    """

    discovery: Discovery
    goal: Goal
    has_room: bool
    hypothesis: Hypothesis
    measures: tuple[MeasureStanding, ...]
    use_cases: int
    best: RankedUseCase | None
    worth: RankedHypothesis | None
    asks: Promise | str


@dataclass(frozen=True, slots=True)
class StateBets:
    """The bets in one state, by domain, discovery and their order in the tree."""

    state: BetState
    bets: tuple[Bet, ...]


@dataclass(frozen=True, slots=True)
class ValuedBets:
    """The bets that were rated by the same method, whichever discovery they are of: `rows` are their places
    among each other, best first; equal totals share one. `method` is its name in one of the discoveries."""

    method: ScoringMethod
    rows: tuple[tuple[int, Bet], ...]

    @property
    def named_rows(self) -> tuple[tuple[str, Bet], ...]:
        """The same with the places in words."""
        sharing = Counter(place for place, _bet in self.rows)
        return tuple((place_words(place, sharing[place]), bet) for place, bet in self.rows)

    @property
    def next(self) -> Next[Bet]:
        """Those to begin next, within the limits of their goals."""
        return next_placed(self.rows, lambda bet: bet.has_room)


@dataclass(frozen=True, slots=True)
class BetGroup:
    """Bets under one heading, each with its place by value, "" where it has none. `is_asking`: they need a
    decision; `by_state`: the heading is their state."""

    label: Promise | str
    rows: tuple[tuple[str, Bet], ...]
    is_asking: bool = False
    by_state: bool = False


@dataclass(frozen=True, slots=True)
class Portfolio:
    """`states` in the order of a bet's life, those without bets left out. `in_progress` bets are being
    explored or delivered, where the goals of the discoveries together allow `limit` at once, and the
    organization `over_all`, if it says so."""

    discoveries: tuple[Discovery, ...]
    states: tuple[StateBets, ...]
    in_progress: int
    limit: int
    over_all: int | None = None
    by_value: tuple[ValuedBets, ...] = ()

    @property
    def has_room(self) -> bool:
        """Return True if the organization has room for one more bet in progress."""
        return self.over_all is None or self.in_progress < self.over_all

    @property
    def is_exceeded(self) -> bool:
        """Return True if more is in progress than the organization's limit. Each goal has a limit, too, which
        is enforced; this one warns, because no one sees all that counts for it while they decide on one
        bet."""
        return self.over_all is not None and self.in_progress > self.over_all

    @property
    def has_unheard(self) -> bool:
        """Return True if it is unknown for one of the values how many people are behind it."""
        return any(each.scored is None for each in self._values)

    @property
    def is_unheard(self) -> bool:
        """Return True if it is unknown for all values how many people are behind them."""
        return all(each.scored is None for each in self._values)

    @property
    def _values(self) -> list[RankedHypothesis]:
        return [bet.worth for bet in self.bets if bet.worth and bet.worth.total is not None]

    @property
    def bets(self) -> list[Bet]:
        return [bet for each in self.states for bet in each.bets]

    @property
    def asking(self) -> list[Bet]:
        """The bets that need a decision."""
        return [bet for bet in self.bets if bet.asks]

    @property
    def groups_by_state(self) -> list[BetGroup]:
        """Each bet once: those that need a decision, then the others in the order of a bet's life."""
        places = {bet.hypothesis.pk: place for each in self.by_value for place, bet in each.named_rows}

        def rows(bets: Iterable[Bet]) -> tuple[tuple[str, Bet], ...]:
            return tuple((places.get(bet.hypothesis.pk, ""), bet) for bet in bets)

        asking = BetGroup(ASKING, rows(self.asking), is_asking=True)
        calm = [
            BetGroup(each.state.label, rows(bet for bet in each.bets if not bet.asks), by_state=True)
            for each in self.states
        ]
        return [each for each in (asking, *calm) if each.rows]

    @property
    def groups_by_value(self) -> list[BetGroup]:
        """Each bet once: those that one method rated, the best first, then those that none did."""
        rated = {bet.hypothesis.pk for each in self.by_value for _place, bet in each.rows}
        unrated = tuple(("", bet) for bet in self.bets if bet.hypothesis.pk not in rated)
        groups = [BetGroup(each.method.name, each.named_rows) for each in self.by_value]
        return [each for each in (*groups, BetGroup(UNRATED, unrated)) if each.rows]

    @property
    def paying_off(self) -> int:
        """The number of bets that someone decided to call paying off."""
        return sum(bet.hypothesis.state == BetState.PAYING_OFF for bet in self.bets)


def what_it_asks(state: str, measures: Sequence[MeasureStanding]) -> Promise | str:
    """The reason why a bet needs a decision of those who steer the portfolio; empty where it needs none.

    The source is EDGE: a bet is kept, changed or stopped by its measures of success, while it is in progress
    and as long as it is called paying off. One that is proposed waits for room, and one that was stopped is
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
    of discoveries, once their rankings were computed (lvt.rounds.selectors)."""
    rows = visible_discoveries(actor, organization).select_related("domain__organization")
    discoveries = tuple(rows.order_by("domain__name", "name", "pk"))
    trees, places = value_trees(*discoveries, today=today), rankings(*discoveries)
    worth, methods = _worth(discoveries)
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
                by_state[branch.hypothesis.state].append(_bet(discovery, goal, branch, places, worth))
    return Portfolio(
        discoveries,
        tuple(StateBets(BetState(state), tuple(bets)) for state, bets in by_state.items() if bets),
        sum(len(by_state[state]) for state in IN_PROGRESS),
        sum(goal.goal.wip_limit for goal in goals),
        organization.wip_limit,
        _by_value([bet for bets in by_state.values() for bet in bets], methods),
    )


def _worth(
    discoveries: Sequence[Discovery],
) -> tuple[dict[int, RankedHypothesis], dict[int, ScoringMethod]]:
    """The place of each rated hypothesis in its discovery, and the method there, by primary keys."""
    results = by_values(*discoveries)
    worth = {ranked.hypothesis.pk: ranked for each in results.values() for ranked in each.ranking}
    return worth, {pk: each.method for pk, each in results.items()}


def _by_value(bets: Sequence[Bet], methods: Mapping[int, ScoringMethod]) -> tuple[ValuedBets, ...]:
    """Totals are compared only where the same was asked, on the same scales and with the same weights."""
    of_method: dict[Hashable, list[Bet]] = defaultdict(list)
    method_by_key: dict[Hashable, ScoringMethod] = {}
    for bet in bets:
        if bet.worth is not None and bet.worth.exact is not None:
            method = methods[bet.discovery.pk]
            of_method[asked_by(method)].append(bet)
            method_by_key.setdefault(asked_by(method), method)
    groups = []
    for key, rated in of_method.items():
        totals: dict[scoring_method.Key, Fraction | None] = {
            bet.hypothesis.pk: bet.worth.exact for bet in rated if bet.worth is not None
        }
        ranks = scoring.ranked(totals)
        rows = sorted(((ranks[bet.hypothesis.pk] or 0, bet) for bet in rated), key=itemgetter(0))
        groups.append(ValuedBets(method_by_key[key], tuple(rows)))
    return tuple(sorted(groups, key=lambda each: -len(each.rows)))


def _bet(
    discovery: Discovery,
    goal: GoalBranch,
    branch: HypothesisBranch,
    places: dict[int, RankedUseCase],
    worth: Mapping[int, RankedHypothesis],
) -> Bet:
    measures = branch.judged_by
    rows = (places.get(use_case.pk) for use_case in branch.use_cases)
    ranked = [(each.rank, place, each) for place, each in enumerate(rows) if each and each.rank is not None]
    return Bet(
        discovery,
        goal.goal,
        not goal.is_full,
        branch.hypothesis,
        measures,
        len(branch.use_cases),
        min(ranked)[-1] if ranked else None,
        worth.get(branch.hypothesis.pk),
        what_it_asks(branch.hypothesis.state, measures),
    )
