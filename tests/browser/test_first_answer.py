"""On the smallest phone the first answer is on the first screen, in every kind that asks something."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from discovery.registries import activity_kinds
from tests.browser.conftest import Open
from tests.browser.looking import settled
from tests.served import Headwaters

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
  const seen = (box) => box.top >= 0 && box.bottom <= foot && box.left >= 0 && box.right <= innerWidth;
  const head = document.querySelector(".room-bar").getBoundingClientRect().height;
  const scales = [...document.querySelectorAll(".scale")].map((each) => each.getBoundingClientRect());
  return {
    first: first ? seen(first) : null,
    top: first?.top,
    head,
    scales: scales.filter((each) => each.height && seen(each)).length,
    wide: document.documentElement.scrollWidth,
  };
}"""


def look(page: Page, state: dict[str, str], url: str) -> dict[str, object]:
    """What is on the first screen of one who takes part."""
    page.context.add_cookies([{"name": state["cookie"], "value": state["value"], "url": url}])
    page.goto(f"/w/{state['code']}/")
    settled(page)
    seen: dict[str, object] = page.evaluate(SEEN)
    return seen


def test_the_first_answer_is_on_the_first_screen(headwaters: Headwaters, open_browser: Open) -> None:
    states: dict[str, dict[str, str]] = headwaters.told(BUILD, "MADE")
    context, _watch = open_browser("phone", 360, 640, has_touch=True, is_mobile=True)
    phone = context.new_page()
    seen = {name: look(phone, state, headwaters.url) for name, state in states.items()}
    assert {name.split()[0] for name in seen} == {kind.key for kind in activity_kinds} - NOTHING_ASKED
    wrong = {
        name: measured
        for name, measured in seen.items()
        if measured["first"] is not True or measured["wide"] != 360 or float(str(measured["head"])) > 48
    }
    assert not wrong, wrong
    scoring = [measured["scales"] for name, measured in seen.items() if name.startswith("scoring")]
    assert min(map(int, map(str, scoring))) >= 2, scoring
