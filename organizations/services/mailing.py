"""Mail: each is a row of the outbox, stored in the transaction that it tells of, and handed to the mail
server by the worker. What a row keeps of a letter is sealed, and goes with it."""

import json
import smtplib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Conflict
from core.labels import Text
from core.registries import PurgeStep, purge_steps
from core.registry import Registry
from core.secret_encryption import sealed, unsealed
from core.send_results import SendResult
from core.services import operation
from core.shared_threads import Turns
from organizations import permissions
from organizations.actors import Actor
from organizations.delivery_queue import services as outbox
from organizations.mail_texts import Letter, html_of
from organizations.models import Mail, Membership, Organization, OutgoingState, User

AT_ONCE: Final = 4
"""How many mails are handed over at most at once in one worker."""
OF_ONE: Final = 2
"""How many of them are those of one organization: five thousand invitations hold up no other mail."""
SENT: Final = 250
"""What a mail server says that took a mail."""
NOT_ASKED: Final = 1
"""What is noted where the mail server was not asked yet: the mail waits for another one."""
ACCOUNT, INVITATION, UNKNOWN = "account", "invitation", "unknown"


class SendLater(Exception):
    """A mail has its turn after another one."""


def _letter_of(mail: Mail) -> Letter:
    """The letter that the row keeps. Raises ValueError where the installation has another secret key."""
    return Letter.from_values(json.loads(unsealed(mail.letter)))


def _sealed(letter: Letter) -> str:
    return sealed(json.dumps(letter.to_values()))


def _letter_to_nobody(mail: Mail) -> None:
    """There is none, but it waits like the others while the mail server does not answer: how long mail waits
    would tell whether the address is known."""
    reach_mail_server()


def _nothing(mail: Mail) -> None:
    """Do nothing: most mails need no further step."""


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of mails, as its rows name it. `letter` makes what is sent; None where there is nothing to send
    any more, which counts as sent. It raises SendLater for what waits for another mail, and OSError where the
    mail server lets no one in. `settled` is called once a
    mail was sent or given up."""

    key: str
    label: Text
    letter: Callable[[Mail], Letter | None] = _letter_of
    settled: Callable[[Mail], None] = _nothing


mail_kinds: Registry[MailKind] = Registry("kinds of mails")


def register_own() -> None:
    """Register that the outbox carries mail, our kinds of it, and what is forgotten at night."""
    outbox.channels.register(
        outbox.Channel(
            "mail",
            rows=_rows,
            owners=lambda mail: (mail.organization_id,),
            attempt=_attempt,
            settled=_clean_up,
            described=_described,
            of_organization=lambda organization: Q(organization=organization),
            again=_again,
            turns=Turns(AT_ONCE, OF_ONE, name="mail"),
        )
    )
    mail_kinds.register(
        MailKind(ACCOUNT, gettext_lazy("About an account")),
        MailKind(INVITATION, gettext_lazy("Invitation"), letter=_invitation_of),
        MailKind(UNKNOWN, gettext_lazy("Unknown address, not sent"), letter=_letter_to_nobody),
    )
    purge_steps.register(PurgeStep("links in mails", 64, forget_letters))


def post(
    letter: Letter,
    *,
    kind: str = ACCOUNT,
    account: User | None = None,
    organization: Organization | None = None,
    expires_at: datetime | None = None,
) -> Mail:
    """Store a letter that the worker sends, not after `expires_at`: its links lead nowhere then."""
    return Mail.objects.create(
        kind=kind,
        account=account,
        organization=organization,
        letter=_sealed(letter),
        expires_at=expires_at,
    )


def post_about(kind: str, about: str, *, organization: Organization, account: User | None = None) -> Mail:
    """Store a mail whose letter is made by its kind when it is sent, of what it is `about`. One that was
    given up is not sent besides."""
    Mail.objects.filter(kind=kind, about=about, state=OutgoingState.FAILED).delete()
    return Mail.objects.create(kind=kind, about=about, organization=organization, account=account)


# --- One attempt ----------------------------------------------------------------------------------


def _rows() -> QuerySet[Mail]:
    return Mail.objects.select_related("organization", "account")


def _attempt(mail: Mail) -> SendResult:
    """Hand it to the mail server. What that says is told without the address, which it may name."""
    try:
        letter = mail_kinds.get(mail.kind).letter(mail)
    except ValueError:
        return SendResult(0, _("This email can’t be read because the secret key has changed."), 0)
    except smtplib.SMTPResponseException as error:
        return _shut_out(error.smtp_code)
    except SendLater:
        return SendResult(NOT_ASKED, "", 1)
    except OSError:
        return SendResult(0, "", 1)
    if letter is None:
        return SendResult(SENT, "", 1)
    try:
        message_of(letter, mail.uuid).send()
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _reply in error.recipients.values())
        return _refused(code, _("The mail server refused the address (%(code)s).") % {"code": code})
    except smtplib.SMTPDataError as error:
        code = error.smtp_code
        return _refused(code, _("The mail server refused the email (%(code)s).") % {"code": code})
    except smtplib.SMTPResponseException as error:
        return _shut_out(error.smtp_code)
    except Exception as error:  # each mail backend raises its own
        message = _("The mail server’s answer was incomplete (%(error)s).")
        return SendResult(0, message % {"error": type(error).__name__}, 1)
    return SendResult(SENT, "", 1)


def _refused(code: int, detail: str) -> SendResult:
    """From 500 on it is for good (RFC 5321); before, it may be taken later."""
    return SendResult(code, detail, 0 if code >= 500 else 1)


def _shut_out(code: int) -> SendResult:
    return SendResult(code, _("The mail server refused our sign-in (%(code)s).") % {"code": code}, 1)


def message_of(letter: Letter, uuid: UUID) -> EmailMultiAlternatives:
    """The letter as it goes out, as text and as HTML. The same mail has the same `Message-ID` each time, so
    that who gets it twice sees it once."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    message = EmailMultiAlternatives(
        " ".join(letter.subject.split()),
        letter.text.strip() + "\n",
        to=[letter.to],
        reply_to=[settings.EMAIL_REPLY_TO] if settings.EMAIL_REPLY_TO else None,
        headers={"Message-ID": f"<{uuid}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(html_of(letter), "text/html")
    for each in letter.files:
        message.attach(each.name, each.content, each.content_type)
    return message


def reach_mail_server() -> None:
    """Raises OSError where it does not let us in."""
    with get_connection():
        pass


def _clean_up(mail: Mail) -> None:
    """A mail that was sent is gone; one that was given up stays to be sent again, as long as its links lead
    somewhere."""
    mail_kinds.get(mail.kind).settled(mail)
    if mail.state == OutgoingState.TAKEN or mail.kind == UNKNOWN:
        Mail.objects.filter(pk=mail.pk).delete()
    elif mail.has_expired:
        Mail.objects.filter(pk=mail.pk).update(letter="")


def _invitation_of(mail: Mail) -> Letter | None:
    """No one is invited who was taken out again."""
    there = Membership.objects.filter(user=mail.account, organization=mail.organization)
    return _letter_of(mail) if there.exists() else None


# --- For people -----------------------------------------------------------------------------------


def _described(mail: Mail) -> outbox.DeliveryTexts:
    """Without the address: who left one told it to us, and not to the admins."""
    where = str(mail.account) if mail.account else _("Someone without an account")
    return outbox.DeliveryTexts(str(mail_kinds.get(mail.kind).label), where)


def _again(actor: Actor, mail: Mail) -> None:
    if mail.organization is None:
        raise Conflict(_("This email doesn’t belong to an organization."))
    permissions.check_administer_organization(actor, mail.organization)
    label = str(mail_kinds.get(mail.kind).label)
    with operation(actor, "mail.sent_again", summary=label, place=mail.organization):
        outbox.check_in_time(mail)
        outbox.hurry(mail)


def forget_letters(now: datetime) -> int:
    """Letters whose links lead nowhere any more."""
    expired = Mail.objects.filter(expires_at__lt=now).exclude(letter="")
    return expired.update(letter="", state=OutgoingState.FAILED)


def rewrite_letters(rows: QuerySet[Mail], change: Callable[[str], str], addresses: Collection[str]) -> None:
    """Make the `change` to all that letters say which are kept, as when a person is erased. Those to one of
    the `addresses` are deleted, and so is what cannot be read any more."""
    for mail in rows.exclude(letter=""):
        try:
            letter = _letter_of(mail)
        except ValueError:
            mail.delete()
            continue
        files = tuple(
            replace(each, name=change(each.name), content=change(each.content)) for each in letter.files
        )
        new = replace(letter, subject=change(letter.subject), text=change(letter.text), files=files)
        if letter.to.lower() in addresses:
            mail.delete()
        elif new != letter:
            Mail.objects.filter(pk=mail.pk).update(letter=_sealed(new))
