"""Codes by mail, for people who have no password to be asked for."""

from __future__ import annotations

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
    """What a session keeps of a code: its digest, until when it is good, and how often a wrong one came."""

    digest: str
    until: float
    tries: int


def new_code(account: User) -> KeptCode:
    """Send the account's address a new code; what the session is to keep of it."""
    code = "".join(secrets.choice(_LETTERS) for _each in range(8))
    text = _(
        "Somebody who is signed in to Headwaters with your account is about to do something that needs a"
        " fresh sign-in. If it is you, type this code there within ten minutes: %(code)s\n\nIf it is not you,"
        " somebody uses your account: sign in, open “Your account” and “Sessions”, and end them all."
    )
    expires_at = timezone.now() + timedelta(seconds=VALID_FOR)
    send_notice([account], _("Your code"), text % {"code": f"{code[:4]}-{code[4:]}"}, expires_at=expires_at)
    return KeptCode(digest=_digest(code), until=time.time() + VALID_FOR, tries=0)


def is_code(kept: KeptCode, typed: str) -> bool:
    """Whether it is the code that was sent, in time and within TRIES; dashes, blanks and small letters don't
    matter."""
    if time.time() > kept["until"] or kept["tries"] >= TRIES:
        return False
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    return secrets.compare_digest(kept["digest"], _digest(code))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
