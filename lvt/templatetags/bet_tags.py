"""The state of a bet in templates, from the one table of its transitions."""

from collections.abc import Collection, Mapping, Sequence

from django import template

from core.transitions import Move
from lvt.hypothesis_ranking.selectors import ByValue, RankedHypothesis
from lvt.models import BetState, Goal, Hypothesis
from lvt.policies.bet_states import BET_TRANSITIONS
from lvt.selectors.domain_goal_contributions import Contribution

register = template.Library()

_TONES = {
    BetState.EXPLORING: "accent",
    BetState.IN_DELIVERY: "good",
    BetState.PAYING_OFF: "good",
    BetState.ADJUSTED: "warn",
}


@register.filter
def bet_tone(hypothesis: object) -> str:
    """The class of the chip that names the state; "" without a hypothesis."""
    return _TONES.get(BetState(hypothesis.state), "") if isinstance(hypothesis, Hypothesis) else ""


@register.filter
def bet_moves(hypothesis: object) -> Collection[tuple[BetState, Move]]:
    """The states to which the bet may go from its state; none without a hypothesis."""
    if not isinstance(hypothesis, Hypothesis):
        return ()
    return BET_TRANSITIONS[BetState(hypothesis.state)].items()


@register.filter
def ends_of(contributions: object, goal: object) -> Sequence[Contribution]:
    """The goals at the other ends: those that the goal contributes to, or that contribute to it."""
    if not isinstance(contributions, Mapping) or not isinstance(goal, Goal):
        return ()
    ends: Sequence[Contribution] = contributions.get(goal.uuid, ())
    return ends


@register.filter
def worth_of(results: object, hypothesis: object) -> RankedHypothesis | None:
    """The place of the hypothesis in the order by value; None where it has none."""
    if not isinstance(results, ByValue):
        return None
    return next((each for each in results.ranking if each.hypothesis == hypothesis), None)


@register.filter
def of_uuid(names: object, uuid: object) -> str:
    """The value of the mapping `names` for the uuid; "" when there is none."""
    return str(names.get(str(uuid), "")) if isinstance(names, Mapping) else ""
