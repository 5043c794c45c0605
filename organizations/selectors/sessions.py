"""What people read of a session."""

from __future__ import annotations

from typing import Final

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


def browser_of(said: str | None) -> str:
    """The browser and its system, as far as it said which they are."""
    browser = next((name for mark, name in _BROWSERS if mark in (said or "")), "")
    system = next((name for mark, name in _SYSTEMS if mark in (said or "")), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system


def address_of(address: str | None) -> str:
    """The network address as it was noted; "" if nobody knows it."""
    return "" if address in (None, UNKNOWN) else str(address)
