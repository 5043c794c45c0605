"""The command that tries the way to the provider, against one that is right and against what can be wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError

from organizations.services import oidc_requests
from tests.provider import CLIENT, SECRET, Provider, hang, reply


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """One that is right, and set up."""
    cache.clear()
    with Provider() as running:
        running.on_path["/authorize"] = lambda request: reply(request, {})
        settings.OIDC_ISSUER, settings.OIDC_NAME = running.issuer, "ACME"
        settings.OIDC_CLIENT_ID, settings.OIDC_SECRET = CLIENT, SECRET
        yield running


def tried() -> str:
    """What it prints, with what it ends with."""
    out = StringIO()
    try:
        call_command("check_sign_in", stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}ENDED: {error}"
    return out.getvalue()


def test_a_provider_that_is_right(provider: Provider, settings: Any) -> None:
    said = tried()
    assert "WRONG" not in said
    assert f"{settings.BASE_URL}/accounts/oidc/company/login/callback/" in said
    assert said.splitlines()[-1].startswith("People can sign in")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda it: it.description.update(issuer="https://other.test"),
            "its issuer is 'https://other.test'",
        ),
        (lambda it: it.description.update(token_endpoint=None), "has no token_endpoint"),
        (lambda it: it.description.update(response_types_supported=["id_token"]), "doesn't list code"),
        (lambda it: it.description.update(claims_supported=["sub"]), "HEADWATERS_OIDC_TRUST_EMAIL=1"),
        (
            lambda it: it.on_path.update({"/authorize": lambda asked: reply(asked, {}, 400)}),
            "redirect URI is regi",
        ),
        (lambda it: it.on_path.update({"/jwks": lambda asked: reply(asked, {"keys": []})}), "ENDED: answer"),
        (
            lambda it: it.on_path.update({"/token": lambda asked: reply(asked, {}, 500)}),
            "answered 500 to an invented code",
        ),
        (
            lambda it: it.on_path.update({"/.well-known/openid-configuration": hang}),
            "slow: ",
        ),
    ],
    ids=["issuer", "description", "flow", "addresses", "redirect", "keys", "token", "slow"],
)
def test_what_is_wrong_is_said(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, change: Callable[[Provider], None], words: str
) -> None:
    if words == "slow: ":
        monkeypatch.setattr(oidc_requests, "PATIENCE", 0.5)
    change(provider)
    said = tried()
    assert words in said
    assert "ENDED" in said


def test_a_wrong_secret_and_no_provider(provider: Provider, settings: Any) -> None:
    settings.OIDC_SECRET = "another"
    assert "it refuses HEADWATERS_OIDC_CLIENT_ID or HEADWATERS_OIDC_SECRET: invalid_client" in tried()
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    cache.clear()
    assert "ENDED: down" in tried()
    settings.OIDC_ISSUER = ""
    assert "ENDED: No provider is configured" in tried()
