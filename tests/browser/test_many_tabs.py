"""More live pages in the tabs of a browser than it makes connections to a server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

# Playwright shows all tabs, so the test hides those that lie below another.
HIDDEN = "Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })"
SHOWN = "() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }"
CONNECTIONS = 6


def test_hidden_tabs_leave_the_connections_to_the_visible_one(demo_console: Page) -> None:
    address = demo_console.url
    tabs = [demo_console.context.new_page() for _each in range(CONNECTIONS)]
    for tab in tabs:
        tab.add_init_script(HIDDEN)
        looking.goto(tab, address)
    looking.goto(demo_console, address)

    demo_console.keyboard.press("a")
    expect(demo_console.locator("#dialog").get_by_role("textbox")).to_be_visible()
    demo_console.keyboard.press("Escape")
    expect(demo_console.locator("#dialog")).to_be_hidden()
    first = tabs[0]
    expect(first.locator("html")).to_have_attribute("data-live-by", "poll")
    expect(first.locator("html")).to_have_attribute("data-connection", "live")
    # Hidden tabs still follow the room, and open a stream again as soon as they are shown.
    demo_console.keyboard.press("ArrowRight")
    expect(demo_console.get_by_role("button", name="Eyes up")).to_be_visible()
    expect(first.get_by_role("button", name="Eyes up")).to_be_visible()
    first.evaluate(SHOWN)
    expect(first.locator("html")).to_have_attribute("data-live-by", "stream")
