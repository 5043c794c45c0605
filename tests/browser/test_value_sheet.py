"""Choosing goals and drawing the cut line with a real keyboard: what an executive does with the sheet."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, sign_in
from tests.browser.looking import axe_in_both_themes, goto, wider_than_the_screen
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

D = "/d/commercial-discovery/"


def test_goals_are_chosen_and_the_line_is_moved_by_key(open_browser: Open, headwaters: Headwaters) -> None:
    context, watch = open_browser("executive", 360, 740)
    page = context.new_page()
    sign_in(page, headwaters)

    goto(page, f"{headwaters.url}{D}products/value/")
    expect(page.get_by_text("No goal selected")).to_be_visible()
    page.get_by_role("checkbox", name="Better brand and customer interaction").press("Space")
    expect(page.get_by_role("heading", name="Cost of this goal")).to_be_visible()
    page.get_by_role("checkbox", name="Higher success in engaging HCPs").press("Space")
    expect(page.get_by_role("heading", name="Total cost of these 2 goals")).to_be_visible()
    expect(page.get_by_text("Needed by several use cases, and counted once")).to_be_visible()
    expect(page).to_have_url(re.compile("goal="))
    assert axe_in_both_themes(page) == []
    assert wider_than_the_screen(page) == ""
    # Each product of the drawing is a link with a name.
    expect(
        page.locator(".drawn-sheet").get_by_role("link", name=re.compile(r"\bConsent\W+Owner\b"))
    ).to_be_visible()

    # The list is fetched by key, where it is opened.
    page.locator("summary", has_text="List by goal").press("Enter")
    listed = page.get_by_role("heading", name="Better brand and customer interaction", level=3)
    expect(listed).to_be_visible()
    assert axe_in_both_themes(page) == []
    assert wider_than_the_screen(page) == ""

    goto(page, f"{headwaters.url}{D}products/cut-line/?k=0")
    expect(page.get_by_text("Optimal")).to_be_visible()
    slider = page.get_by_role("slider", name="New data products")
    slider.press("End")
    expect(page.get_by_text("Nothing: every use case that can be served is served.")).to_be_visible()
    assert axe_in_both_themes(page) == []
    assert wider_than_the_screen(page) == ""
    assert watch.failures == []
