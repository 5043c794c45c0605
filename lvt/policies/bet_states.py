"""The life of a bet, and how many may be in progress at once."""

from collections.abc import Mapping

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from core.exceptions import Conflict
from core.transitions import Move
from lvt.models import BetState, Goal, Hypothesis

_STOP = Move(gettext_lazy("Stop"), gettext_lazy("It won’t be pursued. Lessons stay in the tree."))

# From each state, the states that may follow. Buttons, services and the drawing in docs/ come from this
# table.
BET_TRANSITIONS: Mapping[BetState, Mapping[BetState, Move]] = {
    BetState.PROPOSED: {
        BetState.EXPLORING: Move(
            gettext_lazy("Explore"), gettext_lazy("Someone is testing at low cost whether it holds.")
        ),
        BetState.STOPPED: _STOP,
    },
    BetState.EXPLORING: {
        BetState.IN_DELIVERY: Move(
            gettext_lazy("Deliver"), gettext_lazy("It looks promising. Build what the goal needs.")
        ),
        BetState.ADJUSTED: Move(
            gettext_lazy("Adjust"), gettext_lazy("It only partly holds. Revise the statement first.")
        ),
        BetState.PROPOSED: Move(
            gettext_lazy("Postpone"),
            gettext_lazy("Not now. It makes room for another hypothesis of this goal."),
        ),
        BetState.STOPPED: _STOP,
    },
    BetState.IN_DELIVERY: {
        BetState.PAYING_OFF: Move(
            gettext_lazy("Mark as paying off"),
            gettext_lazy("Its measures of success are moving toward their targets."),
        ),
        BetState.ADJUSTED: Move(
            gettext_lazy("Adjust"), gettext_lazy("The measures aren’t moving. Revise the statement.")
        ),
        BetState.STOPPED: _STOP,
    },
    BetState.PAYING_OFF: {
        BetState.ADJUSTED: Move(gettext_lazy("Adjust"), gettext_lazy("It no longer pays off as it did.")),
        BetState.STOPPED: _STOP,
    },
    BetState.ADJUSTED: {
        BetState.EXPLORING: Move(
            gettext_lazy("Explore again"), gettext_lazy("The new statement is being tested.")
        ),
        BetState.STOPPED: _STOP,
    },
    BetState.STOPPED: {
        BetState.PROPOSED: Move(
            gettext_lazy("Propose again"),
            gettext_lazy("Something has changed, so it’s worth a second look."),
        ),
    },
}


def check_bet_transition(hypothesis: Hypothesis, to: BetState) -> None:
    """Raises Conflict unless the table allows it."""
    if to not in BET_TRANSITIONS[BetState(hypothesis.state)]:
        raise Conflict(
            _("A hypothesis that is “%(state)s” can’t become “%(to)s”.")
            % {"state": hypothesis.get_state_display(), "to": to.label}
        )


def check_wip_limit(goal: Goal, in_progress: int) -> None:
    """One more bet may be in progress on `goal`, where `in_progress` others are already. Raises Conflict."""
    if not goal.has_room(in_progress):
        raise Conflict(
            ngettext(
                "%(count)s of %(limit)s hypotheses for “%(goal)s” is in progress. Finish, postpone "
                "or stop one first, or raise the goal’s limit.",
                "%(count)s of %(limit)s hypotheses for “%(goal)s” are in progress. Finish, postpone "
                "or stop one first, or raise the goal’s limit.",
                in_progress,
            )
            % {"count": in_progress, "limit": goal.wip_limit, "goal": goal.title}
        )
