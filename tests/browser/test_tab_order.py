"""Tab follows the eye in the main column: on each page of a laptop, and on the console of a phone, too. For
the other pages of a phone see test_phone_pages.py."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.main_pages import FACILITATOR_PAGES, open_page
from tests.browser.tab_order import OUT_OF_ORDER
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def page(open_browser: Open, headwaters: Headwaters) -> Page:
    page = open_browser("laptop", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    return page


@pytest.mark.sweep(sample=("delta", "product", "results"))
@pytest.mark.parametrize("name", FACILITATOR_PAGES)
def test_tab_follows_the_eye_on_a_page(name: str, page: Page) -> None:
    open_page(page, name)
    assert page.evaluate(OUT_OF_ORDER) == []


@pytest.mark.parametrize("width", [360, 1000, 1280])
def test_the_console_begins_with_the_main_action(width: int, page: Page, headwaters: Headwaters) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    looking.goto(page, f"/w/{headwaters.demo['join_code']}/console/")
    assert page.evaluate(OUT_OF_ORDER) == []
    action = page.locator(".console-main .button.primary").first
    assert (
        action.evaluate("""each => [...document.querySelectorAll(".console-grid :is(a[href], button)")]
        .filter(other => other.checkVisibility()).indexOf(each)""")
        < 3
    )
