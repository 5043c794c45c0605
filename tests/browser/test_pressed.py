"""What is pressed counts, though the page around it is drawn anew before it is released."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, sign_in
from tests.browser.looking import arrived, settled
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

QUESTIONS = "/d/commercial-discovery/operating-model/questions/"
DELETE = "#questions button[data-confirm]"
IS_GONE = "button => !button.isConnected"


def go_down_on(page: Page, button: Locator) -> None:
    """Press the mouse there, and hold it."""
    button.hover()
    page.mouse.down()


def test_a_press_outlasts_what_comes_by_the_stream(headwaters: Headwaters, open_browser: Open) -> None:
    code = headwaters.demo["join_code"]
    laptop, watch = open_browser("facilitator", 1280, 800)
    console = laptop.new_page()
    sign_in(console, headwaters)
    console.goto(f"/w/{code}/console/")
    settled(console)
    console.get_by_role("button", name="Start the workshop").click()
    phones = {}
    for name in ("Anna", "Ben"):
        context, _watch = open_browser(name, 360, 740)
        phones[name] = context.new_page()
        phones[name].goto(f"/join/{code}/")
        phones[name].get_by_label("Your name").fill(name)
        phones[name].get_by_label("Business", exact=True).check()
        phones[name].get_by_role("button", name="Join").click()
        arrived(phones[name])
    hands = console.locator(".hands li")
    phones["Ben"].get_by_role("button", name="Raise your hand").click()
    expect(hands).to_have_count(1)

    go_down_on(console, hands.get_by_role("button", name="Lower the hand of Ben"))
    phones["Anna"].get_by_role("button", name="Raise your hand").click()
    # The drawing with the second hand is here, and waits for the release.
    expect(console.locator("[data-region=hands]")).to_have_attribute("data-stale", "")
    console.mouse.up()
    expect(hands.filter(has_text="Ben")).to_have_count(0)
    expect(hands.filter(has_text="Anna")).to_have_count(1)
    expect(console.locator("[data-stale]")).to_have_count(0)

    # Released elsewhere, it presses nothing; the drawing that waited is shown.
    go_down_on(console, hands.get_by_role("button", name="Lower the hand of Anna"))
    phones["Ben"].get_by_role("button", name="Raise your hand").click()
    expect(console.locator("[data-region=hands]")).to_have_attribute("data-stale", "")
    console.mouse.move(1, 1)
    console.mouse.up()
    expect(hands).to_have_count(2)
    assert watch.failures == []


def test_a_press_outlasts_the_answer_to_the_one_before(headwaters: Headwaters, open_browser: Open) -> None:
    context, watch = open_browser("facilitator", 1280, 900)
    page = context.new_page()
    sign_in(page, headwaters)
    page.goto(QUESTIONS)
    settled(page)
    button = page.locator(DELETE).first
    went_down_on = button.element_handle()
    go_down_on(page, button)
    page.evaluate("htmx.trigger('#questions', 'refresh')")
    page.wait_for_function(IS_GONE, arg=went_down_on)
    page.mouse.up()
    expect(page.locator("#confirm-question")).to_have_text("Delete the question?")
    assert watch.failures == []


def test_a_press_outlasts_what_others_change(headwaters: Headwaters, open_browser: Open) -> None:
    context, watch = open_browser("facilitator", 1280, 900)
    page, other = context.new_page(), context.new_page()
    sign_in(page, headwaters)
    for each in (other, page):
        each.goto(QUESTIONS)
        settled(each)
    questions = page.locator("#questions").get_by_role("heading", level=2)
    before = questions.all_inner_texts()
    go_down_on(page, page.locator(DELETE).first)
    pulse = page.locator("[data-follow]").get_attribute("data-pulse")
    other.locator(DELETE).last.click()
    other.locator("#confirm-dialog button[value=yes]").click()
    expect(page.locator("[data-follow]")).not_to_have_attribute("data-pulse", str(pulse))
    page.mouse.up()
    expect(page.locator("#confirm-question")).to_have_text("Delete the question?")
    page.keyboard.press("Escape")
    expect(questions).to_have_count(len(before) - 1)
    assert watch.failures == []
