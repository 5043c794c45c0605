"""What a screen reader hears while the room moves on, what the title of the page says, and buttons that keep
the focus when there is no more to give."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, sign_in
from tests.browser.looking import settled
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PREPARE = """
import json
from discovery.models import Discovery
from django.http import HttpResponse
from tests import factories
from tests.factories import SYSTEM
from workshops.room.running.services import start_workshop
from workshops.web.cookies import remember
workshop = factories.workshop(Discovery.objects.order_by("pk").first(), "Heard by all")
factories.activity(workshop, "poll", "Which market first?", settings={"form": "one", "options": ["A", "B"]})
factories.activity(workshop, "talk", "Talk it through", position=1)
ann = factories.participant(workshop, "Ann")
start_workshop(actor=SYSTEM, workshop=workshop)
cookie = remember(HttpResponse(), ann).cookies.output(header="").strip()
print("MADE " + json.dumps({"code": workshop.code, "cookie": cookie}))
"""
STEP = """
import json
from tests.browser.states import first
from tests.factories import SYSTEM
from workshops.models import Workshop
from workshops.room.running import services as running
from workshops.room.steering import services as steering
from workshops.services.activity_phases import set_phase
workshop = Workshop.objects.get(code={code!r})
track = workshop.tracks.get()
{step}
print("DONE " + json.dumps(True))
"""
VOTE = """
import json
from discovery.models import Discovery
from django.http import HttpResponse
from tests.workshops.boards import board
from workshops.contributions.notes.selectors import VOTE
from workshops.web.cookies import remember
room = board("Too many tools", "No owner", dots=2, most=2, discovery=Discovery.objects.order_by("pk").first())
room.go(VOTE)
cookie = remember(HttpResponse(), room.join("Ann")).cookies.output(header="").strip()
print("MADE " + json.dumps({"code": room.workshop.code, "cookie": cookie}))
"""
LISTEN = """() => {
  window.heard = [];
  new MutationObserver(() => {
    const text = document.getElementById("announcer").textContent;
    if (text) window.heard.push(text);
  }).observe(document.getElementById("announcer"), { childList: true, characterData: true, subtree: true });
}"""


def phone(headwaters: Headwaters, open_browser: Open, made: dict[str, str]) -> Page:
    context, _watch = open_browser("Ann", 360, 640)
    cookie: SimpleCookie = SimpleCookie(made["cookie"])
    for key, morsel in cookie.items():
        context.add_cookies([{"name": key, "value": morsel.value, "url": headwaters.url}])
    page = context.new_page()
    page.goto(f"/w/{made['code']}/")
    settled(page)
    page.evaluate(LISTEN)
    return page


def heard(page: Page, sentence: str) -> None:
    page.wait_for_function("sentence => window.heard.some(each => each.includes(sentence))", arg=sentence)


def test_the_room_is_heard_on_phones_stage_and_console(headwaters: Headwaters, open_browser: Open) -> None:
    made = headwaters.told(PREPARE, "MADE")
    own = phone(headwaters, open_browser, made)
    computer = open_browser("facilitator", 1280, 800)[0]
    stage, console = computer.new_page(), computer.new_page()
    sign_in(stage, headwaters)
    for page, surface in ((stage, "stage"), (console, "console")):
        page.goto(f"/w/{made['code']}/{surface}/")
        settled(page)
        page.evaluate(LISTEN)
    pages = (own, stage, console)
    for page in pages:
        expect(page).to_have_title("Which market first? · Heard by all · Headwaters")

    def step(code: str) -> None:
        headwaters.told(STEP.format(code=made["code"], step=code), "DONE")

    step('set_phase(actor=SYSTEM, activity=first(workshop), from_phase=first(workshop).phase, to="revealed")')
    for page in pages:
        heard(page, "Which market first?: the result is shown.")
    step("running.start_timer(actor=SYSTEM, track=track, seconds=3)")
    for page in pages:
        heard(page, "Time is up")
    step("running.move_on(actor=SYSTEM, track=track, from_activity=track.current)")
    for page in pages:
        heard(page, "New activity: Talk it through.")
        expect(page).to_have_title("Talk it through · Heard by all · Headwaters")
    step('steering.pause_workshop(actor=SYSTEM, workshop=workshop, goes_on="")')
    for page in pages:
        heard(page, "The facilitator paused the workshop.")
        expect(page).to_have_title("Heard by all · Headwaters")


def test_give_a_dot_keeps_its_focus_at_the_limit(headwaters: Headwaters, open_browser: Open) -> None:
    page = phone(headwaters, open_browser, headwaters.told(VOTE, "MADE"))
    note = page.locator("[data-vote]").first
    more = note.locator("[data-act='more']")
    expect(more).to_have_attribute("aria-disabled", "false")
    more.focus()
    for _press in range(3):
        page.keyboard.press("Enter")
    expect(note.locator("[data-dots]")).to_have_text("2")
    expect(more).to_be_focused()
    expect(more).to_be_disabled()
    page.keyboard.press("Enter")
    expect(note.locator("[data-dots]")).to_have_text("2")
    # The other way: at none, the button is gone, and the focus stays beside it.
    less = note.locator("[data-act='less']")
    less.focus()
    page.keyboard.press("Enter")
    expect(less).to_be_focused()
    page.keyboard.press("Enter")
    expect(note.locator("[data-dots]")).to_have_text("0")
    expect(more).to_be_focused()
