"""The life of a bet, and how many may be in progress at once."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exceptions import Conflict
from core.moves import Move
from lvt.models import Goal, Hypothesis
from lvt.models.tree import BetState

_STOP = Move(
    gettext_lazy("Stop"), gettext_lazy("It will not be pursued: what was learned stays in the tree.")
)

# From each state, the states that may follow. Buttons, services and the drawing in docs/ come from this
# table.
BET_TRANSITIONS: Mapping[BetState, Mapping[BetState, Move]] = {
    BetState.PROPOSED: {
        BetState.EXPLORING: Move(
            gettext_lazy("Explore"), gettext_lazy("Somebody is finding out, cheaply, whether it holds.")
        ),
        BetState.STOPPED: _STOP,
    },
    BetState.EXPLORING: {
        BetState.IN_DELIVERY: Move(
            gettext_lazy("Deliver"), gettext_lazy("It looks right: build what the goal needs.")
        ),
        BetState.ADJUSTED: Move(
            gettext_lazy("Adjust"), gettext_lazy("It holds only in part: the statement has to change first.")
        ),
        BetState.PROPOSED: Move(
            gettext_lazy("Put back"), gettext_lazy("Not now: it makes room for another bet of the goal.")
        ),
        BetState.STOPPED: _STOP,
    },
    BetState.IN_DELIVERY: {
        BetState.PAYING_OFF: Move(
            gettext_lazy("Pays off"), gettext_lazy("Its measures of success move towards their targets.")
        ),
        BetState.ADJUSTED: Move(
            gettext_lazy("Adjust"), gettext_lazy("The measures do not move: the statement has to change.")
        ),
        BetState.STOPPED: _STOP,
    },
    BetState.PAYING_OFF: {
        BetState.ADJUSTED: Move(
            gettext_lazy("Adjust"), gettext_lazy("It no longer pays off the way it did.")
        ),
        BetState.STOPPED: _STOP,
    },
    BetState.ADJUSTED: {
        BetState.EXPLORING: Move(
            gettext_lazy("Explore again"), gettext_lazy("The new statement is being found out about.")
        ),
        BetState.STOPPED: _STOP,
    },
    BetState.STOPPED: {
        BetState.PROPOSED: Move(
            gettext_lazy("Propose again"),
            gettext_lazy("Something changed that makes it worth a second look."),
        ),
    },
}


def check_bet_transition(hypothesis: Hypothesis, to: BetState) -> None:
    """Raises Conflict unless the table allows it."""
    if to not in BET_TRANSITIONS[BetState(hypothesis.state)]:
        raise Conflict(
            _("A bet that is “%(state)s” cannot become “%(to)s”.")
            % {"state": hypothesis.get_state_display(), "to": to.label}
        )


def check_wip_limit(goal: Goal, in_progress: int) -> None:
    """One more bet may be in progress on `goal`, where `in_progress` others are already. Raises Conflict."""
    if not goal.has_room(in_progress):
        raise Conflict(
            _(
                "%(count)s of %(limit)s bets on “%(goal)s” are in progress. Finish, put back or stop one "
                "first, or raise the limit of the goal."
            )
            % {"count": in_progress, "limit": goal.wip_limit, "goal": goal.title}
        )
