"""One mail to each person after a workshop: what was decided, their own actions, the shared results."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext as _, gettext_lazy

from core.exceptions import Conflict
from core.services import artifacts, operation
from organizations.actors import Actor
from organizations.delivery_queue.selectors import is_mail_sent
from organizations.mail_texts import Letter
from organizations.models import Mail, OutgoingState
from organizations.services.mailing import MailKind, SendLater, mail_kinds, post_about, reach_mail_server
from workshops import permissions
from workshops.models import SummaryMail, Workshop, WorkshopState
from workshops.reports.result_mail import letter_to
from workshops.results.result_mails.models import DOUBLE, RESULTS
from workshops.results.result_mails.selectors import (
    is_on_its_way_otherwise,
    is_sent_to,
    is_there_to_mail,
    mails_due,
    mails_of,
    was_mailed,
)


def register_own() -> None:
    """Register the mail after a workshop."""
    label = gettext_lazy("Results of a workshop")
    mail_kinds.register(
        MailKind(RESULTS, label, letter=_letter, settled=_forget_address),
        MailKind(DOUBLE, label, letter=_double, settled=_forget_address),
    )


def leave_address(*, actor: Actor, workshop: Workshop, address: str) -> None:
    """Note where a participant wants their mail; "" removes it. Once the results were sent to the
    others, it is sent at once.

    Raises NotFound for someone who is not in the workshop, Conflict where no mail is sent, and after they
    got theirs.
    """
    participant = permissions.check_take_part(actor, workshop)
    if not is_mail_sent():
        raise Conflict(_("This installation doesn’t send email."))
    with transaction.atomic():
        locked = artifacts.locked(workshop)
        mails_of(participant).filter(sent_at=None).delete()
        if is_sent_to(participant):
            raise Conflict(_("You already got your email."))
        if not address:
            return
        # Who enters for a person without a device reads in their own language.
        language = "" if participant.is_proxy else get_language()
        mail = SummaryMail.objects.create(
            workshop=workshop, participant=participant, address=address, language=language
        )
        if was_mailed(locked) and is_there_to_mail(locked):
            due = mails_due(workshop)
            _forget([each for each in due.doubles if each == mail])
            _hand_over([each for each in due.mails if each == mail])


def mail_results(*, actor: Actor, workshop: Workshop) -> int:
    """Store the mail for people who left an address, and for every member: once for each, without
    the addresses of others. Returns to how many.

    Raises NotAllowed, NotFound, and Conflict before the end, without shared results, or where no mail is
    sent.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    if not is_mail_sent():
        raise Conflict(_("This installation doesn’t send email."))
    with operation(actor, "results.mailed", summary=workshop.name, place=workshop):
        locked = artifacts.locked(workshop)
        if locked.state != WorkshopState.ENDED:
            raise Conflict(_("The workshop has not ended yet."))
        if not locked.result_key:
            raise Conflict(_("Share the results first. The email links to them."))
        due = mails_due(workshop)
        mails = due.mails
        for account in due.members:
            mails.append(SummaryMail.objects.create(workshop=workshop, account=account))
        _hand_over(mails)
        _forget(due.doubles)
    return len(mails)


def _hand_over(mails: list[SummaryMail]) -> None:
    _store(RESULTS, mails)


def _forget(doubles: list[SummaryMail]) -> None:
    """The addresses get another mail. They wait in the outbox like others, and count as sent when that one
    is: who typed a colleague's address does not learn from it whether that is a member's."""
    _store(DOUBLE, doubles)


def _store(kind: str, mails: list[SummaryMail]) -> None:
    SummaryMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(queued_at=timezone.now())
    for mail in mails:
        organization = mail.workshop.discovery.domain.organization
        post_about(kind, str(mail.pk), organization=organization, account=mail.account)


# --- The worker's turn ----------------------------------------------------------------------------


def _letter(row: Mail) -> Letter | None:
    """None for what does not go out any more: nothing goes to someone who was removed from the workshop, and
    mails whose results are not there any more wait for the facilitator to send again."""
    mail = _mail_of(row)
    if mail is None:
        return None
    if mail.participant is not None and mail.participant.removed_at is not None:
        mail.delete()
        return None
    return letter_to(mail) if is_there_to_mail(mail.workshop) else None


def _double(row: Mail) -> Letter | None:
    """Nothing, once the mail that goes to the same address was sent or given up. Raises SendLater before,
    and OSError while the mail server takes none, as the mail itself would."""
    mail = _mail_of(row)
    if mail is not None and is_on_its_way_otherwise(mail):
        raise SendLater
    reach_mail_server()
    return None


def _forget_address(row: Mail) -> None:
    """Its address is forgotten as the mail is sent; one that could not be sent waits for the facilitator to
    send again. Those that waited for it have their turn."""
    mail = _mail_of(row)
    if mail is None:
        return
    mails = SummaryMail.objects.filter(pk=mail.pk, sent_at=None)
    if row.state == OutgoingState.TAKEN and is_there_to_mail(mail.workshop):
        mails.update(sent_at=timezone.now(), address="")
    else:
        mails.update(queued_at=None)
    others = SummaryMail.objects.filter(workshop=mail.workshop, sent_at=None).values_list("pk", flat=True)
    doubles = Mail.objects.filter(kind=DOUBLE, about__in=[str(pk) for pk in others])
    doubles.filter(state=OutgoingState.WAITING).update(due_at=timezone.now())


def _mail_of(row: Mail) -> SummaryMail | None:
    mails = SummaryMail.objects.filter(pk=row.about, sent_at=None)
    return mails.select_related("workshop__discovery__domain__organization", "participant", "account").first()
