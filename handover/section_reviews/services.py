"""Reviews of sections of the report before it is handed over: requests and answers."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from core.clean_text import is_visible
from core.exceptions import Conflict, Invalid
from core.models import Operation
from core.services import artifacts, operation
from discovery import permissions
from discovery.models import Discovery
from handover import policies
from handover.models import ReviewState, SectionReview
from handover.permissions import check_answer_review
from handover.section_reviews.selectors import current_round, reviewable
from organizations.actors import Actor
from organizations.models import User


def ask_for_review(
    *,
    actor: Actor,
    discovery: Discovery,
    sections: Iterable[str],
    account: User | None = None,
    reviewer: str = "",
) -> list[SectionReview]:
    """Ask someone to look through `sections` (keys of the report's, or WHOLE) in the present round:
    an `account` that may see the discovery and answers itself, or anyone else by the name `reviewer`, for
    whom facilitators write down the answer. What the person was asked already stays; returns what is new.

    Raises Invalid for no one, for an account without access, and for no or unknown sections.
    """
    permissions.check_facilitate(actor, discovery)
    keys = list(dict.fromkeys(sections))
    titles = reviewable()
    if not keys or any(key not in titles for key in keys):
        raise Invalid(_("Choose at least one section of the report."))
    if account is not None:
        if permissions.discovery_role(Actor.of_account(account), discovery) is None:
            raise Invalid(_("%(person)s has no access to this discovery.") % {"person": account})
        reviewer = str(account)[:120]
    if not is_visible(reviewer):
        raise Invalid(_("Enter a reviewer."), "reviewer")
    with operation(actor, "section_review.asked", summary=reviewer, place=discovery):
        _lock(discovery)
        round_ = current_round(discovery)
        reviews = SectionReview.objects.filter(discovery=discovery, round=round_, reviewer=reviewer)
        reviews_by_section = {review.section: review for review in reviews}
        if account is not None and any(
            review.account_id != account.pk for review in reviews_by_section.values()
        ):
            raise Invalid(_("Someone else named %(person)s has already been asked.") % {"person": reviewer})
        return [
            artifacts.add(
                SectionReview,
                discovery=discovery,
                round=round_,
                section=key,
                account=account,
                reviewer=reviewer,
            )
            for key in keys
            if key not in reviews_by_section
        ]


def answer_review(
    *, actor: Actor, review: SectionReview, state: str, comment: str = "", revision: int | None = None
) -> SectionReview:
    """Approve the section, or ask for changes and say which. The reviewer may answer again until the version
    is frozen.

    Raises NotAllowed for anyone but the reviewer (facilitators answer for people without an account),
    Conflict when its version is frozen, Stale, and Invalid for wanting changes without a word.
    """
    check_answer_review(actor, review)
    if state not in (ReviewState.APPROVED, ReviewState.OBJECTED):
        raise Invalid(_("Approve the section, or describe the change you want."))
    if state == ReviewState.OBJECTED and not is_visible(comment):
        raise Invalid(_("Describe the change you want."), "comment")
    with operation(actor, "section_review.answered", summary=review.reviewer, place=review.discovery):
        _lock(review.discovery)
        policies.check_review_is_open(review)
        policies.check_review_transition(artifacts.locked(review), ReviewState(state))
        return artifacts.change(
            review, revision=revision, state=state, comment=comment, answered_at=timezone.now()
        )


def withdraw_review(*, actor: Actor, review: SectionReview) -> Operation:
    """Ask no longer. Raises Conflict once there is an answer: what someone said stays."""
    permissions.check_facilitate(actor, review.discovery)
    with operation(
        actor, "section_review.withdrawn", summary=review.reviewer, place=review.discovery
    ) as withdrawn:
        _lock(review.discovery)
        policies.check_review_is_open(review)
        if artifacts.locked(review).state != ReviewState.ASKED:
            raise Conflict(_("%(person)s has already answered.") % {"person": review.reviewer})
        artifacts.trash(review)
    return withdrawn


def _lock(discovery: Discovery) -> None:
    """Serializes freezing a version and answering in the review."""
    Discovery.objects.select_for_update(of=("self",)).get(pk=discovery.pk)
