"""Mails that tell people what happened to their account or organization."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.actors import Actor
from organizations.models import Membership, Organization, User
from organizations.models.organization import OrganizationRole

logger = logging.getLogger(__name__)


def send_notice(addresses: Iterable[str], subject: str, text: str) -> None:
    """One mail to each address, once the transaction is committed. One that the mail server refuses is
    logged, and what it tells of stays done."""
    subject = " ".join(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}".split())
    for address in addresses:
        transaction.on_commit(partial(_send, address, subject, text))


def tell_admins(
    actor: Actor, organization: Organization, subject: str, what: str, *, besides: User | None = None
) -> None:
    """All admins of the organization but `besides` hear `what` happened and who did it, whoever it was;
    commands of the operator are told to nobody."""
    if actor.account is None:
        return
    text = _(
        "%(what)s\n\nDone by %(person)s. If that is not as it should be, take it back on the pages of"
        " %(organization)s, and have the password of %(person)s changed: %(address)s"
    ) % {
        "what": what,
        "person": actor.label,
        "organization": organization,
        "address": f"{settings.BASE_URL}/organizations/{organization.slug}/members/",
    }
    admins = Membership.objects.filter(organization=organization, role=OrganizationRole.ADMIN)
    if besides is not None:
        admins = admins.exclude(user=besides)
    send_notice(admins.order_by("pk").values_list("user__email", flat=True), subject, text)


def _send(address: str, subject: str, text: str) -> None:
    try:
        EmailMessage(subject, text, to=[address]).send()
    except Exception as error:  # each mail backend raises its own
        # Neither what it says nor where: a mail server names the address that it refuses.
        logger.warning("a notice was not sent: %s", type(error).__name__)
