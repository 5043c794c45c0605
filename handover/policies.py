"""What the state of a review and of a discovery allows. permissions.py checks who may do it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.exceptions import Conflict
from discovery.models import Discovery
from handover.models import SectionReview
from handover.models.handover import ReviewState
from handover.selectors.section_reviews import current_round
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
        raise Conflict(_("Version %(number)s is frozen by now.") % {"number": review.round})


def check_review_transition(review: SectionReview, to: ReviewState) -> None:
    """Raises Conflict unless the table allows it; the author of an answer may word it anew."""
    now = ReviewState(review.state)
    if to not in REVIEW_TRANSITIONS[now] and (to != now or now == ReviewState.ASKED):
        raise Conflict(_("An answer that was given can be changed, but not taken back."))


def check_may_freeze(discovery: Discovery) -> None:
    """Raises Conflict while people are in a room of the discovery: what they are at is not yet concluded."""
    under_way = discovery.workshops.filter(state__in=UNDER_WAY).first()
    if under_way is not None:
        raise Conflict(_("“%(name)s” is under way. End the workshop first.") % {"name": under_way})
