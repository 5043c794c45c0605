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
from workshops.registries import activity_kinds
states = States()
for key in {keys!r}:
    states.shown(key, states.discovery.uuid)
states.of_kind(activity_kinds.get("map_review"), 0, given=True)
states.made["spotlight map_review"] = states.made["map_review mark given"]
print("MADE " + json.dumps(states.made))
"""
DRAWINGS = ("landscape", "value", "architecture", "governance", "tree", "today", "roadmap", "gaps")
# Their letters are as large in the whole, so they have no stops.
LARGE = ("governance", "roadmap", "gaps")
SIZES = ((1280, 720), (1920, 1080), (3840, 2160))
# Once a drawing is there.
DRAWN = """async () => {
  while (document.querySelector("[data-pending-drawing]")) await new Promise(done => setTimeout(done, 100));
  await document.fonts.ready;
  await new Promise(requestAnimationFrame);
}"""
# The smallest letters that are seen, in 1080ths of the height; how many lines; what is off the screen; the
# boxes that it cuts; and how much of it the drawing has.
LOOK = """() => {
  const svg = document.querySelector(".spotlight .map-scroll > svg, .stage-map .map-scroll > svg");
  const room = svg.getBoundingClientRect();
  const share = (room.width * room.height) / (innerWidth * innerHeight);
  const seen = { letters: Infinity, words: 0, off: [], cut: [], room: share };
  for (const node of svg.querySelectorAll("g:has(> text):not([data-frame])")) {
    const box = node.getBoundingClientRect();
    const isOff = box.right < room.left || box.left > room.right
      || box.bottom < room.top || box.top > room.bottom;
    if (isOff || !node.checkVisibility({ visibilityProperty: true })) continue;
    const isWhole = box.left >= room.left - 2 && box.right <= room.right + 2
      && box.top >= room.top - 2 && box.bottom <= room.bottom + 2;
    if (!isWhole) seen.cut.push(node.textContent.trim());
  }
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
# Whether the sheet that dims lies over the middle of the stop, and over the corner of the drawing.
SHADED = """() => {
  const sheet = document.querySelector(".spotlight .camera-shade");
  const [x, y, width, height] = document.querySelector("[data-camera]").dataset.camera.split(" ").map(Number);
  const middle = new DOMPoint(x + width / 2, y + height / 2);
  return [sheet.isPointInFill(middle), sheet.isPointInFill(new DOMPoint(x - 20, y - 20))];
}"""
# Words of the roadmap's chart that are on others, or beyond it; and the labels of its axis.
AXIS = """() => {
  const svg = document.querySelector(".spotlight .roadmap-chart");
  const room = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")].map((each) => [each, each.getBoundingClientRect()]);
  const isBeyond = (box) => box.left < room.left - 1 || box.right > room.right + 1
    || box.top < room.top - 1 || box.bottom > room.bottom + 1;
  // Lines of letters reach a little above and below what is seen of them.
  const isOn = (one, other) => one.left < other.right && other.left < one.right
    && one.top + one.height * 0.2 < other.bottom - other.height * 0.2
    && other.top + other.height * 0.2 < one.bottom - one.height * 0.2;
  return {
    beyond: texts.filter(([, box]) => isBeyond(box)).map(([each]) => each.textContent),
    on: texts.flatMap(([one, box], place) => texts.slice(place + 1)
      .filter(([, other]) => isOn(box, other))
      .map(([other]) => [one.textContent, other.textContent])),
    ticks: texts.filter(([each]) => each.dataset.part === "tick").map(([each]) => each.textContent),
    years: texts.filter(([each]) => each.dataset.part === "year").map(([each]) => each.textContent),
    today: texts.filter(([each]) => each.dataset.part === "today").map(([each]) => each.textContent),
  };
}"""
# How wide the lines of edges are on the screen, in 1080ths of its height.
LINES = """() => [
  ...document.querySelectorAll(".spotlight .map-scroll > svg [data-from] > path"),
].map((path) => {
  const { strokeWidth, vectorEffect } = getComputedStyle(path);
  const { a, b } = path.getScreenCTM();
  const scale = vectorEffect === "non-scaling-stroke" ? 1 : Math.hypot(a, b);
  return (parseFloat(strokeWidth) * scale * 1080) / innerHeight;
})"""
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
    whole = sized(rooms.stage, SIZES[1])["letters"]
    looking.screenshot(rooms.stage, f"camera-{drawing}")
    expect(rooms.stage.locator(".camera-at")).to_have_text("")
    stops = camera(rooms.console).locator("[data-stop]")
    if drawing in LARGE:
        expect(stops).to_have_count(0)
        assert whole > 24
        return
    expect(stops.first).to_be_visible()
    shown = set()
    for number in range(stops.count()):
        name = stops.nth(number).inner_text()
        rooms.console.keyboard.press(".")
        expect(rooms.stage.locator(".camera-at")).to_have_text(name)
        expect(stops.nth(number)).to_have_attribute("aria-pressed", "true")
        for size in SIZES if number == 0 else SIZES[1:2]:
            seen = sized(rooms.stage, size)
            assert seen["letters"] >= max(24, whole - 0.1), (name, size, seen)
            assert seen["words"], (name, size)
            assert not seen["cut"], (name, size, seen)
        looking.screenshot(rooms.stage, f"camera-{drawing}-{number}")
        shown.add(rooms.stage.evaluate(VIEW))
        assert rooms.stage.locator(".camera-shade").count() == 1
    assert len(shown) > 1 or stops.count() == 1
    rooms.console.keyboard.press("0")
    expect(rooms.stage.locator(".camera-at")).to_have_text("")


@pytest.mark.parametrize("drawing", ["landscape", "architecture", "governance", "value"])
def test_lines_of_a_drawing_are_seen_from_the_last_row(drawing: str, rooms: Rooms) -> None:
    rooms.open(drawing)
    for size in SIZES:
        sized(rooms.stage, size)
        widths = rooms.stage.evaluate(LINES)
        assert widths
        assert min(widths) > 2, size


def test_the_roadmap_has_an_axis_of_time(rooms: Rooms) -> None:
    rooms.open("roadmap")
    for size in SIZES:
        sized(rooms.stage, size)
        seen = rooms.stage.evaluate(AXIS)
        assert not seen["beyond"], (size, seen)
        assert not seen["on"], (size, seen)
        assert len(seen["ticks"]) > 2, (size, seen)
        assert seen["today"] == ["Today"], (size, seen)


def test_nothing_moves_by_itself_and_a_reload_and_the_remote_show_the_same(rooms: Rooms) -> None:
    rooms.open("landscape")
    name = camera(rooms.console).locator("[data-stop]").nth(1).inner_text()
    remote = rooms.console.context.new_page()
    remote.set_viewport_size({"width": 360, "height": 740})
    looking.goto(remote, f"/w/{rooms.code('landscape')}/remote/")

    camera(remote).get_by_role("button", name=name, exact=True).click()

    label = rooms.stage.locator(".camera-at")
    expect(label).to_have_text(name)
    expect(label).to_have_attribute("role", "status")
    for page in (rooms.console, remote):
        pressed = camera(page).locator("[data-stop][aria-pressed=true]")
        expect(pressed).to_have_text(name)
        expect(page.locator("#announcer")).to_have_text(f"The stage shows “{name}”.")
    seen = rooms.stage.evaluate(VIEW)
    rooms.stage.clock.install()
    rooms.stage.reload()
    looking.settled(rooms.stage)
    rooms.stage.evaluate("document.fonts.ready")
    rooms.stage.clock.run_for(60_000)
    expect(label).to_have_text(name)
    assert rooms.stage.evaluate(VIEW) == seen
    assert looking.axe(remote) == []
    assert not looking.wider_than_the_screen(remote)
    looking.screenshot(remote, "camera-remote")
    looking.screenshot(rooms.console, "camera-console")
    # By keyboard alone: the focus stays on the step, which leads to the whole in the end.
    back = camera(remote).get_by_role("button", name="Previous stop")
    for place in (0, None):
        back.focus()
        remote.keyboard.press("Enter")
        at = "" if place is None else camera(remote).locator("[data-stop]").nth(place).inner_text()
        expect(label).to_have_text(at)
        # The stage may show a step before the remote does, whose next press would be from the step before.
        expect(camera(remote).locator("[data-stop][aria-pressed=true]")).to_have_text([at] if at else [])
        expect(back).to_be_focused()
    expect(back).to_have_attribute("aria-disabled", "true")
    remote.close()


def test_the_next_spotlight_is_chosen_by_keyboard_and_whole(rooms: Rooms) -> None:
    rooms.open("today")
    rooms.console.keyboard.press(".")
    expect(rooms.stage.locator(".camera-at")).not_to_have_text("")
    rooms.console.keyboard.press("f")
    search = rooms.console.get_by_role("searchbox", name="Find something to show")
    expect(search).to_be_focused()
    tile = rooms.console.locator(".spotlight-tile", has_text="landscape").first
    expect(tile.locator(".spotlight-preview svg")).to_be_attached()
    looking.settled(rooms.console)
    looking.screenshot(rooms.console, "camera-picker")
    assert looking.axe(rooms.console) == []
    rooms.console.keyboard.type("the landscape")
    rooms.console.keyboard.press("ArrowDown")
    expect(rooms.console.get_by_role("button", name="The landscape", exact=True)).to_be_focused()
    rooms.console.keyboard.press("ArrowUp")
    expect(search).to_be_focused()
    rooms.console.keyboard.press("Enter")
    expect(rooms.stage.get_by_text("Landscape", exact=True)).to_be_visible()
    expect(rooms.stage.locator(".camera-at")).to_have_text("")


def test_a_part_of_the_picture_on_the_console_is_pressed(rooms: Rooms) -> None:
    """By a click, and by Enter; the rest of the drawing is dimmed, and the part isn't."""
    rooms.open("landscape")
    picture = rooms.console.get_by_role("group", name="Parts of the drawing")
    names = camera(rooms.console).locator("[data-stop]").all_inner_texts()
    expect(picture.get_by_role("button")).to_have_count(len(names))
    label = rooms.stage.locator(".camera-at")
    picture.get_by_role("button", name=names[1], exact=True).click()
    expect(label).to_have_text(names[1])
    part = picture.get_by_role("button", name=names[2], exact=True)
    part.focus()
    rooms.console.keyboard.press("Enter")
    expect(label).to_have_text(names[2])
    expect(part).to_have_attribute("aria-pressed", "true")
    expect(part).to_be_focused()
    assert rooms.stage.evaluate(SHADED) == [False, True]
    assert looking.axe(rooms.console) == []
    looking.screenshot(rooms.console, "camera-parts")
    rooms.console.keyboard.press("0")
    expect(label).to_have_text("")
    expect(rooms.stage.locator(".camera-shade")).to_have_count(0)


def test_an_activity_has_a_camera_on_its_drawing(rooms: Rooms) -> None:
    rooms.open("map_review")
    expect(rooms.stage.locator(".mark-list")).to_be_visible()
    stops = camera(rooms.console).locator("[data-stop]")
    for number in range(stops.count()):
        rooms.console.keyboard.press(".")
        expect(rooms.stage.locator(".camera-at")).to_have_text(stops.nth(number).inner_text())
        expect(stops.nth(number)).to_have_attribute("aria-pressed", "true")
        seen = sized(rooms.stage, (1920, 1080))
        assert seen["letters"] >= 24, (number, seen)
        assert seen["room"] > 0.8
        assert not seen["cut"], (number, seen)
        looking.screenshot(rooms.stage, f"camera-map_review-{number}")
    rooms.console.keyboard.press("0")
    expect(rooms.stage.locator(".camera-at")).to_have_text("")
    assert not sized(rooms.stage, (1920, 1080))["off"]
