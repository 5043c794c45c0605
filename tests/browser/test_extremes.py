"""Rooms with very many people or one, nothing to score or too much of it, on the smallest phones and lying
ones, and with letters twice as large."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

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
print("MADE " + json.dumps(states.made))
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


def twice_as_large(page: Page) -> None:
    """As somebody sets the letters of their browser."""
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


def test_rooms_fit_whoever_comes_and_whatever_they_hold(headwaters: Headwaters, open_browser: Open) -> None:
    states: dict[str, dict[str, str]] = headwaters.told(BUILD, "MADE")
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
