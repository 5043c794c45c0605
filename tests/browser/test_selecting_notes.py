"""A facilitator selects several notes of a board and moves them at once, by keyboard and with the mouse: one
undo brings all of them back. Notes are cards of one size, and no text of theirs is out of reach."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import Watch, settled
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

LONG = "No one owns the address of a wholesaler. " * 6 + "This is its end."
PREPARE = f"""
import json
from discovery.models import Discovery
from tests.workshops.boards import board
from workshops.models import Note
texts = [*(f"Thought {{number}}, as long as thoughts are" for number in range(8)), {LONG!r},
    "Reports are late in every region", "In each region, reports come late"]
room = board(*texts, prompt="What holds us back?", discovery=Discovery.objects.order_by("pk").first())
room.group("Reports", Note.objects.get(activity=room.activity, text__startswith="Reports are"))
print("BOARD " + json.dumps(room.workshop.code))
"""
SIZES = """() => [...new Set([...document.querySelectorAll("[data-note]")].map((note) => {
  const { width, height } = note.getBoundingClientRect();
  return `${Math.round(width)} × ${Math.round(height)}`;
}))]"""


@pytest.fixture
def watched(headwaters: Headwaters, open_browser: Open) -> tuple[Page, Watch]:
    context, watch = open_browser("facilitator", 1280, 800)
    page = context.new_page()
    sign_in(page, headwaters)
    page.goto(f"/w/{headwaters.told(PREPARE, 'BOARD')}/console/")
    settled(page)
    expect(page.locator(".grouping [data-note]")).to_have_count(11)
    return page, watch


def note(page: Page, text: str) -> Locator:
    return page.locator("[data-note]", has_text=text)


def lane(page: Page, name: str) -> Locator:
    return page.locator(f'[data-box]:has([data-board-group][data-name="{name}"])')


def count_of(box: Locator) -> Locator:
    return box.locator("[data-box-count]")


def test_several_are_moved_by_keyboard_and_come_back_by_one_undo(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    said = page.locator("#announcer")
    for number in (1, 3):
        page.get_by_role("checkbox", name=f"Select “Thought {number},").focus()
        page.keyboard.press("Space")
    expect(said).to_have_text("2 notes selected")
    page.get_by_role("button", name="Move to … “Thought 3,").focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#board-dialog")
    expect(dialog).to_contain_text("2 notes selected")
    dialog.get_by_role("button", name="Reports").focus()
    page.keyboard.press("Enter")
    expect(count_of(lane(page, "Reports"))).to_have_text("3")
    expect(page.locator(".picked")).to_have_count(0)
    # They keep their order, and what was pressed is on the first of them.
    texts = [re.compile(text) for text in ("Thought 1,", "Thought 3,", "Reports are late")]
    expect(lane(page, "Reports").locator(".said")).to_have_text(texts)
    expect(page.get_by_role("button", name="Move to … “Thought 1,")).to_be_focused()
    toast = page.locator("[data-toast]", has_text="2 notes moved")
    toast.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(count_of(lane(page, "Reports"))).to_have_text("1")
    expect(note(page, "Thought 1,")).to_have_attribute("data-group", "")

    # Escape selects none.
    page.get_by_role("checkbox", name="Select “Thought 5,").check()
    expect(page.locator(".picked")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".picked")).to_have_count(0)
    expect(said).to_have_text("0 notes selected")
    assert watch.failures == []


def test_a_note_that_is_selected_leaves_the_keys_of_the_console_alone(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    card = note(page, "Thought 4,")
    card.click(position={"x": 8, "y": 8})
    box = card.get_by_role("checkbox")
    expect(box).to_be_focused()
    page.keyboard.press("c")  # to the field that captures
    expect(box).not_to_be_focused()
    box.focus()
    page.keyboard.press("Escape")
    expect(box).not_to_be_focused()
    expect(page.locator(".picked")).to_have_count(0)
    # One that is moved is selected no more either.
    box.check()
    card.get_by_role("button", name="Move to …").click()
    page.locator("#board-dialog").get_by_role("button", name="Reports").click()
    expect(count_of(lane(page, "Reports"))).to_have_text("2")
    expect(page.locator(".picked")).to_have_count(0)
    assert watch.failures == []


def test_several_are_dragged_together(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    note(page, "Thought 0,").click(position={"x": 8, "y": 8})
    note(page, "Thought 2,").click(position={"x": 8, "y": 8}, modifiers=["Shift"])
    expect(page.locator("[data-picked]")).to_contain_text("3 notes selected")
    assert looking.axe_in_both_themes(page) == []
    # The one that is dragged takes the others along.
    note(page, "Thought 1,").hover(position={"x": 20, "y": 20})
    page.mouse.down()
    target = page.locator('[data-box="new"]').bounding_box()
    assert target is not None
    page.mouse.move(target["x"] + 40, target["y"] + 30, steps=8)
    page.mouse.move(target["x"] + 60, target["y"] + target["height"] / 2, steps=4)
    page.mouse.up()
    field = page.get_by_role("textbox", name="Name of the group").nth(1)
    expect(field).to_be_focused()
    page.keyboard.type("Thoughts")
    page.keyboard.press("Enter")
    expect(count_of(lane(page, "Thoughts"))).to_have_text("3")
    page.locator("[data-toast]", has_text="3 notes moved").get_by_role("button", name="Undo").click()
    expect(lane(page, "Thoughts")).to_have_count(0)
    expect(count_of(page.locator("[data-box='']"))).to_have_text("10")
    assert watch.failures == []


def test_cards_have_one_size_and_show_the_whole_text(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    page.mouse.move(0, 0)
    assert len(page.evaluate(SIZES)) == 1, page.evaluate(SIZES)
    card = note(page, "No one owns")
    is_whole = "each => each.scrollHeight <= each.clientHeight + 1"
    assert not card.locator(".said").evaluate(is_whole)
    card.hover(position={"x": 20, "y": 20})
    assert card.locator(".said").evaluate(is_whole)
    page.mouse.move(0, 0)
    page.get_by_role("checkbox", name="Select “No one owns").focus()
    page.keyboard.press("Tab")
    assert card.locator(".said").evaluate(is_whole)
    card.get_by_role("button", name="More actions").click()
    expect(page.locator("#dialog blockquote")).to_contain_text("This is its end.")
    assert watch.failures == []


def test_like_notes_are_added_to_a_group_once_they_are_chosen(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    lane(page, "Reports").get_by_role("button", name="More actions for Reports", exact=True).click()
    dialog = page.locator("#dialog")
    dialog.get_by_text("Similar notes").click()
    expect(dialog.get_by_role("checkbox")).to_have_count(1)
    assert looking.axe_in_both_themes(page) == []
    dialog.get_by_label("In each region, reports come late").check()
    dialog.get_by_role("button", name="Add to the group").click()
    expect(dialog).to_be_hidden()
    expect(count_of(lane(page, "Reports"))).to_have_text("2")
    page.locator("[data-toast]", has_text="1 note moved").get_by_role("button", name="Undo").click()
    expect(count_of(lane(page, "Reports"))).to_have_text("1")
    assert watch.failures == []
