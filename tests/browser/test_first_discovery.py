"""From the one-time link of a new account to a live workshop with its prepared agenda, beside one of each
stream and the handover."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from discovery.models.discovery import SittingStream
from tests.browser import looking
from tests.browser.conftest import Open
from tests.served import Headwaters

pytestmark = pytest.mark.browser

CLICKS, FIELDS = 6, 3
NEWCOMER = """
import json
from organizations.actors import Actor
from organizations.models import User
from organizations.services.sign_in import issue_sign_in_link
newcomer = User.objects.create_user("nora@example.org", None, name="Nora New")
link = issue_sign_in_link(actor=Actor.system("test"), user=newcomer)
print("LINK", json.dumps(link.partition("/sign-in/")[2]))
"""


def test_a_new_account_is_live_in_six_clicks_and_three_fields(
    headwaters: Headwaters, open_browser: Open
) -> None:
    used: list[str] = []
    context, watch = open_browser("newcomer", 1280, 800)
    page = context.new_page()
    token = headwaters.told(NEWCOMER, "LINK")
    page.goto(f"{headwaters.url}/sign-in/{token}")

    def click(what: Locator) -> None:
        used.append("click")
        what.click()

    def fill(label: str, value: str) -> None:
        used.append("field")
        page.get_by_label(label).fill(value)

    click(page.get_by_role("button", name="Sign in"))
    click(page.get_by_role("link", name="Start a discovery"))
    looking.settled(page)
    wrong = looking.axe_in_both_themes(page)
    looking.screenshot(page, "first-discovery")
    fill("Organization", "Grid Power")
    fill("Domain", "Metering")
    fill("Name of the discovery", "Meters first")
    click(page.get_by_role("button", name="Start the discovery"))
    expect(page.get_by_role("heading", name="Meters first")).to_be_visible()
    click(page.get_by_role("link", name="Workshops").first)
    streams = page.locator("main").get_by_role("heading", level=2)
    expect(streams).to_have_text([str(label) for label in SittingStream.labels])
    click(page.get_by_role("link", name="Open the console").first)
    click(page.get_by_role("button", name="Start the workshop"))
    expect(page.get_by_role("button", name="Eyes up")).to_be_visible()
    assert page.locator("[data-region='agenda'] li").count() > 2
    assert used.count("click") <= CLICKS
    assert used.count("field") <= FIELDS
    assert wrong == []
    assert not watch.failures
