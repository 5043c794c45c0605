"""From a usage pattern to a promise on a phone: the sentence and the arithmetic follow what is typed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


def test_a_promise_is_written_on_a_phone_from_a_usage_pattern(
    open_browser: Open, headwaters: Headwaters
) -> None:
    context, watch = open_browser("owner", 360, 740)
    page = context.new_page()
    sign_in(page, headwaters)
    page.goto("/d/commercial-discovery/products/")
    page.locator(".product-row").get_by_role("link", name="HCP 360", exact=True).click()
    page.locator(".tabs").get_by_role("link", name="Promise", exact=True).click()
    page.locator("#usage").get_by_role("button", name=re.compile("^More actions for")).first.click()
    page.get_by_role("link", name=re.compile("^Turn into a promise")).click()
    expect(page.get_by_text("Requested").first).to_be_visible()
    page.get_by_role("link", name="Availability", exact=True).click()
    looking.settled(page)

    preview = page.get_by_label("Preview")
    page.get_by_label(re.compile("^What has to be usable")).fill("The overview opens")
    expect(preview).to_contain_text("The overview opens")
    page.get_by_label("Target in percent").fill("often")
    expect(preview).to_contain_text("can’t be checked")
    page.get_by_label("Time zone").select_option("UTC")  # where no clock changes
    page.get_by_label("Target in percent").fill("99")
    page.get_by_label("Window length").fill("28")
    page.get_by_label("Window type").select_option(label="Rolling")
    expect(preview).to_contain_text("for 99% of the time over the last 28 days")
    expect(preview).to_contain_text("6 h 43 min may be missed")

    page.get_by_role("button", name="Add another window").click()
    second = page.get_by_role("group", name="Window 2, checked separately").get_by_label("Target in percent")
    second.fill("98")
    expect(preview).to_contain_text("and 98% each month")
    looking.settled(page)
    assert looking.wider_than_the_screen(page) == ""
    assert looking.axe_in_both_themes(page) == []

    page.get_by_role("button", name="Save the promise").click()
    group = page.locator(".slos tbody", has_text="The overview opens")
    expect(group).to_contain_text("Promised, not measured yet")
    looking.settled(page)
    assert looking.wider_than_the_screen(page) == ""
    assert looking.axe_in_both_themes(page) == []
    assert watch.failures == []


def test_the_menu_of_a_pattern_moves_it_into_a_group_and_out(
    open_browser: Open, headwaters: Headwaters
) -> None:
    context, watch = open_browser("owner", 360, 740)
    page = context.new_page()
    sign_in(page, headwaters)
    page.goto("/d/commercial-discovery/products/")
    page.locator(".product-row").get_by_role("link", name="Digital Engagement", exact=True).click()
    page.locator(".tabs").get_by_role("link", name="Promise", exact=True).click()
    for step, group in (("Remove from group", "Not grouped"), ("Move to “While a", "While a campaign")):
        looking.settled(page)
        page.get_by_role("button", name="More actions for Marketing Director").click()
        page.get_by_role("button", name=step).click()
        patterns = page.get_by_role("list", name=re.compile(f"^{group}"))
        expect(patterns).to_contain_text("Marketing Director")
    assert watch.failures == []
