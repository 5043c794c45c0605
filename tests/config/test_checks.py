"""A wrong configuration does not start, and says which variable to change."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http.request import validate_host

from config import settings_checks


def run_settings() -> dict[str, Any]:
    """The settings of a process that finds this environment."""
    return runpy.run_path(str(Path(settings.BASE_DIR) / "config" / "settings.py"))


def ids() -> list[str | None]:
    return [message.id for message in settings_checks.check_configuration()]


def test_what_is_shipped_is_in_order() -> None:
    assert settings_checks.check_configuration() == []


@pytest.mark.parametrize(
    "address", ["headwaters.example.org", "ftp://example.org", "https://", "https://example.org/app", ""]
)
def test_an_address_that_leads_nowhere(address: str, settings: Any) -> None:
    settings.BASE_URL = address
    assert ids() == ["discovery.E001"]


def test_a_host_that_would_not_be_answered(settings: Any) -> None:
    settings.BASE_URL = "http://headwaters.example.org:8000"
    settings.ALLOWED_HOSTS = ["localhost"]
    assert ids() == ["discovery.E002"]
    settings.ALLOWED_HOSTS = [".example.org"]
    assert ids() == []


def test_details_of_errors_in_production(settings: Any) -> None:
    settings.DEBUG = True
    assert ids() == []
    settings.ALLOWED_HOSTS = ["example.org"]
    settings.BASE_URL = "https://example.org"
    assert ids() == ["discovery.E003"]


def test_a_sign_in_without_its_secret(settings: Any) -> None:
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "https://id.acme.test", "headwaters"
    assert ids() == ["discovery.E004"]
    settings.OIDC_SECRET = "known"
    assert ids() == []


@pytest.mark.parametrize(
    ("issuer", "trusts", "domains", "wrong"),
    [
        ("https://id.acme.test/realms/acme", True, [], []),
        ("http://127.0.0.1:9000", False, [], []),
        ("http://id.acme.test", False, [], ["discovery.E011"]),
        ("id.acme.test", False, [], ["discovery.E011"]),
        ("https://login.microsoftonline.com/00000000-1111-2222-3333-444444444444/v2.0", True, [], []),
        ("https://login.microsoftonline.com/common/v2.0", False, [], ["discovery.E012"]),
        ("https://login.microsoftonline.com/organizations/v2.0", False, ["acme.test"], ["discovery.E012"]),
        ("https://accounts.google.com", False, [], ["discovery.E014"]),
        ("https://accounts.google.com", False, ["acme.test"], []),
        ("https://accounts.google.com", True, ["acme.test"], ["discovery.E013"]),
    ],
)
def test_a_provider_that_would_let_anybody_in(
    issuer: str, trusts: bool, domains: list[str], wrong: list[str], settings: Any
) -> None:
    settings.OIDC_ISSUER, settings.OIDC_TRUST_EMAIL, settings.OIDC_DOMAINS = issuer, trusts, domains
    settings.OIDC_CLIENT_ID = settings.OIDC_SECRET = "known"
    assert ids() == wrong


def test_settings_of_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_settings()["OIDC_NAME"] == ""
    monkeypatch.setenv("HEADWATERS_OIDC_ISSUER", "https://id.acme.test/.well-known/openid-configuration")
    monkeypatch.setenv("HEADWATERS_OIDC_DOMAINS", " @ACME.test, acme.example ,")
    read = run_settings()
    assert read["OIDC_ISSUER"] == "https://id.acme.test"
    assert read["OIDC_NAME"] == "your company account"
    assert read["OIDC_DOMAINS"] == ["acme.test", "acme.example"]
    assert not read["OIDC_TRUST_EMAIL"]


def test_a_secret_that_is_guessed(settings: Any) -> None:
    settings.HAS_SECRET_KEY, settings.HAS_STRONG_SECRET_KEY = True, False
    assert ids() == ["discovery.E007"]


@pytest.mark.parametrize(
    ("key", "strong"), [("a", False), ("a1b2c3" * 8 + "x", False), ("abab" * 20, False), ("a1b2c3" * 9, True)]
)
def test_a_strong_secret_is_long_and_varied(key: str, strong: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADWATERS_SECRET_KEY", key)
    assert run_settings()["HAS_STRONG_SECRET_KEY"] is strong


def test_hosts_are_those_of_the_base_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HEADWATERS_HOSTS", raising=False)
    monkeypatch.setenv("HEADWATERS_BASE_URL", "https://headwaters.example.org:8443")
    hosts = run_settings()["ALLOWED_HOSTS"]
    assert validate_host("headwaters.example.org", hosts)
    assert validate_host("localhost", hosts)
    assert not validate_host("evil.example", hosts)


@pytest.mark.parametrize(
    ("backend", "verification"),
    [("", "optional"), ("django.core.mail.backends.smtp.EmailBackend", "mandatory")],
)
def test_where_mail_is_sent_addresses_are_proven(
    backend: str, verification: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HEADWATERS_EMAIL_VERIFICATION", raising=False)
    if backend:
        monkeypatch.setenv("HEADWATERS_EMAIL_BACKEND", backend)
    assert run_settings()["ACCOUNT_EMAIL_VERIFICATION"] == verification


def test_nothing_starts_with_a_wrong_configuration(settings: Any) -> None:
    settings.BASE_URL = "example.org"
    with pytest.raises(SystemCheckError, match="HEADWATERS_BASE_URL"):
        call_command("prepare", skip_checks=False)  # as from the command line
