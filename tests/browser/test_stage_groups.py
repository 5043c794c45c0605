"""Groups of a board and results of a vote on the stage: in rows that fill it, level with each other, with
whole groups, their counts, and letters as large as fit."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import show_stage
from tests.browser.measuring import LEAST_COVERAGE, MEASURE_STAGE, faults
from tests.browser.test_stage_filled import SIZES
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

# How many notes each group has, and the least letters, in parts of 1080.
GROUPS: dict[tuple[int, ...], int] = {
    (4,): 40,
    (2, 3): 40,
    (5, 5, 5, 5): 29,
    (9, 2, 4, 1): 29,
    (4, 4, 4, 4, 4, 4): 26,
    (6, 2, 9, 3, 5, 4, 1): 24,
}
VOTED = (4, 5, 6, 7, 8)
BUILD = f"""
import json
from tests.browser.stage_items import text_of
from tests.browser.states import States
from tests.workshops.boards import board
from workshops.actors import RoomActor
states = States()
made = {{}}
for counts in {tuple(GROUPS)!r}:
    room = board(discovery=states.discovery)
    author = room.actor("Ann")
    notes = [room.write(author, text_of(place)).row for place in range(sum(counts))]
    room.go("group")
    for place, count in enumerate(counts):
        room.group(f"Group {{place + 1}} of the room", *[notes.pop(0) for _note in range(count)])
    made[str(counts)] = room.workshop.code
for count in {VOTED!r}:
    room = board(discovery=states.discovery, dots=count)
    author = room.actor("Ann")
    notes = [room.write(author, text_of(place)).row for place in range(count)]
    room.go("group")
    room.go("vote")
    for place in range(count):
        voter = RoomActor.of_participant(room.join(f"Voter {{place}}"))
        for note in notes[place:]:
            room.vote(voter, note.uuid, 1)
    room.go("results")
    made[str(count)] = room.workshop.code
print("MADE " + json.dumps(made))
"""
# `letters` of the notes, in parts of 1080; `blank`: of the height, below the lowest group; `continued`: heads
# of groups that are divided; `rows`: where the groups of each row end, and where their notes begin.
LOOK = """() => {
  const px = innerHeight / 1080;
  const shown = (of, selector) => [...of.querySelectorAll(selector)].filter((each) => each.checkVisibility());
  const board = document.querySelector("[data-board-view]");
  const boxes = shown(board, "[data-box]");
  const at = (place) => Math.round(place / px / 3);
  const rows = new Map();
  for (const box of boxes) {
    const { top, bottom } = box.getBoundingClientRect();
    const first = box.querySelector("[data-note]").getBoundingClientRect().top;
    rows.set(at(top), [...(rows.get(at(top)) ?? []), `${at(bottom)} ${at(first)}`]);
  }
  const lowest = Math.max(...boxes.map((box) => box.getBoundingClientRect().bottom));
  const main = document.querySelector("main").getBoundingClientRect();
  return {
    letters: parseFloat(getComputedStyle(board.querySelector("[data-note] .said")).fontSize) / px,
    blank: (main.bottom - lowest) / innerHeight,
    continued: shown(board, ".board-again").length,
    counts: shown(board, "[data-box-count]").map((each) => Number(each.textContent)),
    rows: [...rows.values()].map((groups) => [...new Set(groups)]),
  };
}"""
# The bars of each row: where they begin, and how high they are.
BARS = """() => {
  const rows = new Map();
  for (const bar of document.querySelectorAll(".board-ranking .bar")) {
    const row = Math.round(bar.closest("li").getBoundingClientRect().top);
    const { top, height } = bar.getBoundingClientRect();
    rows.set(row, [...(rows.get(row) ?? []), [Math.round(top), Math.round(height)]]);
  }
  return [...rows.values()];
}"""


@pytest.fixture(scope="module")
def rooms(headwaters: Headwaters) -> dict[str, str]:
    made: dict[str, str] = headwaters.told(BUILD, "MADE")
    return made


@pytest.mark.parametrize("size", SIZES)
def test_whole_groups_fill_the_stage(size: tuple[int, int], rooms: dict[str, str], stage: Page) -> None:
    wrong = {}
    for counts, least in GROUPS.items():
        show_stage(stage, rooms[str(counts)], size)
        expect(stage.locator("[data-box] [data-note]")).to_have_count(sum(counts))
        seen: dict[str, Any] = stage.evaluate(LOOK)
        seen["faults"] = faults(stage.evaluate(MEASURE_STAGE), items=sum(counts))
        is_level = all(len(row) == 1 for row in seen["rows"])
        is_full = seen["blank"] < 0.02 and seen["letters"] >= least
        is_whole = not seen["continued"] and seen["counts"] == list(counts) and not seen["faults"]
        if not (is_level and is_full and is_whole):
            wrong[counts] = seen
    assert not wrong


@pytest.mark.parametrize("size", SIZES)
def test_bars_of_a_row_are_level_and_equally_high(
    size: tuple[int, int], rooms: dict[str, str], stage: Page
) -> None:
    wrong = {}
    for count in VOTED:
        show_stage(stage, rooms[str(count)], size)
        rows = stage.evaluate(BARS)
        assert sum(map(len, rows)) == count
        measured = stage.evaluate(MEASURE_STAGE)
        begins_level = all(len({begin for begin, _high in row}) == 1 for row in rows)
        heights = {high for row in rows for _begin, high in row}
        is_full = measured["coverage"] >= LEAST_COVERAGE and not faults(measured, items=count)
        if not (begins_level and max(heights) - min(heights) < 3 and is_full):
            wrong[count] = rows, measured
    assert not wrong
