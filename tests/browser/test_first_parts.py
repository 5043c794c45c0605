"""What a phone does before and beside the activities: tools that come late, and what is kept of people."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import looking
from tests.browser.conftest import Open
from tests.browser.looking import Watch
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def phone(open_browser: Open) -> tuple[Page, Watch]:
    context, watch = open_browser("Anna", 360, 640, is_mobile=True, has_touch=True)
    return context.new_page(), watch


def test_what_is_kept_is_read_before_joining(phone: tuple[Page, Watch], headwaters: Headwaters) -> None:
    page, watch = phone
    page.goto(f"/join/{headwaters.demo['join_code']}/")
    page.locator('a[href^="/kept/"]').click()
    page.wait_for_url("**/kept/**")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert looking.wider_than_the_screen(page) == ""
    assert looking.axe_in_both_themes(page) == []
    looking.screenshot(page, "kept")
    assert watch.failures == []


def test_tools_that_did_not_arrive_are_fetched_again(
    phone: tuple[Page, Watch], demo_console: Page, headwaters: Headwaters
) -> None:
    page, watch = phone
    watch.expecting("ERR_FAILED")
    refused: list[str] = []
    parts = "**/js/board*.js*"

    def refuse(route: Route) -> None:
        refused.append(route.request.url)
        route.abort()

    page.route(parts, refuse)
    page.goto(f"/join/{headwaters.demo['join_code']}/")
    page.get_by_label("Your name").fill("Anna")
    page.get_by_label("Business", exact=True).check()
    page.get_by_role("button", name="Join").click()
    looking.arrived(page)
    demo_console.get_by_role("button", name="Start the workshop").click()
    expect(page.locator("[data-region=mine]")).to_be_attached()
    page.wait_for_function("() => document.querySelector('[data-activity]')")
    while not refused:
        page.wait_for_event("requestfailed")
    page.unroute(parts)
    with page.expect_response(parts) as come:
        pass
    assert come.value.ok


def test_the_foot_stays_in_sight_and_covers_nothing(phone: tuple[Page, Watch]) -> None:
    page, _watch = phone
    foot = page.locator(".room-foot")
    expect(foot).to_be_in_viewport(ratio=1)
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    expect(foot).to_be_in_viewport(ratio=1)
    last = page.evaluate(
        "() => Math.max(...[...document.querySelectorAll('#main *')].map("
        "each => each.getBoundingClientRect().bottom))"
    )
    box = foot.bounding_box()
    assert box is not None
    assert last <= box["y"] + 1
