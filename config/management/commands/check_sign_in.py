"""`manage.py check_sign_in`: tries the way to the company's provider, and says what is wrong.

Exit codes: 0 when people can sign in, as far as that shows without one of them; 1 when they cannot.
"""

import secrets
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.core.management.base import BaseCommand, CommandError

from config.settings_checks import CONFIGURATION
from organizations.oidc import services as oidc
from organizations.services.oidc_requests import ProviderFailed, ProviderReply, ask, in_time, json_object


class Command(BaseCommand):
    """Prints a line for each thing that was tried."""

    help = "Tests the connection to the provider in HEADWATERS_OIDC_ISSUER, and shows problems."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """It takes none."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Try one thing after another, and stop at the first that the others need."""
        if not settings.OIDC_ISSUER:
            raise CommandError("No provider is configured. Set HEADWATERS_OIDC_ISSUER.")
        wrong = 0
        try:
            for is_right, message in _checks():
                self.stdout.write(f"{'ok   ' if is_right else 'WRONG'}  {message}")
                wrong += not is_right
        except ProviderFailed as problem:
            raise CommandError(f"{problem.kind}: {problem}") from problem
        if wrong:
            raise CommandError("Some or all people can't sign in.")
        self.stdout.write("People can sign in, as far as a test without an account shows.")


def _checks() -> Iterator[tuple[bool, str]]:
    """Each check's outcome (True if it passed) and message. Raises ProviderFailed if the provider doesn't
    answer as the other checks need."""
    problems = run_checks(tags=[CONFIGURATION])
    yield not problems, "settings" + "".join(f": {each.msg} {each.hint}" for each in problems)
    yield True, f"redirect URI to register with the provider: {oidc.callback_address()}"
    answer = in_time(lambda: ask(oidc.description_address()))
    document = json_object(answer)
    oidc.check_described(document)
    yield True, f"{oidc.description_address()} describes {document['issuer']}"
    yield _clock(answer)
    yield _names(document, "response_types_supported", "code", is_required=True)
    yield _names(document, "scopes_supported", "email", is_required=True)
    yield _names(document, "code_challenge_methods_supported", "S256", is_required=False)
    keys = in_time(lambda: oidc.signing_keys(document, refresh=True)).keys
    yield bool(keys), f"{document['jwks_uri']}: {len(keys)} keys"
    yield _client(document)
    yield _way_there()
    yield _addresses(document)


def _clock(answer: ProviderReply) -> tuple[bool, str]:
    try:
        apart = time.time() - parsedate_to_datetime(answer.date).timestamp()
    except ValueError:
        return True, "it doesn't send the time"
    return abs(apart) < oidc.CLOCKS_APART, f"the clocks differ by {abs(apart):.0f} seconds"


def _names(document: dict[str, Any], name: str, value: str, *, is_required: bool) -> tuple[bool, str]:
    values = document.get(name)
    if values is None:
        return True, f"it doesn't list {name}, so {value} may not be supported"
    if value in values:
        return True, f"it supports {value} ({name})"
    return not is_required, f"it doesn't list {value} in {name}"


def _client(document: dict[str, Any]) -> tuple[bool, str]:
    """The provider refuses an invented code as such, unless it refuses the client first."""
    status, answer = in_time(lambda: oidc.redeem(document, secrets.token_urlsafe(16), "x" * 43))
    error = str(answer.get("error", ""))
    message = f"{error} {answer.get('error_description', '')}".strip()[:200]
    if error == "invalid_grant":
        return True, "it accepts HEADWATERS_OIDC_CLIENT_ID and HEADWATERS_OIDC_SECRET"
    if error in ("invalid_client", "unauthorized_client") or status == 401:
        return False, f"it refuses HEADWATERS_OIDC_CLIENT_ID or HEADWATERS_OIDC_SECRET: {message}"
    return False, f"{document['token_endpoint']} answered {status} to an invented code: {message}"


def _way_there() -> tuple[bool, str]:
    """Providers refuse an unknown redirect address on their own page, mostly with such a status."""
    beginning = oidc.Beginning("state", "nonce", secrets.token_urlsafe(48))
    address = oidc.way_there(beginning)
    status = in_time(lambda: ask(address)).status
    if status >= 400:
        return (
            False,
            f"it answers {status} to a sign-in request. Check that the redirect URI is registered exactly.",
        )
    return True, f"it answers {status} to a sign-in request"


def _addresses(document: dict[str, Any]) -> tuple[bool, str]:
    claims = document.get("claims_supported")
    if settings.OIDC_TRUST_EMAIL:
        return True, "all its addresses count as verified (HEADWATERS_OIDC_TRUST_EMAIL)"
    if claims is not None and "email_verified" not in claims:
        return False, (
            "it doesn't list email_verified in its claims, so its addresses aren't trusted. If it's your"
            " company's own provider, set HEADWATERS_OIDC_TRUST_EMAIL=1"
        )
    return True, "addresses that it marks as verified are trusted (email_verified)"
