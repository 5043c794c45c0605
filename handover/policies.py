"""Rules about the state of a review and of a discovery. permissions.py checks the actor."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from discovery.models import Discovery
from handover.models import CheckInAnswer, ReviewState, SectionReview
from handover.owner_follow_ups.selectors import CheckInLine, Turn, next_turn, open_turn
from handover.section_reviews.selectors import current_round
from workshops.policies import UNDER_WAY

# An answer may be changed, and is never taken back.
REVIEW_TRANSITIONS: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.ASKED: frozenset({ReviewState.APPROVED, ReviewState.OBJECTED}),
    ReviewState.APPROVED: frozenset({ReviewState.OBJECTED}),
    ReviewState.OBJECTED: frozenset({ReviewState.APPROVED}),
}


def check_review_is_open(review: SectionReview) -> None:
    """Raises Conflict once the version is frozen that the review prepared: what was said of it stays."""
    if review.round != current_round(review.discovery):
        raise Conflict(_("Version %(number)s has already been frozen.") % {"number": review.round})


def check_review_transition(review: SectionReview, to: ReviewState) -> None:
    """Raises Conflict unless the table allows it; the author of an answer may word it again."""
    now = ReviewState(review.state)
    if to not in REVIEW_TRANSITIONS[now] and (to != now or now == ReviewState.ASKED):
        raise Conflict(_("You can change an answer, but not withdraw it."))


def check_may_freeze(discovery: Discovery) -> None:
    """Raises Conflict while people are in a room of the discovery: what they are at is not yet concluded."""
    under_way = discovery.workshops.filter(state__in=UNDER_WAY).first()
    if under_way is not None:
        raise Conflict(_("“%(name)s” is under way. End the workshop first.") % {"name": under_way})


class BadTime(Conflict, Invalid):
    """Said too early, too late, or a second time. A form that sends it comes back as it was filled in."""


def check_takes_answers(turns: Sequence[Turn], check_in: UUID) -> Turn:
    """The check-in with this uuid. Raises BadTime before its day, and when its time is over or its day was
    moved."""
    turn = next((each for each in turns if each.check_in.uuid == check_in), None)
    if turn is not None and turn.is_open:
        return turn
    if turn is not None and turn.is_to_come:
        raise BadTime(_("This follow-up begins on %(day)s.") % {"day": date_format(turn.check_in.held_on)})
    now, following = open_turn(turns), next_turn(turns)
    if now is not None:
        raise BadTime(
            _("This follow-up is over. The current one began on %(day)s.")
            % {"day": date_format(now.check_in.held_on)}
        )
    if following is not None:
        raise BadTime(
            _("This follow-up is over. The next one is on %(day)s.")
            % {"day": date_format(following.check_in.held_on)}
        )
    raise BadTime(_("The last follow-up is over. Tell your facilitator what you know."))


def check_is_said_once(line: CheckInLine, words: str, note: str) -> CheckInAnswer:
    """The earlier answer about it. Raises BadTime unless it is answered again in the same words."""
    answer = line.answer
    if answer is not None and answer.said == words and answer.note == note:
        return answer
    if line.said_by:
        raise BadTime(
            _("%(who)s has already answered for “%(name)s” in this follow-up. That answer stays.")
            % {"who": line.said_by, "name": line.name}
        )
    raise BadTime(
        _("You’ve already given another answer for “%(name)s” in this follow-up. That answer stays.")
        % {"name": line.name}
    )
