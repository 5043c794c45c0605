"""What a device says that it is."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

# Browsers name those from which they come, too: the first that is named counts.
_BROWSERS: Final = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox")),
    *(("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")),
)
_SYSTEMS: Final = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS")),
    *(("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux")),
)


def browser_of(request: HttpRequest) -> str:
    """Such as "Chrome, Android", from what the browser sends; for telling one's own devices apart."""
    said = request.headers.get("User-Agent", "")
    browser = _first(said, _BROWSERS)
    return ", ".join(filter(None, (browser, _first(said, _SYSTEMS)))) or _("Unknown device")


def _first(said: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in names if mark in said), "")
