"""Bets of which nobody said anything since the last check-in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from discovery.models import Discovery
from handover.selectors.check_ins import last_turn, turns_of
from lvt.models.tree import IN_PROGRESS, BetState
from lvt.selectors.tree import HypothesisBranch, ValueTree

SHORTLY_BEFORE = timedelta(days=14)
"""What was measured so shortly before a check-in counts as said at it."""
EXPECTED = frozenset({*IN_PROGRESS, BetState.PAYING_OFF})
"""In these states somebody is to say something of a bet."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Which bets are silent, by uuid, since the check-in of the day `since`."""

    since: date | None = None
    bets: frozenset[UUID] = frozenset()


def silence_in(discovery: Discovery, tree: ValueTree, *, today: date | None = None) -> Silence:
    """The bets of the tree that are silent: in progress or said to pay off, and since the last check-in that
    is over nobody answered about a measure of theirs, nor recorded a value."""
    turn = last_turn(turns_of(discovery, today=today))
    if turn is None:
        return Silence()
    day = turn.check_in.held_on
    bets = (branch for goal in tree.goals for branch in goal.hypotheses)
    silent = (branch for branch in bets if _is_silent(branch, day, turn.heard))
    return Silence(day, frozenset(branch.hypothesis.uuid for branch in silent))


def _is_silent(branch: HypothesisBranch, day: date, heard: Iterable[UUID]) -> bool:
    if branch.hypothesis.state not in EXPECTED:
        return False
    return not any(
        each.measure.uuid in heard
        or (each.latest is not None and each.latest.measured_on >= day - SHORTLY_BEFORE)
        for each in branch.judged_by
    )
