"""System checks of the settings: `manage.py prepare` asks them before every start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.http.request import validate_host

CONFIGURATION = "headwaters_configuration"


@register(CONFIGURATION)
def check_configuration(**_kwargs: Any) -> list[CheckMessage]:
    """What an operator set does not fit together; each message names the variables to change."""
    return list(_configuration())


def _configuration() -> Iterator[CheckMessage]:
    address = urlsplit(settings.BASE_URL)
    if address.scheme not in ("http", "https") or not address.hostname or address.path or address.query:
        yield Error(
            f"HEADWATERS_BASE_URL is {settings.BASE_URL!r}: links and QR codes would lead nowhere.",
            hint="Give scheme and host, such as https://headwaters.example.org.",
            id="discovery.E001",
        )
    elif not validate_host(address.hostname, settings.ALLOWED_HOSTS):
        yield Error(
            f"HEADWATERS_HOSTS leaves out {address.hostname}, the host of HEADWATERS_BASE_URL.",
            hint=f"Add {address.hostname} to HEADWATERS_HOSTS.",
            id="discovery.E002",
        )
    if settings.DEBUG and address.scheme == "https":
        yield Error(
            "HEADWATERS_DEBUG is on for an https:// address: everybody would see the details of errors.",
            hint="Unset HEADWATERS_DEBUG.",
            id="discovery.E003",
        )
    if settings.HAS_SECRET_KEY and not settings.HAS_STRONG_SECRET_KEY:
        yield Error(
            "The secret key is weak: anybody who guesses it signs in as anybody.",
            hint="Unset HEADWATERS_SECRET_KEY and run bin/setup, or give it at least 50 random characters.",
            id="discovery.E007",
        )
    for app in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", ()):
        if not (app["client_id"] and app["secret"]):
            yield Error(
                "HEADWATERS_OIDC_ISSUER is set, but nobody could sign in there.",
                hint="Set HEADWATERS_OIDC_CLIENT_ID and HEADWATERS_OIDC_SECRET too.",
                id="discovery.E004",
            )
