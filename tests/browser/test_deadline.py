"""A deadline that passes while people look: in the lobby, in the middle of an answer, on the console."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

OPENED = """
import json
from datetime import timedelta
from django.http import HttpResponse
from django.utils import timezone
from discovery.models import Discovery
from workshops.contributions.advance_activities.services import open_ahead
from workshops.web.cookies import remember
from tests import factories
from tests.factories import SYSTEM
workshop = factories.workshop(Discovery.objects.order_by("pk").first())
activity = factories.activity(workshop, "brainstorm", "What holds us back?")
open_ahead(actor=SYSTEM, activity=activity, until=timezone.now() + timedelta(hours=1))
print("ROOM " + json.dumps({
    "slug": workshop.discovery.slug,
    "workshop": str(workshop.uuid),
    "activity": str(activity.uuid),
    "code": workshop.code,
    "cookies": [
        remember(HttpResponse(), factories.participant(workshop, name)).cookies.output(header="").strip()
        for name in ("Ann", "Ben")
    ],
}))
"""
PASSES = """
from django.utils import timezone
from workshops.models import Activity
Activity.objects.filter(uuid="{}").update(closes_at=timezone.now())
"""
# The deadline on the page is moved as well, so that the test does not wait for an hour.
COMES = """() => {
    for (const each of document.querySelectorAll("time[data-deadline]"))
        each.dateTime = new Date(Date.now() + 200).toISOString();
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_every_screen_says_by_itself_that_a_deadline_has_passed(
    headwaters: Headwaters, open_browser: Open
) -> None:
    made: dict[str, Any] = headwaters.told(OPENED, "ROOM")
    console = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(console, headwaters)
    looking.goto(console, f"/w/{made['code']}/console/")
    of_agenda, changing = console.context.new_page(), console.context.new_page()
    for page in (of_agenda, changing):
        looking.goto(page, f"/d/{made['slug']}/workshops/{made['workshop']}/agenda/{made['activity']}/ahead/")
    field = changing.locator("main form.form input:not([type=hidden])").first
    field.focus()
    lobby, writing = (phone(headwaters, open_browser, cookie) for cookie in made["cookies"])
    looking.goto(lobby, f"/w/{made['code']}/")
    looking.goto(writing, f"/w/{made['code']}/ahead/{made['activity']}/")
    writing.locator("#board-text").fill("Half a thought")
    pages = (console, of_agenda, lobby, writing)
    for page in (*pages, changing):
        expect(page.locator("time[data-deadline]")).to_have_count(1)

    headwaters.python(PASSES.format(made["activity"]))
    for page in (changing, *pages):
        page.evaluate(COMES)

    for page in pages:
        expect(page.locator("time[data-deadline]")).to_have_count(0)
    expect(lobby.get_by_text("The deadline has passed.")).to_be_visible()
    expect(lobby.get_by_role("link", name="Start")).to_have_count(0)
    expect(of_agenda.get_by_role("button", name="Reopen")).to_be_visible()
    # A person who has not sent the answer yet reads beside their text that the activity is closed.
    expect(writing.get_by_text("This is closed.")).to_be_visible()
    expect(writing.locator("#board-text")).to_have_value("Half a thought")
    # Who is in a form is not interrupted: the page is drawn again when they leave it.
    expect(field).to_be_focused()
    expect(changing.locator("time[data-deadline]")).to_have_count(1)
    field.blur()
    expect(changing.get_by_role("button", name="Reopen")).to_be_visible()
    assert [each for page in pages for each in looking.axe_in_both_themes(page)] == []


def phone(headwaters: Headwaters, open_browser: Open, cookies: str) -> Page:
    """The phone of a person who joined."""
    context, _watch = open_browser("somebody", 360, 640)
    for name, morsel in SimpleCookie(cookies).items():
        context.add_cookies([{"name": name, "value": morsel.value, "url": headwaters.url}])
    return context.new_page()
