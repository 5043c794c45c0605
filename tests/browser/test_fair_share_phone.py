"""A phone in a round of fair shares: its own use cases alone, and a tap on one that it lost."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser import looking
from tests.browser.conftest import Open
from tests.browser.looking import settled
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

BUILD = """
import json
from lvt.models import ScoringRound
from lvt.scoring_shares.services import keep_shares
from tests.browser.states import States
states = States()
states.scoring(12, revealed=False)
made = states.made["scoring 12 open"]
opened = ScoringRound.objects.get(activity__track__workshop__code=made["code"])
ScoringRound.objects.filter(pk=opened.pk).update(most_each=10)
opened.refresh_from_db()
opened.scores.all().delete()
keep_shares(opened)
print("MADE " + json.dumps(made))
"""
TAKE = """
from lvt.models import ShareUseCase
ShareUseCase.objects.filter(use_case__uuid="{use_case}").delete()
"""


def test_a_tap_on_what_somebody_else_scores_now_brings_the_share_of_now(
    headwaters: Headwaters, open_browser: Open
) -> None:
    made = json.loads(headwaters.python(BUILD).partition("MADE ")[2])
    context = open_browser("share", 360, 740)[0]
    context.add_cookies([{"name": made["cookie"], "value": made["value"], "url": headwaters.url}])
    page = context.new_page()
    page.goto(f"/w/{made['code']}/")
    settled(page)
    expect(page.get_by_text("You score 10 of 12 use cases. Others score the rest.")).to_be_visible()
    expect(page.get_by_text("Use case 1 of 10")).to_be_visible()
    looking.screenshot(page, "fair-share-phone")
    assert looking.axe(page) == []
    first = page.locator("[data-case]").first
    headwaters.python(TAKE.format(use_case=first.get_attribute("data-case")))
    first.locator("label").first.click()
    expect(page.get_by_text("This use case isn’t in your share. Someone else scores it.")).to_be_visible()
    expect(page.get_by_text("Use case 1 of 9")).to_be_visible()
