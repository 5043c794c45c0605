"""A dress rehearsal in a browser: started, watched, left and found again, and stopped in the middle."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.main_pages import NEXT, D
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


def test_it_is_started_left_found_again_and_stopped(headwaters: Headwaters, open_browser: Open) -> None:
    context, watch = open_browser("facilitator", 1280, 800)
    page = context.new_page()
    sign_in(page, headwaters)
    headwaters.work()
    looking.goto(page, f"/w/{headwaters.demo['join_code']}/console/")
    page.get_by_role("button", name="The room").click()
    page.get_by_role("link", name="Dress rehearsal").click()
    page.get_by_label("5 times as fast").check()
    wrong = looking.axe_in_both_themes(page)
    page.get_by_role("button", name="Start the rehearsal").click()
    console = page.get_by_role("link", name="Console of the rehearsal")
    expect(console).to_be_visible()
    address = page.url

    with page.expect_popup() as opened:
        console.click()
    copy = opened.value
    expect(copy.get_by_role("link", name=re.compile("^Rehearsal"))).to_be_visible()
    expect(copy.locator(".who li").nth(2)).to_be_visible()
    wrong += looking.axe(copy)

    # It goes on while nobody looks.
    looking.goto(page, f"{D}workshops/")
    page.get_by_role("link", name=NEXT).click()
    looking.goto(page, address)
    expect(console).to_be_visible()
    wrong += looking.axe_in_both_themes(page)

    # The console of the copy hears at once that its room is gone.
    watch.expecting("status of 404", "status of 410")
    page.get_by_role("button", name="Stop and discard").click()
    page.locator("#confirm-dialog").get_by_role("button", name="Discard").click()
    expect(page.get_by_role("button", name="Start the rehearsal")).to_be_visible()
    # Not by its own tab, which asks for its page again by itself as soon as it hears that.
    assert context.request.get(copy.url).status == 404
    assert wrong == []
    # The workshop itself has not begun, and nobody is in it.
    looking.goto(page, f"/w/{headwaters.demo['join_code']}/console/")
    expect(page.get_by_role("button", name="Start the workshop")).to_be_visible()
    assert watch.failures == []
