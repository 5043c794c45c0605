"""A tap is an answer wherever people tap; the button is for what they write, and until that is saved the
screen says so."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open
from tests.browser.test_answers import PREPARE
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "roti": ({}, "What would have made it better?"),
    "consent": ({"proposal": "We start in May."}, "What do you object to?"),
    "check_in": ({"form": "scale", "low": 1, "high": 5}, ""),
}
GIVEN = """
from workshops.models import Answer
given = Answer.objects.filter(activity__title=TITLE)
print("GIVEN " + json.dumps([[each.number, each.text] for each in given]))
"""


def state(phone: Page) -> Any:
    return phone.locator("form[data-contribute] [data-contribute-state]")


def phone_in(headwaters: Headwaters, open_browser: Open, key: str, title: str) -> Page:
    """The phone of somebody whom the kind asks."""
    code = f"AGENDA = {[(key, title, KINDS[key][0], False)]!r}\n{PREPARE}"
    room = headwaters.told(code, "ROOM")
    context, _watch = open_browser(f"tapping {title}", 360, 740, has_touch=True, is_mobile=True)
    for name, value in room["cookies"][0].items():
        context.add_cookies([{"name": name, "value": value, "url": headwaters.url}])
    phone = context.new_page()
    looking.goto(phone, f"/w/{room['code']}/")
    return phone


CHOICE = 'form[data-contribute] label:has(input[value="{}"])'


def test_a_tap_keeps_a_text_that_is_on_its_way(headwaters: Headwaters, open_browser: Open) -> None:
    title = "Taps without a network"
    phone = phone_in(headwaters, open_browser, "roti", title)
    phone.route("**/answer/**", lambda route: route.abort())
    phone.get_by_label(KINDS["roti"][1]).fill("June is better")
    phone.locator(CHOICE.format(2)).tap()
    phone.get_by_role("button", name="Send").tap()
    phone.locator(CHOICE.format(3)).tap()
    phone.unroute("**/answer/**")
    expect(state(phone)).to_contain_text("Saved", timeout=20_000)
    given = headwaters.told(f"import json\nTITLE = {title!r}\n{GIVEN}", "GIVEN")
    assert given == [[3, "June is better"]]


@pytest.mark.parametrize("key", KINDS)
def test_a_tap_is_saved_and_a_text_waits_for_its_button(
    key: str, headwaters: Headwaters, open_browser: Open
) -> None:
    label = KINDS[key][1]
    title = f"Taps in {key}"

    def given() -> Any:
        return headwaters.told(f"import json\nTITLE = {title!r}\n{GIVEN}", "GIVEN")

    phone = phone_in(headwaters, open_browser, key, title)
    phone.locator(CHOICE.format(2)).tap()
    expect(state(phone)).to_contain_text("Saved")
    assert given() == [[2, ""]]
    if not label:
        return

    phone.get_by_label(label).fill("June is")
    expect(state(phone)).to_have_text("Not sent yet")
    # On the smallest phone as well, with the button beside it.
    phone.set_viewport_size({"width": 360, "height": 640})
    for each in (state(phone), phone.get_by_role("button", name="Send")):
        expect(each).to_be_in_viewport(ratio=1)
        box, foot = each.bounding_box(), phone.locator(".room-foot").bounding_box()
        assert box
        assert foot
        assert box["y"] + box["height"] <= foot["y"], key
    # Another tap does not take along what is still being written, and does not say that it was saved.
    phone.locator(CHOICE.format(1)).tap()
    expect(state(phone)).to_have_text("Not sent yet")
    expect(phone.get_by_label(label)).to_have_value("June is")
    phone.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('outbox:'))")
    assert given() == [[1, ""]]
    phone.reload()
    expect(phone.get_by_label(label)).to_have_value("June is")
    expect(state(phone)).to_have_text("Not sent yet")
    phone.get_by_label(label).fill("June is better")
    phone.get_by_role("button", name="Send").tap()
    expect(state(phone)).to_contain_text("Saved")
    assert given() == [[1, "June is better"]]
    looking.settled(phone)
    phone.locator(CHOICE.format(0 if key == "consent" else 3)).tap()
    expect(state(phone)).to_contain_text("Saved")
    assert given()[0][1] == "June is better"
