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

from config import checks


def run_settings() -> dict[str, Any]:
    """The settings of a process that finds this environment."""
    return runpy.run_path(str(Path(settings.BASE_DIR) / "config" / "settings.py"))


def ids() -> list[str | None]:
    return [message.id for message in checks.check_configuration()]


def test_what_is_shipped_is_in_order() -> None:
    assert checks.check_configuration() == []


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
    app = {"client_id": "headwaters", "secret": ""}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    assert ids() == ["discovery.E004"]
    app["secret"] = "known"
    assert ids() == []


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
