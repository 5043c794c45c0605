"""A part of a page that was just drawn anew takes a press at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, sign_in
from tests.browser.looking import goto
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

# Nothing of the browser's comes between the drawing and the press, which is how quick nobody is.
PRESS_WHAT_COMES = """() => {
    document.addEventListener("htmx:afterSwap", () => queueMicrotask(
        () => document.querySelector("#questions button[data-confirm]").click()), { once: true });
    htmx.trigger("#questions", "refresh");
}"""


def test_what_was_just_drawn_is_bound(headwaters: Headwaters, open_browser: Open) -> None:
    context, watch = open_browser("facilitator", 1280, 900)
    page = context.new_page()
    sign_in(page, headwaters)
    goto(page, "/d/commercial-discovery/operating-model/questions/")
    page.evaluate(PRESS_WHAT_COMES)
    expect(page.locator("#confirm-dialog")).to_be_visible()
    expect(page.locator("#confirm-question")).to_have_text("Delete the question?")
    assert watch.failures == []
