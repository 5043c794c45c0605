"""State of outgoing mail."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from organizations.models import Mail, OutgoingState

PATIENCE: Final = timedelta(minutes=15)
"""For how long mail may wait for an answer of the mail server before the health check says so."""


def is_mail_sent() -> bool:
    """True if this installation sends mail. Without a mail server it only prints them."""
    return bool(settings.EMAIL_BACKEND != settings.PRINTED_MAIL)


def mail_that_waits() -> str:
    """The problem with mail for the health check; "" where the mail server answers, even if it refuses single
    mails. Anyone may read it, so it contains no time."""
    tried = Mail.objects.filter(state=OutgoingState.WAITING, attempts__gt=0, tried_at__isnull=False)
    # In a long mailing many wait for their first attempt; without a worker, that part says so.
    unanswered = tried.filter(status=0, made_at__lte=timezone.now() - PATIENCE)
    return "mail is waiting" if unanswered.exists() else ""
