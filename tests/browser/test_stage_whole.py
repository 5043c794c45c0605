"""What a room of eight gave is whole on the stage: no row, card or name of it is missing. Charts, maps and
what lies in the spotlight have the width of the screen."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.looking import COMPLETE, DRAWN, show_stage
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

BUILD = """
import json
from lvt.models import Criterion
from products.models import DataProduct, Scenario
from products.planning.what_if_scenarios.selectors import pair_of
from tests.factories import make
from tests.browser.stage_items import filled, text_of
from tests.browser.states import SYSTEM, States, first
from tests.workshops.boards import board
from workshops.joining import invitation
from workshops.joining.observers.services import make_observer_link
from workshops.models import Workshop
from workshops.registries import spotlights
from workshops.results.decisions.services import add_decision
from workshops.room.steering.services import show_in_spotlight
made = {}
for key in ("assessment", "consent", "roti", "key_questions", "product_ranking", "map_review", "fill_roles"):
    made |= filled(key, 8)
made |= filled("template_together", 8)
made |= filled("tree_together", 12)
made |= filled("fill_roles", 30)
for name in ("consent revealed 8", "key_questions look 8", "assessment revealed 8"):
    made[f"result of {name}"] = next(each for key, each in filled(name.split()[0], 8).items() if key == name)
    shown = Workshop.objects.get(code=made[f"result of {name}"]["code"])
    show_in_spotlight(actor=SYSTEM, workshop=shown, kind="result", uuid=first(shown).uuid)
states = States()
decided = states.own_discovery()
for place in range(12):
    add_decision(actor=SYSTEM, discovery=decided, workshop=None, title=text_of(place), reason="It pays.")
states.shown("decisions", decided.uuid, decided)
for key in ("ranking", "quadrant", "delta", "cut_line", "tree"):
    states.shown(key, states.discovery.uuid)
products = DataProduct.objects.filter(discovery=states.discovery, name__in=("Field visits", "HCP 360"))
for product in products:
    states.shown("data_product", product.uuid)
    made[product.name] = states.made["spotlight data_product"]
# With these weights, another use case is the first.
ids = dict(Criterion.objects.filter(method__discovery=states.discovery).values_list("name", "uuid"))
light = f"{ids['Effort']}=5&{ids['Reach']}=0"
whole = Scenario.objects.filter(discovery=states.discovery).exclude(changes__contains="out=")
scenarios = [whole[0], make(
    Scenario, discovery=states.discovery, name="Effort first", changes=light)]
states.shown("scenarios", pair_of(*scenarios))
room = board(discovery=states.discovery)
authors = [room.actor(name) for name in ("Ann", "Bob")]
texts = [f"{text_of(place)}. {text_of(place + 3)}" for place in range(60)]
notes = [room.write(authors[place % 2], text).row for place, text in enumerate(texts)]
room.go("group")
for number in range(10):
    room.group(f"Group {number}", *notes[number::10])
states.made["board"] = {"code": room.workshop.code}
for seen in ("spotlight quadrant", "spotlight tree", "board"):
    invited = Workshop.objects.get(code=states.made[seen]["code"])
    link = invitation.observer_url(make_observer_link(actor=SYSTEM, workshop=invited))
    states.made[seen]["link"] = link
print("MADE " + json.dumps(made | states.made))
"""
ITEMS = (
    "assessment revealed 8",
    "consent revealed 8",
    "roti revealed 8",
    "key_questions look 8",
    "key_questions propose 8",
    "product_ranking results 8",
    "fill_roles propose 8",
    "tree_together closed 12",
    "result of consent revealed 8",
    "result of key_questions look 8",
    "result of assessment revealed 8",
    "spotlight decisions",
)
# Names of an assessment, objections and answers that are cut.
WHOLE = ("assessment revealed 8", "consent revealed 8", "template_together fill 8")
CUT_TEXTS = """() => [...document.querySelectorAll("main :is(.name, .said)")]
  .filter((each) => getComputedStyle(each).overflowY === "hidden")
  .filter((each) => each.scrollHeight > each.clientHeight + 3)
  .map((each) => each.textContent.trim())"""
# Words of the template of a data product, likewise.
CUT_WORDS = """() => [...document.querySelectorAll(".room-template :is(.said, .rt-line > span)")]
  .filter((each) => each.checkVisibility() && each.scrollHeight > each.clientHeight + 3)
  .map((each) => each.textContent.trim())"""
# A list within a row is shortened before a row is left out.
LEFT_OUT = """() => [
  ...document.querySelectorAll(":is(main, .spotlight) :is(li, tr, .item)[hidden]"),
  ...document.querySelectorAll("main :is([data-board-hidden], [data-board-rest]):not([hidden])"),
].filter((each) => !each.matches("[data-fit-list] > *")).map((each) => each.textContent.trim())"""
SHORTENED = """() => [...document.querySelectorAll("[data-fit-list]:has(> [data-fit-rest])")].map((list) => [
  list.querySelectorAll(":scope > [hidden]").length, parseInt(list.lastElementChild.textContent),
])"""
# Names that are wider or higher than their place.
CLIPPED = """() => [...document.querySelectorAll("main .board-result-name")]
  .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 3)
  .map((each) => each.textContent.trim())"""
# Notes of which a part isn't seen.
CUT = """() => [...document.querySelectorAll("[data-note] > .said")]
  .filter((each) => each.scrollHeight > each.clientHeight + 1).map((each) => each.textContent)"""
# Words of a drawing that are smaller than 12 pixels, or beyond the edge of the page.
UNREAD = """() => [...document.querySelectorAll(".quadrant text")]
  .filter((each) => each.checkVisibility()).filter((each) => {
    const { left, right } = each.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a;
    return size < 12 || left < 0 || right > document.documentElement.clientWidth;
  }).map((each) => each.textContent)"""
# The part of the screen's width that an element has.
WIDTH = """(selector) => document.querySelector(selector).getBoundingClientRect().width / innerWidth"""

# Names at the marks of a chart that cover a mark or each other.
COVERED = """() => {
  const boxes = [...document.querySelectorAll(".spot-name, .quadrant > rect")].map((each) => [
    each.getBoundingClientRect(), each.textContent,
  ]);
  return boxes.flatMap(([one, words], place) => boxes.slice(place + 1)
    .filter(([other]) => one.left < other.right && other.left < one.right
      && one.top + 4 < other.bottom && other.top + 4 < one.bottom)
    .map(([_box, others]) => `${words} × ${others}`));
}"""


@pytest.fixture(scope="module")
def states(headwaters: Headwaters) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = headwaters.told(BUILD, "MADE")
    return made


@pytest.mark.parametrize("name", ITEMS)
def test_nothing_of_eight_is_left_out(name: str, states: dict[str, Any], stage: Page) -> None:
    show_stage(stage, states[name]["code"])
    assert stage.evaluate(LEFT_OUT) == []
    assert stage.evaluate(CLIPPED) == []


@pytest.mark.parametrize("name", WHOLE)
def test_no_text_of_eight_is_cut(name: str, states: dict[str, Any], stage: Page) -> None:
    show_stage(stage, states[name]["code"], (1280, 720))
    assert stage.evaluate(CUT_TEXTS) == []
    stage.set_viewport_size({"width": 1920, "height": 1080})


# With one source and one output port; with four data products as sources, two output ports and a consumer.
@pytest.mark.parametrize("name", ["Field visits", "HCP 360"])
def test_all_six_answers_about_a_data_product_are_read(
    name: str, states: dict[str, Any], stage: Page
) -> None:
    show_stage(stage, states[name]["code"])
    expect(stage.locator(".rt-answers > li")).to_have_count(6)
    assert stage.evaluate(LEFT_OUT) == []
    assert stage.evaluate(CUT_WORDS) == []


@pytest.mark.parametrize("key", ["ranking", "quadrant", "delta"])
def test_a_spotlight_has_the_width_of_the_screen(key: str, states: dict[str, Any], stage: Page) -> None:
    """Also while people are still coming in: the code is in the head, and a key shows the picture of it."""
    show_stage(stage, states[f"spotlight {key}"]["code"])
    assert stage.evaluate(WIDTH, ".stage-steering") > 0.9
    code = stage.get_by_role("img", name="Scan to join")
    assert not code.is_visible()
    stage.keyboard.press("j")
    expect(code.last).to_be_visible()
    stage.keyboard.press("j")  # other tests look at this room, too
    expect(code).to_have_count(0)


@pytest.mark.parametrize(
    ("key", "chart", "least"),
    [("scenarios", ".chart", 0.9), ("quadrant", ".chart", 0.6), ("cut_line", ".step-chart svg", 0.9)],
)
def test_a_chart_leads(key: str, chart: str, least: float, states: dict[str, Any], stage: Page) -> None:
    show_stage(stage, states[f"spotlight {key}"]["code"])
    assert stage.evaluate(WIDTH, f".spotlight {chart}") > least


def test_names_of_the_quadrant_are_at_their_marks(states: dict[str, Any], stage: Page) -> None:
    """On a screen of 4:3 there is no room for them, and a list has them."""
    show_stage(stage, states["spotlight quadrant"]["code"])
    names, rows = stage.locator(".spot-name"), stage.locator(".spotlight .spotlit-list > li")
    assert names.count() > 2
    for wide in ((1920, 1080), (1280, 720)):
        stage.set_viewport_size({"width": wide[0], "height": wide[1]})
        stage.evaluate(DRAWN)
        expect(names.last).to_be_visible()
        expect(rows.first).to_be_hidden()
        assert stage.evaluate(COVERED) == []
    stage.set_viewport_size({"width": 1024, "height": 768})
    expect(names.first).to_be_hidden()
    expect(rows.last).to_be_visible()
    stage.set_viewport_size({"width": 1920, "height": 1080})


def test_an_observer_reads_the_names_of_the_quadrant(states: dict[str, Any], open_browser: Open) -> None:
    page = open_browser("observer", 1280, 800)[0].new_page()
    page.goto(urlsplit(states["spotlight quadrant"]["link"]).path)
    page.wait_for_function(COMPLETE)
    expect(page.locator(".spot-name").last).to_be_visible()
    assert page.evaluate(COVERED) == []
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.get_by_role("img", name="Value vs. effort")).to_have_count(1)
    assert page.evaluate(UNREAD) == []
    expect(page.locator(".spotlight .spotlit-list > li").last).to_be_visible()


def test_an_observer_scrolls_a_whole_board(states: dict[str, Any], open_browser: Open) -> None:
    page = open_browser("watcher", 360, 740)[0].new_page()
    page.goto(urlsplit(states["board"]["link"]).path)
    page.wait_for_function(COMPLETE)
    for width, height in ((360, 740), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(DRAWN)
        expect(page.locator("[data-note]:visible")).to_have_count(60)
        assert page.evaluate(CUT) == []
        expect(page.locator("[data-board-hidden]")).to_be_hidden()


def test_a_drawing_is_in_the_middle_of_an_observer_s_card(states: dict[str, Any], open_browser: Open) -> None:
    page = open_browser("onlooker", 1280, 800)[0].new_page()
    page.goto(urlsplit(states["spotlight tree"]["link"]).path)
    page.wait_for_function(COMPLETE)
    card, drawing = (page.locator(each).bounding_box() for each in (".map-scroll", ".map-scroll > svg"))
    assert card
    assert drawing
    assert abs(drawing["x"] - card["x"] + drawing["x"] + drawing["width"] - card["x"] - card["width"]) < 3


def test_a_shortened_list_has_the_number_of_the_rest(states: dict[str, Any], stage: Page) -> None:
    show_stage(stage, states["fill_roles propose 30"]["code"])
    ((left_out, number),) = stage.evaluate(SHORTENED)
    assert left_out == number > 0
    show_stage(stage, states["fill_roles propose 8"]["code"])
    assert stage.evaluate(SHORTENED) == []


def test_a_room_of_thirty_is_counted_by_side(states: dict[str, Any], stage: Page) -> None:
    """One row of marks has no room for so many people, and the second side must not be missing."""
    show_stage(stage, states["fill_roles propose 30"]["code"], (1280, 720))
    for counts in stage.locator(".answered-of").all():
        expect(counts).to_be_in_viewport(ratio=1)
        expect(counts).to_contain_text("15/15")
    expect(stage.locator(".answered-of")).to_have_count(2)
    expect(stage.locator(".answered-marks > i >> visible=true")).to_have_count(0)


def test_a_map_under_review_is_wide(states: dict[str, Any], stage: Page) -> None:
    """Who has answered is a line above it."""
    show_stage(stage, states["map_review mark 8"]["code"])
    assert stage.evaluate(WIDTH, ".map-sheet") > 0.65


def test_groups_of_a_board_fill_their_columns(states: dict[str, Any], stage: Page) -> None:
    show_stage(stage, states["board"]["code"])
    expect(stage.locator("[data-box] [data-note]:visible")).to_have_count(60)
    expect(stage.locator("[data-board-hidden]")).to_be_hidden()


def test_rows_of_the_cut_line_are_read_on_a_phone(states: dict[str, Any], stage: Page) -> None:
    """Letters in the curve would be as small as dots."""
    show_stage(stage, states["spotlight cut_line"]["code"])
    stage.set_viewport_size({"width": 360, "height": 740})
    expect(stage.locator(".step-chart")).to_be_hidden()
    assert stage.evaluate(WIDTH, ".cut-steps > :not(.head) > span") > 0.4
    stage.set_viewport_size({"width": 1920, "height": 1080})
