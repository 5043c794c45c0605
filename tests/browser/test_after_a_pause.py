"""What a phone shows of its person's own when the room goes on after a pause."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

# Something is open ahead behind the activity in which the room pauses.
PAUSED = """
import json
from datetime import timedelta
from django.http import HttpResponse
from django.utils import timezone
from workshops.demo import FACILITATOR
from discovery.models import Discovery, DiscoveryAccess
from organizations.models import User
from workshops.contributions.advance_activities.services import open_ahead
from workshops.room.running.services import start_workshop
from workshops.web.cookies import remember
from lvt.models import UseCase
from tests import factories
from tests.factories import SYSTEM
discovery = factories.discovery(Discovery.objects.order_by("pk").first().domain)
facilitator = User.objects.get(email=FACILITATOR)
factories.make(DiscoveryAccess, discovery=discovery, user=facilitator, role="facilitator")
case = factories.make(UseCase, discovery=discovery, name="Outage map", position=0)
workshop = factories.workshop(discovery)
factories.activity(workshop, "scoring", "Score the use cases")
later = factories.activity(workshop, "brainstorm", "What holds us back?")
open_ahead(actor=SYSTEM, activity=later, until=timezone.now() + timedelta(hours=1))
start_workshop(actor=SYSTEM, workshop=workshop)
print("ROOM " + json.dumps({
    "code": workshop.code,
    "case": case.pk,
    "cookies": [
        remember(HttpResponse(), factories.participant(workshop, name)).cookies.output(header="").strip()
        for name in ("Ann", "Ben")
    ],
}))
"""
RENAME = """
from core.services import kinds
from lvt.models import UseCase
from tests.factories import SYSTEM
kinds.change(actor=SYSTEM, artifact=UseCase.objects.get(pk={}), name="Fault map")
"""


def phone(headwaters: Headwaters, open_browser: Open, cookie: str, code: str) -> Page:
    context, _watch = open_browser("phone", 360, 740, is_mobile=True, has_touch=True)
    (morsel,) = SimpleCookie(cookie).values()
    context.add_cookies([{"name": morsel.key, "value": morsel.value, "url": headwaters.url}])
    page = context.new_page()
    looking.goto(page, f"/w/{code}/")
    return page


def test_it_is_what_there_is_now(headwaters: Headwaters, open_browser: Open) -> None:
    made: dict[str, Any] = headwaters.told(PAUSED, "ROOM")
    before, during = made["cookies"]
    # The server is told by its own console; what another process writes draws everything again.
    console = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(console, headwaters)
    looking.goto(console, f"/w/{made['code']}/console/")
    ann = phone(headwaters, open_browser, before, made["code"])
    own = ann.locator("[data-region=mine]")
    expect(own).to_contain_text("Outage map")
    console.keyboard.press("b")
    console.get_by_role("dialog").get_by_role("button", name="Pause", exact=True).click()
    for page in (ann, ben := phone(headwaters, open_browser, during, made["code"])):
        expect(page.get_by_role("heading", name="Paused")).to_be_visible()
        expect(page.locator("[data-region=mine]")).to_be_hidden()

    headwaters.python(RENAME.format(made["case"]))
    console.get_by_role("main").get_by_role("button", name="Resume the workshop").click()

    for page in (ann, ben):
        own = page.locator("[data-region=mine]")
        expect(own).to_contain_text("Fault map")
        expect(own).not_to_contain_text("Outage map")
        expect(own.get_by_role("link", name="Start")).to_have_count(0)
