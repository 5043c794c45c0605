"""The sessions of an account, and what people read of one."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import User

UNKNOWN: Final = "0.0.0.0"  # noqa: S104  nothing listens there: the column takes addresses only
# Each names itself after those before it, too: the first that is found is meant.
_BROWSERS: Final = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome")),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


def sessions_of(account: User) -> list[Session]:
    """All sessions that name the account, by which it may be signed in or not any more. Each session of the
    installation is looked into: the table has no column for the account."""
    every = Session.objects.iterator()
    return [each for each in every if each.get_decoded().get(SESSION_KEY) == str(account.pk)]


def not_noted(account: User, noted: Iterable[UserSession]) -> list[UserSession]:
    """Other sessions of the account than the `noted` ones, with their known facts: sessions of
    before anything was noted, and those of which noting failed."""
    keys, now = {each.session_key for each in noted}, timezone.now()
    elsewhere = []
    for session in sessions_of(account):
        data = session.get_decoded()
        is_good = session.expire_date > now and data.get(HASH_SESSION_KEY) == account.get_session_auth_hash()
        if is_good and session.session_key not in keys:
            began, last_seen_at = _time(data.get("began_at")), _time(data.get("seen_at"))
            elsewhere.append(
                UserSession(
                    session_key=session.session_key, ip=UNKNOWN, created_at=began, last_seen_at=last_seen_at
                )
            )
    return elsewhere


def _time(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def browser_of(user_agent: str | None) -> str:
    """The browser and its system, as far as it said which they are."""
    browser = next((name for mark, name in _BROWSERS if mark in (user_agent or "")), "")
    system = next((name for mark, name in _SYSTEMS if mark in (user_agent or "")), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system


def address_of(address: str | None) -> str:
    """The network address as it was noted; "" if no one knows it."""
    return "" if address in (None, UNKNOWN) else str(address)
