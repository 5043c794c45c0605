"""Every shipped agenda is run from its first activity to its end on the console, with a stage and a phone:
what people rate, answer and look at is on these three, and nobody opens another page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters
from workshops.agenda.workshop_templates import TEMPLATES

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

BUILD = """
import json
from django.http import HttpResponse
from discovery.models import Discovery
from tests import factories
from tests.factories import SYSTEM
from workshops.room.running.services import start_workshop
from workshops.workshop.services import add_workshop
from workshops.web.cookies import remember
from workshops.agenda.workshop_templates import TEMPLATES
discovery = Discovery.objects.order_by("pk")[0]
made = {}
for key in TEMPLATES:
    workshop = add_workshop(actor=SYSTEM, discovery=discovery, name=key, template=key)
    person = factories.participant(workshop, "Ann")
    start_workshop(actor=SYSTEM, workshop=workshop)
    (cookie,) = remember(HttpResponse(), person).cookies.values()
    made[key] = {"code": workshop.code, "cookie": cookie.key, "value": cookie.value}
print("MADE " + json.dumps(made))
"""


@pytest.fixture(scope="module")
def made(headwaters: Headwaters) -> dict[str, dict[str, str]]:
    """The workshop of each agenda, with the cookie of one who takes part."""
    told: dict[str, dict[str, str]] = headwaters.told(BUILD, "MADE")
    return told


@pytest.fixture(scope="module")
def screens(headwaters: Headwaters, open_browser: Open) -> tuple[Page, Page, Page]:
    """Console, stage and a phone."""
    laptop, _watch = open_browser("facilitator", 1280, 800)
    console, stage = laptop.new_page(), laptop.new_page()
    sign_in(console, headwaters)
    phone, _watch = open_browser("guest", 360, 740, is_mobile=True, has_touch=True)
    return console, stage, phone.new_page()


@pytest.mark.parametrize("key", TEMPLATES)
def test_it_runs_from_start_to_end_on_three_screens(
    key: str, made: dict[str, dict[str, str]], screens: tuple[Page, Page, Page], headwaters: Headwaters
) -> None:
    console, stage, phone = screens
    code = made[key]["code"]
    phone.context.add_cookies(
        [{"name": made[key]["cookie"], "value": made[key]["value"], "url": headwaters.url}]
    )
    addresses = [f"/w/{code}/{name}" for name in ("console/", "stage/", "")]
    for page, address in zip(screens, addresses, strict=True):
        looking.goto(page, address)
    for place, planned in enumerate(TEMPLATES[key].activities):
        if place:
            press_key(console, "ArrowRight")
        expect(console.locator("main h1").first).to_have_text(str(planned.title))
        if planned.kind != "breakout":  # there each phone is in a room of its own
            title = phone.get_by_role("heading", name=str(planned.title), level=1)
            expect(title.first).to_be_visible()
        expect(stage.locator("h1:visible").first).to_be_visible()
        if planned.kind == "talk" and planned.settings.get("shown"):
            on_every_screen(console, stage, phone)
    end = console.locator(".console-steps").get_by_role("button", name="End the workshop")
    looking.press_and_agree(console, end)
    expect(phone.get_by_role("heading", name="Thank you for taking part")).to_be_visible()
    assert [page.url for page in screens] == [headwaters.url + address for address in addresses]
    assert [len(page.context.pages) for page in (console, phone)] == [2, 1]


def press_key(console: Page, key: str) -> None:
    looking.settled(console)
    console.evaluate("document.activeElement.blur()")
    console.keyboard.press(key)


def on_every_screen(console: Page, stage: Page, phone: Page) -> None:
    """The first of what is ready to show, and away again."""
    looking.settled(console)
    console.locator("main [hx-post$='/spotlight/']").first.click()
    for page in (stage, phone):
        expect(page.locator(".spotlight")).to_be_visible()
    console.get_by_role("button", name="Stop the spotlight").click()
    expect(stage.locator(".spotlight")).to_have_count(0)
