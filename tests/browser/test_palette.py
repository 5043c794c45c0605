"""The palette of activities: found by letters, dragged into the agenda, and added by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters
from workshops.registries import activity_kinds

pytestmark = pytest.mark.browser

NEW = """
import json
from organizations.actors import Actor
from discovery.models import Discovery
from workshops.workshop.services import add_workshop
said = {"discovery": Discovery.objects.order_by("pk").first(), "name": "Drawn", "template": "kick_off"}
made = add_workshop(actor=Actor.system("test"), **said)
print("MADE", json.dumps(f"/d/{made.discovery.slug}/workshops/{made.uuid}/"))
"""


@pytest.fixture
def page(headwaters: Headwaters, open_browser: Open) -> Page:
    context, _watch = open_browser("facilitator", 1280, 800)
    page = context.new_page()
    sign_in(page, headwaters)
    looking.goto(page, headwaters.told(NEW, "MADE"))
    assert page.locator("[data-kind]:visible").count() == 0
    page.get_by_role("button", name="Add an activity").click()
    expect(page.get_by_label("Find an activity")).to_be_focused()
    return page


def titles(page: Page) -> list[str]:
    return page.locator(".agenda-edit h3").all_inner_texts()


def test_an_activity_is_found_by_letters_and_added_by_keyboard(page: Page) -> None:
    before = titles(page)
    assert looking.axe_in_both_themes(page) == []
    looking.screenshot(page, "palette")
    place = page.get_by_label("Position of new activities")
    place.select_option(label=f"Before {before[1]}")
    search = page.get_by_label("Find an activity")
    search.focus()
    page.keyboard.type("xyz")
    expect(page.get_by_text("No activities match.")).to_be_visible()
    search.fill("brainst")
    expect(page.locator("[data-kind]:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".agenda-edit h3")).to_have_text([before[0], "Brainstorm", *before[1:]])
    expect(search).to_have_value("brainst")
    # The next one comes at the end again, by the button that Tab reaches.
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".agenda-edit h3").last).to_have_text("Brainstorm")
    expect(page.locator(".agenda-edit > li").last).to_be_in_viewport(ratio=1)
    # Others have these letters in their description.
    search.fill("break")
    search.press("Enter")
    expect(page.locator(".agenda-edit h3").last).to_have_text("Break")
    expect(page.locator("#toasts [data-toast]")).to_have_text(re.compile("“Break” was added"))
    page.keyboard.press("Escape")
    expect(search).to_be_hidden()
    expect(place).to_be_hidden()


def test_an_activity_is_dragged_to_its_place(page: Page) -> None:
    before = titles(page)
    kind = page.locator("[data-kind=poll]")
    kind.scroll_into_view_if_needed()
    target = page.locator(".agenda-edit > li").nth(1)
    target.scroll_into_view_if_needed()
    start, end = kind.bounding_box(), target.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 40, start["y"] + 12)
    page.mouse.down()
    place = page.locator(".agenda-edit > :nth-child(2)[data-kind=poll]")
    for step in range(60):  # the list makes room as the pointer moves, not when it arrives
        page.mouse.move(end["x"] + 60, end["y"] + 10 + step % 3)
        if place.count():
            break
    expect(place).to_be_visible()
    page.mouse.up()
    expect(page.locator(".agenda-edit h3")).to_have_text([before[0], "Poll", *before[1:]])
    expect(page.locator("[data-kind=poll]")).to_have_count(1)
    assert page.locator(".palette [data-kind]").count() == len(activity_kinds)
