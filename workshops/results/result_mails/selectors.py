"""Recipients of a mail with the results of a workshop, and its content."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from core.models import Operation
from discovery.models import DiscoveryAccess
from organizations.delivery_queue.selectors import is_mail_sent
from organizations.models import Mail, Membership, OutgoingState, User
from workshops.joining import invitation
from workshops.models import ActionItem, Decision, Participant, SummaryMail, Workshop, WorkshopState
from workshops.results.quick_captures.selectors import actions_taken_by
from workshops.results.result_mails.models import RESULTS
from workshops.room.running.selectors import people_in

KEPT_UNSENT = timedelta(days=30)
"""How long after the end of a workshop an address is kept to which nothing was sent."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Content of the mail: no more of the discovery than the results that were shared."""

    workshop: Workshop
    decisions: tuple[Decision, ...]
    actions: tuple[ActionItem, ...]
    url: str


@dataclass(frozen=True, slots=True)
class MailsDue:
    """`mails` that no worker has yet, or that could not be sent; `members` who have none yet; and `doubles`,
    whose address gets another mail of the workshop."""

    mails: list[SummaryMail]
    members: list[User]
    doubles: list[SummaryMail]


def is_there_to_mail(workshop: Workshop) -> bool:
    """Return True if the workshop has ended, and its shared results can be read, as the database has it
    now."""
    there = Workshop.objects.filter(discovery__deleted_at=None, discovery__domain__deleted_at=None)
    return there.filter(pk=workshop.pk, state=WorkshopState.ENDED).exclude(result_key="").exists()


def was_mailed(workshop: Workshop) -> bool:
    """Return True if the facilitator had the results sent: people who leave an address later get the mail at
    once."""
    return Operation.objects.filter(room_uuid=workshop.uuid, verb="results.mailed").exists()


def address_left_by(participant: Participant) -> str:
    """The address for the mail; "" for none, and once it is being sent."""
    mail = SummaryMail.objects.filter(participant=participant, sent_at=None).first()
    return mail.address if mail else ""


def mails_of(participant: Participant) -> QuerySet[SummaryMail]:
    """Their one mail: to the address that they left, or to their account."""
    theirs = Q(participant=participant)
    if participant.account_id is not None:
        theirs |= Q(workshop=participant.workshop_id, account=participant.account_id)
    return SummaryMail.objects.filter(theirs)


def is_sent_to(participant: Participant) -> bool:
    """Return True if they got their one mail."""
    return mails_of(participant).filter(sent_at__isnull=False).exists()


def is_mail_offered(workshop: Workshop, participant: Participant) -> bool:
    """Return True if they are asked for an address. Before the end no one has got their mail."""
    return is_mail_sent() and not (workshop.state == WorkshopState.ENDED and is_sent_to(participant))


def mails_due(workshop: Workshop) -> MailsDue:
    """Mails that go out when the facilitator sends. An account's own address gets only that account's mail,
    even if someone else typed it; any other address gets that of the first person who left it. Nothing is due
    to people who were removed."""
    members = list(_members_to_mail(workshop))
    mails = list(_mails(workshop).select_related("account", "participant__account").order_by("pk"))
    goes_by: dict[str, SummaryMail | None] = {account.email.casefold(): None for account in members}
    for mail in mails:
        account = mail.account or (mail.participant.account if mail.participant else None)
        if account is not None:
            goes_by[account.email.casefold()] = mail
    for mail in sorted(mails, key=lambda mail: mail.queued_at is None):  # first what is on its way
        goes_by.setdefault(mail.address.casefold(), mail)
    due = MailsDue([], members, [])
    for mail in mails:
        if mail.sent_at is None and mail.queued_at is None:
            is_double = bool(mail.address) and goes_by[mail.address.casefold()] != mail
            (due.doubles if is_double else due.mails).append(mail)
    return due


def is_on_its_way_otherwise(mail: SummaryMail) -> bool:
    """Return True if another mail of the workshop waits to be sent to the same address."""
    waiting = SummaryMail.objects.filter(workshop=mail.workshop, sent_at=None, queued_at__isnull=False)
    others = waiting.exclude(pk=mail.pk).select_related("account", "participant__account").order_by("pk")
    addresses = {each.pk: _addresses(each) for each in others}
    there = Mail.objects.filter(
        kind=RESULTS, state=OutgoingState.WAITING, about__in=[str(pk) for pk in addresses]
    )
    return any(mail.address.casefold() in addresses[int(each.about)] for each in there)


def _addresses(mail: SummaryMail) -> set[str]:
    account = mail.account or (mail.participant.account if mail.participant else None)
    return {each.casefold() for each in (mail.address, account.email if account else "") if each}


def _mails(workshop: Workshop) -> QuerySet[SummaryMail]:
    """Without the mails of people who were removed before, which are not sent."""
    got_or_will = Q(participant__removed_at=None) | Q(sent_at__isnull=False)
    return SummaryMail.objects.filter(got_or_will, workshop=workshop)


def _members_to_mail(workshop: Workshop) -> QuerySet[User]:
    """The accounts that may see the discovery, or took part, and have no mail yet: neither under their
    account nor where they left an address in the room."""
    discovery = workshop.discovery
    took_part = Participant.objects.filter(workshop=workshop, removed_at=None, account__isnull=False)
    mails = _mails(workshop)
    members = Membership.objects.filter(organization=discovery.domain.organization_id)
    may_see = DiscoveryAccess.objects.filter(discovery=discovery, user__in=members.values("user"))
    accounts = User.objects.filter(
        Q(pk__in=may_see.values("user")) | Q(pk__in=took_part.values("account")), is_active=True
    )
    has_one = mails.filter(account__isnull=False).values("account")
    came = mails.filter(participant__account__isnull=False).values("participant__account")
    return accounts.exclude(pk__in=has_one).exclude(pk__in=came).order_by("pk")


def mails_to_send(workshop: Workshop) -> int:
    """To how many the facilitator can have the results sent now: after the end, once they are shared."""
    if not (is_mail_sent() and workshop.state == WorkshopState.ENDED and workshop.result_key):
        return 0
    due = mails_due(workshop)
    return len(due.mails) + len(due.members)


def summary_for(mail: SummaryMail) -> Summary:
    """The mail of one person: the decisions, if they are among the parts that were shared, and their own
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
