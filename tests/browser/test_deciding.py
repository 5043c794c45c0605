"""Deciding the shortlist in the ranking: ticks above the cut, and words that stay while the room moves on."""

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
from workshops.models import Workshop
from tests import factories
from tests.browser.states import States
states = States()
states.scoring(4, revealed=True)
made = states.made["scoring 4 revealed"]
factories.activity(Workshop.objects.get(code=made["code"]), "talk", "Talk it over")
print("MADE " + json.dumps(made["code"]))
"""
REASON = "Both pay from the first week."


@pytest.fixture(scope="module")
def console(headwaters: Headwaters, open_browser: Open) -> Page:
    code = json.loads(headwaters.python(BUILD).partition("MADE ")[2])
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    page.goto(f"/w/{code}/console/")
    settled(page)
    return page


def test_a_decision_is_ticked_and_its_words_hold_back_no_step(console: Page) -> None:
    form = console.locator("#deciding")
    ticks = form.get_by_role("checkbox")
    expect(ticks.nth(1)).to_be_checked()
    expect(ticks.nth(2)).not_to_be_checked()
    ticks.nth(2).check()
    third = ticks.nth(2).get_attribute("data-name")
    assert third is not None
    expect(form.get_by_role("status")).to_contain_text(third)
    assert looking.axe(console) == []

    console.locator("h1").click()  # a key is for the page again, not for the tick
    console.keyboard.press("d")
    reason = form.get_by_label("Why these")
    expect(reason).to_be_focused()
    console.keyboard.type(REASON)
    console.get_by_role("button", name="Next activity").click()
    expect(console.locator("main h1")).to_have_text("Talk it over")
    expect(form).to_have_count(0)
    settled(console)
    console.get_by_role("button", name="Back", exact=True).click()
    expect(reason).to_have_value(REASON)
    expect(ticks.nth(2)).to_be_checked()
    settled(console)
    form.get_by_role("button", name="Decide").click()
    decided = console.locator(".shortlist > li")
    expect(decided).to_have_count(3)
    expect(decided.nth(2)).to_have_text(third)
    expect(form.get_by_text("Decide again").first).to_be_visible()
    expect(reason).to_be_hidden()
