"""The stage is read from the back row, and nothing is cut off: every kind in each of its phases, rankings of
up to twelve use cases with long names, or more, and what is around activities."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, sign_in
from tests.browser.looking import settled
from tests.browser.measuring import LEAST_COVERAGE, MEASURE_STAGE
from tests.served import Headwaters
from workshops.registries import activity_kinds

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

BUILD = """
import json
from datetime import timedelta
from django.utils import timezone
from tests.browser.ratings import rated_on_stage
from tests.browser.states import on_stage
from workshops.models import Track
made = on_stage() | rated_on_stage()
late = [made[name]["code"] for name in ("key_questions propose given", "scoring 12 again")]
ended = timezone.now() - timedelta(minutes=100)
Track.objects.filter(workshop__code__in=late).update(timer_ends_at=ended)
print("MADE " + json.dumps(made))
"""
BUILD_EQUAL = """
import json
from tests.browser.states import States
states = States()
states.extremes()
print("MADE " + json.dumps(states.made["scoring equal scores"]["code"]))
"""
BUILD_VOTES = """
import json
from tests.browser.ratings import voted_on_stage
print("MADE " + json.dumps(voted_on_stage()))
"""
BUILD_SPOTLIGHTS = """
import json
from workshops.joining import invitation
from workshops.models import Workshop
from workshops.joining.observers.services import make_observer_link
from tests.browser.states import States
from tests.factories import SYSTEM
states = States()
states.in_the_spotlight()
landscape = states.made["spotlight landscape"]
workshop = Workshop.objects.get(code=landscape["code"])
landscape["link"] = invitation.observer_url(make_observer_link(actor=SYSTEM, workshop=workshop))
print("MADE " + json.dumps(states.made))
"""
CARDS = """
import json
from discovery.models import Discovery
from lvt.room_cards.services import add_card
from tests import factories
from tests.browser.states import INSTRUCTIONS, SYSTEM
from workshops.actors import RoomActor
from workshops.room.running.services import start_workshop
domain = Discovery.objects.first().domain
workshop = factories.workshop(factories.discovery(domain, "Sixteen cards", slug="sixteen-cards"))
writing = factories.activity(workshop, "write_use_cases", "Write", instructions=INSTRUCTIONS)
start_workshop(actor=SYSTEM, workshop=workshop)
ana = RoomActor.of_participant(factories.participant(workshop, "Ana"))
said = {"we_believe": "one register of all meters for every department", "will_help": "bills that are right"}
for number in range(16):
    name = f"A history of contacts, part {number}"
    add_card(actor=ana, activity=writing, name=name, **said)
print("MADE " + json.dumps(workshop.code))
"""
QUESTION = """
import json
from discovery.models import Discovery
from operating_model.models import KeyQuestion
from tests import factories
from tests.browser.states import LONG, SYSTEM
from workshops.room.running.services import start_workshop
made = []
shipped = "Does the structure of our teams fit data products, and what has to change?"
for text, sides in ((shipped, 3), (shipped, 2), (LONG[:109], 3), (LONG, 3)):
    slug = f"question-of-{len(text)}-{sides}"
    discovery = factories.discovery(Discovery.objects.first().domain, text, slug=slug)
    factories.make(KeyQuestion, discovery=discovery, text=text)
    workshop = factories.workshop(discovery)
    factories.activity(workshop, "key_questions", "Key questions")
    for name, side in (("Ana", "business"), ("Bo", "it"), ("Chidi", "other"))[:sides]:
        factories.participant(workshop, name, side)
    start_workshop(actor=SYSTEM, workshop=workshop)
    made.append(workshop.code)
print("MADE " + json.dumps(made))
"""
# Once a drawing is there.
DRAWN = """async () => {
  const pending = () => document.querySelector("[data-pending-drawing]");
  while (pending()) await new Promise(resolve => setTimeout(resolve, 100));
  return Boolean(document.querySelector(".map-scroll > svg"));
}"""
# The width of the spotlight's title, without its padding.
WIDTH = """() => {
  const title = document.querySelector(".spotlight > .stack > :first-child");
  return title.clientWidth - parseFloat(getComputedStyle(title).paddingInlineEnd);
}"""
SCROLLS = """() => {
  const { scrollWidth, clientWidth } = document.querySelector(".map-scroll");
  return scrollWidth > clientWidth;
}"""
# More rows than fit, and seven left out by the server: how many are not seen, what is said, how often.
COUNTED = """async () => {
  const list = document.querySelector(".spotlit-list");
  for (let left = 60; left > 0; left -= 1) list.append(list.firstElementChild.cloneNode(true));
  document.querySelector("[data-board-rest]")?.remove();
  list.insertAdjacentHTML("afterend", '<p data-board-rest="7">7 more on its page.</p>');
  list.dispatchEvent(new CustomEvent("headwaters:region", { bubbles: true, detail: {} }));
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const said = [...document.querySelectorAll(".spotlight p")]
    .filter(each => each.checkVisibility() && each.textContent.includes("more on"));
  return [list.querySelectorAll(":scope > [hidden]").length + 7, parseInt(said[0].textContent), said.length];
}"""
# How strong the bars in the ranking are.
FILLS = """() => [...document.querySelectorAll(".ranking > li .rank-bar .fill")]
    .map(bar => getComputedStyle(bar).opacity)"""
# The last is that of an old projector.
SIZES = ((1920, 1080), (1280, 720), (1024, 768))
# That of the largest screens, for what is much or long only: the stage grows with the height.
LARGEST = (3840, 2160)
MUCH = re.compile(
    r"1[25] revealed|12 Kano|quadrant|seven|equal|one person|hundred|no use case|thirty|lobby|end with"
    r"|landscape"
)
# What is there to show fills so much of the height between head and foot.
LEAST = 0.25
MEASURE = """() => {
  const smallest = (innerHeight * 24) / 1080 - 0.1;
  const measured = { small: {}, out: [], used: 0 };
  const main = document.querySelector("main");
  const room = main.getBoundingClientRect();
  let [top, bottom] = [Infinity, 0];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement: holder } = texts.currentNode;
    const away = "script, style, dialog, [popover], [hidden], .visually-hidden, .skip-link, .stage-controls";
    if (!data.trim() || holder.closest(away)) continue;
    if (!holder.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const box = range.getBoundingClientRect();
    if (box.height < 2) continue;
    // Lines behind the last one that is drawn are nowhere; whether a text may be cut is asked below.
    const { webkitLineClamp, overflowY } = getComputedStyle(holder);
    const isClipped = webkitLineClamp !== "none" && overflowY === "hidden";
    const lowest = isClipped ? Math.min(box.bottom, holder.getBoundingClientRect().bottom) : box.bottom;
    const turned = holder.ownerSVGElement ? holder.getScreenCTM() : null;
    const scale = turned ? Math.hypot(turned.a, turned.b) : Math.max(1, holder.currentCSSZoom ?? 1);
    const size = parseFloat(getComputedStyle(holder).fontSize) * scale;
    const words = data.trim().slice(0, 30);
    // A drawing is whole, in letters of any size (test_camera.py).
    if (size < smallest && !holder.closest(".map-scroll")) measured.small[words] = Math.round(size * 10) / 10;
    if (lowest > innerHeight + 1 || box.right > innerWidth + 1 || box.left < -1) measured.out.push(words);
    if (holder.closest("main")) [top, bottom] = [Math.min(top, box.top), Math.max(bottom, lowest)];
  }
  for (const drawing of document.querySelectorAll(".map-scroll > svg")) {
    const box = drawing.getBoundingClientRect();
    [top, bottom] = [Math.min(top, box.top), Math.max(bottom, box.bottom)];
  }
  if (document.documentElement.scrollHeight > innerHeight + 1) measured.out.push("the page scrolls");
  for (const each of main.querySelectorAll("*")) {
    const style = getComputedStyle(each);
    if (style.webkitLineClamp === "none" && style.textOverflow !== "ellipsis") continue;
    if (style.overflowY === "visible" || each.closest(".visually-hidden")) continue;
    // Names of sixty letters are whole, also behind that of a criterion; longer ones end in dots.
    const words = each.textContent.trim();
    if (words.length > (each.closest(".talk") ? 80 : 60) || !each.checkVisibility()) continue;
    // Letters reach a little above and below lines that stand close.
    const more = 2 * Math.max(1, innerHeight / 1080);
    if (each.scrollHeight > each.clientHeight + more || each.scrollWidth > each.clientWidth + more)
      measured.out.push(`cut: ${words}`);
  }
  for (const split of document.querySelectorAll(".stage-ranking.split"))
    if (![...split.querySelectorAll(".talk, .heard, .ranking-key")].some(each => each.checkVisibility()))
      measured.out.push("nothing to talk about");
  for (const table of document.querySelectorAll(".spotlight table"))
    if (table.checkVisibility() && table.rows.length && ![...table.tBodies[0].rows].some(row => !row.hidden))
      measured.out.push("a table without rows");
  const isSeen = each => each.checkVisibility({ visibilityProperty: true });
  const codes = [...document.querySelectorAll(".code")].filter(isSeen);
  if (codes.length > 1) measured.out.push("the code to join, twice");
  // Up to four places have bars as long as their names may be.
  const places = document.querySelectorAll(".stage-ranking .ranking > li");
  const [bar] = document.querySelectorAll(".stage-ranking .ranking > li > .bar");
  if (bar && places.length < 5 && bar.clientWidth < bar.closest(".ranking").clientWidth * 0.7)
    measured.out.push(`bars of ${bar.clientWidth}`);
  // From five on a row is a line: its bar, with the words below it, is level with the name. Where words are
  // below the name, it is level with both.
  const middle = (parts) => {
    const boxes = parts.filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect());
    return (Math.min(...boxes.map(box => box.top)) + Math.max(...boxes.map(box => box.bottom))) / 2;
  };
  for (const row of innerWidth < 960 ? [] : document.querySelectorAll(".ranking > li:has(> .bar)")) {
    if (row.parentElement.children.length < 5) continue;
    const name = row.querySelector(".what > :first-child");
    const end = name.getBoundingClientRect().right - 1;
    const isBeside = (each) => each.getBoundingClientRect().left > end;
    const beside = [...row.querySelectorAll(".rank-bar, .what p, .chip.accent")].filter(isBeside);
    const words = [...row.querySelectorAll(".what p, .chip.accent")].filter(each => !isBeside(each));
    const off = middle(beside) - middle([name, ...words]);
    if (Math.abs(off) > innerHeight / 200) measured.out.push(`a bar ${off} px below its name`);
  }
  const work = document.querySelector(".stage-working");
  if (work?.checkVisibility() && innerWidth / innerHeight > 1.5) {
    const px = innerHeight / 1080;
    const words = document.querySelector(".stage-head h1:not(.very-long)");
    const title = parseFloat(getComputedStyle(words).fontSize);
    // Beside a map, who has answered is a line, and the code is in the head.
    const picture = work.querySelector(":not(:has(.map-review)) > .asks-answered .qr svg");
    const code = picture?.getBoundingClientRect().width ?? innerHeight;
    if (title < 59.9 * px || code < 190 * px) measured.out.push(`title of ${title}, code of ${code}`);
    measured.works = true;
  }
  measured.used = Math.max(0, bottom - top) / room.height;
  return measured;
}"""


def test_the_stage_is_read_from_the_back_row(headwaters: Headwaters, open_browser: Open) -> None:
    states: dict[str, dict[str, str]] = headwaters.told(BUILD, "MADE")
    assert {kind.key for kind in activity_kinds} <= {name.split()[0] for name in states}
    stage = open_browser("stage", *SIZES[0])[0].new_page()
    sign_in(stage, headwaters)
    wrong: dict[str, Any] = {}
    worked_at = set()
    for name, state in states.items():
        stage.goto(f"/w/{state['code']}/stage/")
        settled(stage)
        for width, height in (*SIZES, LARGEST) if MUCH.search(name) else SIZES:
            stage.set_viewport_size({"width": width, "height": height})
            stage.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
            measured = stage.evaluate(MEASURE)
            if measured.get("works"):
                worked_at.add(name.split()[0])
            is_full = measured["used"] >= LEAST or name.endswith("empty")
            if measured["small"] or measured["out"] or not is_full:
                wrong[f"{name} at {width}"] = measured
    assert not wrong, "\n".join(f"{name}: {measured}" for name, measured in wrong.items())
    # Beside what people work at stand a large count and the way in.
    works = {"key_questions", "tree_together", "map_review", "template_together", "brainstorm"}
    assert works <= worked_at


def test_what_was_voted_on_fits(headwaters: Headwaters, open_browser: Open) -> None:
    stage = open_browser("votes", 1920, 1080)[0].new_page()
    sign_in(stage, headwaters)
    wrong = {}
    for name, state in headwaters.told(BUILD_VOTES, "MADE").items():
        stage.goto(f"/w/{state['code']}/stage/")
        settled(stage)
        # As many as there is room for, so all of these.
        expect(stage.locator(".board-ranking > li:visible")).to_have_count(int(name.split()[-1]))
        for width, height in (*SIZES, LARGEST):
            stage.set_viewport_size({"width": width, "height": height})
            stage.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
            measured = stage.evaluate(MEASURE)
            if measured["small"] or measured["out"]:
                wrong[f"{name} at {width}"] = measured
            coverage = stage.evaluate(MEASURE_STAGE)["coverage"]
            if width / height > 1.5 and coverage < LEAST_COVERAGE:
                wrong[f"{name} at {width}"] = f"covers {coverage:.1%}"
    assert not wrong, "\n".join(f"{name}: {measured}" for name, measured in wrong.items())


def test_equal_places_look_equal(headwaters: Headwaters, open_browser: Open) -> None:
    stage = open_browser("equal", 1920, 1080)[0].new_page()
    sign_in(stage, headwaters)
    stage.goto(f"/w/{headwaters.told(BUILD_EQUAL, 'MADE')}/stage/")
    settled(stage)
    fills = stage.evaluate(FILLS)
    assert len(fills) == 12
    assert len(set(fills)) == 1


def test_cards_lose_their_sentence_before_one_is_left_out(headwaters: Headwaters, open_browser: Open) -> None:
    stage = open_browser("cards", 1920, 1080)[0].new_page()
    sign_in(stage, headwaters)
    stage.goto(f"/w/{headwaters.told(CARDS, 'MADE')}/stage/")
    settled(stage)
    expect(stage.locator(".board-card:visible")).to_have_count(16)
    expect(stage.locator(".board-card .said:visible")).to_have_count(0)
    assert not stage.evaluate(MEASURE)["out"]


def test_a_long_question_leaves_room_for_who_is_done(headwaters: Headwaters, open_browser: Open) -> None:
    stage = open_browser("question", 1920, 1080)[0].new_page()
    sign_in(stage, headwaters)
    for code in headwaters.told(QUESTION, "MADE"):
        stage.goto(f"/w/{code}/stage/")
        settled(stage)
        expect(stage.get_by_role("img", name="Scan to join")).to_be_visible()
        expect(stage.locator(".answered-missing")).to_be_visible()
        title = stage.locator("h1")
        size = title.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
        assert size > 59.9 or len(title.inner_text()) > 110
        height = stage.evaluate("document.documentElement.scrollHeight")
        assert height <= 1080, stage.locator("h1").inner_text()


def test_a_spotlight_fits_other_screens_and_counts_what_it_leaves_out(
    headwaters: Headwaters, open_browser: Open
) -> None:
    states: dict[str, dict[str, str]] = headwaters.told(BUILD_SPOTLIGHTS, "MADE")
    stage = open_browser("drawings", 1280, 720)[0].new_page()
    sign_in(stage, headwaters)
    stage.goto(f"/w/{states['spotlight landscape']['code']}/stage/")
    settled(stage)
    assert stage.evaluate(DRAWN)
    stage.set_viewport_size({"width": 360, "height": 740})
    assert stage.evaluate(WIDTH) > 200, "the title of a spotlight keeps the width of a phone"
    stage.set_viewport_size({"width": 1280, "height": 720})
    stage.goto(f"/w/{states['spotlight cards']['code']}/stage/")
    settled(stage)
    left_out, said, times = stage.evaluate(COUNTED)
    assert left_out == said > 7
    assert times == 1
    observer = open_browser("observer", 360, 740)[0].new_page()
    observer.goto(urlsplit(states["spotlight landscape"]["link"]).path)
    assert observer.evaluate(DRAWN)
    assert observer.evaluate(SCROLLS), "observers scroll a drawing in its own size"
