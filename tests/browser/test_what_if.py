"""A what-if as people use it: numbers changed in place, answers beside them, undo, and a stage in step."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Open, sign_in
from tests.browser.looking import (
    axe_in_both_themes,
    choose_agenda,
    goto,
    is_uncovered,
    settled,
    wider_than_the_screen,
)
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

WHAT_IF = "/d/commercial-discovery/products/what-if/?now=4"


@pytest.fixture(scope="module")
def page(open_browser: Open, headwaters: Headwaters) -> Page:
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    return page


def _effort(page: Page, product: str):  # a locator
    return page.get_by_label(f"Effort of {product} in person-weeks", exact=True)


def _was(page: Page, product: str) -> Locator:
    return page.get_by_role("button", name=f"Undo: Effort of {product} in person-weeks")


def test_the_answer_follows_what_is_typed(page: Page) -> None:
    goto(page, WHAT_IF)
    expect(page.get_by_text("No changes yet")).to_be_visible()
    page.get_by_role("link", name="Build 2 more data products").click()
    expect(page.get_by_role("link", name="Undo: there are 6 new data products")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("No changes yet")).to_be_visible()
    _effort(page, "HCP 360").fill("20")
    expect(page.get_by_text("HCP 360 takes 20 person-weeks instead of 8")).to_be_visible()
    expect(_effort(page, "HCP 360")).to_be_focused()
    expect(page).to_have_url(re.compile("effort="))
    assert "effort-" not in unquote(page.url), "the address is the short one"

    expect(page.locator("#plan-curve-words")).to_contain_text("Changed:")
    expect(_was(page, "HCP 360")).to_have_text("was 8")

    # A second change beside the first, by keyboard: down the column, and out by its box.
    page.keyboard.press("ArrowDown")
    expect(_effort(page, "Digital Engagement")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_text("Digital Engagement is left out")).to_be_visible()
    expect(page.locator("[data-undoes]")).to_have_count(2)
    assert axe_in_both_themes(page) == []
    assert wider_than_the_screen(page) == ""

    # What is wrong is said beside the field, and the others still count.
    _effort(page, "Consent").fill("-1")
    wrong = page.locator(f"#{_effort(page, 'Consent').get_attribute('id')}-wrong")
    expect(wrong).not_to_be_empty()
    expect(page.locator("[data-undoes]")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(wrong).to_be_empty()

    # One is undone where it is listed, the other stays; then all, and back.
    page.get_by_role("link", name="Undo: HCP 360 takes").click()
    expect(page.locator("[data-undoes]")).to_have_count(1)
    expect(_effort(page, "HCP 360")).to_have_value("8")
    expect(_effort(page, "HCP 360")).to_be_focused()
    _effort(page, "HCP 360").fill("21")
    expect(page.locator("[data-undoes]")).to_have_count(2)
    page.get_by_role("link", name="Undo all changes").click()
    expect(page.get_by_text("All changes were undone.")).to_be_visible()
    expect(page.get_by_role("link", name="Bring them back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(_effort(page, "HCP 360")).to_have_value("21")
    expect(page.get_by_role("checkbox", name="Leave out: Digital Engagement")).to_be_checked()


def test_a_field_holds_the_number_of_the_plan(page: Page) -> None:
    goto(page, WHAT_IF)
    field = _effort(page, "HCP 360")
    expect(field).to_have_value("8")
    expect(_was(page, "HCP 360")).to_be_hidden()
    field.fill("20")
    expect(page.locator("[data-undoes]")).to_have_count(1)
    _was(page, "HCP 360").click()
    expect(field).to_have_value("8")
    expect(field).to_be_focused()
    expect(page.get_by_text("No changes yet")).to_be_visible()

    # The same number in other digits is no change, and an emptied field is that of the plan.
    field.fill("20")
    expect(page.locator("[data-undoes]")).to_have_count(1)
    field.fill("8.0")
    expect(page.get_by_text("No changes yet")).to_be_visible()
    expect(_was(page, "HCP 360")).to_be_hidden()
    field.fill("20")
    expect(page.locator("[data-undoes]")).to_have_count(1)
    field.fill("")
    expect(page.get_by_text("No changes yet")).to_be_visible()
    page.keyboard.press("Tab")
    expect(field).to_have_value("8")
    assert "effort" not in unquote(page.url)


def test_the_numbers_stay_beside_what_becomes_of_them(page: Page) -> None:
    goto(page, WHAT_IF)
    field = page.get_by_label("New data products", exact=True)
    field.fill("6")
    expect(page.locator("[data-undoes]")).to_have_count(1)
    page.get_by_role("heading", name="Platform gaps").scroll_into_view_if_needed()
    expect(field).to_be_in_viewport()
    assert is_uncovered(field)


def test_on_a_phone_the_examples_are_above_the_sheet_and_the_changes_one_press_away(page: Page) -> None:
    size = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 740})
    goto(page, WHAT_IF)
    example = page.get_by_role("link", name="Build 2 more data products")
    sheet = page.locator("#what-if-form")

    def top(of: Locator) -> float:
        return float(of.evaluate("each => each.getBoundingClientRect().top"))

    assert top(example) < top(sheet)
    cell = _effort(page, "HCP 360")
    cell.fill("9")
    cell.scroll_into_view_if_needed()
    before = top(cell)
    expect(page.get_by_text("HCP 360 takes 9 person-weeks instead of 8")).to_be_attached()
    assert abs(top(cell) - before) < 1, "it stays under the finger"
    goto(page, WHAT_IF)
    example.click()
    jump = page.get_by_role("link", name="Undo or save")
    expect(jump).to_be_in_viewport()
    assert top(page.locator("#what-if-changes")) > top(sheet)
    jump.click()
    expect(page.get_by_role("heading", name="1 change")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Save as a decision")).to_be_in_viewport()
    assert is_uncovered(page.get_by_role("heading", name="1 change"))
    if size:
        page.set_viewport_size(size)


def test_an_answer_that_is_late_does_not_replace_a_newer_one(page: Page) -> None:
    goto(page, WHAT_IF)
    late: list[Route] = []
    page.route(re.compile("effort-[^=]*=11(&|$)"), lambda route: late.append(route))
    _effort(page, "HCP 360").fill("11")
    page.wait_for_function("() => document.querySelector('#what-if-form.htmx-request')")
    _effort(page, "HCP 360").fill("12")
    expect(page.get_by_text("HCP 360 takes 12 person-weeks")).to_be_visible()
    for route in late:
        route.abort()
    page.unroute_all()
    settled(page)
    expect(page.get_by_text("HCP 360 takes 12 person-weeks")).to_be_visible()
    expect(page.get_by_text("HCP 360 takes 11 person-weeks")).to_have_count(0)


def test_an_answer_that_failed_does_not_move_the_page_later(page: Page) -> None:
    goto(page, WHAT_IF)
    _effort(page, "Consent").fill("11")
    expect(page.get_by_text("Consent takes 11 person-weeks")).to_be_visible()
    _effort(page, "HCP 360").fill("11")
    expect(page.get_by_text("HCP 360 takes 11 person-weeks")).to_be_visible()
    failing = re.compile("effort-[^=]*=12(&|$)")
    page.route(failing, lambda route: route.fulfill(status=500, body="failed"))
    with page.expect_response(failing):
        _effort(page, "HCP 360").fill("12")
    page.wait_for_function("() => !document.querySelector('#what-if-form.htmx-request')")
    page.unroute_all()
    page.evaluate("() => { window.moves = []; window.scrollBy = (by) => window.moves.push(by); }")
    page.get_by_role("link", name="Undo all changes").click()
    expect(page.get_by_text("All changes were undone.")).to_be_visible()
    settled(page)
    assert page.evaluate("() => window.moves") == []


def test_without_scripts_it_is_a_form(open_browser: Open, headwaters: Headwaters, page: Page) -> None:
    context, _watch = open_browser("plain", 1280, 800, java_script_enabled=False)
    context.add_cookies(page.context.cookies())  # type: ignore[arg-type]  # read as one type, set as another
    plain = context.new_page()
    plain.goto(f"{headwaters.url}{WHAT_IF}")
    _effort(plain, "HCP 360").fill("20")
    plain.get_by_role("button", name="Show").click()
    expect(plain.get_by_text("HCP 360 takes 20 person-weeks instead of 8")).to_be_visible()
    plain.get_by_role("link", name="Undo: HCP 360 takes").click()
    expect(plain.get_by_text("No changes yet")).to_be_visible()


def test_the_stage_follows_each_change(open_browser: Open, headwaters: Headwaters, page: Page) -> None:
    code = headwaters.demo["join_code"]
    page.goto(f"/w/{code}/console/")
    settled(page)
    page.get_by_role("button", name="Start the workshop").first.click()
    page.wait_for_function("() => !document.body.innerText.includes('Start the workshop')")
    stage = page.context.new_page()
    goto(stage, f"/w/{code}/stage/")

    goto(page, WHAT_IF)
    _effort(page, "HCP 360").fill("20")
    expect(page.locator("[data-undoes]")).to_have_count(1)
    page.get_by_role("button", name="Show on all screens").click()
    expect(page.get_by_text("with each change")).to_be_visible()
    expect(stage.get_by_text("HCP 360 takes 20 person-weeks instead of 8")).to_be_visible()
    _effort(page, "HCP 360").fill("25")
    expect(stage.get_by_text("HCP 360 takes 25 person-weeks instead of 8")).to_be_visible()
    page.get_by_role("button", name="Stop showing").click()
    expect(page.get_by_role("button", name="Show on all screens")).to_be_visible()
    expect(stage.get_by_text("HCP 360 takes")).to_have_count(0)


def test_one_of_several_live_workshops_is_chosen_on_a_phone(
    open_browser: Open, headwaters: Headwaters, page: Page
) -> None:
    goto(page, "/d/commercial-discovery/workshops/new/")
    page.locator("[name=name]").fill("Plan the data products")
    choose_agenda(page, "Hypotheses and measures")
    page.get_by_role("button", name="Add the workshop").click()
    page.get_by_role("link", name="Open the console").click()
    page.get_by_role("button", name="Start the workshop").first.click()
    page.wait_for_function("() => !document.body.innerText.includes('Start the workshop')")

    context, _watch = open_browser("phone", 360, 740, has_touch=True, is_mobile=True)
    context.add_cookies(page.context.cookies())  # type: ignore[arg-type]  # read as one type, set as another
    phone = context.new_page()
    goto(phone, f"{WHAT_IF}&weeks=9")
    show = phone.get_by_role("button", name="Show on all screens")
    expect(show).to_have_count(1)
    show.click()
    choice = phone.get_by_role("button", name="Plan the data products")
    expect(choice).to_be_visible()
    assert axe_in_both_themes(phone) == []
    assert wider_than_the_screen(phone) == ""

    # An answer that arrives meanwhile leaves the choice as it is.
    choice.focus()
    with phone.expect_response(re.compile("typed=1")):
        phone.evaluate("document.getElementById('what-if-form').dispatchEvent(new Event('undone'))")
    settled(phone)
    expect(choice).to_be_focused()
    choice.press("Enter")
    expect(phone.get_by_text("On all screens in “Plan the data products”")).to_be_visible()
    expect(show).to_have_count(1)
    expect(phone.locator(".plan-curve")).to_be_visible()
