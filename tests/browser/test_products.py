"""Two people at one template, on a phone and on a desktop: each sees the other, and nobody overwrites."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import Watch
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

D = "/d/commercial-discovery/"
JOB = "Job of the product"


@pytest.fixture(scope="module")
def desktop(open_browser: Open, headwaters: Headwaters) -> tuple[Page, Watch]:
    context, watch = open_browser("desktop", 1280, 800)
    page = context.new_page()
    sign_in(page, headwaters)
    return page, watch


@pytest.fixture(scope="module")
def phone(open_browser: Open, headwaters: Headwaters) -> tuple[Page, Watch]:
    context, watch = open_browser("phone", 360, 740)
    page = context.new_page()
    sign_in(page, headwaters)
    return page, watch


def _open_template(page: Page, name: str = "HCP 360") -> None:
    looking.goto(page, f"{D}products/")
    if (folded := page.locator("table:has(.product-row) + .show-all")).is_visible():
        folded.click()
    page.locator(".product-row").get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    looking.settled(page)


def _fits(page: Page) -> None:
    page.evaluate("scrollTo(0, 0)")  # what lies half under the sticky head of the page is no small target
    assert not looking.wider_than_the_screen(page)
    assert looking.axe(page) == []


def test_two_people_edit_one_template_live(desktop: tuple[Page, Watch], phone: tuple[Page, Watch]) -> None:
    (wide, wide_watch), (small, small_watch) = desktop, phone
    for page in (wide, small):
        _open_template(page)
        _fits(page)

    # A consumer and a producer that one adds stand on the other's screen without a reload.
    small.get_by_role("link", name="Add a consumer").click()
    small.get_by_label("Name", exact=True).fill("Brand managers")
    _fits(small)
    small.keyboard.press("Enter")
    expect(small.locator(".drawing .consumer", has_text="Brand managers")).to_be_visible()
    expect(wide.locator(".drawing .consumer", has_text="Brand managers")).to_be_visible()
    wide.get_by_role("link", name="Add a source").click()
    wide.get_by_label("Name", exact=True).fill("Call center")
    _fits(wide)
    wide.get_by_role("button", name="Save").click()
    expect(small.locator(".drawing .producer", has_text="Call center")).to_be_visible()

    # The hexagon becomes its form where it stands; what is typed there stays while the other goes on.
    wide.locator(".drawing .hexagon").click()
    name = wide.locator("#slot-name [name=name]")
    expect(name).to_be_focused()
    name.fill("HCP 360 profile")
    small.get_by_role("link", name=JOB).click()
    job = small.locator("#slot-job textarea")
    job.fill("Tells before a visit what matters")
    small.locator("#slot-job").get_by_role("button", name="Save").click()
    expect(small.locator("#slot-job > .said")).to_contain_text("what matters")
    expect(name).to_have_value("HCP 360 profile")
    # Another part of the same product: no conflict.
    wide.keyboard.press("Enter")
    expect(wide.locator(".drawing .hexagon")).to_contain_text("HCP 360 profile")
    expect(wide.locator("#slot-job > .said")).to_contain_text("what matters")
    expect(small.locator(".drawing .hexagon")).to_contain_text("HCP 360 profile")

    # The same part: both versions, and nothing is overwritten before somebody says so.
    wide.get_by_role("link", name=JOB).click()
    wide.locator("#slot-job textarea").fill("Mine")
    small.get_by_role("link", name=JOB).click()
    small.locator("#slot-job textarea").fill("Theirs")
    small.locator("#slot-job").get_by_role("button", name="Save").click()
    expect(small.locator("#slot-job > .said")).to_contain_text("Theirs")
    wide_watch.expecting("409")
    wide.locator("#slot-job").get_by_role("button", name="Save").click()
    expect(wide.locator("#slot-job")).to_contain_text("Theirs")
    _fits(wide)
    wide.locator("#slot-job").get_by_role("link", name="Discard my changes").click()
    expect(wide.locator("#slot-job > .said")).to_contain_text("Theirs")

    # Taken out, and brought back from the toast.
    small.get_by_role("button", name="Remove Brand managers").click()
    expect(wide.locator(".drawing .consumer", has_text="Brand managers")).to_have_count(0)
    with small.expect_navigation():
        small.locator("#toasts").get_by_role("button", name="Undo").last.click()
    expect(wide.locator(".drawing .consumer", has_text="Brand managers")).to_be_visible()
    assert wide_watch.failures == []
    assert small_watch.failures == []


def test_a_use_case_is_designed_backwards_and_the_six_questions_fill_the_template(
    phone: tuple[Page, Watch],
) -> None:
    page, watch = phone
    page.goto(f"{D}products/")
    page.locator(".unserved").get_by_role("link", name="Design a product for it").click()
    expect(page.get_by_label("Takes data from sources that aren’t listed")).to_be_visible()
    looking.settled(page)
    _fits(page)
    page.get_by_label("Takes data from sources that aren’t listed").fill("Next step log")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("heading", name="Next best action", level=1)).to_be_visible()
    expect(page.locator(".drawing .producer", has_text="Next step log")).to_be_visible()

    page.get_by_role("link", name="Six questions").click()
    expect(page.get_by_text("Question 1 of 6")).to_be_visible()
    looking.settled(page)
    _fits(page)
    page.locator("textarea[name=text]").fill("Field force\nMedical advisors")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_label("Medical advisors")).to_be_checked()
    _fits(page)
    page.get_by_label("Field force").uncheck()
    page.get_by_role("button", name="Add and continue").click()
    expect(page.get_by_text("Question 2 of 6")).to_be_visible()
    page.get_by_role("link", name="Next best action").first.click()
    expect(page.locator(".drawing .consumer", has_text="Medical advisors")).to_be_visible()
    expect(page.locator(".drawing .consumer", has_text="Field force")).to_have_count(0)
    assert watch.failures == []


def test_facts_are_beside_the_lead_and_their_values_align(desktop: tuple[Page, Watch]) -> None:
    page, _watch = desktop
    _open_template(page, "Digital Engagement")
    boxes = {
        name: page.locator(name).bounding_box() for name in (".product-lead", ".product-details", ".drawing")
    }
    lead, details, drawing = (box or pytest.fail("isn't there") for box in boxes.values())
    assert details["y"] == lead["y"]
    assert details["x"] >= lead["x"] + lead["width"]
    assert drawing["y"] >= lead["y"] + lead["height"]
    values = page.locator(".product-details dd").all()
    assert len({round((each.bounding_box() or {"x": -1})["x"]) for each in values}) == 1
    assert len(page.locator("main .button.primary:visible").all()) <= 1


def test_paper_has_no_controls_and_only_filters_that_are_set(desktop: tuple[Page, Watch]) -> None:
    page, _watch = desktop
    try:
        page.emulate_media(media="print")
        looking.goto(page, f"{D}products/")
        expect(page.locator("main .segments a:visible, main .button:visible")).to_have_count(0)
        looking.goto(page, f"{D}products/?state=live")
        expect(page.locator("main .segments a:visible")).to_have_text(["Live"])
        looking.goto(page, f"{D}outcomes/decisions/")
        expect(page.locator(".filters :is(input, select, summary):visible")).to_have_count(0)
        looking.goto(page, f"{D}outcomes/decisions/?stream=product")
        expect(page.locator(".filters :is(input, select, summary):visible")).to_have_count(1)
    finally:
        page.emulate_media(media="screen")
