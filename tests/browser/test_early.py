"""What is pressed before the script that takes it is there is sent once it is. Dots cannot be given
before: their buttons wait for their script. Nothing moves under a finger while a page comes in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

BUILD = """
import json
from django.http import HttpResponse
from discovery.models import Discovery
from tests import factories
from tests.factories import SYSTEM
from workshops.room.running.services import start_workshop
from workshops.web.cookies import remember
discovery = Discovery.objects.order_by("pk")[0]
made = {}
for kind, settings in (
    ("poll", {"form": "one", "options": ["Nordics", "Alps"]}),
    ("assessment", {"what": "suitability"}),
    ("prediction", {}),
):
    workshop = factories.workshop(discovery)
    factories.activity(workshop, kind, "Now", settings=settings)
    person = factories.participant(workshop, "Ann")
    start_workshop(actor=SYSTEM, workshop=workshop)
    (cookie,) = remember(HttpResponse(), person).cookies.values()
    made[kind] = {"code": workshop.code, "cookie": cookie.key, "value": cookie.value}
print("MADE " + json.dumps(made))
"""
HTMX = r"/htmx\.min\b[^/]*\.js"
PLANNED = """
import json
from discovery.models import Discovery
from tests import factories
workshop = factories.workshop(Discovery.objects.order_by("pk")[0])
factories.activity(workshop, "presentation", "Now")
print("CODE " + json.dumps(workshop.code))
"""


def choose(phone: Page) -> None:
    phone.locator("main label:has(input[type=radio])").first.tap(no_wait_after=True)


def predict(phone: Page) -> None:
    phone.get_by_label("Predicted value").fill("31")
    phone.get_by_role("button", name="Send").tap(no_wait_after=True)


def hold(page: Page, script: str) -> list[Route]:
    """Keep a script back; return the list that its request comes into."""
    held: list[Route] = []
    page.route(re.compile(script), lambda route: held.append(route))
    return held


def release(page: Page, held: list[Route]) -> None:
    """Let a script come, once the page has asked for it."""
    while not held:
        page.wait_for_timeout(50)
    for route in held:
        route.continue_()


@pytest.fixture(scope="module")
def made(headwaters: Headwaters) -> dict[str, dict[str, str]]:
    """The workshop of each kind, with the cookie of one who takes part."""
    told: dict[str, dict[str, str]] = headwaters.told(BUILD, "MADE")
    return told


@pytest.fixture
def phone(open_browser: Open) -> Page:
    context, _watch = open_browser("guest", 360, 740, has_touch=True, is_mobile=True)
    return context.new_page()


def enter(phone: Page, headwaters: Headwaters, state: dict[str, str]) -> str:
    """Give the phone the cookie of one who takes part; return the address of the room."""
    phone.context.add_cookies([{"name": state["cookie"], "value": state["value"], "url": headwaters.url}])
    return f"/w/{state['code']}/"


@pytest.fixture
def console(headwaters: Headwaters, open_browser: Open) -> Page:
    context, _watch = open_browser("facilitator", 1280, 800)
    page = context.new_page()
    sign_in(page, headwaters)
    return page


def open_planned(console: Page, headwaters: Headwaters) -> Locator:
    """Open the console of a planned workshop, without waiting for its scripts; return its first button."""
    code = headwaters.told(PLANNED, "CODE")
    console.goto(f"/w/{code}/console/", wait_until="commit")
    return console.get_by_role("button", name="Start the workshop")


@pytest.mark.parametrize(
    ("kind", "press"),
    [
        ("poll", choose),
        ("assessment", choose),
        ("prediction", predict),
    ],
)
def test_what_is_pressed_before_its_script_is_there_is_saved(
    kind: str,
    press: Callable[[Page], None],
    made: dict[str, dict[str, str]],
    headwaters: Headwaters,
    phone: Page,
) -> None:
    address = enter(phone, headwaters, made[kind])
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    held = hold(phone, r"/contribute\b[^/]*\.js")
    phone.goto(address, wait_until="commit")
    press(phone)
    assert not sent
    release(phone, held)
    looking.settled(phone)
    expect(phone.get_by_text("Saved. You can still change it.")).to_be_visible()
    assert phone.url == headwaters.url + address


def test_nothing_moves_under_a_finger_as_the_connection_comes_and_goes(
    made: dict[str, dict[str, str]], headwaters: Headwaters, phone: Page
) -> None:
    held = hold(phone, r"/events/")
    phone.goto(enter(phone, headwaters, made["poll"]))
    option = phone.locator("main label:has(input[type=radio])").first
    connection = phone.locator("[data-connection]:not(html)")
    expect(connection).to_have_text("Connecting", use_inner_text=True)
    before = option.bounding_box()
    release(phone, held)
    looking.settled(phone)
    expect(connection).to_be_hidden()
    assert option.bounding_box() == before


def test_a_step_that_is_pressed_before_htmx_is_there_is_taken(console: Page, headwaters: Headwaters) -> None:
    held = hold(console, HTMX)
    start = open_planned(console, headwaters)
    start.click(no_wait_after=True)
    expect(start).to_be_visible()
    release(console, held)
    expect(console.get_by_role("button", name="Eyes up")).to_be_visible()


def test_a_step_that_is_drawn_anew_before_the_page_is_ready_is_taken(
    console: Page, headwaters: Headwaters
) -> None:
    held = hold(console, r"/finding\b[^/]*\.js")
    start = open_planned(console, headwaters)
    start.click(no_wait_after=True)
    expect(console.locator("html")).to_have_attribute("data-connection", "live")
    # As the answer to what changed meanwhile does: the same button, another element.
    start.evaluate("button => button.replaceWith(button.cloneNode(true))")
    release(console, held)
    expect(console.get_by_role("button", name="Eyes up")).to_be_visible()


def test_a_press_that_begins_before_its_script_is_there_counts(console: Page, headwaters: Headwaters) -> None:
    held = hold(console, r"/pressing\b[^/]*\.js")
    start = open_planned(console, headwaters)
    start.hover()
    console.mouse.down()
    release(console, held)
    looking.settled(console)
    start.evaluate("button => button.replaceWith(button.cloneNode(true))")
    console.evaluate("htmx.process(document.body)")
    console.mouse.up()
    expect(console.get_by_role("button", name="Eyes up")).to_be_visible()


@pytest.mark.parametrize("button", ["Raise your hand", "I’m done"])
def test_a_button_of_a_phone_that_is_pressed_before_htmx_is_there_counts(
    button: str, made: dict[str, dict[str, str]], headwaters: Headwaters, phone: Page
) -> None:
    held = hold(phone, HTMX)
    phone.goto(enter(phone, headwaters, made["assessment"]), wait_until="commit")
    phone.get_by_role("button", name=button).tap(no_wait_after=True)
    with phone.expect_response(lambda response: response.request.method == "POST") as answer:
        release(phone, held)
    assert answer.value.ok


def test_what_htmx_takes_before_the_page_is_ready_is_sent_once(
    made: dict[str, dict[str, str]], headwaters: Headwaters, phone: Page
) -> None:
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    held = hold(phone, r"/contribute\b[^/]*\.js")
    phone.goto(enter(phone, headwaters, made["assessment"]), wait_until="commit")
    expect(phone.locator("html")).to_have_attribute("data-connection", "live")
    # As the stream does with what it draws anew.
    phone.evaluate("htmx.process(document.getElementById('done'))")
    button = phone.locator("#done button")
    before = button.inner_text()
    button.tap(no_wait_after=True)
    expect(button).not_to_have_text(before)
    release(phone, held)
    looking.settled(phone)
    expect(button).not_to_have_text(before)
    assert len(sent) == 1
