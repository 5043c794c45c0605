"""A use case that is written while people score: the console includes it, and a phone that was done leads to
it."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import settled
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

BUILD = """
import json
from lvt.models import ScoringRound, UseCase
from tests import factories
from tests.browser.states import States, score
states = States()
states.scoring(2, revealed=False)
made = states.made["scoring 2 open"]
opened = ScoringRound.objects.get(activity__track__workshop__code=made["code"])
workshop = opened.activity.track.workshop
person = workshop.participants.order_by("-pk").first()
score(opened, [person], [link.use_case for link in opened.use_case_links.all()])
factories.make(UseCase, discovery=workshop.discovery, name="Next refill", position=2)
print("MADE " + json.dumps(made))
"""


@pytest.fixture(scope="module")
def made(headwaters: Headwaters) -> dict[str, str]:
    return dict(json.loads(headwaters.python(BUILD).partition("MADE ")[2]))


@pytest.fixture(scope="module")
def console(headwaters: Headwaters, open_browser: Open, made: dict[str, str]) -> Page:
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    page.goto(f"/w/{made['code']}/console/")
    settled(page)
    return page


@pytest.fixture(scope="module")
def phone(headwaters: Headwaters, open_browser: Open, made: dict[str, str]) -> Page:
    context = open_browser("person", 360, 740)[0]
    context.add_cookies([{"name": made["cookie"], "value": made["value"], "url": headwaters.url}])
    page = context.new_page()
    page.goto(f"/w/{made['code']}/")
    settled(page)
    return page


def test_a_phone_that_was_done_leads_to_what_was_included(console: Page, phone: Page) -> None:
    expect(phone.locator("[data-answered]")).to_contain_text("You’re done")
    note = console.get_by_text("1 use case was added since: Next refill.")
    expect(note).to_be_visible()
    looking.screenshot(console, "taken-in-console")
    console.get_by_role("button", name="Include it").click()
    expect(note).to_have_count(0)
    expect(console.get_by_role("row", name="Next refill")).to_be_visible()

    expect(phone.locator("[data-answered]")).to_contain_text("14 of 21 answered")
    expect(phone.get_by_role("heading", name="Next refill")).to_be_hidden()
    looking.screenshot(phone, "taken-in-phone")
    assert looking.axe(phone) == []
    phone.get_by_role("button", name="Next refill").click()
    expect(phone.get_by_role("heading", name="Next refill")).to_be_visible()
    expect(phone.get_by_text("Use case 3 of 3")).to_be_visible()
