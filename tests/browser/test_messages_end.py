"""A message about an activity goes with it, also one that waits for its cross; a text that was refused is
three lines with a way to the rest."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open
from tests.browser.test_answers import PREPARE
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

AGENDA = [
    ("brainstorm", "What holds us back?", {}, False),
    ("poll", "Which market first?", {"form": "words"}, False),
]
ON = """
from tests.factories import SYSTEM
from workshops.models import Workshop
from workshops.room.running.services import move_on
track = Workshop.objects.get(code=CODE).tracks.get()
move_on(actor=SYSTEM, track=track, from_activity=track.current)
print("MOVED 1")
"""


def phone(headwaters: Headwaters, open_browser: Open, name: str) -> tuple[str, Page]:
    room = headwaters.told(f"AGENDA = {AGENDA!r}\n{PREPARE}", "ROOM")
    context, _watch = open_browser(name, 360, 640, has_touch=True, is_mobile=True)
    for key, value in room["cookies"][0].items():
        context.add_cookies([{"name": key, "value": value, "url": headwaters.url}])
    page = context.new_page()
    looking.goto(page, f"/w/{room['code']}/")
    return room["code"], page


def test_a_message_goes_when_the_room_moves_on(headwaters: Headwaters, open_browser: Open) -> None:
    code, page = phone(headwaters, open_browser, "messages end")
    say = (
        "(level) => document.dispatchEvent(new CustomEvent('toast', {detail: {message: 'Too late', level}}))"
    )
    page.evaluate(say, "bad")
    toast = page.locator("[data-toast]", has_text="Too late")
    expect(toast).to_be_visible()
    # It waits for its cross as long as the room is there, though parts of the page are replaced.
    page.get_by_label("One thought per note").fill("Slow")
    page.get_by_role("button", name="Add to the board").tap()
    expect(page.locator(".board-own")).to_contain_text("Slow")
    expect(toast).to_be_visible()
    headwaters.told(f"CODE = {code!r}\n{ON}", "MOVED")
    expect(page.get_by_role("heading", name="Which market first?")).to_be_visible()
    expect(toast).to_have_count(0, timeout=9_000)


def test_a_refused_text_is_three_lines_until_it_is_opened(headwaters: Headwaters, open_browser: Open) -> None:
    _code, page = phone(headwaters, open_browser, "refused text")
    name = page.locator("[data-returned]").get_attribute("data-returned")
    long = "It takes too long to say this. " * 60
    kept = [{"text": long, "reason": "Too late", "isDraft": False}, {"text": "Short", "reason": "Too late"}]
    page.evaluate(
        "([name, kept]) => localStorage.setItem(`headwaters:returned:${name}`, kept)",
        [name, json.dumps(kept)],
    )
    page.reload()
    returned = page.locator("[data-returned]")
    expect(returned).to_be_visible()
    looking.screenshot(page, "returned-in-short")
    box = returned.bounding_box()
    assert box
    assert box["height"] < 340, "what the room asks by now is in sight"
    expect(returned.locator("details")).to_have_count(1)
    shown = returned.locator("details > summary > span")
    assert shown.evaluate("each => each.clientHeight < each.scrollHeight"), "it is cut"
    returned.get_by_text("Show", exact=True).tap()
    assert shown.evaluate("each => each.clientHeight >= each.scrollHeight")
    assert looking.axe(page) == []


def test_a_note_that_is_too_long_has_one_message(headwaters: Headwaters, open_browser: Open) -> None:
    _code, page = phone(headwaters, open_browser, "too long")
    page.get_by_label("One thought per note").fill("Slow")
    page.get_by_role("button", name="Add to the board").tap()
    form = page.locator("#board-write")
    expect(form.locator("[data-contribute-state]")).to_have_text("Saved")
    page.get_by_label("One thought per note").fill("x" * 2_000)
    expect(form.locator("[data-contribute-state]")).to_have_text("Not sent yet")
    page.get_by_role("button", name="Add to the board").tap()
    expect(form.locator("[data-board-error]")).to_contain_text("Notes can have up to 500 characters")
    expect(form.locator("[data-board-left]")).to_be_hidden()
    expect(form.locator("[data-contribute-state]")).to_be_hidden()
