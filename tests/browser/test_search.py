"""Looking something up, by keys and by touch: it is found while one types, and opened."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import settled
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

D = "/d/commercial-discovery/"


def first_result(page: Page, name: str) -> None:
    """The best answer on the screen."""
    expect(page.locator("#search-results li").first).to_contain_text(name)


def test_keys_find_and_open(open_browser: Open, headwaters: Headwaters) -> None:
    context, watch = open_browser("facilitator", 1280, 800)
    page = context.new_page()
    sign_in(page, headwaters)
    looking.goto(page, D)
    page.keyboard.press("Control+k")
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.type("HCP 360")
    first_result(page, "HCP 360")
    for theme in ("light", "dark"):
        looking.show_in(page, theme)
        assert looking.axe(page) == []

    page.keyboard.press("ArrowDown")
    expect(page.locator("#search-results a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#search-results a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    # Enter takes the best answer, also right after the last letter.
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.type("cut li")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The cut line", level=1)).to_be_visible()

    settled(page)
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.type("<b>no such thing")
    expect(page.locator("#search-results")).to_contain_text("“<b>no such thing”")
    assert watch.failures == []


def test_an_action_in_a_menu_opens_the_menu(open_browser: Open, headwaters: Headwaters) -> None:
    """Also on the page where it is, and a second time."""
    context, watch = open_browser("facilitator", 1280, 800)
    page = context.new_page()
    sign_in(page, headwaters)
    for start in (f"{D}workshops/", D):
        looking.goto(page, start)
        for _time in range(2):
            settled(page)
            page.keyboard.press("Control+k")
            expect(page.get_by_role("searchbox")).to_be_focused()
            page.keyboard.type("delete disc")
            first_result(page, "Delete the discovery")
            page.keyboard.press("Enter")
            expect(page.get_by_role("button", name="Delete the discovery")).to_be_focused()
            expect(page.get_by_role("dialog")).to_have_count(0)
            page.keyboard.press("Escape")
            expect(page.locator("#discovery-menu")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("dark mode")
    first_result(page, "Change the theme")
    page.keyboard.press("Enter")
    expect(page.locator("#account-menu")).to_be_visible()
    assert watch.failures == []


def test_a_finger_finds_on_a_phone(open_browser: Open, headwaters: Headwaters) -> None:
    context, watch = open_browser("phone", 360, 740)
    page = context.new_page()
    sign_in(page, headwaters)
    looking.goto(page, f"{D}workshops/")
    page.get_by_role("link", name="Find", exact=True).click()
    page.get_by_role("searchbox").fill("road")
    first_result(page, "Roadmap")
    assert looking.wider_than_the_screen(page) == ""
    assert looking.axe(page) == []
    page.locator("#search-results a").first.click()
    expect(page).to_have_url(re.compile("/products/roadmap/$"))
    assert watch.failures == []
