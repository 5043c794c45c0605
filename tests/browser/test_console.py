"""The console by itself: its bar on a narrow screen, and steps that somebody else took meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


# A workshop as the demo's, for one test alone.
BUILD = """
import json
from workshops.models import Workshop
from workshops.room.running.services import start_workshop
from workshops.workshop.services import clone_workshop
from tests.factories import SYSTEM
source = Workshop.objects.get(code="{code}")
made = clone_workshop(actor=SYSTEM, source=source, name="Kick-off again")
if {live}:
    start_workshop(actor=SYSTEM, workshop=made)
print("MADE " + json.dumps(made.code))
"""


@pytest.fixture
def planned(demo_console: Page, headwaters: Headwaters) -> Iterator[Page]:
    """The console of a workshop that has not begun."""
    yield from _opened(demo_console, headwaters, live=False)


@pytest.fixture
def console(demo_console: Page, headwaters: Headwaters) -> Iterator[Page]:
    """The console of a live workshop, in its first activity."""
    yield from _opened(demo_console, headwaters, live=True)


def _opened(demo_console: Page, headwaters: Headwaters, *, live: bool) -> Iterator[Page]:
    code = headwaters.told(BUILD.format(code=headwaters.demo["join_code"], live=live), "MADE")
    page = demo_console.context.new_page()
    looking.goto(page, f"/w/{code}/console/")
    yield page
    page.close()


def test_what_is_not_ready_is_edited_on_the_console(planned: Page) -> None:
    console = planned
    console.get_by_role("button", name="Add an activity").click()
    dialog = console.locator("#dialog")
    dialog.get_by_label("Kind").select_option("poll")
    dialog.get_by_role("button", name="Add", exact=True).click()
    lack = console.get_by_role("listitem").filter(has_text="is not ready")
    expect(lack).to_have_count(1)
    looking.settled(console)

    lack.get_by_role("link", name="Edit it").click()
    looking.settled(console)
    assert dialog.evaluate("each => each.scrollHeight > each.clientHeight"), "so long that it is scrolled"
    expect(dialog.get_by_role("button", name="Save")).to_be_in_viewport(ratio=1)
    dialog.get_by_role("textbox", name="Options").fill("Metering\nOutages")
    dialog.get_by_role("button", name="Save").click()

    expect(dialog).to_be_hidden()
    expect(lack).to_have_count(0)
    assert "/console/" in console.url


def test_a_step_that_somebody_else_took_while_it_was_asked_about_is_no_fault(console: Page) -> None:
    back = console.context.new_page()
    back.set_viewport_size({"width": 360, "height": 740})
    looking.goto(back, urlsplit(console.url).path.replace("/console/", "/remote/"))
    back.get_by_role("button", name="Next activity").click()
    expect(console.get_by_role("button", name="Back", exact=True)).to_be_visible()
    back.get_by_role("button", name="Previous activity").click()
    question = back.locator("#confirm-dialog")
    expect(question).to_be_visible()

    looking.settled(console)
    console.get_by_role("button", name="Back", exact=True).click()
    expect(back.get_by_role("button", name="Previous activity", include_hidden=True)).to_have_count(0)
    question.get_by_role("button", name="Move everyone").click()

    toast = back.locator("#toasts [data-toast]")
    expect(toast).to_contain_text("This has changed, so nothing was done.")
    expect(toast).not_to_have_attribute("role", "alert")
    back.close()


def test_few_controls_are_in_sight_and_the_keyboard_reaches_the_rest(console: Page) -> None:
    console.set_viewport_size({"width": 1280, "height": 800})
    looking.settled(console)
    controls = looking.controls_at_rest(console)
    assert len(controls) <= 12, controls

    console.get_by_role("button", name="The room").focus()
    console.keyboard.press("Enter")
    for name in ("Spotlight", "Message", "Change the lead", "Add a person", "Keyboard shortcuts"):
        expect(console.locator("#room-menu").get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    console.keyboard.press("Escape")
    expect(console.locator("#room-menu")).to_be_hidden()
    console.get_by_role("textbox", name="Summary").focus()
    console.keyboard.press("Tab")
    expect(console.get_by_role("button", name="Capture with details")).to_be_focused()
    assert "Capture with details" in looking.controls_at_rest(console)


def test_a_long_agenda_leaves_its_page_and_the_end_of_the_workshop_in_sight(console: Page) -> None:
    console.set_viewport_size({"width": 1280, "height": 800})
    rows, dialog = console.locator(".agenda > li"), console.locator("#dialog")
    for count in range(rows.count() + 1, 14):
        console.get_by_role("button", name="Add an activity").click()
        dialog.get_by_label("Kind").select_option("talk")
        dialog.get_by_role("button", name="Add", exact=True).click()
        expect(dialog).to_be_hidden()
        expect(rows).to_have_count(count)

    agenda = console.locator(".agenda-foot").get_by_role("link", name="Edit the agenda")
    expect(agenda).to_be_in_viewport(ratio=1)
    console.get_by_role("button", name="The room").click()
    expect(console.get_by_role("button", name="End the workshop")).to_be_in_viewport(ratio=1)
    console.keyboard.press("Escape")
    expect(console.locator("#room-menu")).to_be_hidden()
    # What is now is in sight all the way, between head and foot of the column.
    now = console.locator(".agenda > li[aria-current=step]")
    for place in range(1, rows.count()):
        console.keyboard.press("ArrowRight")
        expect(rows.nth(place)).to_have_attribute("aria-current", "step")
        assert looking.is_uncovered(now), place
    # So it is where the column gets lower, as beside a board.
    console.set_viewport_size({"width": 1280, "height": 500})
    expect(now).to_be_in_viewport(ratio=1)


# How far a title is from the minutes before it and the menu behind it, where they come nearest.
ROOM = """() => Math.min(...[...document.querySelectorAll(".agenda-row")].flatMap((row) => {
  const [minutes, title, menu] = [".plan-minutes", ".plan-activity", "[data-edit]"].map((part) =>
    row.querySelector(part).getBoundingClientRect());
  return [title.left - minutes.right, menu.left - title.right];
}))"""


def test_long_titles_are_between_minutes_and_menu(console: Page) -> None:
    assert console.evaluate(ROOM) >= 6


@pytest.mark.parametrize("width", [320, 360])
def test_the_bar_fits_a_narrow_screen_also_without_network(console: Page, width: int) -> None:
    console.set_viewport_size({"width": width, "height": 740})
    looking.settled(console)
    assert looking.wider_than_the_screen(console) == ""
    console.context.set_offline(True)
    try:
        expect(console.get_by_text("Reconnecting, nothing is lost")).to_be_visible()
        assert looking.wider_than_the_screen(console) == ""
    finally:
        console.context.set_offline(False)
    looking.settled(console)


def test_only_what_is_typed_in_waits_and_says_so(console: Page, headwaters: Headwaters) -> None:
    console.locator(".agenda > li").last.get_by_role("button", name="Change").click()
    console.get_by_role("button", name="Title and minutes").click()
    console.get_by_role("textbox", name="Title").fill("Twice as long")
    agenda = console.get_by_role("navigation", name="Agenda")
    expect(agenda.get_by_role("status")).to_have_count(0)

    remote = console.context.new_page()
    looking.goto(remote, urlsplit(console.url).path.replace("/console/", "/remote/"))
    before = console.locator("main h1").text_content()
    remote.get_by_role("button", name="Next activity").click()

    expect(console.locator("main h1")).not_to_have_text(str(before))
    expect(agenda.get_by_role("status")).to_contain_text("This changed while you were typing.")
    expect(agenda.locator("[aria-current=step]")).to_have_attribute("data-name", str(before))
    assert looking.axe(console) == []
    console.get_by_role("link", name="Cancel").click()
    expect(agenda.locator("[aria-current=step]")).not_to_have_attribute("data-name", str(before))
    expect(agenda.get_by_role("status")).to_have_count(0)
    remote.close()


def test_what_waits_says_so_where_somebody_types(console: Page) -> None:
    """Also in the last row of an agenda that is longer than its column."""
    console.set_viewport_size({"width": 1280, "height": 560})
    last = console.locator(".agenda > li").last
    last.get_by_role("button", name="Change").click()
    console.get_by_role("button", name="Title and minutes").click()
    console.get_by_role("textbox", name="Title").fill("Twice as long")
    save = last.get_by_role("button", name="Save")
    expect(save).to_be_in_viewport(ratio=1)
    assert looking.is_uncovered(save)

    remote = console.context.new_page()
    looking.goto(remote, urlsplit(console.url).path.replace("/console/", "/remote/"))
    remote.get_by_role("button", name="Next activity").click()
    said = last.get_by_role("form").get_by_role("status")
    expect(said).to_contain_text("This changed while you were typing.")
    expect(said).to_be_in_viewport(ratio=1)
    assert looking.is_uncovered(said)
    remote.close()


def test_what_is_typed_on_the_console_holds_back_no_step(console: Page) -> None:
    console.get_by_role("button", name="Add an activity").click()
    dialog = console.locator("#dialog")
    dialog.get_by_label("Kind").select_option("break")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog).to_be_hidden()
    console.get_by_role("button", name="Next activity").click()
    back_at = console.get_by_label("End the break at")
    back_at.fill("10:45")
    console.get_by_role("button", name="Next activity").click()
    expect(back_at).to_have_count(0)
    looking.settled(console)
    console.get_by_role("button", name="Back", exact=True).click()
    expect(back_at).to_have_value("10:45")
