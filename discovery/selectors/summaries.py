"""Who gets a mail with what came out of a workshop, and what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from core.models import Operation
from discovery import invitation
from discovery.models import (
    ActionItem,
    Decision,
    DiscoveryAccess,
    Membership,
    Participant,
    SummaryMail,
    User,
    Workshop,
)
from discovery.models.workshop import WorkshopState
from discovery.selectors.captures import actions_taken_by
from discovery.selectors.running import people_in

KEPT_UNSENT = timedelta(days=30)
"""How long after the end of a workshop an address is kept to which nothing was sent."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands in the mail: no more of the discovery than the results that were shared."""

    workshop: Workshop
    decisions: tuple[Decision, ...]
    actions: tuple[ActionItem, ...]
    url: str


def is_mail_sent() -> bool:
    """Whether this installation sends mail. Without a mail server it only prints them."""
    return bool(settings.EMAIL_BACKEND != settings.PRINTED_MAIL)


def is_there_to_mail(workshop: Workshop) -> bool:
    """Whether the workshop has ended, and its shared results can be read, as the database has it now."""
    there = Workshop.objects.filter(discovery__deleted_at=None, discovery__domain__deleted_at=None)
    return there.filter(pk=workshop.pk, state=WorkshopState.ENDED).exclude(result_key="").exists()


def was_mailed(workshop: Workshop) -> bool:
    """Whether the facilitator had the results sent: who leaves an address later gets the mail at once."""
    return Operation.objects.filter(room_uuid=workshop.uuid, verb="results.mailed").exists()


def address_left_by(participant: Participant) -> str:
    """Where the mail goes; "" for nowhere, and once it was sent."""
    mail = SummaryMail.objects.filter(participant=participant).first()
    return mail.address if mail else ""


def is_sent_to(participant: Participant) -> bool:
    """Whether they got their one mail."""
    return SummaryMail.objects.filter(participant=participant, sent_at__isnull=False).exists()


def waiting(workshop: Workshop) -> list[SummaryMail]:
    """The mails that no worker has yet: to people who left an address, and were not removed, and those that
    could not be sent."""
    mails = SummaryMail.objects.filter(workshop=workshop, sent_at=None, queued_at=None)
    return list(mails.exclude(participant__removed_at__isnull=False))


def members_to_mail(workshop: Workshop) -> list[User]:
    """The accounts that may see the discovery, or took part, and have no mail yet: neither under their
    account nor by an address that they left in the room."""
    discovery = workshop.discovery
    took_part = Participant.objects.filter(workshop=workshop, removed_at=None, account__isnull=False)
    mails = SummaryMail.objects.filter(workshop=workshop)
    members = Membership.objects.filter(organization=discovery.domain.organization_id)
    may_see = DiscoveryAccess.objects.filter(discovery=discovery, user__in=members.values("user"))
    left = {address.casefold() for address in mails.values_list("address", flat=True)}
    accounts = User.objects.filter(
        Q(pk__in=may_see.values("user")) | Q(pk__in=took_part.values("account")), is_active=True
    )
    has_one = mails.filter(account__isnull=False).values("account")
    came = mails.filter(participant__account__isnull=False).values("participant__account")
    accounts = accounts.exclude(pk__in=has_one).exclude(pk__in=came).order_by("pk")
    return [account for account in accounts if account.email.casefold() not in left]


def mails_to_send(workshop: Workshop) -> int:
    """To how many the facilitator can have the results sent now: after the end, once they are shared."""
    if not (is_mail_sent() and workshop.state == WorkshopState.ENDED and workshop.result_key):
        return 0
    return len(waiting(workshop)) + len(members_to_mail(workshop))


def summary_for(mail: SummaryMail) -> Summary:
    """What one person gets: the decisions, if they are among the parts that were shared, and their own
    actions."""
    workshop = mail.workshop
    name, account = _whose(mail)
    decisions = workshop.decisions.all() if "decisions" in workshop.result_parts else ()
    return Summary(
        workshop,
        tuple(decisions),
        tuple(actions_taken_by(workshop, account=account, name=name)),
        invitation.results_url(workshop),
    )


def _whose(mail: SummaryMail) -> tuple[str, int | None]:
    """By which name and account their actions are found."""
    if mail.participant is None:
        return str(mail.account), mail.account_id
    label = next(
        (each.label for each in people_in(mail.workshop_id) if each.participant == mail.participant), ""
    )
    return label, mail.participant.account_id
