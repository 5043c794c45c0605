"""A quick question from the console: asked in four actions, answered, and back to where the room was."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def console(demo_console: Page) -> Page:
    demo_console.get_by_role("button", name="Start the workshop").click()
    expect(demo_console.get_by_role("button", name="Quick question")).to_be_visible()
    looking.settled(demo_console)
    return demo_console


def test_it_is_asked_in_four_actions_and_the_room_goes_back(
    console: Page, headwaters: Headwaters, open_browser: Open
) -> None:
    address, title = console.url, console.locator("main h1").inner_text()
    phone = open_browser("guest", 360, 740)[0].new_page()
    looking.goto(phone, f"/join/{headwaters.demo['join_code']}/")
    phone.get_by_label("Your name").fill("Gina")
    phone.get_by_label("Business", exact=True).check()
    phone.get_by_role("button", name="Join").click()
    looking.arrived(phone)

    dialog = console.locator("#dialog")
    actions = [
        lambda: console.get_by_role("button", name="Quick question").click(),
        lambda: dialog.get_by_role("textbox", name="Question").fill("Do we go on after lunch?"),
        lambda: dialog.get_by_role("textbox", name="Options").fill("Yes\nNo"),
        lambda: console.get_by_role("button", name="Ask now").click(),
    ]
    for act in actions:
        act()
    assert len(actions) <= 4

    expect(phone.get_by_text("Do we go on after lunch?").first).to_be_visible()
    expect(dialog).to_be_hidden()
    expect(console.locator("main h1")).to_have_text("Do we go on after lunch?")
    assert console.url == address
    phone.get_by_text("Yes", exact=True).click()
    # Nobody goes back by accident before the room has seen what was answered.
    back = console.get_by_role("button", name=f"Back to “{title}”")
    expect(back).to_have_attribute("data-confirm", "Leave the answers hidden?")
    back.click()
    asked = console.locator("#confirm-dialog")
    expect(asked).to_contain_text("1 person answered, but the room hasn’t seen the answer.")
    console.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    expect(console.locator("main h1")).to_have_text("Do we go on after lunch?")
    looking.press_and_agree(console, console.locator("[data-key=r]"))
    expect(back).not_to_have_attribute("data-confirm", "Leave the answers hidden?")
    expect(back).to_have_class("button primary")
    assert looking.axe(console) == []
    back.click()
    expect(console.locator("main h1")).to_have_text(title)
    phone.close()


def test_it_is_asked_by_keyboard_alone_and_a_second_one_waits(console: Page) -> None:
    looking.settled(console)
    console.bring_to_front()
    console.keyboard.press("v")
    dialog = console.locator("#dialog")
    question = dialog.get_by_role("textbox", name="Question")
    expect(question).to_be_focused()
    console.keyboard.type("Coffee?")
    console.keyboard.press("Tab")
    console.keyboard.type("Yes\nNo")
    console.keyboard.press("Tab")
    console.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(console.locator("main h1")).to_have_text("Coffee?")

    console.keyboard.press("v")
    expect(dialog).to_contain_text("“Coffee?” is still open.")
    assert looking.axe(console) == []
