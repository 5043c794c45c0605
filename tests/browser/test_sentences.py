"""What a form says of what was sent, and of who will see it: true for as long as it stands."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import looking
from tests.browser.conftest import Open
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

ROOM = """
import json
from django.http import HttpResponse
from discovery.models import Discovery
from workshops.room.running.services import start_workshop
from workshops.web.cookies import remember
from tests import factories
from tests.factories import SYSTEM
workshop = factories.workshop(Discovery.objects.order_by("pk").first())
factories.activity(workshop, "{kind}", "What holds us back?", settings={settings})
person = factories.participant(workshop, "Ann")
start_workshop(actor=SYSTEM, workshop=workshop)
print("ROOM " + json.dumps({{
    "code": workshop.code,
    "cookie": remember(HttpResponse(), person).cookies.output(header="").strip(),
}}))
"""
GO = """
from workshops.models import Activity
from tests.workshops.boards import Board
activity = Activity.objects.get(track__workshop__code="{code}")
Board(activity.track.workshop, activity).go("{to}")
"""

# A page that was put aside hears nothing of what others do to the outbox.
SENT_ELSEWHERE = """() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("outbox:")) localStorage.removeItem(key);
    window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
}"""


def phone(headwaters: Headwaters, open_browser: Open, kind: str, **settings: Any) -> tuple[str, Page]:
    """The code of a room in such an activity, and the phone of somebody in it."""
    made: dict[str, Any] = headwaters.told(ROOM.format(kind=kind, settings=settings), "ROOM")
    context, watch = open_browser("Ann", 360, 740)
    watch.expecting("422")
    for name, morsel in SimpleCookie(made["cookie"]).items():
        context.add_cookies([{"name": name, "value": morsel.value, "url": headwaters.url}])
    page = context.new_page()
    looking.goto(page, f"/w/{made['code']}/")
    return made["code"], page


def test_what_was_said_of_one_phase_is_not_said_of_the_next(
    headwaters: Headwaters, open_browser: Open
) -> None:
    code, page = phone(headwaters, open_browser, "brainstorm")
    says = page.locator("[data-contribute-state]")
    field = page.locator("#board-text")
    field.fill("Late data")
    page.get_by_role("button", name="Add to the board").click()
    expect(says.first).to_have_text("Saved")
    headwaters.python(GO.format(code=code, to="group"))
    expect(page.locator("[data-note]")).to_have_count(1)
    headwaters.python(GO.format(code=code, to="vote"))
    expect(page.locator("[data-board-purse]")).to_be_visible()
    expect(says).to_have_text("")
    give = page.get_by_role("button", name="Add a dot to")
    give.click()
    expect(says).to_have_text("Saved")
    # One that is refused is not saved.
    page.route("**/votes/", lambda route: route.fulfill(status=422, json={"error": "No more dots."}))
    give.click()
    expect(page.locator("#toasts")).to_contain_text("No more dots.")
    expect(says).to_have_text("")


def test_what_was_refused_is_said_until_it_is_taken_out(headwaters: Headwaters, open_browser: Open) -> None:
    code, page = phone(headwaters, open_browser, "brainstorm", late_notes=True)
    says = page.locator("[data-contribute-state]")
    field = page.locator("#board-text")
    page.route(
        "**/activities/**", lambda route: route.fulfill(status=422, json={"error": "Not at this moment."})
    )

    def refuse() -> None:
        field.fill("Late data")
        page.get_by_role("button", name="Add to the board").click()
        expect(says).to_have_text("Not at this moment.")
        expect(field).to_have_value("Late data")

    refuse()
    field.press("End")
    field.type("!")
    expect(says).to_have_text("Not at this moment.")
    field.fill("")
    expect(says).to_have_text("")

    # The room moves on: the phone says so, keeps the text, and says nothing of it about the vote.
    refuse()
    headwaters.python(GO.format(code=code, to="group"))
    expect(page.locator("[data-promise]")).to_contain_text("Everyone sees it on the board right away")
    headwaters.python(GO.format(code=code, to="vote"))
    page.get_by_role("button", name="Join the room").click()
    expect(page.locator("[data-board-purse]")).to_be_visible()
    expect(says).to_have_text("")


def test_an_answer_that_comes_too_late_is_promised_nothing(
    headwaters: Headwaters, open_browser: Open
) -> None:
    code, page = phone(headwaters, open_browser, "poll", form="words")
    promise = page.get_by_text("Answers stay hidden until the reveal.")
    page.get_by_label("Your answer").fill("Quite")
    expect(promise).to_be_visible()
    headwaters.python(GO.format(code=code, to="revealed"))
    expect(page.get_by_text("The room has moved on.")).to_be_visible()
    expect(promise).to_have_count(0)
    expect(page.get_by_label("Your answer")).to_have_value("Quite")


NEXT = """
from workshops.models import Track
from workshops.room.running.services import move_on
from tests import factories
from tests.factories import SYSTEM
track = Track.objects.get(workshop__code="{code}")
factories.activity(track.workshop, "welcome", "Something else")
move_on(actor=SYSTEM, track=track, from_activity=track.current)
"""
BACK = """
from workshops.models import Track
from workshops.room.running.services import move_on
from tests.factories import SYSTEM
track = Track.objects.get(workshop__code="{code}")
move_on(actor=SYSTEM, track=track, from_activity=track.current, steps=-1)
"""


def test_what_somebody_had_not_sent_when_the_room_moved_on_stays_in_sight(
    headwaters: Headwaters, open_browser: Open
) -> None:
    code, page = phone(headwaters, open_browser, "brainstorm")
    field = page.locator("#board-text")
    field.fill("Half a thought")
    looking.settled(page)
    headwaters.python(NEXT.format(code=code))
    page.get_by_role("button", name="Join the room").click()
    expect(page.get_by_role("heading", name="Something else", level=1)).to_be_visible()
    expect(field).to_have_count(0)
    returned = page.locator("[data-returned]")
    expect(returned).to_contain_text("Half a thought")
    expect(returned).to_contain_text("The room moved on before you sent it.")
    assert looking.axe_in_both_themes(page) == []
    # Its form has it again when the room comes back.
    headwaters.python(BACK.format(code=code))
    expect(field).to_have_value("Half a thought")
    expect(returned).to_be_hidden()


def write(page: Page) -> None:
    """Send a note."""
    page.locator("#board-text").fill("Late data")
    page.get_by_role("button", name="Add to the board").click()


def test_that_something_is_not_sent_is_said_when_that_was_tried(
    headwaters: Headwaters, open_browser: Open
) -> None:
    _code, page = phone(headwaters, open_browser, "brainstorm")
    says = page.locator("[data-contribute-state]")
    held: list[Route] = []
    fails = False
    page.route("**/notes/", lambda route: route.abort() if fails else held.append(route))
    write(page)
    expect(says).to_have_text("Saving…")
    # The page is opened again before the answer comes: it is on its way again.
    with page.expect_request("**/notes/"):
        page.reload()
    looking.settled(page)
    expect(says).to_have_text("Saving…")
    assert len(held) == 2, "once before, and once again"
    fails = True  # also what is tried again before the connection is back
    held[-1].abort()
    expect(says).to_have_text("Not saved yet, trying again")
    page.unroute("**/notes/")
    expect(says).to_have_text("Saved")


def test_what_another_page_sent_while_this_one_slept_is_sent(
    headwaters: Headwaters, open_browser: Open
) -> None:
    _code, page = phone(headwaters, open_browser, "brainstorm")
    says = page.locator("[data-contribute-state]")
    page.route("**/notes/", lambda route: route.abort())
    write(page)
    expect(says).to_have_text("Not saved yet, trying again")
    page.evaluate(SENT_ELSEWHERE)
    expect(says).to_have_text("Saved")


def test_an_answer_that_was_lost_is_asked_for_again_when_the_connection_is_back(
    headwaters: Headwaters, open_browser: Open
) -> None:
    _code, page = phone(headwaters, open_browser, "brainstorm")
    lost: list[Route] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            route.fetch()
            lost.append(route)

    page.route("**/notes/", lose)
    write(page)
    for offline in (True, False):
        page.context.set_offline(offline)
        state = "offline" if offline else "live"
        expect(page.locator("html")).to_have_attribute("data-connection", state)
    # Long before a request is given up that merely takes its time.
    expect(page.locator("[data-contribute-state]")).to_have_text("Saved", timeout=9_000)
    assert lost
