"""A part of a page that was just drawn anew takes a press at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import Open, sign_in
from tests.browser.looking import goto, settled
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

# Nothing of the browser's comes between the drawing and the press, which is how quick nobody is.
PRESS_WHAT_COMES = """() => {
    document.addEventListener("htmx:afterSwap", () => queueMicrotask(
        () => document.querySelector("#questions button[data-confirm]").click()), { once: true });
    htmx.trigger("#questions", "refresh");
}"""
# While the page `holdsPatches`, what its stream brings waits in `heldPatches`.
HOLD_PATCHES = """(() => {
    window.heldPatches = [];
    const listen = EventSource.prototype.addEventListener;
    EventSource.prototype.addEventListener = function (name, hear) {
        listen.call(this, name, name !== "patch" ? hear : event => {
            if (window.holdsPatches) window.heldPatches.push(() => hear(event)); else hear(event);
        });
    };
})()"""


def names(rows: Locator) -> list[str]:
    """What the rows of a list are called, in their order."""
    return [row.get_attribute("data-name") or "" for row in rows.all()]


def test_what_was_just_drawn_is_bound(headwaters: Headwaters, open_browser: Open) -> None:
    context, watch = open_browser("facilitator", 1280, 900)
    page = context.new_page()
    sign_in(page, headwaters)
    goto(page, "/d/commercial-discovery/operating-model/questions/")
    page.evaluate(PRESS_WHAT_COMES)
    expect(page.locator("#confirm-dialog")).to_be_visible()
    expect(page.locator("#confirm-question")).to_have_text("Delete the question?")
    assert watch.failures == []


def test_each_press_on_the_agenda_counts_whatever_is_drawn_meanwhile(
    headwaters: Headwaters, open_browser: Open
) -> None:
    context, watch = open_browser("orders the agenda", 1280, 900)
    context.add_init_script(HOLD_PATCHES)
    console = context.new_page()
    sign_in(console, headwaters)
    goto(console, f"/w/{headwaters.demo['join_code']}/console/")
    rows = console.locator("#console-agenda li[data-name]")
    before = names(rows)
    console.evaluate("window.holdsPatches = true")
    rows.last.locator(".handle").focus()
    for press in range(2):
        with console.expect_response("**/console/agenda/order/"):
            console.keyboard.press("Alt+ArrowUp")
        settled(console)
        # Drawn by itself, not together with the next.
        console.wait_for_function("count => window.heldPatches.length >= count", arg=press + 1)
    # The drawing of the first move comes after the answer to the second.
    console.evaluate("window.heldPatches.shift()()")
    console.keyboard.press("Alt+ArrowUp")
    expected = [*before[:-4], before[-1], *before[-4:-1]]
    console.evaluate("window.holdsPatches = false")
    console.evaluate("window.heldPatches.splice(0).forEach(hear => hear())")
    settled(console)
    assert names(rows) == expected
    goto(console, console.url)
    assert names(rows) == expected
    assert watch.failures == []


def rises(rows: Locator, places: int) -> list[str]:
    """The names of the rows as they are to be once the last one went up by so many places."""
    before = names(rows)
    return [*before[: -places - 1], before[-1], *before[-places - 1 : -1]]


def test_each_press_counts_on_a_list_whose_page_follows_others(
    headwaters: Headwaters, open_browser: Open
) -> None:
    context, watch = open_browser("orders products", 1280, 900)
    page = context.new_page()
    sign_in(page, headwaters)
    goto(page, "/d/commercial-discovery/products/")
    rows = page.locator("#products tr[data-name]")
    expected = rises(rows, 3)
    held: list[Route] = []
    page.route(re.compile(r"/products/$"), lambda route: held.append(route), times=1)
    rows.last.locator(".handle").focus()
    # The page hears that something changed, by its own first move, and asks for the list: of which it gets
    # the first move only.
    with page.expect_request(re.compile(r"/products/$")):
        page.keyboard.press("Alt+ArrowUp")
    page.wait_for_function("document.querySelector('#products.htmx-request')")
    drawn = held[0].fetch()
    with page.expect_response("**/products/order/"):
        page.keyboard.press("Alt+ArrowUp")
    held[0].fulfill(response=drawn)
    settled(page)
    page.keyboard.press("Alt+ArrowUp")
    settled(page)
    assert names(rows) == expected
    goto(page, page.url)
    assert names(rows) == expected
    assert watch.failures == []


def test_each_press_counts_on_a_list_that_is_drawn_by_the_answer(
    headwaters: Headwaters, open_browser: Open
) -> None:
    context, watch = open_browser("orders domains", 1280, 900)
    page = context.new_page()
    sign_in(page, headwaters)
    goto(page, "/organizations/aurelia-health/onboarding/")
    rows = page.locator("#candidates li[data-name]")
    expected = rises(rows, 2)
    held: list[Route] = []
    page.route("**/order/", lambda route: held.append(route), times=1)
    rows.last.locator(".handle").focus()
    with page.expect_request("**/order/"):
        page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    held[0].continue_()
    settled(page)
    assert names(rows) == expected
    goto(page, page.url)
    assert names(rows) == expected
    assert watch.failures == []
