"""A wrong configuration does not start, and says which variable to change."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from discovery import checks
from discovery.registries import ActivityKind, NavigationItem, ReportSection
from discovery.registry import Registry


def ids() -> list[str | None]:
    return [message.id for message in checks.check_configuration()]


def test_what_is_shipped_is_in_order() -> None:
    assert checks.check_configuration() == []
    assert checks.check_registered() == []


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
    settings.BASE_URL = "https://example.org"
    assert ids() == ["discovery.E003"]


def test_a_sign_in_without_its_secret(settings: Any) -> None:
    app = {"client_id": "headwaters", "secret": ""}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    assert ids() == ["discovery.E004"]
    app["secret"] = "known"
    assert ids() == []


def test_nothing_starts_with_a_wrong_configuration(settings: Any) -> None:
    settings.BASE_URL = "example.org"
    with pytest.raises(SystemCheckError, match="HEADWATERS_BASE_URL"):
        call_command("prepare", skip_checks=False)  # as from the command line


def test_what_has_no_page_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Kind(ActivityKind):
        key = "half"
        template_dir = "discovery/activities/half"
        has_mine = True

    kinds: Registry[ActivityKind] = Registry("kinds")
    kinds.register(Kind())
    items: Registry[NavigationItem] = Registry("items")
    items.register(NavigationItem("gone", "Gone", "discovery:gone", "home", 1))
    sections: Registry[ReportSection] = Registry("sections")
    sections.register(ReportSection("empty", "Empty", 1, "discovery/nothing.html", lambda discovery: None))
    monkeypatch.setattr(checks, "activity_kinds", kinds)
    monkeypatch.setattr(checks, "navigation", items)
    monkeypatch.setattr(checks, "report_sections", sections)
    found = [message.msg for message in checks.check_registered()]
    assert len(found) == 6
    assert "activity kind 'half': no template 'discovery/activities/half/mine.html'" in found
    assert "report section 'empty': no template 'discovery/nothing.html'" in found
    assert "navigation item 'gone': no address 'discovery:gone'" in found
