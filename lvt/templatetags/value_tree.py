"""How the state of a bet is shown, from the one table of its transitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django import template
from django.utils.functional import Promise

from lvt.models import Hypothesis
from lvt.models.tree import BetState
from lvt.policies.bets import BET_TRANSITIONS

register = template.Library()

_TONES = {
    BetState.EXPLORING: "accent",
    BetState.IN_DELIVERY: "good",
    BetState.PAYING_OFF: "good",
    BetState.ADJUSTED: "warn",
}


@dataclass(frozen=True, slots=True)
class Move:
    state: BetState
    action: str | Promise
    reason: str | Promise


@register.filter
def bet_tone(hypothesis: Hypothesis) -> str:
    """The class of the chip that names the state."""
    return _TONES.get(BetState(hypothesis.state), "")


@register.filter
def bet_moves(hypothesis: Hypothesis) -> list[Move]:
    """Where the bet may go from its state."""
    allowed = BET_TRANSITIONS[BetState(hypothesis.state)]
    return [Move(state, move.action, move.reason) for state, move in allowed.items()]


@register.filter
def of_uuid(names: object, uuid: UUID) -> str:
    """What the mapping `names` holds for the uuid; "" when it holds nothing, or where there is none."""
    return str(names.get(str(uuid), "")) if isinstance(names, Mapping) else ""
