"""Mails that tell people what happened to their account or organization."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.actors import Actor
from organizations.mail_texts import Letter
from organizations.models import Membership, Organization, OrganizationRole, User
from organizations.services import mailing

KEPT: Final = timedelta(days=2)
"""For how long a notice is news: as long as it is tried."""


def send_notice(
    accounts: Iterable[User],
    subject: str,
    text: str,
    *,
    organization: Organization | None = None,
    expires_at: datetime | None = None,
) -> None:
    """One mail to each account by the outbox, stored in the transaction of what it tells; not sent after
    `expires_at`, or else two days. Admins of the `organization` see one that could not be sent."""
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}"
    until = expires_at or timezone.now() + KEPT
    for account in accounts:
        letter = Letter(account.email, subject, text)
        mailing.post(letter, account=account, organization=organization, expires_at=until)


def tell_admins(
    actor: Actor, organization: Organization, subject: str, what: str, *, exclude: User | None = None
) -> None:
    """Send all admins of the organization except `exclude` a notice of what happened, `what`, and who did it.
    Commands of the operator, who has no account, send none."""
    if actor.account is None:
        return
    text = _(
        "%(what)s\n\n%(person)s did this. If that’s wrong, undo it on the pages of"
        " %(organization)s and ask %(person)s to change their password: %(address)s"
    ) % {
        "what": what,
        "person": actor.label,
        "organization": organization,
        "address": f"{settings.BASE_URL}/organizations/{organization.slug}/members/",
    }
    admins = Membership.objects.filter(organization=organization, role=OrganizationRole.ADMIN)
    if exclude is not None:
        admins = admins.exclude(user=exclude)
    heard = [each.user for each in admins.select_related("user").order_by("pk")]
    send_notice(heard, subject, text, organization=organization)
