"""On the smallest phone the first answer is on the first screen, in every kind that asks something."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open
from tests.browser.looking import axe, settled
from tests.served import Headwaters
from workshops.registries import activity_kinds

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

BUILD = """
import json
from tests.browser.states import on_phones
print("MADE " + json.dumps(on_phones()))
"""
# In these nobody answers on the phone: people talk, look, or are sent to a room. That a talk is done they say
# in the foot.
NOTHING_ASKED = {"welcome", "talk", "break", "breakout", "presentation", "ranking", "decide"}
# What takes an answer, wholly above the foot: the first of its place and its name, and the scales in sight.
SEEN = """() => {
  const foot = document.querySelector(".room-foot").getBoundingClientRect().top;
  const place = (each) => (each.closest("label") ?? each).getBoundingClientRect();
  const controls = [...document.querySelectorAll(
    "main :is(input:not([type=hidden]), textarea, select, [data-act=more])")]
    .filter((each) => place(each).height > 1);
  const [first] = controls.map(place);
  // A control that is higher than a finger needs counts as seen once 44 px of it are.
  const begun = (box) => box.top >= 0 && Math.min(box.bottom, box.top + 44) <= foot;
  const seen = (box) => box.top >= 0 && box.bottom <= foot && box.left >= 0 && box.right <= innerWidth;
  const head = document.querySelector(".room-bar").getBoundingClientRect().height;
  const scales = [...document.querySelectorAll(".scale")].map((each) => each.getBoundingClientRect());
  return {
    first: first ? seen(first) : null,
    begun: first ? begun(first) : null,
    top: first?.top,
    head,
    scales: scales.filter((each) => each.height && seen(each)).length,
    wide: document.documentElement.scrollWidth,
  };
}"""
# Whether people see that something is not sent yet, where it is said at all.
WAITS = """() => {
  const foot = document.querySelector(".room-foot").getBoundingClientRect().top;
  const places = [...document.querySelectorAll("[data-contribute-state]")];
  for (const each of places) {
    each.className = "saving waiting";
    each.textContent = each.dataset.waiting;
  }
  return !places.length || places.some((each) => {
    const words = document.createRange();
    words.selectNodeContents(each);
    const { top, bottom, left, right } = words.getBoundingClientRect();
    const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return top >= 0 && bottom <= foot && right <= innerWidth && each.contains(above);
  });
}"""

# Names of the main actions that a message covers as it comes.
COVERED = """() => {
  document.dispatchEvent(new CustomEvent("toast", { detail: {
    message: "Somebody else changed this. This is how it is now; nothing was overwritten, so try again.",
    level: "bad" } }));
  const message = document.querySelector(".toast").getBoundingClientRect();
  return [...document.querySelectorAll(".room .button.primary")].filter((each) => {
    const { top, bottom } = each.getBoundingClientRect();
    return each.checkVisibility() && top < message.bottom && bottom > message.top;
  }).map((each) => each.textContent);
}"""


@pytest.fixture(scope="module")
def states(headwaters: Headwaters) -> dict[str, dict[str, str]]:
    """Each state of an activity by its name, with the code of its workshop and a person's cookie."""
    told: dict[str, dict[str, str]] = headwaters.told(BUILD, "MADE")
    return told


def look(page: Page, state: dict[str, str], url: str) -> dict[str, object]:
    """What is on the first screen of one who takes part."""
    page.context.add_cookies([{"name": state["cookie"], "value": state["value"], "url": url}])
    page.goto(f"/w/{state['code']}/")
    settled(page)
    seen: dict[str, object] = page.evaluate(SEEN)
    return seen


def test_the_first_answer_is_on_the_first_screen(
    states: dict[str, dict[str, str]], headwaters: Headwaters, open_browser: Open
) -> None:
    context, _watch = open_browser("phone", 360, 640, has_touch=True, is_mobile=True)
    phone = context.new_page()
    seen = {name: look(phone, state, headwaters.url) for name, state in states.items()}
    differing = {name.split()[0] for name in seen} ^ ({kind.key for kind in activity_kinds} - NOTHING_ASKED)
    assert not differing, f"their mine.html asks, or NOTHING_ASKED says that nothing is asked: {differing}"
    wrong = {
        name: measured
        for name, measured in seen.items()
        if measured["first"] is not True or measured["wide"] != 360 or float(str(measured["head"])) > 48
    }
    assert not wrong, wrong
    scoring = [measured["scales"] for name, measured in seen.items() if name.startswith("scoring")]
    assert min(map(int, map(str, scoring))) >= 2, scoring


def test_no_level_is_hidden_below_those_above_it(
    states: dict[str, dict[str, str]], headwaters: Headwaters, open_browser: Open
) -> None:
    context, _watch = open_browser("levels", 360, 640, has_touch=True, is_mobile=True)
    phone = context.new_page()
    for name in (name for name in states if name.startswith("roti")):
        look(phone, states[name], headwaters.url)
        last = phone.locator(".meaning-choices .choice").last.bounding_box()
        foot = phone.locator(".room-foot").bounding_box()
        assert last
        assert foot
        assert last["y"] + last["height"] <= foot["y"], name


def test_what_sends_the_fingers_is_in_the_thumbs_reach(
    states: dict[str, dict[str, str]], headwaters: Headwaters, open_browser: Open
) -> None:
    context, _watch = open_browser("fingers", 360, 640, has_touch=True, is_mobile=True)
    phone = context.new_page()
    look(phone, states["consent answer empty"], headwaters.url)
    # Fingers are sent as they are tapped; with 0 to 2 the reason follows, and its button comes.
    expect(phone.get_by_role("button", name="Send")).to_be_hidden()
    phone.locator('form[data-contribute] label:has(input[value="1"])').tap()
    expect(phone.get_by_role("button", name="Send")).to_be_visible()
    sends = phone.get_by_role("button", name="Send").bounding_box()
    foot = phone.locator(".room-foot").bounding_box()
    assert sends
    assert foot
    assert foot["y"] - 90 <= sends["y"] <= foot["y"] - sends["height"]
    # A long proposal begins with four lines, and stands whole once it is opened.
    words = phone.locator(".proposal")
    words.locator("summary").click()
    expect(words).to_have_attribute("open", "")
    assert words.locator("span").evaluate("each => each.scrollHeight <= each.clientHeight + 1")


def test_that_something_is_not_sent_is_in_sight(
    states: dict[str, dict[str, str]], headwaters: Headwaters, open_browser: Open
) -> None:
    context, _watch = open_browser("waits", 360, 640, has_touch=True, is_mobile=True)
    phone = context.new_page()
    hidden = []
    for name, state in states.items():
        look(phone, state, headwaters.url)
        if not phone.evaluate(WAITS):
            hidden.append(name)
    assert not hidden, hidden


def test_a_message_covers_no_main_action(
    states: dict[str, dict[str, str]], headwaters: Headwaters, open_browser: Open
) -> None:
    context, _watch = open_browser("told", 360, 640, has_touch=True, is_mobile=True)
    phone = context.new_page()
    covered = {}
    for name, state in states.items():
        look(phone, state, headwaters.url)
        covered[name] = phone.evaluate(COVERED)
    assert not any(covered.values()), covered


def test_the_first_answer_begins_on_the_first_screen_of_a_phone_on_its_side(
    states: dict[str, dict[str, str]], headwaters: Headwaters, open_browser: Open
) -> None:
    context, _watch = open_browser("lying", 640, 320, has_touch=True, is_mobile=True)
    phone = context.new_page()
    seen = {name: look(phone, state, headwaters.url) for name, state in states.items()}
    wrong = {name: each for name, each in seen.items() if each["begun"] is not True or each["wide"] != 640}
    assert not wrong, wrong


def test_who_is_done_takes_two_lines_in_the_foot_of_the_smallest_phone(
    states: dict[str, dict[str, str]], headwaters: Headwaters, open_browser: Open
) -> None:
    context, _watch = open_browser("small", 320, 568, has_touch=True, is_mobile=True)
    phone = context.new_page()
    look(phone, states["scoring 4 open"], headwaters.url)
    words, steps = phone.locator(".progress-words"), phone.locator(".scoring-steps")
    expect(words).to_contain_text("are done")
    box, beside = words.bounding_box(), steps.bounding_box()
    assert box
    assert beside
    assert box["height"] < 44, box
    assert box["x"] + box["width"] <= beside["x"], (box, beside)


def test_that_everything_is_scored_is_said_within_the_smallest_phone(
    states: dict[str, dict[str, str]], headwaters: Headwaters, open_browser: Open
) -> None:
    context, _watch = open_browser("scores all", 320, 568, has_touch=True, is_mobile=True)
    phone = context.new_page()
    look(phone, states["scoring 4 open"], headwaters.url)
    phone.evaluate("document.querySelectorAll('[data-score][value=\"3\"]').forEach(each => each.click())")
    expect(phone.locator("[data-answered]")).to_have_text("You’re done. You can still change your scores.")
    assert looking.wider_than_the_screen(phone) == ""


# For the rows that take dots: their heights, and whether the last one shows how many dots are left.
ROWS = """() => {
  const rows = [...document.querySelectorAll(".board-note, .board-head, .ranked-card")]
    .filter((each) => each.querySelector("[data-act=more]"));
  rows.at(-1)?.scrollIntoView({ block: "center" });
  const purse = document.querySelector("[data-board-purse-left]").getBoundingClientRect();
  const below = (row, each) => each.getBoundingClientRect().top >= row.bottom;
  return {
    rows: rows.length,
    twoLines: rows.filter((row) => {
      const [words, dots] = [row.firstElementChild, row.querySelector("[data-dots]")];
      return below(words.getBoundingClientRect(), dots);
    }).length,
    left: purse.top >= 0 && purse.bottom <= innerHeight,
  };
}"""


def test_a_dot_is_given_by_tapping_its_row(
    states: dict[str, dict[str, str]], headwaters: Headwaters, open_browser: Open
) -> None:
    context, _watch = open_browser("dots", 360, 640, has_touch=True, is_mobile=True)
    phone = context.new_page()
    for name in ("brainstorm vote given", "product_ranking vote empty"):
        look(phone, states[name], headwaters.url)
        give = phone.locator("[data-act=more]")
        give.first.wait_for()
        measured = phone.evaluate(ROWS)
        assert measured["rows"], name
        assert not measured["twoLines"], (name, measured)
        assert measured["left"], (name, measured)
        words = phone.locator(":is(.board-note, .ranked-card):has([data-act=more]) > :first-child").first
        words.tap(position={"x": 8, "y": 8}, force=True)
        expect(phone.locator(".board-dots.given [data-dots]")).to_have_text("1")
        assert not axe(phone), name
