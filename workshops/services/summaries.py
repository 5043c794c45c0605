"""One mail to each person after a workshop: what was decided, their own actions, the shared results."""

from __future__ import annotations

import logging
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from core.exceptions import Conflict
from core.services import artifacts
from core.services.operations import operation
from organizations.actors import Actor
from workshops import permissions
from workshops.models import SummaryMail, Workshop
from workshops.models.workshop import WorkshopState
from workshops.reports.summary_mail import message_to
from workshops.selectors.summaries import (
    is_mail_sent,
    is_sent_to,
    is_there_to_mail,
    mails_due,
    mails_of,
    was_mailed,
)

logger = logging.getLogger(__name__)


def leave_address(*, actor: Actor, workshop: Workshop, address: str) -> None:
    """Note where a participant wants their mail; "" takes that back. Once the results were sent to the
    others, it is sent at once.

    Raises NotFound for somebody who is not in the workshop, Conflict where no mail is sent, and after they
    got theirs.
    """
    participant = permissions.check_take_part(actor, workshop)
    if not is_mail_sent():
        raise Conflict(_("This installation sends no mail."))
    with transaction.atomic():
        held = artifacts.locked(workshop)
        mails_of(participant).filter(sent_at=None).delete()
        if is_sent_to(participant):
            raise Conflict(_("You got your mail already."))
        if not address:
            return
        mail = SummaryMail.objects.create(workshop=workshop, participant=participant, address=address)
        if was_mailed(held) and is_there_to_mail(held):
            due = mails_due(workshop)
            _forget([each for each in due.doubles if each == mail])
            _hand_over([each for each in due.mails if each == mail])


def mail_results(*, actor: Actor, workshop: Workshop) -> int:
    """Have the worker send the mail to people who left an address, and to every member: once to each, without
    the addresses of others. Returns to how many.

    Raises NotAllowed, NotFound, and Conflict before the end, without shared results, or where no mail is
    sent.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    if not is_mail_sent():
        raise Conflict(_("This installation sends no mail."))
    with operation(actor, "results.mailed", summary=workshop.name, place=workshop):
        held = artifacts.locked(workshop)
        if held.state != WorkshopState.ENDED:
            raise Conflict(_("The workshop has not ended yet."))
        if not held.result_key:
            raise Conflict(_("Share the results first: the mail leads to them."))
        due = mails_due(workshop)
        mails = due.mails
        for account in due.members:
            mails.append(SummaryMail.objects.create(workshop=workshop, account=account))
        _hand_over(mails)
        _forget(due.doubles)
    return len(mails)


def _hand_over(mails: list[SummaryMail]) -> None:
    for key in _queued(mails):
        send_summary.enqueue(key)


def _forget(doubles: list[SummaryMail]) -> None:
    """The addresses get another mail. They wait for the worker like others, and count as sent then: who typed
    a colleague's address does not learn from it whether that is a member's."""
    for key in _queued(doubles):
        forget_address.enqueue(key)


def _queued(mails: list[SummaryMail]) -> list[int]:
    keys = [mail.pk for mail in mails]
    SummaryMail.objects.filter(pk__in=keys).update(queued_at=timezone.now())
    return keys


@task()
def forget_address(key: int) -> None:
    """The worker's turn, for an address that gets another mail."""
    SummaryMail.objects.filter(pk=key, sent_at=None).update(sent_at=timezone.now(), address="")


@task()
def send_summary(key: int) -> None:
    """The worker's turn. The mail counts as sent before it is handed over, so that it goes out at most once;
    one that the mail server refuses, or whose results are not there any more, waits for the facilitator to
    send again. Nothing goes to somebody who was removed from the workshop."""
    mails = SummaryMail.objects.filter(pk=key)
    mail = mails.select_related("workshop__discovery__domain__organization", "participant", "account").first()
    if mail is None:
        return
    if mail.participant is not None and mail.participant.removed_at is not None:
        mails.delete()
    elif not is_there_to_mail(mail.workshop):
        mails.filter(sent_at=None).update(queued_at=None)
    elif mails.filter(sent_at=None).update(sent_at=timezone.now()):
        _send(mail)


def _send(mail: SummaryMail) -> None:
    mails = SummaryMail.objects.filter(pk=mail.pk)
    try:
        message_to(mail).send()
    except Exception as error:  # each mail backend raises its own
        # Neither what it says nor where: a mail server names the address that it refuses.
        logger.warning("the mail of workshop %s was not sent: %s", mail.workshop.uuid, _kind_of(error))
        mails.update(sent_at=None, queued_at=None)
    else:
        mails.update(address="")


def _kind_of(error: Exception) -> str:
    """Its class, and the codes with which an SMTP server refused."""
    codes: list[int] = []
    if isinstance(error, SMTPResponseException):
        codes = [error.smtp_code]
    elif isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _said in error.recipients.values()]
    return " ".join([type(error).__name__, *map(str, codes)])
