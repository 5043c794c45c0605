"""The board of a brainstorm on a facilitator's laptop: what is in no group and the groups are in sight at
once, as lanes of cards of one size."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import settled
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

NOTES, GROUPS, LOOSE = 40, 6, 16
PREPARE = f"""
import json
from discovery.models import Discovery
from tests.workshops.boards import board
from workshops.models import Note
texts = [f"Thought {{number}}, as long as thoughts are" for number in range({NOTES})]
discovery = Discovery.objects.order_by("pk").first()
room = board(*texts, prompt="What keeps us from using it?", discovery=discovery)
notes = list(Note.objects.filter(activity=room.activity).order_by("pk"))
for number in range({GROUPS}):
    room.group(f"Group {{number}}", *notes[{LOOSE} + number::{GROUPS}])
print("BOARD " + json.dumps(room.workshop.code))
"""
# Each box: its name, its count, and whether its head and its first card, or the place for a new group, are
# seen whole, with nothing over them.
BOXES = """() => {
  const isSeen = (part) => {
    const { left, right, top, bottom } = part.getBoundingClientRect();
    const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight && part.contains(at);
  };
  return [...document.querySelectorAll("[data-box]")].map((box) => {
    const isNew = box.dataset.box === "new";
    const parts = isNew ? [box] : [box.firstElementChild, box.querySelector("[data-note]")];
    return {
      name: box.querySelector("[data-board-group]")?.dataset.name ?? box.dataset.box,
      count: Number(box.querySelector("[data-box-count]")?.textContent ?? 0),
      isSeen: parts.map(isSeen).every(Boolean),
    };
  });
}"""
WIDTHS = """() => [...new Set([...document.querySelectorAll("[data-note]")].flatMap((note) => {
  if (!note.checkVisibility()) return [];
  const { width, height } = note.getBoundingClientRect();
  return `${Math.round(width)} × ${Math.round(height)}`;
}))]"""
# Cards that reach over the edge of their lane.
CUT = """() => {
  const bottom = (part) => part.getBoundingClientRect().bottom;
  const isCut = (note) => note.checkVisibility() && bottom(note) > bottom(note.closest("[data-box]"));
  const notes = document.querySelectorAll("[data-groups] [data-note]");
  return [...notes].filter(isCut).map((note) => note.textContent);
}"""
# Where the columns of groups end.
ENDS = """() => {
  const ends = new Map();
  for (const box of document.querySelectorAll("[data-groups] > [data-box]")) {
    const { left, bottom } = box.getBoundingClientRect();
    ends.set(Math.round(left), Math.max(ends.get(Math.round(left)) ?? 0, Math.round(bottom / 4) * 4));
  }
  return [...new Set(ends.values())];
}"""


@pytest.fixture
def console(headwaters: Headwaters, open_browser: Open) -> Page:
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    page.goto(f"/w/{headwaters.told(PREPARE, 'BOARD')}/console/")
    settled(page)
    expect(page.locator(".lanes [data-note]")).to_have_count(NOTES)
    page.mouse.move(0, 0)
    return page


def boxes(page: Page) -> dict[str, dict[str, Any]]:
    return {box["name"]: box for box in page.evaluate(BOXES)}


def test_all_lanes_are_in_sight_with_their_counts_at_1280(console: Page) -> None:
    seen = boxes(console)
    assert [each for each, box in seen.items() if not box["isSeen"]] == []
    assert seen.keys() == {"", "new", *(f"Group {number}" for number in range(GROUPS))}
    assert seen[""]["count"] == LOOSE
    assert sum(box["count"] for box in seen.values()) == NOTES
    assert len(console.evaluate(WIDTHS)) == 1
    assert looking.wider_than_the_screen(console) == ""
    # So are the groups beside the last note that is in none.
    console.locator("[data-box=''] [data-note]").last.scroll_into_view_if_needed()
    far = boxes(console)
    assert [each for each, box in far.items() if each and not box["isSeen"]] == []

    # A wide screen has all groups in one row.
    console.set_viewport_size({"width": 1920, "height": 1080})
    console.evaluate("() => scrollTo(0, 0)")
    heads = console.locator("[data-board-group]")
    expect(console.locator(".lanes")).to_have_css("--beside", str(GROUPS))
    assert len({round(head["y"]) for each in heads.all() if (head := each.bounding_box())}) == 1


def test_the_stage_shows_all_notes_of_the_same_board(console: Page) -> None:
    stage = console.context.new_page()
    stage.set_viewport_size({"width": 1920, "height": 1080})
    looking.goto(stage, console.url.replace("/console/", "/stage/"))
    expect(stage.locator("[data-board-hidden]")).to_be_hidden()
    expect(stage.locator("[data-note]:visible")).to_have_count(NOTES)


def test_a_lane_shows_what_has_room_and_one_press_shows_the_rest(console: Page) -> None:
    """No card is cut at the lower edge of a lane, and columns end at one height, without holes."""
    lanes = console.locator("[data-groups] > [data-box]:not(.new)")
    rest = console.locator("[data-lane-rest]")
    console.set_viewport_size({"width": 1280, "height": 720})
    expect(rest.first).to_be_visible()
    counted = [
        each.locator("[data-note]:visible").count() + int(button.inner_text().split()[0])
        for each in lanes.all()
        if (button := each.locator("[data-lane-rest]")).count()
    ]
    assert counted
    assert sum(counted) <= NOTES - LOOSE
    assert console.evaluate(CUT) == []
    assert len(console.evaluate(ENDS)) == 1
    assert max(console.evaluate(ENDS)) <= 720

    name = rest.first.inner_text()
    rest.first.focus()
    console.keyboard.press("Enter")
    opened = lanes.filter(has=console.locator("[aria-expanded=true]"))
    expect(opened.locator("[data-note]:visible")).to_have_count((NOTES - LOOSE) // GROUPS)
    expect(rest.first).to_be_focused()
    console.keyboard.press("Enter")
    expect(rest.first).to_have_text(name)


def test_a_note_that_comes_into_a_full_lane_is_seen(console: Page) -> None:
    console.set_viewport_size({"width": 1280, "height": 720})
    note = console.locator("[data-box=''] [data-note]").first
    text = note.locator(".said").inner_text()
    note.hover()
    note.get_by_role("button", name="Move to …").click()
    console.locator("#board-dialog").get_by_role("button", name="Group 0").click()
    lane = console.locator('[data-box]:has([data-board-group][data-name="Group 0"])')
    expect(lane.locator("[data-note]:visible").first).to_contain_text(text)


def test_a_card_in_use_stays_when_another_comes_into_its_lane(console: Page) -> None:
    console.set_viewport_size({"width": 1280, "height": 720})
    lane = console.locator('[data-box]:has([data-board-group][data-name="Group 0"])')
    expect(lane.locator("[data-lane-rest]")).to_be_visible()
    shown = lane.locator("[data-note]:visible").count()
    used = lane.locator("[data-note]:visible").last.get_by_role("checkbox")
    used.focus()
    name = used.get_attribute("aria-label")
    assert name

    other = console.context.new_page()
    other.goto(console.url)
    settled(other)
    note = other.locator("[data-box=''] [data-note]").first
    note.hover()
    note.get_by_role("button", name="Move to …").click()
    other.locator("#board-dialog").get_by_role("button", name="Group 0").click()

    expect(lane.locator("[data-box-count]")).to_have_text(str((NOTES - LOOSE) // GROUPS + 1))
    expect(console.get_by_role("checkbox", name=name)).to_be_focused()
    expect(console.get_by_role("checkbox", name=name)).to_be_visible()
    expect(lane.locator("[data-note]:visible")).to_have_count(shown)
    rest = (NOTES - LOOSE) // GROUPS + 1 - shown
    expect(lane.locator("[data-lane-rest]")).to_have_text(f"{rest} more")


def test_nothing_is_selected_that_a_folded_lane_hides(console: Page) -> None:
    console.set_viewport_size({"width": 1280, "height": 720})
    lane = console.locator('[data-box]:has([data-board-group][data-name="Group 0"])')
    rest = lane.locator("[data-lane-rest]")
    name = rest.inner_text()
    rest.click()
    notes = lane.locator("[data-note]:visible")
    expect(notes).to_have_count((NOTES - LOOSE) // GROUPS)
    notes.first.click(position={"x": 8, "y": 8})
    notes.last.click(position={"x": 8, "y": 8}, modifiers=["Shift"])
    expect(console.locator(".picked")).to_have_count((NOTES - LOOSE) // GROUPS)
    rest.click()
    expect(rest).to_have_text(name)
    seen = notes.count()
    expect(console.locator(".picked")).to_have_count(seen)
    expect(console.locator("[data-picked-words]")).to_have_text(re.compile(rf"^{seen} notes? selected"))


def test_groups_have_the_whole_width_if_every_note_is_in_a_group(console: Page) -> None:
    console.locator("[data-box=''] [data-note]").first.click(position={"x": 8, "y": 8})
    console.locator("[data-box=''] [data-note]").last.click(position={"x": 8, "y": 8}, modifiers=["Shift"])
    console.locator("[data-act='move-picked']").click()
    console.locator("#board-dialog").get_by_role("button", name="Group 1").click()
    loose = console.locator("[data-box='']")
    expect(console.locator(".lanes.sorted")).to_be_visible()
    assert loose.evaluate("each => each.offsetWidth") < 60
    # It takes notes all the same.
    lane = console.locator('[data-box]:has([data-board-group][data-name="Group 1"])')
    lane.locator("[data-note]:visible").first.hover(position={"x": 8, "y": 8})
    console.mouse.down()
    target = loose.bounding_box()
    assert target is not None
    console.mouse.move(target["x"] + 20, target["y"] + 160, steps=8)
    # While the group that the note left is animated, a place isn't taken: a hand goes on moving meanwhile.
    for step in range(40):
        console.mouse.move(target["x"] + 22, target["y"] + 160 + step)
        console.wait_for_timeout(50)
        if loose.locator("[data-note]").count():
            break
    console.mouse.up()
    expect(loose.locator("[data-box-count]")).to_have_text("1")
