"""Bets without any update since the last check-in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from core.models import if_there
from discovery.models import Discovery
from handover.owner_follow_ups.selectors import Turn, last_turn, turns_of
from lvt.models import BetState, Goal, Hypothesis
from lvt.tree.models import IN_PROGRESS
from lvt.tree.selectors import HypothesisBranch, ValueTree
from organizations.models import Person

SHORTLY_BEFORE = timedelta(days=14)
"""What was measured so shortly before a check-in counts as said at it."""
EXPECTED = frozenset({*IN_PROGRESS, BetState.PAYING_OFF})
"""In these states a bet needs updates."""


@dataclass(frozen=True, slots=True)
class Silence:
    """The silent bets, by uuid, since the check-in of the day `since`."""

    since: date | None = None
    bets: frozenset[UUID] = frozenset()


def asked_owner(goal: Goal, bet: Hypothesis) -> Person | None:
    """The person who is asked about the measures of the bet: its owner, or else that of the goal. None
    without either."""
    return if_there(bet.owner) or if_there(goal.owner)


def silence_in(discovery: Discovery, tree: ValueTree, *, today: date | None = None) -> Silence:
    """The bets of the tree that are silent, as of the check-ins of its discovery."""
    return silence_since(turns_of(discovery, today=today), tree)


def silence_since(turns: Sequence[Turn], tree: ValueTree) -> Silence:
    """The bets of the tree that are silent: in progress or called paying off, and since the last check-in
    that is over an owner was asked, but no one answered about any of their measures or recorded a value."""
    turn = last_turn(turns)
    if turn is None:
        return Silence()
    day = turn.check_in.held_on
    silent = (
        branch.hypothesis.uuid
        for goal in tree.goals
        for branch in goal.hypotheses
        if _is_expected(goal.goal, branch, day) and not _is_heard(branch, day, turn.answered_uuids)
    )
    return Silence(day, frozenset(silent))


def _is_expected(goal: Goal, branch: HypothesisBranch, day: date) -> bool:
    """Return True if someone was asked about a measure of the bet on this day: both were there already."""
    bet = branch.hypothesis
    return (
        bet.state in EXPECTED
        and asked_owner(goal, bet) is not None
        and localdate(bet.created_at) <= day
        and any(localdate(each.measure.created_at) <= day for each in branch.judged_by)
    )


def _is_heard(branch: HypothesisBranch, day: date, heard: Iterable[UUID]) -> bool:
    return any(
        each.measure.uuid in heard
        or (each.latest is not None and each.latest.measured_on >= day - SHORTLY_BEFORE)
        for each in branch.judged_by
    )
