"""The registered parts of apps are complete, and a system check names a missing one before people meet it."""

from __future__ import annotations

import pytest
from django.template.loader import select_template

from core.registry import Registry
from discovery.registries import NavigationPage, ReportSection
from workshops import checks
from workshops.activities.regions import templates_of
from workshops.activity_kind import ActivityKind


def test_what_is_registered_is_in_order() -> None:
    assert checks.check_registered() == []


def test_what_has_no_page_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Kind(ActivityKind):
        key = "half"
        template_dir = "workshops/activities/half"
        has_mine = True

    kinds: Registry[ActivityKind] = Registry("kinds")
    kinds.register(Kind())
    pages: Registry[NavigationPage] = Registry("pages")
    pages.register(NavigationPage("gone", "Gone", "discovery:gone", "nowhere", 1, "never"))
    sections: Registry[ReportSection] = Registry("sections")
    sections.register(ReportSection("empty", "Empty", 1, "discovery/nothing.html", lambda discovery: None))
    monkeypatch.setattr(checks, "activity_kinds", kinds)
    monkeypatch.setattr(checks, "navigation", pages)
    monkeypatch.setattr(checks, "report_sections", sections)
    messages = [message.msg for message in checks.check_registered()]
    assert len(messages) == 6
    assert "activity kind 'half': no template 'workshops/activities/half/mine.html'" in messages
    assert "report section 'empty': no template 'discovery/nothing.html'" in messages
    assert "page 'gone' of the navigation: no address 'discovery:gone'" in messages
    assert "page 'gone' of the navigation: no area 'nowhere'" in messages
    assert "page 'gone' of the navigation: no checkpoint 'never'" in messages


def test_a_kind_without_console_and_room_shows_its_items_on_the_console() -> None:
    class Kind(ActivityKind):
        template_dir = "workshops/activities/half"

    console, room = (select_template(templates_of(Kind(), name)) for name in ("console", "room"))
    assert console.render({"items": "Two words"}).strip() == '<div data-region="items">Two words</div>'
    assert room.render({"items": "Two words"}) == ""
