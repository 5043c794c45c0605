"""A grid of short fields, filled by keyboard alone as a spreadsheet is: one save, one undo."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.main_pages import D
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PASTE = """(cell, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def page(open_browser: Open, headwaters: Headwaters) -> Page:
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    return page


def efforts(page: Page) -> list[str]:
    cells = page.locator("tbody [data-column='effort']").all()
    return [cell.input_value() for cell in cells]


def test_many_products_are_changed_by_keyboard_in_one_save(page: Page) -> None:
    looking.goto(page, f"{D}products/")
    page.locator("main").get_by_role("button", name="More", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Edit as table")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-grid]")).to_be_visible()
    before = efforts(page)
    first = page.locator("tbody [data-column='effort']").first
    first.focus()
    page.evaluate(f"text => ({PASTE})(document.activeElement, text)", "7,5\t7\t8\n3\t2\t4")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("3.5")
    page.keyboard.press("Enter")
    for _likely_low_high in range(3):
        page.keyboard.press("Control+d")
        page.keyboard.press("Tab")
    assert efforts(page)[:3] == ["7,5", "3.5", "3.5"]

    # A choice for all that are ticked.
    everything = page.get_by_role("checkbox", name="All rows")
    everything.focus()
    page.keyboard.press("Space")
    page.locator("thead [data-column='owner']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("thead [data-column='owner']").input_value()
    owners = {cell.input_value() for cell in page.locator("tbody [data-column='owner']").all()}
    assert owners == {chosen} != {""}

    page.get_by_role("button", name="Preview the changes").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Preview")).to_be_visible()
    page.get_by_role("link", name="Change the grid").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-grid]")).to_be_visible()
    assert efforts(page)[:3] == ["7,5", "3.5", "3.5"], "what was typed is still there"
    page.get_by_role("button", name="Preview the changes").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save changes").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Data products", level=1)).to_be_visible()

    looking.settled(page)
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    looking.settled(page)
    looking.goto(page, f"{D}grid/products/")
    assert efforts(page) == before


def test_dates_are_pasted_as_spreadsheets_write_them(page: Page) -> None:
    looking.goto(page, f"{D}grid/measures/")
    dates = page.locator("tbody input[type=date]")
    before = dates.nth(1).input_value()
    dates.first.focus()
    page.evaluate(f"text => ({PASTE})(document.activeElement, text)", "31.1.2031\n31.02.2031")
    assert [dates.nth(at).input_value() for at in (0, 1)] == ["2031-01-31", before]
    expect(dates.nth(1)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-toast]")).to_contain_text("stayed as they were: 1")
    page.evaluate(f"text => ({PASTE})(document.activeElement, text)", "28.02.2031")
    assert dates.first.input_value() == "2031-02-28"


@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_the_grid_fits_and_can_be_read(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    looking.goto(page, f"{D}grid/products/")
    assert looking.wider_than_the_screen(page) == ""
    assert looking.axe_in_both_themes(page) == []
    looking.screenshot(page, f"grid-{width}")
