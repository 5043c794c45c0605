"""A large board on a phone: it comes in pages, stays where one has scrolled to, and follows each note."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.looking import Watch
from tests.live.proxy import Proxy
from tests.served import Headwaters
from workshops.activities.large_boards import PER_PAGE

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

NOTES = 600
PAGES = math.ceil(NOTES / PER_PAGE)
PREPARE = f"""
import itertools, json, time
from django.http import HttpResponse
from workshops.web.cookies import remember
from workshops.models import Note
from core.services import artifacts
from core.services.operations import operation
from tests import factories
from tests.workshops.boards import board
from tests.factories import SYSTEM
factories._numbers = itertools.count(time.time_ns())
made = board(everybody_groups=True)
author, phone = made.join("Ann"), made.join("Bob")
with operation(SYSTEM, "test.notes"):
    for number in range({NOTES}):
        artifacts.add(Note, activity=made.activity, author=str(author.uuid), text=f"Note {{number:03}}")
print("ROOM " + json.dumps({{
    "code": made.workshop.code,
    "activity": str(made.activity.uuid),
    "cookie": remember(HttpResponse(), phone).cookies.output(header="").strip(),
}}))
"""
REVEAL = """
from workshops.models import Activity
from workshops.services.activity_phases import set_phase
from tests.factories import SYSTEM
activity = Activity.objects.get(uuid="{activity}")
set_phase(actor=SYSTEM, activity=activity, from_phase="write", to="group")
"""
MOVE = """async ([url, note]) => {
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), Accept: "application/json" };
  const body = new URLSearchParams({ note, group: "%s", new: "on" });
  const answer = await fetch(url, { method: "POST", headers, body });
  return answer.status;
}"""
Open = Callable[..., tuple[BrowserContext, Watch]]


def opened(open_browser: Open, headwaters: Headwaters, base: str) -> tuple[dict[str, Any], Page]:
    room = headwaters.told(PREPARE, "ROOM")
    context, _watch = open_browser("phone", 360, 740)
    name, value = re.findall(r"^([^=]+)=([^;]+)", room["cookie"])[0]
    context.add_cookies([{"name": name, "value": value, "url": base}])
    page = context.new_page()
    page.goto(f"{base}/w/{room['code']}/")
    expect(page.locator("html")).to_have_attribute("data-connection", "live")
    return room, page


def group(page: Page, room: dict[str, Any]) -> None:
    """Put the first note into a group, as the phone does it."""
    note = page.locator("[data-region=items] [data-note]").first.get_attribute("data-note")
    url = f"/w/{room['code']}/activities/{room['activity']}/notes/move/"
    assert page.evaluate(MOVE % uuid4(), [url, note]) == 200


def test_a_large_board_is_revealed_scrolled_grouped_and_opened_again(
    headwaters: Headwaters, open_browser: Open
) -> None:
    room, phone = opened(open_browser, headwaters, headwaters.url)
    notes = phone.locator("[data-region=items] [data-note]")
    assert notes.count() == 0
    assert PAGES > 1
    fetched: list[str] = []
    phone.on("response", lambda answer: fetched.append(answer.url) if "/board/" in answer.url else None)
    headwaters.python(REVEAL.format(**room))
    expect(notes).to_have_count(NOTES)
    assert len(fetched) == PAGES
    expect(phone.locator("[data-board]")).to_have_count(0)

    # What changes is sent by itself, and nothing moves under the finger.
    middle = notes.nth(300)
    middle.scroll_into_view_if_needed()
    before = middle.bounding_box()
    note = middle.get_attribute("data-note")
    group(phone, room)
    expect(phone.locator("[data-board-group]")).to_have_count(1)
    expect(notes).to_have_count(NOTES)
    assert len(fetched) == PAGES, "no page is fetched for a note"
    after = phone.locator(f"[data-note='{note}']").bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 200

    # A page that is opened now waits for its stream, and shows all of it.
    phone.reload()
    expect(notes).to_have_count(NOTES)
    expect(phone.locator("[data-board-group]")).to_have_count(1)


def test_a_page_that_polls_fetches_a_large_board_too(headwaters: Headwaters, open_browser: Open) -> None:
    with Proxy(headwaters.port, "cut") as proxy:
        room, phone = opened(open_browser, headwaters, proxy.url)
        expect(phone.locator("html")).to_have_attribute("data-live-by", "poll", timeout=20_000)
        headwaters.python(REVEAL.format(**room))
        notes = phone.locator("[data-region=items] [data-note]")
        expect(notes).to_have_count(NOTES)
        group(phone, room)
        expect(phone.locator("[data-board-group]")).to_have_count(1)
        expect(notes).to_have_count(NOTES)
        phone.reload()
        expect(notes).to_have_count(NOTES)
