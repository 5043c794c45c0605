"""Writes to the value tree beyond those of its kinds (tree/kinds.py): the vision, of which there is one, and
the state of a bet."""

from core.models import Operation
from core.services import artifacts
from discovery.models import Discovery
from discovery.permissions import check_edit_discovery
from lvt.kinds.room_updates import VISION
from lvt.models import BetState, Goal, Hypothesis, Vision
from lvt.policies.bet_states import check_bet_transition, check_wip_limit
from lvt.services.tree_operation import tree_operation
from lvt.tree import selectors as tree_selectors
from lvt.tree.models import IN_PROGRESS
from organizations.actors import Actor

# --- Vision ---------------------------------------------------------------------------------------


def set_vision(*, actor: Actor, discovery: Discovery, statement: str, revision: int | None = None) -> Vision:
    """The vision of the discovery, new or changed. Raises Stale, also when someone else wrote a first one
    since."""
    check_edit_discovery(actor, discovery)
    current = tree_selectors.vision_of(discovery)
    verb = "vision.changed" if current else "vision.added"
    with tree_operation(actor, verb, summary=statement, discovery=discovery, goal=VISION):
        if current is None:
            return artifacts.add(Vision, discovery=discovery, statement=statement)
        return artifacts.change(current, revision=revision or 0, statement=statement)


# --- Hypotheses -----------------------------------------------------------------------------------


def set_bet_state(
    *, actor: Actor, hypothesis: Hypothesis, state: BetState, revision: int | None = None
) -> Operation:
    """Move the bet on in its life.

    Raises Conflict when the table does not lead from the present state to `state`, or when the goal's limit
    of bets in progress is reached; Stale when someone changed the bet since `revision`.
    """
    discovery = hypothesis.goal.discovery
    check_edit_discovery(actor, discovery)
    with tree_operation(
        actor, f"bet.{state.value}", summary=hypothesis.statement, discovery=discovery, goal=hypothesis.goal
    ) as move:
        current = artifacts.locked(hypothesis)
        check_bet_transition(current, state)
        if state in IN_PROGRESS:
            _check_room(current.goal, current)
        artifacts.change(current, revision=revision, state=state)
    return move


def _check_room(goal: Goal, hypothesis: Hypothesis) -> None:
    # The goal's row is locked, so that two bets that start at once are counted one after the other.
    locked = artifacts.locked(goal)
    check_wip_limit(locked, tree_selectors.bets_in_progress(locked, exclude=hypothesis))
