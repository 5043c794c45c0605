"""The landscape in a browser: moving about by key, mouse and finger, what lights up, what others change."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import Watch
from tests.products.test_folded_drawing import PLACE
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

D = "/d/commercial-discovery/"
# Rules that are off by default: what a link is called contains what stands in it.
NAMES = """axe.run({runOnly: ["label-content-name-mismatch", "svg-img-alt", "link-name"]}).then(
    result => result.violations.map(
        one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 200)).join(" | ")))"""
SIZE_OF_WORDS = "map => 11 * map.clientWidth / map.querySelector('svg').viewBox.baseVal.width"
SMALLEST_WORDS = """map => Math.min(...[...map.querySelectorAll("[data-node] text")].map(
    words => parseFloat(getComputedStyle(words).fontSize) * words.getScreenCTM().a))"""
LEFT = "map => map.querySelector('svg').viewBox.baseVal.x"
VIEW_WIDTH = "map => map.querySelector('svg').viewBox.baseVal.width"


def _shows_from(chart: Locator, left: float) -> None:
    """Wait until what is shown begins further to the right, in units of the drawing."""
    chart.page.wait_for_function(f"([map, left]) => ({LEFT})(map) > left", arg=[chart.element_handle(), left])


@pytest.fixture(scope="module")
def desktop(open_browser: Open, headwaters: Headwaters) -> tuple[Page, Watch]:
    context, watch = open_browser("desktop", 1280, 900)
    page = context.new_page()
    sign_in(page, headwaters)
    return page, watch


@pytest.fixture(scope="module")
def phone(open_browser: Open, headwaters: Headwaters) -> tuple[Page, Watch]:
    context, watch = open_browser("phone", 360, 740, has_touch=True)
    page = context.new_page()
    sign_in(page, headwaters)
    return page, watch


def _open(page: Page, place: str = "landscape/") -> Locator:
    looking.goto(page, f"{D}{place}")
    chart = page.locator("[data-map]")
    expect(chart).to_have_class(re.compile("moves"))
    return chart


def _node(chart: Locator, name: str) -> Locator:
    return chart.get_by_role("link", name=re.compile(f": {re.escape(name)}\\."))


def _lit(chart: Locator) -> Locator:
    return chart.locator("[data-node].on")


def test_keys_and_wheel_zoom_and_move_and_a_node_lights_up_its_ways(desktop: tuple[Page, Watch]) -> None:
    page, watch = desktop
    chart = _open(page)
    expect(chart).to_have_attribute("data-zoom", "1.00")
    assert chart.evaluate(SMALLEST_WORDS) >= 11
    chart.focus()
    page.keyboard.press("+")
    expect(chart).to_have_attribute("data-zoom", "1.25")
    before = chart.evaluate(LEFT)
    page.keyboard.press("ArrowRight")
    _shows_from(chart, before)
    page.keyboard.press("0")
    expect(chart).to_have_attribute("data-zoom", "1.00")

    box = _box(chart)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30)
    page.mouse.wheel(0, -100)
    expect(chart).to_have_attribute("data-zoom", "1.25")
    before = chart.evaluate(LEFT)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 90, box["y"] + 30, steps=3)
    page.mouse.up()
    _shows_from(chart, before)
    page.get_by_role("button", name="Show all").click()
    expect(chart).to_have_attribute("data-zoom", "1.00")

    _node(chart, "Field visits").focus()
    names = [each.get_attribute("aria-label") or "" for each in _lit(chart).locator("a").all()]
    assert {name.split(": ")[1].split(".")[0] for name in names} >= {
        "CRM",
        "Field visits",
        "HCP 360",
    }
    assert not any("Consent" in name or "Campaign responses" in name for name in names)
    expect(page.locator("[data-map-said]")).to_contain_text("Field visits")

    page.get_by_role("button", name="Full screen").click()
    expect(page.get_by_role("button", name="Full screen")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.fullscreenElement.matches('[data-map-frame]')")
    page.get_by_role("button", name="Full screen").click()
    expect(page.get_by_role("button", name="Full screen")).to_have_attribute("aria-pressed", "false")

    _node(chart, "HCP 360").click()
    expect(page.get_by_role("heading", name="HCP 360", level=1)).to_be_visible()
    assert not watch.failures


def test_what_is_looked_up_stands_in_the_middle_in_letters_that_are_read(
    desktop: tuple[Page, Watch],
) -> None:
    page, watch = desktop
    page.set_viewport_size({"width": 1280, "height": 800})
    chart = _open(page)
    small = page.locator("[data-map-overview]")
    expect(small).to_be_hidden()
    chart.focus()
    page.keyboard.press("+")
    expect(small).to_be_visible()
    expect(small.locator("rect:not(.seen)")).to_have_count(chart.locator("[data-node]").count())
    before = chart.evaluate(LEFT)
    box = _box(small)
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
    _shows_from(chart, before)

    look_up = page.get_by_label("Find on map")
    look_up.fill("hcp 3")
    names = {each.get_attribute("data-name") or "" for each in _lit(chart).all()}
    assert names == {"HCP 360", "HCP 360 dashboard"}
    look_up.press("Enter")
    expect(page.get_by_text("Which one do you want to see?")).to_be_visible()
    page.locator("#landscape").get_by_role("link", name="HCP 360", exact=True).click()
    expect(page.locator(".map-focus b")).to_have_text("HCP 360")
    expect(chart).to_have_class(re.compile("moves"))
    view = chart.evaluate("map => [map.clientWidth, map.clientHeight, innerHeight]")
    box_of = "map => ['width', 'height'].map(side => map.querySelector('svg').viewBox.baseVal[side])"
    drawing = chart.evaluate(box_of)
    assert 11 * min(view[0] / drawing[0], view[1] / drawing[1]) >= 14
    # What tests/products/test_folded_drawing.py takes for the place of a map.
    assert view[0] >= PLACE[0]
    assert 0.84 * view[2] >= PLACE[1]
    page.get_by_role("link", name="Show everything").click()
    expect(chart).to_have_attribute("data-zoom", re.compile(r"\d"))

    _node(chart, "Field visits").focus()
    page.keyboard.press("m")
    expect(page.locator(".map-focus b")).to_have_text("Field visits")
    look_up.fill("<b>nothing")
    look_up.press("Enter")
    expect(page.get_by_text("No results for “<b>nothing” on the landscape.")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not watch.failures


def test_what_another_adds_is_drawn_within_sight_and_what_was_lit_stays(
    desktop: tuple[Page, Watch], phone: tuple[Page, Watch]
) -> None:
    (page, watch), (small, _heard) = desktop, phone
    chart = _open(page)
    chart.focus()
    page.keyboard.press("+")
    node = _node(chart, "HCP master data ❷")
    node.focus()
    count = _lit(chart).count()
    assert count > 3
    width = chart.evaluate(VIEW_WIDTH)

    looking.goto(small, f"{D}products/sources/add/")
    small.get_by_label("Name", exact=True).fill("Call center records")
    small.get_by_role("button", name="Save").click()
    expect(_node(chart, "Call center records")).to_have_count(1)
    # As large as before, whatever part of the map that is now.
    assert chart.evaluate(VIEW_WIDTH) == pytest.approx(width)
    expect(_node(chart, "HCP master data ❷")).to_be_focused()
    expect(_lit(chart)).to_have_count(count)
    assert not watch.failures


def test_a_phone_starts_with_words_that_can_be_read_and_two_fingers_zoom(phone: tuple[Page, Watch]) -> None:
    page, watch = phone
    chart = _open(page)
    assert chart.evaluate(SIZE_OF_WORDS) > 9
    expect(page.get_by_text("This is part of the map")).to_be_visible()
    chart.scroll_into_view_if_needed()
    box = _box(chart)
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = box["x"] + box["width"] / 2, box["y"] + 100
    before = chart.evaluate(LEFT)
    touch("touchStart", (x, y))
    for step in range(1, 6):
        touch("touchMove", (x - 20 * step, y))
    touch("touchEnd")
    _shows_from(chart, before + 40)

    zoom = float(chart.get_attribute("data-zoom") or 0)
    touch("touchStart", (x - 20, y), (x + 20, y))
    for step in range(1, 6):
        touch("touchMove", (x - 20 - 12 * step, y), (x + 20 + 12 * step, y))
    touch("touchEnd")
    page.wait_for_function(
        "([map, least]) => Number(map.dataset.zoom) > least", arg=[chart.element_handle(), zoom * 1.5]
    )
    page.get_by_role("button", name="Show all").tap()
    expect(chart).to_have_attribute("data-zoom", "1.00")
    expect(page.get_by_text("This is part of the map")).to_be_hidden()

    # The first tap shows where a node belongs, the second one opens it.
    chart.evaluate("map => map.querySelector('[data-mark=product] a').scrollIntoView({block: 'center'})")
    node = chart.locator("[data-mark=product] a").first
    node.tap()
    expect(chart).to_have_class(re.compile("lit"))
    node.tap()
    expect(page).to_have_url(re.compile(r"/products/[0-9a-f-]{36}/$"))
    assert not watch.failures


@pytest.mark.parametrize("place", ["landscape/", "landscape/organization/"])
def test_the_drawing_begins_on_the_first_screen_of_a_phone(phone: tuple[Page, Watch], place: str) -> None:
    page, watch = phone
    chart = _open(page, place)
    page.evaluate("scrollTo(0, 0)")
    # A fifth of the screen shows it.
    assert _box(chart)["y"] <= 740 * 0.8
    assert not looking.wider_than_the_screen(page)
    assert not watch.failures


PLACES = ("landscape/", "landscape/?view=table", "landscape/organization/", "landscape/overlaps/?alike=10")


@pytest.mark.parametrize("place", PLACES)
def test_the_pages_are_accessible_on_a_phone_and_on_a_desktop(
    desktop: tuple[Page, Watch], place: str
) -> None:
    page, watch = desktop
    faults: list[str] = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        looking.goto(page, f"{D}{place}")
        faults += looking.axe_in_both_themes(page)
        faults += page.evaluate(NAMES)
        faults += [wide] if (wide := looking.wider_than_the_screen(page)) else []
        looking.screenshot(page, f"{place.strip('/').replace('/', '-')}-{width}")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert faults == []
    assert not watch.failures


def test_the_days_and_the_merge_are_accessible_too(desktop: tuple[Page, Watch]) -> None:
    page, watch = desktop
    looking.goto(page, f"{D}landscape/overlaps/?alike=10")
    merge = page.get_by_role("link", name="Compare and merge").first.get_attribute("href")
    faults: list[str] = []
    for place in (merge, f"{D}landscape/compare/"):
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            looking.goto(page, place or "")
            faults += looking.axe_in_both_themes(page)
            faults += [wide] if (wide := looking.wider_than_the_screen(page)) else []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert faults == []
    assert not watch.failures


def test_the_tree_of_assistive_technology_names_map_and_nodes(desktop: tuple[Page, Watch]) -> None:
    page, _watch = desktop
    _open(page)
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    told = {
        (each.get("role", {}).get("value"), each.get("name", {}).get("value"))
        for each in nodes
        if not each["ignored"]
    }
    names = {name for role, name in told if role == "link"}
    assert any(name.startswith("Source: CRM") for name in names)
    shared = {name for name in names if "Shared by 2 use cases" in name}
    assert {name.split(": ")[1].split("❷")[0].strip() for name in shared} == {
        "HCP master data",
        "Consent",
        "Campaign responses",
    }
    assert any("Landscape of Commercial discovery" in (name or "") for _role, name in told)


def _box(chart: Locator) -> FloatRect:
    box = chart.bounding_box()
    assert box is not None
    return box
