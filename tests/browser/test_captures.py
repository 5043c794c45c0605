"""Capturing by key and by tap, a draft that stays, and two people who edit one thing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import Watch
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

D = "/d/commercial-discovery/"


@pytest.fixture(scope="module")
def facilitator(open_browser: Open, headwaters: Headwaters) -> tuple[Page, Watch]:
    context, watch = open_browser("facilitator", 1280, 800)
    page = context.new_page()
    sign_in(page, headwaters)
    return page, watch


# A page that ended without a word left a draft, and the form is drawn anew while it is asked for.
DRAWN_ANEW = """form => {
    const left = { at: Date.now(), values: { title: ["Said before it ended"] } };
    localStorage.setItem(`headwaters:draft:${form.dataset.draft}#ended`, JSON.stringify(left));
    const anew = form.cloneNode(true);
    form.dispatchEvent(new Event("headwaters:region", { bubbles: true }));
    form.replaceWith(anew);
    anew.dispatchEvent(new Event("headwaters:region", { bubbles: true }));
}"""


def dialog(page: Page) -> Locator:
    form = page.locator("dialog[open] form.capture-form")
    expect(form).to_be_visible()
    return form


def test_two_tabs_have_a_draft_each(facilitator: tuple[Page, Watch]) -> None:
    first = facilitator[0].context.new_page()
    second = facilitator[0].context.new_page()

    def draft(page: Page, *, loads: bool) -> Locator:
        if loads:
            looking.goto(page, f"{D}tree/")
            page.keyboard.press("c")
        return dialog(page).locator("[name=title]")

    def keep(page: Page, text: str) -> None:
        dialog(page).locator("[name=title]").fill(text)
        expect(dialog(page).locator("[data-draft-state]")).to_be_visible()

    draft(first, loads=True)
    keep(first, "Said in the first tab")
    expect(draft(second, loads=True)).to_have_value("")
    keep(second, "Said in the second")

    expect(draft(first, loads=True)).to_have_value("Said in the first tab")
    expect(draft(second, loads=False)).to_have_value("Said in the second")
    # A capture in one tab leaves the draft of the other, which the next tab takes over.
    draft(first, loads=False).press("Enter")
    expect(first.locator("#toasts")).to_contain_text("Captured")
    second.close()
    expect(draft(first, loads=True)).to_have_value("Said in the second")
    draft(first, loads=False).press("Enter")
    expect(first.locator("#toasts")).to_contain_text("Captured")
    first.close()


def test_a_draft_that_was_left_comes_into_the_form_that_is_shown(facilitator: tuple[Page, Watch]) -> None:
    page = facilitator[0].context.new_page()
    looking.goto(page, f"{D}tree/")
    page.keyboard.press("c")
    dialog(page).evaluate(DRAWN_ANEW)
    expect(dialog(page).locator("[name=title]")).to_have_value("Said before it ended")
    page.evaluate("localStorage.clear()")
    page.close()


def test_one_key_captures_and_what_was_typed_stays(facilitator: tuple[Page, Watch]) -> None:
    page, watch = facilitator
    looking.goto(page, f"{D}tree/")

    page.keyboard.press("c")
    form = dialog(page)
    page.keyboard.press("a")
    expect(form.locator("[name=title]")).to_be_focused()
    page.keyboard.type("Call the works council")
    expect(form.get_by_label("Owner")).to_be_visible()
    expect(form.get_by_label("Why", exact=True)).to_be_hidden()
    assert looking.axe(page) == []
    expect(form.locator("[data-draft-state]")).to_be_visible()
    page.keyboard.press("Escape")  # nothing is lost, so nothing is asked
    expect(form).to_have_count(0)

    page.reload()
    looking.settled(page)
    page.keyboard.press("c")
    expect(dialog(page).locator("[name=title]")).to_have_value("Call the works council")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Captured: Action")
    expect(page.locator("dialog[open]")).to_have_count(0)

    page.goto(f"{D}outcomes/")
    expect(page.locator("#action-list")).to_contain_text("Call the works council")
    page.get_by_role("button", name="Mark as done: Call the works council").click()
    expect(page.locator("#action-list")).not_to_contain_text("Call the works council")
    looking.settled(page)
    page.keyboard.press("c")
    title = dialog(page).locator("[name=title]")
    expect(title).to_have_value("")  # the draft is done with
    page.keyboard.type("Send the minutes")  # S chooses no kind: it begins the sentence
    expect(title).to_have_value("Send the minutes")

    page.reload()
    looking.settled(page)
    page.keyboard.press("c")
    form = dialog(page)
    page.locator("dialog[open] button[data-dialog-close]").first.focus()  # until the kinds have come
    page.keyboard.press("q")
    expect(form.locator("[name=title]")).to_be_focused()
    expect(form.get_by_label("Question", exact=True)).to_be_checked()
    assert watch.failures == []


def test_a_phone_captures_with_one_tap_and_the_console_shows_it_at_once(
    facilitator: tuple[Page, Watch], open_browser: Open, headwaters: Headwaters
) -> None:
    page, _watch = facilitator
    code = headwaters.demo["join_code"]
    page.goto(f"/w/{code}/console/")
    page.get_by_role("button", name="Start the workshop").click()
    context, watch = open_browser("phone", 360, 740, has_touch=True, is_mobile=True)
    watch.expecting("422")
    phone = context.new_page()
    phone.goto(f"/join/{code}/")
    phone.get_by_label("Name").fill("Gil Guest")
    phone.get_by_role("radio").first.check(force=True)
    phone.get_by_role("button", name="Join").click()
    looking.arrived(phone)

    phone.get_by_role("button", name="Capture something").tap()
    form = dialog(phone)
    form.get_by_text("Risk", exact=True).tap()
    expect(form.locator("[name=title]")).to_be_focused()
    assert looking.wider_than_the_screen(phone) == ""
    form.get_by_role("button", name="Capture it").tap()
    expect(form.locator("#capture_title_error")).to_be_visible()
    form.locator("[name=title]").fill("The <b>platform</b> is late")
    form.get_by_role("group", name="Impact").get_by_label("High").check()
    form.get_by_role("button", name="Capture it").tap()
    expect(phone.locator("dialog[open]")).to_have_count(0)

    captured = page.locator("[data-region=captured]")
    expect(captured).to_contain_text("The <b>platform</b> is late")
    expect(captured).to_contain_text("Gil Guest")
    # Without a network the outbox has it, and sends it once.
    watch.expecting("ERR_INTERNET_DISCONNECTED", "htmx:(afterRequest|sendError)")
    context.set_offline(True)
    phone.get_by_role("button", name="Capture something").tap()
    form.get_by_text("Question", exact=True).tap()
    form.locator("[name=title]").fill("Who owns the data?")
    form.get_by_role("button", name="Capture it").tap()
    expect(phone.locator("dialog[open]")).to_have_count(0)
    expect(phone.locator("#toasts")).to_contain_text("Saved on this device. It will be sent when")
    context.set_offline(False)
    expect(phone.locator("#toasts")).to_contain_text("Captured: Question")
    expect(captured).to_contain_text("Who owns the data?")
    phone.reload()
    phone.get_by_role("button", name="Capture something").tap()
    expect(form.locator("[name=title]")).to_have_value("")
    expect(captured.get_by_text("Who owns the data?")).to_have_count(1)
    assert watch.failures == []


def test_the_field_of_the_console_captures_by_letter_and_enter(
    facilitator: tuple[Page, Watch], headwaters: Headwaters
) -> None:
    page, watch = facilitator
    watch.expecting(r"status of 422 .*/console/capture/")
    looking.goto(page, f"/w/{headwaters.demo['join_code']}/console/")
    field = page.get_by_role("textbox", name="Summary")
    captured = page.locator("[data-region=captured] li")
    page.keyboard.press("c")
    page.keyboard.press("a")
    expect(field).to_be_focused()
    page.keyboard.type("Order the cold boxes")
    page.keyboard.press("Enter")
    expect(captured.first).to_contain_text("Order the cold boxes")
    expect(captured.first).to_contain_text("Action")
    expect(field).to_have_value("")
    page.keyboard.type("Ask the plants")
    page.keyboard.press("Enter")
    expect(captured.first).to_contain_text("Ask the plants")
    expect(captured.first).to_contain_text("Parking lot")
    assert looking.is_uncovered(page.locator(".capture-line")), "the message leaves the next one in sight"

    # Escape leaves the field, with what is in it, so that keys steer the room again.
    page.keyboard.type("Half a th")
    page.keyboard.press("Escape")
    expect(field).not_to_be_focused()
    expect(field).to_have_value("Half a th")
    page.keyboard.press("i")
    expect(page.locator("dialog[open]")).to_contain_text("Copy the link")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    field.fill("")

    # A kind that is chosen before anything is typed goes on in the dialog.
    kind = page.locator(".capture-line").get_by_role("combobox", name="What is it?")
    kind.select_option("action")
    page.get_by_role("button", name="Capture with details").click()
    expect(dialog(page).get_by_role("radio", name="Action")).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)

    # A decision needs a reason, which the dialog asks for.
    kind.select_option("decision")
    field.fill("We begin in May")
    field.press("Enter")
    form = dialog(page)
    expect(form.locator("[name=title]")).to_have_value("We begin in May")
    form.get_by_label("Why", exact=True).fill("The data is there")
    assert looking.axe(page) == []
    form.get_by_role("button", name="Capture it").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(captured.first).to_contain_text("We begin in May")
    expect(field).to_have_value("")

    field.fill("The platform is late")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog(page).locator("[name=title]")).to_have_value("The platform is late")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert watch.failures == []


SECOND_LINK = """
from workshops.demo import ACTOR, CO_FACILITATOR
from organizations.models import User
from organizations.services.one_time_links import issue_sign_in_link
print(issue_sign_in_link(actor=ACTOR, user=User.objects.get(email=CO_FACILITATOR)))
"""


def test_a_person_with_two_tabs_hears_of_the_other(facilitator: tuple[Page, Watch]) -> None:
    page, watch = facilitator
    other = page.context.new_page()
    words = "This is also open in another tab."
    for each in (page, other):
        looking.goto(each, f"{D}outcomes/risks/")
        each.get_by_role("heading", name="The field force sees the dashboard as surveillance").click()
        expect(each.locator("dialog[open] form")).to_be_visible()

    for each in (page, other):
        expect(each.locator("[data-editing]")).to_have_text(words)
    other.close()
    expect(page.locator("[data-editing]")).to_be_hidden()
    assert not watch.failures


def test_two_who_edit_one_thing_see_each_other_and_lose_nothing(
    facilitator: tuple[Page, Watch], open_browser: Open, headwaters: Headwaters
) -> None:
    page, watch = facilitator
    watch.expecting(r"status of 409 .*/outcomes/risks/")
    context, other_watch = open_browser("carlos", 1280, 800)
    other = context.new_page()
    other.goto(headwaters.python(SECOND_LINK).strip())
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_url(f"{headwaters.url}/")
    title = "The field force sees the dashboard as surveillance"
    for each in (page, other):
        looking.goto(each, f"{D}outcomes/risks/")
        each.get_by_role("heading", name=title).click()
        expect(each.locator("dialog[open] form")).to_be_visible()

    expect(other.locator("[data-editing]")).to_contain_text("Frida Facilitator is editing this too.")
    expect(page.locator("[data-editing]")).to_contain_text("Carlos Co-facilitator is editing this too.")
    assert looking.axe(page) == []
    other.get_by_label("Mitigation").fill("Show it to them first")
    other.get_by_role("button", name="Save").click()
    expect(other.locator("main")).to_contain_text("Show it to them first")
    expect(page.locator("[data-editing]")).to_be_hidden()  # the other one closed it
    page.get_by_label("Mitigation").fill("Ask the works council")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("dialog[open]")).to_contain_text("Show it to them first")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("Ask the works council")

    choice = dialog.get_by_role("group", name="Mitigation")
    expect(choice.get_by_role("radio", name="Yours, not saved")).to_be_checked()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert looking.axe_in_both_themes(page) == []
        assert looking.wider_than_the_screen(page) == ""
        for scheme in looking.SCHEMES:
            looking.show_in(page, scheme)
            looking.screenshot(page, f"conflict-{width}-{scheme}")
    choice.get_by_role("radio", name="Yours, not saved").focus()
    page.keyboard.press("ArrowDown")
    expect(choice.get_by_role("radio", name="Saved by Carlos Co-facilitator")).to_be_checked()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("main")).to_contain_text("Show it to them first")
    expect(page.locator("main")).not_to_contain_text("Ask the works council")
    assert watch.failures + other_watch.failures == []
