"""A phone that becomes the remote by six digits, steers the room, and is sent away from the console."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters

pytestmark = pytest.mark.browser

PHONE = {"has_touch": True, "is_mobile": True}


@pytest.fixture
def console(headwaters: Headwaters, open_browser: Open) -> Page:
    context, _watch = open_browser("facilitator", 1280, 800)
    page = context.new_page()
    sign_in(page, headwaters)
    looking.goto(page, f"/w/{headwaters.demo['join_code']}/console/")
    return page


def test_a_phone_is_paired_steers_and_is_sent_away(
    headwaters: Headwaters, open_browser: Open, console: Page
) -> None:
    wrong = []
    context, watch = open_browser("phone", 360, 740, **PHONE)
    watch.expecting("status of 403", "status of 404", "status of 422")
    phone = context.new_page()
    console.keyboard.press("q")
    dialog = console.get_by_role("dialog", name="Control from your phone")
    digits = dialog.locator(".code")
    expect(digits).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    expect(dialog.get_by_role("heading", name="Paired devices")).to_have_count(0)
    wrong += looking.axe(console)
    looking.screenshot(console, "pairing-console")

    looking.goto(phone, "/pair/")
    wrong += looking.axe(phone)
    looking.screenshot(phone, "pairing-phone")
    phone.get_by_label("Code").fill("12")
    phone.get_by_role("button", name="Pair").click()
    expect(phone.get_by_text("A code has six digits")).to_be_visible()
    phone.get_by_label("Code").fill(digits.inner_text())
    phone.get_by_role("button", name="Pair").click()
    expect(phone.get_by_role("button", name="Start the workshop")).to_be_visible()
    assert not looking.wider_than_the_screen(phone)
    looking.settled(phone)
    wrong += looking.axe(phone)

    expect(dialog.get_by_role("heading", name="Paired devices")).to_be_visible()
    expect(dialog.get_by_text("This code has been used")).to_be_visible()
    expect(digits).to_be_hidden()
    expect(dialog.get_by_role("button", name="Another phone")).to_be_visible()
    looking.screenshot(console, "pairing-paired")
    phone.get_by_role("button", name="Start the workshop").click()
    expect(phone.get_by_role("button", name=re.compile("Next activity"))).to_be_visible()
    expect(console.get_by_role("button", name="Eyes up")).to_be_attached()
    looking.screenshot(phone, "pairing-remote")

    dialog.get_by_role("button", name=re.compile("Unpair")).click()
    expect(phone.get_by_text("This device is no longer paired with the workshop")).to_be_visible()
    expect(phone.get_by_role("link", name="Pair this device")).to_be_visible()
    expect(dialog.get_by_role("heading", name="Paired devices")).to_have_count(0)
    assert wrong == []


def test_a_computer_shows_the_stage_by_a_link(
    headwaters: Headwaters, open_browser: Open, console: Page
) -> None:
    context, _watch = open_browser("computer", 1920, 1080)
    computer = context.new_page()
    console.get_by_role("button", name="The room").click()
    console.get_by_role("button", name="Stage on another computer").click()
    link = console.get_by_role("dialog").locator("[data-copy]").get_attribute("data-copy")
    assert link
    looking.goto(computer, link)
    computer.get_by_role("button", name="Pair").click()
    expect(computer.locator(".stage-head")).to_be_visible()
    looking.settled(computer)
    looking.screenshot(computer, "pairing-stage")
