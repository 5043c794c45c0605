"""A board whose groups are unequal, on the stage: groups continue in the next column before a note is left
out, and no note is left out while a column has room for it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import show_stage
from tests.browser.measuring import MEASURE_STAGE, faults
from tests.browser.test_stage_filled import SIZES
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

COUNTS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 14)
NAMES = (
    "Access",
    "Owners",
    "Quality of addresses",
    "Delivery",
    "Prices and channels",
    "Stock",
    "Reports that come late",
    "Skills",
    "Trust in numbers",
    "Tools",
)
BUILD = f"""
import json
from tests.browser.stage_items import text_of
from tests.browser.states import States
from tests.workshops.boards import board
states = States()
made = {{}}
for name, times in (("full", 1), ("overfull", 2)):
    room = board(discovery=states.discovery)
    authors = [room.actor(author) for author in ("Ann", "Bob", "Cy")]
    notes = [room.write(authors[place % 3], text_of(place)).row for place in range(times * {sum(COUNTS)})]
    room.go("group")
    for name_of_group, count in zip({NAMES!r}, {COUNTS!r}):
        room.group(name_of_group, *[notes.pop() for _place in range(times * count)])
    made[name] = room.workshop.code
print("MADE " + json.dumps(made))
"""
# For each column, the room that is left below it; `least`: what the highest note needs that begins a group;
# `columns`: how many there could be; `more`: what each group leaves out, and how much it says that is;
# `apart`: the groups that continue in the column of their own head.
COLUMNS = """() => {
  const board = document.querySelector("[data-board-view]");
  const shown = (selector) => [...board.querySelectorAll(selector)].filter((each) => each.checkVisibility());
  const highest = (selector) => Math.max(...shown(selector).map((each) => each.offsetHeight));
  const boxes = shown("[data-box]").filter((box) => box.querySelector("[data-note]"));
  const ends = new Map();
  for (const { left, bottom } of boxes.flatMap((box) => [...box.getClientRects()]))
    ends.set(Math.round(left), Math.max(ends.get(Math.round(left)) ?? 0, bottom));
  const main = document.querySelector("main").getBoundingClientRect();
  const line = document.querySelector("[data-board-hidden]");
  const below = line.checkVisibility()
    ? line.getBoundingClientRect().bottom - board.getBoundingClientRect().bottom : 0;
  const { columnWidth, columnGap } = getComputedStyle(board);
  const [wide, gap] = [columnWidth, columnGap].map(parseFloat);
  const zoom = board.currentCSSZoom;
  return {
    free: [...ends.values()].map((bottom) => Math.round(main.bottom - below - bottom)),
    least: zoom * (highest("[data-note]") + highest(".board-head") + 2 * gap),
    columns: Math.floor((board.clientWidth + gap) / (wide + gap)),
    more: boxes.map((box) => [
      box.querySelectorAll("[data-item][hidden]").length,
      parseInt(box.querySelector(".board-rest")?.textContent ?? "0"),
    ]),
    total: parseInt(line.checkVisibility() ? line.textContent : "0"),
    continued: shown(".board-again").map((each) => each.textContent),
    apart: shown(".board-again").filter((each) =>
      Math.abs(each.getBoundingClientRect().left
        - each.closest("[data-box]").querySelector("[data-board-group]").getBoundingClientRect().left) < 9,
    ).map((each) => each.textContent),
  };
}"""

# Whether the next note of a box would have room in its column after all.
HAS_ROOM = """() => {
  const bottom = (each) => each.getBoundingClientRect().bottom;
  const board = document.querySelector("[data-board-view]");
  const line = document.querySelector("[data-board-hidden]:not([hidden])");
  const end = bottom(document.querySelector("main")) - (line ? bottom(line) - bottom(board) : 0);
  const frame = innerHeight / 216;
  const high = board.style.blockSize;
  return [...board.querySelectorAll("[data-box-notes]")].some((list) => {
    const next = list.querySelector(":scope > [hidden]");
    if (!next) return false;
    next.hidden = false;
    board.style.blockSize = "100000px";
    const last = Math.max(...[...board.querySelectorAll("[data-box-notes] > *")].map(bottom));
    next.hidden = true;
    board.style.blockSize = high;
    return last + frame <= end;
  });
}"""


@pytest.fixture(scope="module")
def rooms(headwaters: Headwaters) -> dict[str, str]:
    made: dict[str, str] = headwaters.told(BUILD, "MADE")
    return made


def look(stage: Page, room: str, size: tuple[int, int], *, notes: int) -> dict[str, Any]:
    show_stage(stage, room, size)
    expect(stage.locator("[data-box] [data-note]")).to_have_count(notes)
    seen: dict[str, Any] = stage.evaluate(COLUMNS)
    assert seen["apart"] == []
    assert all(name.endswith(" (continued)") for name in seen["continued"])
    assert len(seen["free"]) == seen["columns"]
    return seen


@pytest.mark.parametrize("size", SIZES)
def test_ten_unequal_groups_are_whole(size: tuple[int, int], rooms: dict[str, str], stage: Page) -> None:
    seen = look(stage, rooms["full"], size, notes=sum(COUNTS))
    assert seen["more"] == [[0, 0]] * len(COUNTS)
    assert faults(stage.evaluate(MEASURE_STAGE), items=sum(COUNTS)) == []


@pytest.mark.parametrize("size", SIZES)
def test_no_note_is_left_out_while_there_is_room(
    size: tuple[int, int], rooms: dict[str, str], stage: Page
) -> None:
    """Each group has its number of notes that are left out, and all of them have a sentence."""
    seen = look(stage, rooms["overfull"], size, notes=2 * sum(COUNTS))
    assert seen["total"] == sum(left for left, _said in seen["more"]) > 0
    assert [left for left, _said in seen["more"]] == [said for _left, said in seen["more"]]
    assert max(seen["free"]) < seen["least"]
    assert not stage.evaluate(HAS_ROOM)
    assert faults(stage.evaluate(MEASURE_STAGE), items=2 * sum(COUNTS)) == []
