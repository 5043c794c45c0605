"""Dialogs that open while another one closes, and keys that are pressed faster than the server answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import looking

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def console(demo_console: Page) -> Page:
    page = demo_console
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Eyes up")).to_be_visible()
    page.keyboard.press("ArrowRight")  # from the welcome to something that people do
    expect(page.locator("[data-key=n]")).to_be_attached()
    return page


@pytest.fixture
def dialog(console: Page) -> Iterator[Locator]:
    looking.settled(console)
    yield console.locator("#dialog")
    console.keyboard.press("Escape")
    expect(console.locator("#dialog")).to_be_hidden()


@pytest.mark.parametrize("pause", [0, 100, 200, 300])
def test_a_dialog_opened_after_another_was_closed_by_key_is_filled(
    console: Page, dialog: Locator, pause: int
) -> None:
    console.keyboard.press("n")
    expect(dialog.get_by_role("heading", level=2)).to_have_text("Not done yet")
    expect(dialog.locator("#dialog-body")).not_to_be_empty()

    console.keyboard.press("Escape")
    console.wait_for_timeout(pause)  # what is tried is a person's pause between two keys
    console.keyboard.press("a")

    expect(dialog.get_by_role("textbox")).to_be_visible()
    looking.settled(console)
    expect(dialog.get_by_role("textbox")).to_be_visible()


def test_what_comes_late_for_a_closed_dialog_does_not_fill_the_next(console: Page, dialog: Locator) -> None:
    held: list[Route] = []
    console.route("**/console/waiting/**", lambda route: held.append(route))
    with console.expect_request("**/console/waiting/**"):
        console.keyboard.press("n")
    expect(dialog).to_be_visible()
    console.keyboard.press("Escape")
    console.keyboard.press("a")
    expect(dialog.get_by_role("textbox")).to_be_visible()

    with console.expect_response("**/console/waiting/**"):
        held[0].continue_()

    looking.settled(console)
    expect(dialog.get_by_role("heading", level=2)).to_have_text("Message to everyone")
    expect(dialog.get_by_role("textbox")).to_be_visible()
    console.unroute("**/console/waiting/**")


def test_a_dialog_that_is_told_late_that_it_was_closed_keeps_what_it_shows(
    console: Page, dialog: Locator
) -> None:
    console.keyboard.press("a")
    expect(dialog.get_by_role("textbox")).to_be_visible()

    dialog.dispatch_event("close")

    expect(dialog.get_by_role("textbox")).to_be_visible()


def test_a_refusal_silences_the_success_that_was_said_before(console: Page) -> None:
    console.evaluate("document.getElementById('announcer').textContent = 'Moved to place 9 of 12'")

    console.evaluate(
        "document.dispatchEvent(new CustomEvent('toast',"
        " { detail: { message: 'Someone else changed the agenda', level: 'bad' } }))"
    )

    expect(console.locator("#toasts").get_by_role("alert")).to_contain_text("Someone else")
    expect(console.locator("#announcer")).to_be_empty()


@pytest.fixture
def sent(console: Page, dialog: Locator) -> Iterator[list[Route]]:
    """The dialog asks for the title of an activity; what it sends is held here."""
    held: list[Route] = []
    console.route(
        "**/console/agenda/**",
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    console.locator("#console-agenda [data-edit]").last.click()
    console.get_by_role("button", name="All settings").last.click()
    yield held
    looking.settled(console)
    expect(dialog).to_be_hidden()
    console.unroute("**/console/agenda/**")


def test_a_form_that_is_on_its_way_is_not_sent_again(
    console: Page, dialog: Locator, sent: list[Route]
) -> None:
    title = dialog.get_by_label("Title")
    save = dialog.get_by_role("button", name="Save")
    unsent = console.locator("#toasts .warn")

    title.fill("What it was worth")
    for _press in range(2):
        # A hurried person's second press comes later than that of a double click.
        save.dispatch_event("click")
    expect(unsent).to_have_count(0)
    # What was corrected meanwhile would go with the dialog, without a word.
    title.fill("What it was worth to us")
    save.dispatch_event("click")
    expect(unsent).to_contain_text("your later change wasn’t sent")
    with console.expect_response("**/console/agenda/**") as answer:
        sent[0].continue_()

    assert answer.value.status == 204
    expect(dialog).to_be_hidden()
    expect(unsent).to_be_visible()
    assert len(sent) == 1


@pytest.mark.parametrize(("marks", "is_red"), [("", True), ("data-confirm-calm", False)])
def test_a_form_asks_in_red_only_where_something_is_lost(console: Page, marks: str, is_red: bool) -> None:
    looking.settled(console)
    console.evaluate(
        """marks => document.body.insertAdjacentHTML(
          "beforeend", `<form id="asks" data-confirm="Send it?" ${marks}><button>Send</button></form>`)""",
        marks,
    )
    console.evaluate("document.querySelector('#asks').requestSubmit()")
    question = console.locator("#confirm-dialog")
    expect(question).to_contain_text("Send it?")
    assert ("danger" in str(question.locator("button[value=yes]").get_attribute("class"))) == is_red
    console.keyboard.press("Escape")
    expect(question).to_be_hidden()
    console.evaluate("document.querySelector('#asks').remove()")
