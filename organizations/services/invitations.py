"""Invitations to an organization: by mail, where that is sent, and by a link that an admin hands over."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from core.exceptions import TooMany
from core.rate_limits import Limit
from core.services.rate_limits import BY_DAY, forget_full_buckets, take
from organizations.actors import Actor
from organizations.delivery_queue.selectors import is_mail_sent
from organizations.mail_texts import Letter
from organizations.models import Membership, Organization, User
from organizations.organization import services as organizations
from organizations.permissions import allows, check_issue_sign_in_link
from organizations.services.mailing import INVITATION, post
from organizations.services.one_time_links import VALID_FOR, issue_sign_in_link

# A department at once, by hand, and then one after another.
OF_ACCOUNT: Final = Limit(burst=50, per_second=1 / 60)
# Whoever sends them: an invitation, and two links more on a day.
TO_ADDRESS: Final = Limit(burst=3, per_second=3 / (24 * 60 * 60))


@dataclass(frozen=True, slots=True)
class Invitation:
    """A member who was told. `link` signs them in, where they have not come yet; `is_mailed`: it goes to them
    by mail, too."""

    membership: Membership
    link: str
    is_mailed: bool


def add_member(*, actor: Actor, organization: Organization, **fields: Any) -> Invitation:
    """Add a member, who is told by mail: with a link that signs them in if they have not come yet. Takes and
    raises what `organizations.add_member` does, and TooMany as `invite`."""
    with transaction.atomic():
        membership = organizations.add_member(actor=actor, organization=organization, **fields)
        if allows(check_issue_sign_in_link, actor, membership.user):
            return invite(actor=actor, membership=membership)
        page = reverse("discovery:organization_overview", args=[organization.slug])
        is_mailed = _post(actor, membership, f"{settings.BASE_URL}{page}", is_new=False)
        return Invitation(membership, "", is_mailed)


def invite(*, actor: Actor, membership: Membership) -> Invitation:
    """A sign-in link for someone who has not come yet, which goes to them by mail too, unless three mails
    went to them in a day. Raises NotAllowed and NotFound as issue_sign_in_link, and TooMany where the actor
    invites too many."""
    with transaction.atomic():
        link = issue_sign_in_link(actor=actor, user=membership.user)
        return Invitation(membership, link, _post(actor, membership, link, is_new=True))


def _post(actor: Actor, membership: Membership, link: str, *, is_new: bool) -> bool:
    organization, user = membership.organization, membership.user
    if not is_mail_sent() or not _may_mail(actor, user):
        return False
    context = {"organization": organization, "actor": actor.label, "link": link, "is_new": is_new}
    subject = _("You were added to %(organization)s") % {"organization": organization}
    text = render_to_string("organizations/mail/invitation.txt", context)
    until = timezone.now() + VALID_FOR if is_new else None
    letter = Letter(user.email, subject, text)
    post(letter, kind=INVITATION, account=user, organization=organization, expires_at=until)
    return True


def _may_mail(actor: Actor, user: User) -> bool:
    """Return True if another mail may go to the address: anyone who signs up can make an organization, and
    invite. Raises TooMany where the account sends too many."""
    if actor.account is None:
        return True
    wait = take(f"invitations:{actor.account.pk}", OF_ACCOUNT)
    if wait:
        message = ngettext(
            "Too many invitations at once. Try again in %(seconds)s second.",
            "Too many invitations at once. Try again in %(seconds)s seconds.",
            wait,
        )
        raise TooMany(message % {"seconds": wait}, wait)
    forget_full_buckets()
    address = hashlib.sha256(user.email.lower().encode()).hexdigest()
    return not take(f"{BY_DAY}{address}", TO_ADDRESS)
