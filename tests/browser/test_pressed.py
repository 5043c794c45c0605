"""What is pressed counts once, though it is pressed twice, or the page is drawn anew under the press."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, sign_in
from tests.browser.looking import Watch, arrived, choose_agenda, goto, settled
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

QUESTIONS = "/d/commercial-discovery/operating-model/questions/"
ROWS = "#questions > ol > .row"
# The second press comes when the first was answered, and the page does not show it yet. The button is
# looked up within the press: the stream may draw it anew, and one that has left the page does nothing.
TWICE = """name => {
    const button = [...document.querySelectorAll("button")].find(each => each.textContent.includes(name));
    document.addEventListener("htmx:afterRequest", () => button.click(), { once: true });
    button.click();
    button.click();
}"""
BAD_NEWS = """() => document.dispatchEvent(
    new CustomEvent("toast", { detail: { message: "Someone has already moved the room.", level: "bad" } }))"""
IS_GONE = "button => !button.isConnected"
EVERYWHERE = "button => Object.assign(button.style, { position: 'fixed', inset: 0 })"


def menu_of(row: Locator) -> Locator:
    """The button that opens the menu of a row, once the row shows its tools."""
    row.hover()
    return row.locator(".row-tools > button[popovertarget]").first


def delete_in(row: Locator) -> Locator:
    """The entry that deletes the row, in its open menu."""
    menu_of(row).click()
    return row.locator(".menu:popover-open button[data-confirm]")


def go_down_on(page: Page, button: Locator) -> None:
    """Press the mouse there, and hold it."""
    button.hover()
    page.mouse.down()


def kick_off(console: Page, headwaters: Headwaters, name: str) -> str:
    """Prepare a workshop, open its console; return its code."""
    sign_in(console, headwaters)
    console.goto("/d/commercial-discovery/workshops/new/")
    console.locator("[name=name]").fill(name)
    choose_agenda(console, "Kick-off: why data")
    console.get_by_role("button", name="Add the workshop").click()
    console.get_by_role("link", name="Open the console").click()
    console.wait_for_url("**/console/")  # the page before is settled, too
    settled(console)
    return console.url.split("/")[-3]


def join(phone: Page, code: str, name: str) -> None:
    phone.goto(f"/join/{code}/")
    phone.get_by_label("Your name").fill(name)
    phone.get_by_label("Business", exact=True).check()
    phone.get_by_role("button", name="Join").click()
    arrived(phone)


def test_a_step_is_taken_once_and_a_minute_as_often_as_asked(
    headwaters: Headwaters, open_browser: Open
) -> None:
    laptop, watch = open_browser("impatient", 1280, 800)
    console = laptop.new_page()
    kick_off(console, headwaters, "In a hurry")
    title = console.get_by_role("heading", level=1).first
    for button, next_title in (("Start the workshop", "Welcome"), ("Next activity", "What do you expect?")):
        console.evaluate(TWICE, button)
        expect(title).to_have_text(next_title)
    console.get_by_role("button", name="Pause").click()
    expect(console.get_by_role("button", name="Resume")).to_be_visible()
    timer = console.locator(".clock .timer")
    minutes, seconds = timer.inner_text().split(":")
    console.get_by_role("button", name="+ 1 min").evaluate(
        "button => { for (const _ of [1, 2, 3]) button.click() }"
    )
    expect(timer).to_have_text(f"{int(minutes) + 3}:{seconds}")
    expect(title).to_have_text("What do you expect?")
    expect(console.locator("[data-toast].bad")).to_have_count(0)
    assert watch.failures == []

    # What went wrong is said until it is read, and is in nobody's way.
    console.evaluate(BAD_NEWS)
    expect(console.locator("[data-toast].bad")).to_be_visible()
    for width, next_title in ((1280, "Plan for the next weeks"), (360, "Where does data hold us back?")):
        console.set_viewport_size({"width": width, "height": 740})
        console.get_by_role("button", name="Next activity").click()
        expect(title).to_have_text(next_title)
    assert watch.failures == []


def asked(headwaters: Headwaters, open_browser: Open, name: str) -> tuple[Page, Page, Watch]:
    """Console and phone at a check-in that Anna has not answered, so that its reveal asks first."""
    laptop, watch = open_browser("facilitator", 1280, 800)
    console = laptop.new_page()
    code = kick_off(console, headwaters, name)
    pocket, _watch = open_browser("Anna", 360, 740)
    phone = pocket.new_page()
    join(phone, code, "Anna")
    title = console.get_by_role("heading", level=1).first
    for button, next_title in (("Start the workshop", "Welcome"), ("Next activity", "What do you expect?")):
        console.get_by_role("button", name=button).click()
        expect(title).to_have_text(next_title)
    expect(console.locator("[data-key=r]")).to_have_attribute("data-confirm", "No answers yet. Wait?")
    return console, phone, watch


def test_a_yes_counts_though_the_question_is_none_any_more(
    headwaters: Headwaters, open_browser: Open
) -> None:
    console, phone, watch = asked(headwaters, open_browser, "Nobody is left")
    reveal = console.locator("[data-key=r]")
    reveal.click()
    expect(console.locator("#confirm-dialog")).to_be_visible()
    phone.get_by_label("Your word").fill("Curious")
    phone.get_by_role("button", name="Send").click()
    expect(reveal).not_to_have_attribute("data-confirm", "No answers yet. Wait?")  # all are done by now
    console.locator("#confirm-dialog button[value=yes]").click()
    expect(phone.get_by_text("Your answer", exact=True)).to_be_visible()
    assert watch.failures == []


def test_the_second_of_two_presses_is_none_on_what_the_first_brought_up(
    headwaters: Headwaters, open_browser: Open
) -> None:
    console, _phone, watch = asked(headwaters, open_browser, "Twice on everything")
    title = console.get_by_role("heading", level=1).first
    reveal = console.locator("[data-key=r]")
    question = console.locator("#confirm-dialog")
    yes = question.locator("button[value=yes]")

    # What opens a question does not answer it, though the answer comes up under the pointer.
    yes.evaluate(EVERYWHERE)
    reveal.dblclick()
    expect(question).to_be_visible()
    expect(reveal).to_have_count(1)
    # What answers it presses nothing that lay beneath.
    console.get_by_role("main").get_by_role("button", name="Back").evaluate(EVERYWHERE)
    yes.dblclick()
    expect(console.get_by_role("button", name="Open again")).to_be_visible()
    console.get_by_role("button", name="Next activity").click()
    expect(title).to_have_text("Plan for the next weeks")  # had it gone back, it would lead here again
    assert watch.failures == []


def test_a_press_outlasts_what_comes_by_the_stream(headwaters: Headwaters, open_browser: Open) -> None:
    code = headwaters.demo["join_code"]
    laptop, watch = open_browser("facilitator", 1280, 800)
    console = laptop.new_page()
    sign_in(console, headwaters)
    goto(console, f"/w/{code}/console/")
    console.get_by_role("button", name="Start the workshop").click()
    phones = {}
    for name in ("Anna", "Ben"):
        context, _watch = open_browser(name, 360, 740)
        phones[name] = context.new_page()
        join(phones[name], code, name)
    hands = console.locator(".hands li")
    phones["Ben"].get_by_role("button", name="Raise your hand").click()
    expect(hands).to_have_count(1)

    go_down_on(console, hands.get_by_role("button", name="Lower Ben’s hand"))
    phones["Anna"].get_by_role("button", name="Raise your hand").click()
    # The drawing with the second hand is here, and waits for the release.
    expect(console.locator("[data-region=hands]")).to_have_attribute("data-stale", "")
    console.mouse.up()
    expect(hands.filter(has_text="Ben")).to_have_count(0)
    expect(hands.filter(has_text="Anna")).to_have_count(1)
    expect(console.locator("[data-stale]")).to_have_count(0)

    # Released elsewhere, it presses nothing; the drawing that waited is shown.
    go_down_on(console, hands.get_by_role("button", name="Lower Anna’s hand"))
    phones["Ben"].get_by_role("button", name="Raise your hand").click()
    expect(console.locator("[data-region=hands]")).to_have_attribute("data-stale", "")
    console.mouse.move(1, 1)
    console.mouse.up()
    expect(hands).to_have_count(2)
    assert watch.failures == []


def test_a_press_outlasts_the_answer_to_the_one_before(headwaters: Headwaters, open_browser: Open) -> None:
    context, watch = open_browser("facilitator", 1280, 900)
    page = context.new_page()
    sign_in(page, headwaters)
    goto(page, QUESTIONS)
    button = menu_of(page.locator(ROWS).first)
    went_down_on = button.element_handle()
    go_down_on(page, button)
    page.evaluate("htmx.trigger('#questions', 'refresh')")
    page.wait_for_function(IS_GONE, arg=went_down_on)
    page.mouse.up()
    expect(page.locator("#questions .menu:popover-open")).to_have_count(1)
    assert watch.failures == []


def test_a_press_outlasts_what_others_change(headwaters: Headwaters, open_browser: Open) -> None:
    context, watch = open_browser("facilitator", 1280, 900)
    page, other = context.new_page(), context.new_page()
    sign_in(page, headwaters)
    for each in (other, page):
        goto(each, QUESTIONS)
    questions = page.locator("#questions").get_by_role("heading", level=2)
    before = questions.all_inner_texts()
    go_down_on(page, delete_in(page.locator(ROWS).first))
    pulse = page.locator("[data-follow]").get_attribute("data-pulse")
    delete_in(other.locator(ROWS).last).click()
    other.locator("#confirm-dialog button[value=yes]").click()
    expect(page.locator("[data-follow]")).not_to_have_attribute("data-pulse", str(pulse))
    with page.expect_request(lambda request: request.url.endswith(QUESTIONS)) as asked:
        page.mouse.up()
        expect(page.locator("#confirm-question")).to_have_text("Delete the question?")
        page.keyboard.press("Escape")
    assert asked.value.headers["by-itself"] == "yes"  # which is no use of a session
    expect(questions).to_have_count(len(before) - 1)
    assert watch.failures == []
