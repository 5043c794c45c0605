"""How the state of a bet is shown, from the one table of its transitions."""

from __future__ import annotations

from collections.abc import ItemsView, Mapping, Sequence
from uuid import UUID

from django import template

from core.moves import Move
from lvt.models import Goal, Hypothesis
from lvt.models.tree import BetState
from lvt.policies.bets import BET_TRANSITIONS
from lvt.selectors.contributions import Contribution
from lvt.selectors.hypotheses import ByValue, RankedHypothesis

register = template.Library()

_TONES = {
    BetState.EXPLORING: "accent",
    BetState.IN_DELIVERY: "good",
    BetState.PAYING_OFF: "good",
    BetState.ADJUSTED: "warn",
}


@register.filter
def bet_tone(hypothesis: Hypothesis) -> str:
    """The class of the chip that names the state."""
    return _TONES.get(BetState(hypothesis.state), "")


@register.filter
def bet_moves(hypothesis: Hypothesis) -> ItemsView[BetState, Move]:
    """Where the bet may go from its state."""
    return BET_TRANSITIONS[BetState(hypothesis.state)].items()


@register.filter
def ends_of(contributions: object, goal: Goal) -> Sequence[Contribution]:
    """What lies at the other ends of what the goal contributes to, or of what contributes to it."""
    return contributions.get(goal.uuid, ()) if isinstance(contributions, Mapping) else ()


@register.filter
def worth_of(results: ByValue | None, hypothesis: Hypothesis) -> RankedHypothesis | None:
    """The place of the hypothesis in the order by value; None where it has none."""
    return (
        next((each for each in results.ranking if each.hypothesis == hypothesis), None) if results else None
    )


@register.filter
def of_uuid(names: object, uuid: UUID) -> str:
    """What the mapping `names` holds for the uuid; "" when it holds nothing, or where there is none."""
    return str(names.get(str(uuid), "")) if isinstance(names, Mapping) else ""
