"""System checks of the settings: `manage.py prepare` asks them before every start."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.http.request import validate_host

CONFIGURATION = "headwaters_configuration"
MICROSOFT = ("login.microsoftonline.com", "login.windows.net", "sts.windows.net")
# The last one is the tenant of private accounts.
SHARED_TENANTS = ("common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad")
# Providers that give accounts to people of any company.
PUBLIC = (
    *("accounts.google.com", "appleid.apple.com", "login.yahoo.com", "gitlab.com", "slack.com"),
    *("www.linkedin.com", "www.facebook.com", "id.twitch.tv", "auth.atlassian.com", "www.paypal.com"),
)


@register(CONFIGURATION)
def check_configuration(**_kwargs: Any) -> list[CheckMessage]:
    """Problems of settings that don't fit together; each message names the variables to change."""
    return list(_configuration())


def _configuration() -> Iterator[CheckMessage]:
    address = urlsplit(settings.BASE_URL)
    if address.scheme not in ("http", "https") or not address.hostname or address.path or address.query:
        yield Error(
            f"HEADWATERS_BASE_URL is {settings.BASE_URL!r}: links and QR codes wouldn't work.",
            hint="Use a scheme and host, such as https://headwaters.example.org.",
            id="discovery.E001",
        )
    elif not validate_host(address.hostname, settings.ALLOWED_HOSTS):
        yield Error(
            f"HEADWATERS_HOSTS doesn't include {address.hostname}, the host of HEADWATERS_BASE_URL.",
            hint=f"Add {address.hostname} to HEADWATERS_HOSTS.",
            id="discovery.E002",
        )
    if settings.DEBUG and address.scheme == "https":
        yield Error(
            "HEADWATERS_DEBUG is on for an https:// address: everyone would see the details of errors.",
            hint="Unset HEADWATERS_DEBUG.",
            id="discovery.E003",
        )
    if settings.HAS_SECRET_KEY and not settings.HAS_STRONG_SECRET_KEY:
        yield Error(
            "The secret key is weak: anyone who guesses it can sign in as any user.",
            hint="Unset HEADWATERS_SECRET_KEY and run bin/setup, or set at least 50 random characters.",
            id="discovery.E007",
        )
    if settings.OIDC_ISSUER:
        yield from _provider()


def _provider() -> Iterator[CheckMessage]:
    issuer = urlsplit(settings.OIDC_ISSUER)
    host = issuer.hostname or ""
    if not (settings.OIDC_CLIENT_ID and settings.OIDC_SECRET):
        yield Error(
            "HEADWATERS_OIDC_ISSUER is set, but sign-in can't work without a client.",
            hint="Set HEADWATERS_OIDC_CLIENT_ID and HEADWATERS_OIDC_SECRET too.",
            id="discovery.E004",
        )
    is_here = issuer.scheme == "http" and host in ("localhost", "127.0.0.1", "::1")
    if issuer.scheme != "https" and not is_here:
        yield Error(
            f"HEADWATERS_OIDC_ISSUER is {settings.OIDC_ISSUER!r}: an attacker on the network could sign in"
            " as any user.",
            hint="Use the address given by the provider, starting with https://.",
            id="discovery.E011",
        )
    if host in MICROSOFT and issuer.path.strip("/").split("/")[0].lower() in SHARED_TENANTS:
        yield Error(
            "HEADWATERS_OIDC_ISSUER is Microsoft's address for all companies, not yours.",
            hint="Use your tenant: https://login.microsoftonline.com/TENANT-ID/v2.0",
            id="discovery.E012",
        )
    if host in PUBLIC and settings.OIDC_TRUST_EMAIL:
        yield Error(
            f"HEADWATERS_OIDC_TRUST_EMAIL is set, but {host} is a public provider: anyone could claim"
            " one of your addresses there.",
            hint="Unset HEADWATERS_OIDC_TRUST_EMAIL.",
            id="discovery.E013",
        )
    if host in PUBLIC and not settings.OIDC_DOMAINS:
        yield Error(
            f"HEADWATERS_OIDC_ISSUER is {host}, a public provider: all its users could sign in here.",
            hint="Set HEADWATERS_OIDC_DOMAINS to the domains of your addresses, such as example.org.",
            id="discovery.E014",
        )
