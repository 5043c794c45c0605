"""Codes by mail, for people who have no password to be asked for."""

import hashlib
import secrets
import time
from datetime import timedelta
from typing import Final, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import User
from organizations.services.notices import send_notice

VALID_FOR: Final = 10 * 60
"""Seconds for which a code is good."""
TRIES: Final = 5
"""How often it may be typed."""
# Without what looks alike.
_LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ23456789"


class KeptCode(TypedDict):
    """A code in a session: its digest, the end of its validity, and the number of wrong attempts."""

    digest: str
    until: float
    tries: int


def new_code(account: User) -> KeptCode:
    """Send the account's address a new code; what the session is to keep of it."""
    code = "".join(secrets.choice(_LETTERS) for _each in range(8))
    text = _(
        "Your Headwaters code is %(code)s. It works for ten minutes.\n\nIf you didn’t ask for it, someone may"
        " be using your account. Sign in, open “Your account” and “Sessions”, and choose “End all others”."
    )
    expires_at = timezone.now() + timedelta(seconds=VALID_FOR)
    send_notice([account], _("Your code"), text % {"code": f"{code[:4]}-{code[4:]}"}, expires_at=expires_at)
    return KeptCode(digest=_digest(code), until=time.time() + VALID_FOR, tries=0)


def is_good(code: KeptCode | None) -> bool:
    """True if a code can still be typed: in time, and within TRIES."""
    return code is not None and time.time() <= code["until"] and code["tries"] < TRIES


def is_code(code_sent: KeptCode, text: str) -> bool:
    """True if it is the code that was sent, as long as it is good; dashes, blanks and small letters don't
    matter."""
    if not is_good(code_sent):
        return False
    code = "".join(letter for letter in text.upper() if letter.isalnum())
    return secrets.compare_digest(code_sent["digest"], _digest(code))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
