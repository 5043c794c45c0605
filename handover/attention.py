"""Approvals of the handover's review that someone waits for, or that were refused."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from discovery.models import Discovery
from discovery.registries import AttentionPoint, AttentionSource, attention_sources
from handover.models import ReviewState
from handover.section_reviews.selectors import asked_of, review_of, title_of, waiting_words
from organizations.models import User


def register_own() -> None:
    """Register the approvals on the overview of a discovery."""
    attention_sources.register(AttentionSource("approvals", 30, approvals, is_personal=True))


def approvals(discovery: Discovery, account: User | None) -> Iterator[AttentionPoint]:
    """The sections that the account is asked to approve, then one point for the other answers of the review:
    requested changes, else those that haven't answered."""
    review = review_of(discovery)
    url = reverse("handover:handover_review", args=[discovery.slug])
    own = [each for each in asked_of(review, account) if each.state == ReviewState.ASKED]
    if own:
        titles = ", ".join(dict.fromkeys(str(title_of(each.section)) for each in own))
        yield AttentionPoint(_("Your approval is requested"), f"{url}#mine", titles)
    values = {"number": review.number}
    if review.objections:
        words = _("Changes are requested in the review of version %(number)s") % values
        yield AttentionPoint(words, url, review.objection_words, is_grave=True)
    elif len(review.outstanding) > len(own):
        words = _("The review of version %(number)s isn’t complete") % values
        yield AttentionPoint(
            words, url, waiting_words(each for each in review.outstanding if each not in own)
        )
