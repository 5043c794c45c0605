"""Permissions to answer in a review. Rules about its state are in policies.py."""

from django.utils.translation import gettext as _

from core.exceptions import NotAllowed
from discovery.permissions import check_facilitate, check_see_discovery
from handover.models import SectionReview
from organizations.actors import Actor


def check_answer_review(actor: Actor, review: SectionReview) -> None:
    """The person who was asked answers, no one for them; facilitators write down what someone without an
    account said. Raises NotAllowed or NotFound."""
    check_see_discovery(actor, review.discovery)
    if actor.is_trusted:
        return
    if review.account_id is None:
        check_facilitate(actor, review.discovery)
    elif actor.account is None or actor.account.pk != review.account_id:
        raise NotAllowed(_("Only %(person)s can answer this.") % {"person": review.reviewer})
