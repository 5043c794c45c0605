"""A sign-in that is too old for what lasts, in dialogs and on pages; and pages that no browser keeps."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, sign_in
from tests.browser.looking import axe, goto, settled, wider_than_the_screen
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite("pages are looked at")]
GREW_OLD = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
for kept in Session.objects.all():
    session = SessionStore(kept.session_key)
    session["signed_in_at"] = 0
    session.save()
"""
KNOWN_CODE = """
import hashlib
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
for kept in Session.objects.all():
    session = SessionStore(kept.session_key)
    if code := session.get("again_code"):
        session["again_code"] = {**code, "digest": hashlib.sha256(b"KNOWN234").hexdigest()}
        session.save()
"""
D = "/d/commercial-discovery/"


@pytest.fixture
def page(headwaters: Headwaters, open_browser: Open) -> Page:
    context, _watch = open_browser("owner", 360, 740)
    page = context.new_page()
    sign_in(page, headwaters)
    return page


def _code(headwaters: Headwaters) -> str:
    """The server prints its mail where no test reads: put a known code in the place of the one that was."""
    headwaters.python(KNOWN_CODE)
    return "known-234"


def test_a_dialog_asks_and_goes_on(headwaters: Headwaters, page: Page) -> None:
    goto(page, f"{D}access/")
    page.get_by_role("link", name="Give access").first.click()
    expect(page.get_by_label("Member")).to_be_visible()  # signed in a moment ago
    page.keyboard.press("Escape")
    headwaters.python(GREW_OLD)
    page.get_by_role("link", name="Give access").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Confirm it’s you")).to_be_visible()
    dialog.get_by_role("button", name="Send me a code").click()
    expect(dialog.get_by_role("status")).to_contain_text("in the terminal")
    assert axe(page) == []
    dialog.get_by_label("Code").fill("BBBB-BBBB")
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_text("That code isn’t right.")).to_be_visible()
    expect(dialog.get_by_role("heading", name="Confirm it’s you")).to_be_visible()
    dialog.get_by_label("Code").fill(_code(headwaters))
    dialog.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Member")).to_be_visible()
    expect(dialog.get_by_role("heading", name="Give access")).to_be_visible()


def test_a_form_that_was_sent_too_late_is_not_lost(headwaters: Headwaters, page: Page) -> None:
    goto(page, f"{D}access/keys/add/")
    page.get_by_label("Purpose").fill("The nightly pipeline")
    page.get_by_label("Record measurements of promises").check()
    headwaters.python(GREW_OLD)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Confirm it’s you")).to_be_visible()
    assert axe(page) == []
    assert wider_than_the_screen(page) == ""
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(_code(headwaters))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="The new key")).to_be_visible()
    expect(page.locator("li", has_text="The nightly pipeline")).to_contain_text("Record measurements")


def test_a_fresh_link_in_another_tab_is_enough(headwaters: Headwaters, page: Page) -> None:
    headwaters.python(GREW_OLD)
    goto(page, f"{D}access/keys/add/")
    other = page.context.new_page()
    sign_in(other, headwaters)
    page.get_by_role("button", name="Send me a code").click()  # which nothing asks for any more
    expect(page.get_by_label("Purpose")).to_be_visible()


def test_back_to_a_form_keeps_what_was_typed(page: Page) -> None:
    goto(page, f"{D}settings/")
    page.get_by_label("Name").first.fill("Half a new name")
    goto(page, f"{D}access/")
    page.go_back()
    settled(page)
    expect(page.get_by_label("Name").first).to_have_value("Half a new name")


def test_back_after_a_form_shows_what_is_there_now(page: Page) -> None:
    goto(page, f"{D}settings/")
    before = page.get_by_label("Name").first.input_value()
    page.get_by_label("Name").first.fill("Another name")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(lambda url: "settings" not in url)
    settled(page)
    page.go_back()
    settled(page)
    expect(page.get_by_label("Name").first).to_have_value("Another name")
    page.get_by_label("Name").first.fill(before)
    page.get_by_role("button", name="Save").click()


def test_nobody_looks_back_after_signing_out(page: Page) -> None:
    goto(page, f"{D}access/")
    page.evaluate("document.querySelector('form[action$=\"/logout/\"]').submit()")
    page.wait_for_url(re.compile(r"/$"))
    settled(page)
    page.go_back()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
