"""Whether mail goes out."""

from __future__ import annotations

from django.conf import settings


def is_mail_sent() -> bool:
    """Whether this installation sends mail. Without a mail server it only prints them."""
    return bool(settings.EMAIL_BACKEND != settings.PRINTED_MAIL)
