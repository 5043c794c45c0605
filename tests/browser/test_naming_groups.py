"""A facilitator groups notes with the mouse and types names: nothing moves under the pointer, no letter
steers the room, and what is typed is in the field."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, sign_in
from tests.browser.looking import settled
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PREPARE = """
import json
from discovery.models import Discovery
from tests.workshops.boards import board
texts = [f"Thought {number}, as long as thoughts are" for number in range(40)]
room = board(*texts, prompt="What holds us back?", discovery=Discovery.objects.order_by("pk").first())
room.join("Ann")
print("BOARD " + json.dumps(room.workshop.code))
"""
# The place of each note, by its text.
PLACES = """() => Object.fromEntries([...document.querySelectorAll("[data-note]")].map((note) => {
  const { left, top } = note.getBoundingClientRect();
  return [note.querySelector(".said").textContent, [Math.round(left), Math.round(top + scrollY)]];
}))"""
# How many digits of its font a field shows.
LETTERS = """field => {
  const { paddingLeft, paddingRight, font } = getComputedStyle(field);
  const brush = document.createElement("canvas").getContext("2d");
  brush.font = font;
  const width = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  return width / brush.measureText("0").width;
}"""
# Letters that steer the room: eyes up, the remote, message, next part, the reveal.
STEERS = "euqar"


@pytest.fixture
def console(headwaters: Headwaters, open_browser: Open) -> Page:
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    page.goto(f"/w/{headwaters.told(PREPARE, 'BOARD')}/console/")
    settled(page)
    expect(page.locator("[data-note]")).to_have_count(40)
    return page


def drop(page: Page, text: str) -> None:
    """Drag the note onto "New group", as by hand."""
    page.get_by_text(text, exact=True).hover()
    page.mouse.down()
    target = page.locator('[data-box="new"]').bounding_box()
    assert target is not None
    page.mouse.move(target["x"] + 40, target["y"] + 30, steps=8)
    page.mouse.move(target["x"] + 60, target["y"] + target["height"] / 2, steps=4)
    page.mouse.up()


def nothing_was_steered(page: Page) -> None:
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("[data-eyes-up]")).to_have_count(0)


def test_a_name_is_typed_right_after_the_drop(console: Page) -> None:
    places: dict[str, Any] = console.evaluate(PLACES)
    assert len({left for left, _top in places.values()}) == 4
    first = "Thought 3, as long as thoughts are"
    drop(console, first)
    console.keyboard.type("Queues")
    field = console.get_by_role("textbox", name="Name of the group")
    expect(field).to_be_focused()
    expect(field).to_have_value("Queues")
    nothing_was_steered(console)
    # The other notes keep their places.
    after = console.evaluate(PLACES)
    del places[first], after[first]
    assert after == places
    console.keyboard.press("Enter")
    expect(console.locator('[data-board-group][data-name="Queues"]')).to_be_visible()
    # The second group in the same way, at the same place.
    drop(console, "Thought 4, as long as thoughts are")
    expect(console.locator("[data-board-group]")).to_have_count(2)
    console.keyboard.type(STEERS)
    expect(console.get_by_role("textbox", name="Name of the group").nth(1)).to_have_value(STEERS)
    nothing_was_steered(console)


def test_a_name_shows_twelve_letters_in_the_narrowest_column(console: Page) -> None:
    drop(console, "Thought 3, as long as thoughts are")
    field = console.get_by_role("textbox", name="Name of the group")
    expect(field).to_be_focused()
    for width in (1280, 1100, 1000, 800):
        console.set_viewport_size({"width": width, "height": 800})
        assert field.evaluate(LETTERS) >= 12, width


def test_letters_steer_again_once_a_name_is_given_up(console: Page) -> None:
    drop(console, "Thought 3, as long as thoughts are")
    field = console.get_by_role("textbox", name="Name of the group")
    expect(field).to_be_focused()
    # The focus is lost, as by a tap beside the field: the letter comes into the field, and steers nothing.
    console.wait_for_timeout(2_100)
    field.evaluate("each => each.blur()")
    console.keyboard.press("e")
    expect(field).to_have_value("e")
    nothing_was_steered(console)
    field.fill("")
    console.keyboard.press("Escape")
    expect(field).not_to_be_focused()
    # Before the vote, the room hears of it.
    console.get_by_role("button", name="Start the vote").click()
    asked = console.locator("#confirm-dialog")
    expect(asked).to_contain_text("1 group has no name.")
    asked.get_by_role("button", name="Cancel").click()
    console.keyboard.press("e")
    expect(console.get_by_role("button", name="Resume devices")).to_be_visible()


def test_a_dialog_that_loads_gives_its_field_the_focus(console: Page) -> None:
    console.get_by_role("button", name="More").first.focus()
    console.keyboard.press("f")
    dialog = console.locator("#dialog")
    expect(dialog.locator(".dialog-body :focus")).to_be_visible()
    console.keyboard.press("Escape")
    console.keyboard.press("?")
    expect(console.locator("#keys-dialog .dialog-body")).to_be_focused()
