"""A message that stays until it is read covers nothing for good, and is heard above an open dialog."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

REFUSED = """() => document.dispatchEvent(new CustomEvent("toast", { detail: {
    message: "Somebody else changed this. This is how it is now; nothing was overwritten, so try again.",
    level: "bad" } }))"""
ON_TOP = """button => {
    const { x, y, width, height } = button.getBoundingClientRect();
    return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


@pytest.fixture(scope="module")
def page(headwaters: Headwaters, open_browser: Open) -> Page:
    page = open_browser("facilitator", 360, 640)[0].new_page()
    sign_in(page, headwaters)
    return page


def to_the_end(page: Page) -> None:
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")


def test_a_button_below_a_message_is_reached_by_scrolling(headwaters: Headwaters, page: Page) -> None:
    looking.goto(page, "/d/commercial-discovery/workshops/new/")
    page.evaluate(REFUSED)
    expect(page.locator("#toasts").get_by_role("alert")).to_be_visible()
    to_the_end(page)
    assert page.get_by_role("button", name="Add the workshop").evaluate(ON_TOP)

    looking.goto(page, f"/w/{headwaters.demo['join_code']}/console/")
    page.evaluate(REFUSED)
    expect(page.locator("#toasts").get_by_role("alert")).to_be_visible()
    to_the_end(page)
    assert page.get_by_role("textbox", name="Summary").evaluate(ON_TOP)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_message_that_comes_while_a_dialog_is_open_is_in_the_dialog(
    headwaters: Headwaters, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    looking.goto(page, f"/w/{headwaters.demo['join_code']}/console/")
    page.keyboard.press("i")
    dialog = page.locator("#dialog")
    expect(dialog.locator("#dialog-body")).not_to_be_empty()
    page.evaluate(REFUSED)

    message = dialog.get_by_role("alert")
    expect(message).to_be_visible()
    assert message.evaluate(ON_TOP)
    assert looking.axe_in_both_themes(page) == []

    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("body > #toasts").get_by_role("alert")).to_be_visible()
    page.locator("#toasts").get_by_role("button", name="Dismiss").click()
    expect(page.locator("#toasts").get_by_role("alert")).to_have_count(0)
