"""Rooms with very many people or one, nothing to score or too much of it, on the smallest phones and lying
ones, with letters twice as large, and without motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.main_pages import D
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

BUILD = """
import json
from tests.browser.states import States
states = States()
states.extremes()
states.scoring(4, revealed=False, steps=2)
states.scoring(4, revealed=True)
states.shown("landscape", states.discovery.uuid)
print("MADE " + json.dumps(states.made))
"""
# Everything that people name is one word.
ONE_WORD = """
import json
from lvt.models import ScoringRound, UseCase
from lvt.rounds.services import reveal
from tests import factories
from tests.browser.states import States, score
from tests.factories import SYSTEM
from workshops.room.running.services import start_workshop
states = States()
discovery = states.own_discovery()
cases = [
    factories.make(UseCase, discovery=discovery, name=letter * 120, position=place)
    for place, letter in enumerate("xyz")
]
workshop = factories.workshop(discovery, "w" * 120)
names = {"n" * 60: "it", "Bo": "business"}
people = [factories.participant(workshop, name, side) for name, side in names.items()]
factories.activity(workshop, "scoring", "t" * 120)
start_workshop(actor=SYSTEM, workshop=workshop)
opened = ScoringRound.objects.get(activity__track__workshop=workshop)
score(opened, people, cases)
reveal(actor=SYSTEM, round=opened)
print("MADE " + json.dumps({"code": workshop.code, "slug": discovery.slug}))
"""
# People with names of some length come in beside a short and a long agenda.
CROWD = """
import json
from tests import factories
from tests.browser.states import States
states = States()
codes = []
for people, activities in ((40, 3), (300, 20)):
    names = [f"Amara Featherstone {number}" for number in range(people)]
    workshop, _people = states.workshop(names=names)
    for number in range(activities):
        factories.activity(workshop, "talk", f"Talk {number} of the day", minutes=15)
    codes.append(workshop.code)
print("MADE " + json.dumps(codes))
"""
PHONES = {"small": (320, 568), "lying": (640, 320)}
PAGES = (D, f"{D}tree/", f"{D}prioritization/", f"{D}products/", f"{D}operating-model/", f"{D}technology/")
# The first answer that is asked for can be scrolled to from below the head, above the foot.
REACHED = """() => {
  const first = document.querySelector("main .scale label");
  if (!first) return true;
  first.scrollIntoView({ block: "center" });
  const { left, top, width, height } = first.getBoundingClientRect();
  return first.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""

# What of the head of a room lies over what comes after it.
OVERLAPS = """() => {
  const parts = [...document.querySelectorAll(".room-bar :is(.place, .meter, .timer, button)")]
    .filter(part => part.checkVisibility());
  return parts.slice(1).filter((part, place) => {
    const [before, box] = [parts[place].getBoundingClientRect(), part.getBoundingClientRect()];
    return before.right > box.left + 1 && before.bottom > box.top + 1;
  }).map(part => part.outerHTML.slice(0, 60));
}"""

# Whether the clock of the stage lies over the words beside it.
HEAD_OVERLAPS = """() => {
  const clock = document.querySelector(".stage-head .timer").getBoundingClientRect();
  return [...document.querySelectorAll(".stage-head :is(.kicker, h1)")].some(words => {
    const range = document.createRange();
    range.selectNodeContents(words);
    return [...range.getClientRects()].some(line =>
      line.right > clock.left + 1 && line.left < clock.right - 1
      && line.bottom > clock.top + 4 && line.top < clock.bottom - 4);
  });
}"""

# How wide a drawing is in its place, and the size of its smallest letters.
DRAWN = """() => {
  const svg = document.querySelector(".spotlit-drawing svg");
  const { width } = svg.getBoundingClientRect();
  const nearness = width / svg.viewBox.baseVal.width;
  const sizes = [...svg.querySelectorAll("text")].map(each => parseFloat(getComputedStyle(each).fontSize));
  return { beyond: width - svg.parentElement.clientWidth, letters: Math.min(...sizes) * nearness };
}"""


@pytest.fixture(scope="module")
def states(headwaters: Headwaters) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = headwaters.told(BUILD, "MADE")
    return made


def twice_as_large(page: Page) -> None:
    """As somebody sets the letters of their browser."""
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


def test_rooms_fit_whoever_comes_and_whatever_they_hold(
    headwaters: Headwaters, open_browser: Open, states: dict[str, dict[str, str]]
) -> None:
    console = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(console, headwaters)
    context, watch = open_browser("phone", 320, 568, has_touch=True, is_mobile=True)
    phone = context.new_page()
    wrong = {}
    for name, state in states.items():
        looking.goto(console, f"/w/{state['code']}/console/")
        wrong[name, "console"] = looking.wider_than_the_screen(console)
        context.add_cookies([{"name": state["cookie"], "value": state["value"], "url": headwaters.url}])
        for held, (width, height) in PHONES.items():
            phone.set_viewport_size({"width": width, "height": height})
            looking.goto(phone, f"/w/{state['code']}/")
            wrong[name, held] = looking.wider_than_the_screen(phone)
            if not phone.evaluate(REACHED):
                wrong[name, held] += "the first answer is covered"
    twice_as_large(phone)
    phone.set_viewport_size({"width": 360, "height": 740})
    looking.goto(phone, f"/w/{states['scoring one person']['code']}/")
    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    wrong["large letters", "phone"] = looking.wider_than_the_screen(phone)
    assert not {place: said for place, said in wrong.items() if said}
    assert watch.failures == []


def test_names_of_one_long_word_stay_on_the_screen(headwaters: Headwaters, open_browser: Open) -> None:
    made: dict[str, str] = headwaters.told(ONE_WORD, "MADE")
    context, watch = open_browser("facilitator", 1280, 800)
    page = context.new_page()
    sign_in(page, headwaters)
    room, discovery = f"/w/{made['code']}", f"/d/{made['slug']}/"
    wrong = {}
    for address, *screens in (
        (f"{room}/stage/", (1024, 768), (1280, 720)),
        (f"{room}/console/", (1280, 800), (360, 740)),
        (discovery, (1280, 800), (360, 740)),
        (f"{discovery}prioritization/", (1280, 800), (360, 740)),
        (f"{discovery}workshops/", (1280, 800), (360, 740)),
    ):
        for width, height in screens:
            page.set_viewport_size({"width": width, "height": height})
            looking.goto(page, address)
            wrong[address, width] = looking.wider_than_the_screen(page)
            if address.endswith("stage/") and page.evaluate(HEAD_OVERLAPS):
                wrong[address, width] += "the clock lies over the title"
    assert not {place: said for place, said in wrong.items() if said}
    assert watch.failures == []


def test_a_crowd_that_comes_in_hides_nothing_of_the_agenda(headwaters: Headwaters, stage: Page) -> None:
    for code in headwaters.told(CROWD, "MADE"):
        for size in ((1024, 768), (1280, 720), (1920, 1080)):
            looking.show_stage(stage, code, size)
            expect(stage.locator(".names > li").last).to_contain_text("more")
            assert stage.locator(".stage-agenda > li[hidden]").count() == 0, (code, size)
            assert stage.evaluate("document.documentElement.scrollHeight - innerHeight") <= 1, (code, size)


def test_people_see_themselves_beside_the_room_on_the_first_screen(
    headwaters: Headwaters, open_browser: Open, states: dict[str, dict[str, str]]
) -> None:
    context, _watch = open_browser("beside the room", 360, 640, has_touch=True, is_mobile=True)
    state, phone = states["scoring 4 revealed"], context.new_page()
    context.add_cookies([{"name": state["cookie"], "value": state["value"], "url": headwaters.url}])
    looking.goto(phone, f"/w/{state['code']}/")
    foot = phone.locator(".room-foot").bounding_box()
    last = phone.locator(".own-totals > :last-child").bounding_box()
    assert foot
    assert last
    assert last["y"] + last["height"] <= foot["y"]
    twice_as_large(phone)
    looking.goto(phone, f"/w/{state['code']}/")
    assert looking.wider_than_the_screen(phone) == ""
    assert phone.evaluate(OVERLAPS) == []


def test_pages_fit_with_letters_twice_as_large(headwaters: Headwaters, open_browser: Open) -> None:
    page = open_browser("large letters", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    twice_as_large(page)
    wider = {}
    for address in PAGES:
        looking.goto(page, address)
        wider[address] = looking.wider_than_the_screen(page)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert not {address: said for address, said in wider.items() if said}


def test_nothing_moves_where_less_motion_is_asked_for(
    headwaters: Headwaters, open_browser: Open, states: dict[str, dict[str, str]]
) -> None:
    """Every browser of these tests asks for less motion, and its watch complains about what moves: here the
    surfaces while the order of a round builds up and when it is revealed, and pages."""
    reveals = [state for name, state in states.items() if name.split()[1] == "4"]
    assert len(reveals) == 2
    context, watch = open_browser("still", 1280, 800)
    page = context.new_page()
    sign_in(page, headwaters)
    stages = [f"/w/{state['code']}/stage/" for state in reveals]
    consoles = [f"/w/{state['code']}/console/" for state in reveals]
    for address in (*stages, *consoles, *PAGES, f"{D}landscape/"):
        looking.goto(page, address)
    phones, phone_watch = open_browser("still phone", 360, 640, has_touch=True, is_mobile=True)
    phone = phones.new_page()
    for state in reveals:
        phones.add_cookies([{"name": state["cookie"], "value": state["value"], "url": headwaters.url}])
        looking.goto(phone, f"/w/{state['code']}/")
    assert watch.failures + phone_watch.failures == []
    page.emulate_media(reduced_motion="no-preference")
    for address in stages:
        looking.goto(page, address)
        page.wait_for_function("moment => window.movedFor > moment", arg=looking.MOMENT)


def test_a_drawing_wider_than_a_phone_begins_at_its_start(headwaters: Headwaters, open_browser: Open) -> None:
    phone = open_browser("narrow", 360, 740, has_touch=True, is_mobile=True)[0].new_page()
    sign_in(phone, headwaters)
    looking.goto(phone, f"{D}operating-model/governance/")
    drawing = phone.get_by_role("region", name="Bodies and teams")
    seen = "({ scrollLeft, scrollWidth, clientWidth }) => [scrollLeft, scrollWidth > clientWidth]"
    assert drawing.evaluate(seen) == [0, True]
    assert not phone.locator(".search-button kbd").is_visible()


def test_what_is_pasted_is_not_cut_without_a_word(headwaters: Headwaters, open_browser: Open) -> None:
    context, watch = open_browser("pastes", 1280, 800)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    sign_in(page, headwaters)
    looking.goto(page, f"{D}workshops/new/")
    name = page.locator("[name=name]")
    name.fill("")
    page.evaluate("navigator.clipboard.writeText('w'.repeat(200))")
    name.press("Control+V")
    expect(name).to_have_value("w" * 200)
    watch.expecting(r"status of 422 .*/workshops/new/")
    name.press("Enter")
    expect(page.get_by_text("Use at most 120 characters: this has 200.")).to_be_visible()
    expect(name).to_have_value("w" * 200)


def test_a_drawing_in_the_spotlight_starts_fitted_and_is_read_by_one_tap(
    headwaters: Headwaters, open_browser: Open, states: dict[str, dict[str, str]]
) -> None:
    context, _watch = open_browser("drawn", 360, 640, has_touch=True, is_mobile=True)
    state = states["spotlight landscape"]
    context.add_cookies([{"name": state["cookie"], "value": state["value"], "url": headwaters.url}])
    phone = context.new_page()
    looking.goto(phone, f"/w/{state['code']}/")
    expect(phone.locator(".spotlit-drawing svg")).to_be_visible()
    assert phone.evaluate(DRAWN)["beyond"] <= 0
    phone.get_by_label("Show at readable size").tap()
    assert phone.evaluate(DRAWN)["letters"] >= 12
    assert looking.wider_than_the_screen(phone) == ""
    phone.get_by_label("Show at readable size").tap()
    assert phone.evaluate(DRAWN)["beyond"] <= 0
