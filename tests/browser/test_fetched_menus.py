"""Menus of the value tree, of which all entries but the first are fetched as they open."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

TREE = "/d/commercial-discovery/tree/"
MENUS = re.compile(r"/tree/(goals|hypotheses)/[0-9a-f-]+/(menu|moves)/$")


@pytest.fixture
def page(open_browser: Open, headwaters: Headwaters) -> Page:
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    looking.goto(page, TREE)
    return page


def test_by_keyboard_the_other_entries_follow_the_first(page: Page) -> None:
    row = page.locator(".node.goal").first
    row.get_by_role("button", name="More actions for").focus()
    page.keyboard.press("Enter")
    menu = row.locator(".menu:popover-open")
    expect(menu.get_by_role("link", name="Edit")).to_be_focused()
    expect(menu.get_by_role("button", name="Delete")).to_be_visible()
    expect(menu.get_by_role("link", name="Edit")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("button", name="Add a hypothesis")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#tree form[data-in-place]")).to_be_visible()


def test_the_moves_of_a_bet_have_the_focus_once_they_are_there(page: Page) -> None:
    row = page.locator(".node.bet").first
    with page.expect_response(MENUS):
        row.get_by_role("button", name="change state").press("Enter")
    first = row.locator(".moves:popover-open button").first
    expect(first).to_be_focused()
    box = row.locator(".moves:popover-open").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 800


def test_what_did_not_come_is_asked_for_when_the_menu_opens_again(page: Page) -> None:
    page.route(MENUS, lambda route: route.abort())
    row = page.locator(".node.goal").first
    more = row.get_by_role("button", name="More actions for")
    more.click()
    menu = row.locator(".menu:popover-open")
    expect(menu).to_contain_text("The rest of the menu didn’t load. Close it and open it again.")
    expect(page.locator("#toasts")).to_contain_text("That didn’t reach the server.")
    expect(menu.get_by_role("link", name="Edit")).to_be_visible()
    page.keyboard.press("Escape")
    page.unroute(MENUS)
    more.click()
    expect(menu.get_by_role("button", name="Delete")).to_be_visible()
    expect(menu).not_to_contain_text("did not come")


def test_the_products_beside_a_use_case_can_be_pressed(page: Page) -> None:
    """The link of the use case covers its own box alone."""
    product = page.locator(".tier-products a").first
    address = product.get_attribute("href")
    product.click()
    page.wait_for_url(f"**{address}")
