"""Explanations behind "?": for a pointer, the keyboard, a finger, screen readers, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.main_pages import D
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

TEXT = "Standards for all data products"
LONGER = 400
"""Milliseconds after which a resting pointer has opened it."""
INSIDE = """each => {
  const box = each.getBoundingClientRect();
  return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
}"""


def _guardrails(page: Page) -> tuple[Locator, Locator]:
    looking.goto(page, f"{D}operating-model/guardrails/")
    return page.get_by_role("button", name="About this page"), page.get_by_text(TEXT)


@pytest.fixture(scope="module")
def page(open_browser: Open, headwaters: Headwaters) -> Page:
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    return page


def test_a_pointer_opens_it_and_may_go_on_to_the_text(page: Page) -> None:
    button, text = _guardrails(page)
    expect(text).to_be_hidden()
    button.hover()
    expect(text).to_be_visible()
    assert text.evaluate(INSIDE)
    text.hover()
    page.wait_for_function("() => document.querySelector('.explanation:popover-open')")
    expect(text).to_be_visible()
    page.mouse.move(900, 700)
    expect(text).to_be_hidden()


def test_a_pointer_that_passes_opens_nothing(page: Page) -> None:
    button, text = _guardrails(page)
    button.hover()
    page.mouse.move(900, 700)
    page.wait_for_timeout(LONGER)
    expect(text).to_be_hidden()


def test_a_pointer_leaves_an_open_menu_open(page: Page) -> None:
    button, text = _guardrails(page)
    page.locator(".top-end [popovertarget]").first.click()
    menu = page.locator(".menu:popover-open")
    expect(menu).to_be_visible()
    button.hover()
    page.wait_for_timeout(LONGER)
    expect(menu).to_be_visible()
    expect(text).to_be_hidden()


def test_it_closes_when_the_page_scrolls_below_the_pointer(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 400})
    button, text = _guardrails(page)
    button.hover()
    expect(text).to_be_visible()
    page.mouse.wheel(0, 120)
    expect(text).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 800})


def test_paper_shows_it(page: Page) -> None:
    button, text = _guardrails(page)
    page.emulate_media(media="print")
    expect(text).to_be_visible()
    expect(button).to_be_hidden()
    page.emulate_media(media="screen")


def test_a_press_keeps_it_open_until_the_next(page: Page) -> None:
    button, text = _guardrails(page)
    button.hover()
    expect(text).to_be_visible()
    button.click()
    page.mouse.move(900, 700)
    page.mouse.move(910, 700)
    expect(text).to_be_visible()
    button.click()
    expect(text).to_be_hidden()


def test_the_keyboard_opens_and_closes_it(page: Page) -> None:
    button, text = _guardrails(page)
    page.mouse.move(900, 700)
    page.keyboard.press("Tab")
    for _step in range(60):
        if button.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(button).to_be_focused()
    expect(text).to_be_visible()
    page.keyboard.press("Escape")
    expect(text).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(text).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(button).not_to_be_focused()


def test_it_has_a_name_and_is_read_as_the_description(page: Page) -> None:
    button, text = _guardrails(page)
    assert button.get_attribute("aria-describedby") == text.get_attribute("id")
    expect(page.get_by_role("heading", level=1)).to_have_text("Guardrails")


def test_a_finger_opens_it_on_a_phone(open_browser: Open, headwaters: Headwaters) -> None:
    page = open_browser("phone", 360, 740, has_touch=True, is_mobile=True)[0].new_page()
    sign_in(page, headwaters)
    button, text = _guardrails(page)
    button.tap()
    expect(text).to_be_visible()
    assert text.evaluate(INSIDE)
    button.tap()
    expect(text).to_be_hidden()


def test_it_opens_without_scripts(open_browser: Open, headwaters: Headwaters) -> None:
    context = open_browser("plain", 1280, 800, java_script_enabled=False)[0]
    page = context.new_page()
    sign_in(page, headwaters)
    page.goto(f"{D}operating-model/guardrails/")
    text = page.get_by_text(TEXT)
    expect(text).to_be_hidden()
    page.get_by_role("button", name="About this page").click()
    expect(text).to_be_visible()


def test_an_empty_page_shows_it(page: Page) -> None:
    looking.goto(page, "/d/patient-support-discovery/handover/versions/")
    expect(page.locator(".empty > h2")).to_be_visible()
    expect(page.get_by_text("A frozen version keeps the report")).to_be_visible()
    expect(page.get_by_role("button", name="About this page")).to_be_hidden()


def test_the_pages_of_an_area_come_before_the_content(page: Page) -> None:
    looking.goto(page, f"{D}operating-model/guardrails/")
    area = page.get_by_role("navigation", name="Operating model")
    expect(area.get_by_role("link", name="Guardrails")).to_have_attribute("aria-current", "page")
    assert area.evaluate("each => each.nextElementSibling.matches('main')")
