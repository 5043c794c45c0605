"""Invitations to an organization: by mail, where that is sent, and by a link that an admin hands over."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.actors import Actor
from organizations.letters import Letter
from organizations.models import Membership
from organizations.selectors.outbox import is_mail_sent
from organizations.services.mailing import INVITATION, post
from organizations.services.sign_in import VALID_FOR, issue_sign_in_link


def invite(*, actor: Actor, membership: Membership) -> str:
    """A sign-in link for somebody who has not come yet, which goes to them by mail too. Raises NotAllowed and
    NotFound as issue_sign_in_link."""
    with transaction.atomic():
        link = issue_sign_in_link(actor=actor, user=membership.user)
        _post(actor, membership, link, is_new=True)
    return link


def tell_member(*, actor: Actor, membership: Membership) -> None:
    """Tell somebody who has an account already where they were added."""
    page = reverse("discovery:organization_overview", args=[membership.organization.slug])
    _post(actor, membership, f"{settings.BASE_URL}{page}", is_new=False)


def _post(actor: Actor, membership: Membership, link: str, *, is_new: bool) -> None:
    if not is_mail_sent():
        return
    organization, user = membership.organization, membership.user
    said = {"organization": organization, "actor": actor.label, "link": link, "is_new": is_new}
    subject = _("You were added to %(organization)s") % {"organization": organization}
    text = render_to_string("organizations/mail/invitation.txt", said)
    until = timezone.now() + VALID_FOR if is_new else None
    letter = Letter(user.email, subject, text)
    post(letter, kind=INVITATION, account=user, organization=organization, expires_at=until)
