"""What people read of a session."""

from __future__ import annotations

from typing import Final

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

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


def browser_of(session: UserSession) -> str:
    """The browser and its system, as far as they say which they are."""
    said = session.user_agent
    browser = next((name for mark, name in _BROWSERS if mark in said), "")
    system = next((name for mark, name in _SYSTEMS if mark in said), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser that doesn't say which")


def address_of(session: UserSession) -> str:
    """The network address it was last used from; "" if nobody knows."""
    return "" if session.ip == UNKNOWN else str(session.ip)
