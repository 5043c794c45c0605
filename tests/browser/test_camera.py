"""The camera of the stage: each drawing is whole first, on the whole screen; at each stop the last row reads
it; and nothing moves by itself."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

BUILD = """
import json
from tests.browser.states import States
from workshops.registries import spotlights
states = States()
for key in {keys!r}:
    states.shown(key, states.discovery.uuid)
print("MADE " + json.dumps(states.made))
"""
DRAWINGS = ("landscape", "value", "architecture", "governance", "tree", "today", "roadmap", "gaps")
SIZES = ((1280, 720), (1920, 1080), (3840, 2160))
# Once a drawing is there.
DRAWN = """async () => {
  while (document.querySelector("[data-pending-drawing]")) await new Promise(done => setTimeout(done, 100));
  await document.fonts.ready;
  await new Promise(requestAnimationFrame);
}"""
# The smallest letters that are seen, in 1080ths of the height; how many lines; what is off the screen; and
# how much of it the drawing has.
LOOK = """() => {
  const svg = document.querySelector(".spotlight .map-scroll > svg");
  const room = svg.getBoundingClientRect();
  const share = (room.width * room.height) / (innerWidth * innerHeight);
  const seen = { letters: Infinity, words: 0, off: [], room: share };
  for (const text of svg.querySelectorAll("text")) {
    const box = text.getBoundingClientRect();
    const isIn = box.left >= room.left - 1 && box.right <= room.right + 1
      && box.top >= room.top - 1 && box.bottom <= room.bottom + 1;
    if (!isIn) { seen.off.push(text.textContent); continue; }
    const { a, b } = text.getScreenCTM();
    const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
    seen.letters = Math.min(seen.letters, (size * 1080) / innerHeight);
    seen.words += 1;
  }
  if (document.documentElement.scrollHeight > innerHeight + 1) seen.off.push("the page scrolls");
  return seen;
}"""
VIEW = """() => document.querySelector(".spotlight .map-scroll > svg").getAttribute("viewBox")"""


class Rooms:
    """A console and a stage, at a room for each drawing."""

    def __init__(self, headwaters: Headwaters, open_browser: Open) -> None:
        self.states: dict[str, dict[str, str]] = headwaters.told(BUILD.format(keys=DRAWINGS), "MADE")
        context, self.watch = open_browser("facilitator", 1280, 800)
        self.console, self.stage = context.new_page(), context.new_page()
        sign_in(self.console, headwaters)

    def code(self, drawing: str) -> str:
        return self.states[f"spotlight {drawing}"]["code"]

    def open(self, drawing: str) -> None:
        looking.goto(self.console, f"/w/{self.code(drawing)}/console/")
        looking.goto(self.stage, f"/w/{self.code(drawing)}/stage/")
        self.stage.evaluate(DRAWN)


@pytest.fixture(scope="module")
def rooms(headwaters: Headwaters, open_browser: Open) -> Rooms:
    return Rooms(headwaters, open_browser)


def camera(page: Page) -> Locator:
    """The steps of the camera."""
    return page.get_by_role("group", name="Camera of the stage")


def sized(page: Page, size: tuple[int, int]) -> dict[str, Any]:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    seen: dict[str, Any] = page.evaluate(LOOK)
    return seen


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_drawing_is_whole_first_and_its_stops_are_large(drawing: str, rooms: Rooms) -> None:
    rooms.open(drawing)
    for size in SIZES:
        seen = sized(rooms.stage, size)
        assert not seen["off"], (size, seen)
        assert seen["room"] > 0.7, (size, seen)
    rooms.stage.set_viewport_size({"width": 1920, "height": 1080})
    looking.screenshot(rooms.stage, f"camera-{drawing}")
    expect(rooms.stage.locator(".camera-at")).to_have_text("")
    stops = camera(rooms.console).locator("[data-stop]")
    expect(stops.first).to_be_visible()
    shown = set()
    for number in range(stops.count()):
        name = stops.nth(number).inner_text()
        rooms.console.keyboard.press(".")
        expect(rooms.stage.locator(".camera-at")).to_have_text(name)
        expect(stops.nth(number)).to_have_attribute("aria-pressed", "true")
        for size in SIZES if number == 0 else SIZES[1:2]:
            seen = sized(rooms.stage, size)
            assert seen["letters"] >= 24, (name, size, seen)
            assert seen["words"], (name, size)
        looking.screenshot(rooms.stage, f"camera-{drawing}-{number}")
        shown.add(rooms.stage.evaluate(VIEW))
    assert len(shown) > 1 or stops.count() == 1
    rooms.console.keyboard.press("0")
    expect(rooms.stage.locator(".camera-at")).to_have_text("")
