"""Pages while nobody points at anything: they show what they say, and few tools."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.main_pages import FACILITATOR_PAGES, D, open_page
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

MOST = 12
# Of what comes with the pointer, how much is in sight.
SHOWN = """() => [...document.querySelectorAll(".row-tools, .at-hand")]
  .filter(each => each.checkVisibility())
  .map(each => getComputedStyle(each).opacity === "1")"""


# How far down the title stands, on a page that was not scrolled.
TITLE = """() => Math.round(document.querySelector("h1").getBoundingClientRect().top + scrollY)"""
AT = 128
# What stays hidden though the keyboard is on something in it.
NOT_SHOWN_WITH_FOCUS = """() => {
  const stops = "a, button, input:not([type='hidden']), select, summary";
  return [...document.querySelectorAll(".row-tools, .at-hand")].filter(each => {
    const first = each.matches(stops) ? each : each.querySelector(stops);
    if (!each.checkVisibility() || !first) return false;
    first.focus();
    return document.activeElement !== first || getComputedStyle(each).opacity !== "1";
  }).map(each => each.outerHTML.slice(0, 160));
}"""


@pytest.fixture(scope="module")
def page(open_browser: Open, headwaters: Headwaters) -> Page:
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    return page


@pytest.fixture(scope="module")
def touched(open_browser: Open, headwaters: Headwaters) -> Page:
    """A screen that is touched, and never pointed at."""
    page = open_browser("tablet", 1280, 800, has_touch=True, is_mobile=True)[0].new_page()
    sign_in(page, headwaters)
    return page


@pytest.mark.parametrize("name", FACILITATOR_PAGES)
def test_few_controls_are_in_sight_at_rest_and_the_keyboard_shows_the_others(name: str, page: Page) -> None:
    page.mouse.move(0, 0)
    open_page(page, name)
    controls = looking.controls_at_rest(page)
    assert len(controls) <= MOST, f"{len(controls)}: {controls}"
    for action in page.locator("main .page-actions .button.primary").all():
        expect(action).to_be_in_viewport(ratio=1)
        assert action.evaluate("each => each.checkVisibility({ opacityProperty: true })")
    assert page.evaluate(NOT_SHOWN_WITH_FOCUS) == []
    # A presentation has no bar above its title, so that a goal fills the screen.
    if name not in {"not_found", "tree_presenting"}:
        assert page.evaluate(TITLE) == AT, "the title jumps from page to page"


@pytest.mark.parametrize("name", FACILITATOR_PAGES)
def test_what_is_hidden_is_there_for_touch_at_any_width(name: str, touched: Page) -> None:
    for width, height in ((1280, 800), (360, 740)):
        touched.set_viewport_size({"width": width, "height": height})
        open_page(touched, name)
        assert all(touched.evaluate(SHOWN)), width


def test_a_row_is_edited_where_it_is_clicked_and_its_menu_has_the_rest(page: Page) -> None:
    looking.goto(page, f"{D}operating-model/questions/")
    row = page.locator(".key-questions > .row").nth(1)
    question = row.locator("h2 [dir]").inner_text()
    row.locator("h2").click()
    expect(row.locator("form[data-in-place]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(row.locator("form")).to_have_count(0)
    # What opened the form has the keyboard again.
    more = row.get_by_role("button", name=f"More actions for {question[:79]}")
    expect(more).to_be_focused()

    page.keyboard.press("Enter")
    menu = row.locator(".menu:popover-open")
    menu.get_by_role("button", name="Move", exact=False).first.click()
    expect(page.locator(".key-questions > .row").first.locator("h2 [dir]")).to_have_text(question)


def test_what_is_said_of_capabilities_shows_while_its_switch_is_on(page: Page) -> None:
    looking.goto(page, f"{D}technology/capabilities/")
    evidence = page.get_by_text("Evidence:").first
    expect(evidence).to_be_hidden()
    page.get_by_label("Show details").check()
    expect(evidence).to_be_visible()
