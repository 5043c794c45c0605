"""What is pressed before the script that takes it is there is sent once it is. Dots cannot be given
before: their buttons wait for their script. Nothing moves under a finger while a page comes in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

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


@pytest.fixture(scope="module")
def made(headwaters: Headwaters) -> dict[str, dict[str, str]]:
    """The workshop of each kind, with the cookie of one who takes part."""
    told: dict[str, dict[str, str]] = headwaters.told(BUILD, "MADE")
    return told


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
    open_browser: Open,
) -> None:
    context, _watch = open_browser("guest", 360, 740, has_touch=True, is_mobile=True)
    context.add_cookies([{"name": made[kind]["cookie"], "value": made[kind]["value"], "url": headwaters.url}])
    held: list[Route] = []
    sent: list[str] = []
    phone = context.new_page()
    phone.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    phone.route(re.compile(r"/contribute\b[^/]*\.js"), lambda route: held.append(route))
    address = f"/w/{made[kind]['code']}/"
    phone.goto(address, wait_until="commit")
    press(phone)
    assert not sent
    while not held:  # the page asks for the script soon
        phone.wait_for_timeout(50)
    for route in held:
        route.continue_()
    looking.settled(phone)
    expect(phone.get_by_text("Saved. You can still change it.")).to_be_visible()
    assert phone.url == headwaters.url + address


def test_nothing_moves_under_a_finger_as_the_connection_comes_and_goes(
    made: dict[str, dict[str, str]], headwaters: Headwaters, open_browser: Open
) -> None:
    context, _watch = open_browser("guest", 360, 740, has_touch=True, is_mobile=True)
    state = made["poll"]
    context.add_cookies([{"name": state["cookie"], "value": state["value"], "url": headwaters.url}])
    held: list[Route] = []
    phone = context.new_page()
    phone.route(re.compile(r"/events/"), lambda route: held.append(route))
    phone.goto(f"/w/{state['code']}/")
    option = phone.locator("main label:has(input[type=radio])").first
    connection = phone.locator("[data-connection]:not(html)")
    expect(connection).to_have_text("Connecting", use_inner_text=True)
    before = option.bounding_box()
    for route in held:
        route.continue_()
    looking.settled(phone)
    expect(connection).to_be_hidden()
    assert option.bounding_box() == before


def test_a_step_that_is_pressed_before_htmx_is_there_is_taken(
    headwaters: Headwaters, open_browser: Open
) -> None:
    code = headwaters.told(PLANNED, "CODE")
    context, _watch = open_browser("facilitator", 1280, 800)
    console = context.new_page()
    sign_in(console, headwaters)
    held: list[Route] = []
    console.route(re.compile(r"/htmx\.min\b[^/]*\.js"), lambda route: held.append(route))
    console.goto(f"/w/{code}/console/", wait_until="commit")
    start = console.get_by_role("button", name="Start the workshop")
    start.click(no_wait_after=True)
    expect(start).to_be_visible()
    for route in held:
        route.continue_()
    expect(console.get_by_role("button", name="Eyes up")).to_be_visible()


def test_a_step_that_is_drawn_anew_before_the_page_is_ready_is_taken(
    headwaters: Headwaters, open_browser: Open
) -> None:
    code = headwaters.told(PLANNED, "CODE")
    context, _watch = open_browser("facilitator", 1280, 800)
    console = context.new_page()
    sign_in(console, headwaters)
    held: list[Route] = []
    console.route(re.compile(r"/finding\b[^/]*\.js"), lambda route: held.append(route))
    console.goto(f"/w/{code}/console/", wait_until="commit")
    start = console.get_by_role("button", name="Start the workshop")
    start.click(no_wait_after=True)
    pressed = start.element_handle()
    assert pressed
    expect(console.locator("html")).to_have_attribute("data-connection", "live")
    # As the answer to what changed meanwhile does: the same button, another element.
    console.evaluate("button => button.replaceWith(button.cloneNode(true))", pressed)
    for route in held:
        route.continue_()
    expect(console.get_by_role("button", name="Eyes up")).to_be_visible()


@pytest.mark.parametrize("button", ["Raise your hand", "I’m done"])
def test_a_button_of_a_phone_that_is_pressed_before_htmx_is_there_counts(
    button: str, made: dict[str, dict[str, str]], headwaters: Headwaters, open_browser: Open
) -> None:
    context, _watch = open_browser("guest", 360, 740, has_touch=True, is_mobile=True)
    state = made["assessment"]
    context.add_cookies([{"name": state["cookie"], "value": state["value"], "url": headwaters.url}])
    held: list[Route] = []
    phone = context.new_page()
    phone.route(re.compile(r"/htmx\.min\b[^/]*\.js"), lambda route: held.append(route))
    phone.goto(f"/w/{state['code']}/", wait_until="commit")
    phone.get_by_role("button", name=button).tap(no_wait_after=True)
    with phone.expect_response(lambda response: response.request.method == "POST") as answer:
        for route in held:
            route.continue_()
    assert answer.value.ok
