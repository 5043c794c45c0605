"""Names of devices, from their user agents."""

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
    user_agent = request.headers.get("User-Agent", "")
    browser = _first(user_agent, _BROWSERS)
    return ", ".join(filter(None, (browser, _first(user_agent, _SYSTEMS)))) or _("Unknown device")


def _first(user_agent: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
