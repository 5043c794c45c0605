"""A phone in trouble: without network, server or page it loses no tap; a wrong clock does no harm."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.looking import Watch
from tests.live.test_scores_survive import PREPARE, REVEAL, STORED
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

TIMER = """
from workshops.room.running.services import start_timer
from workshops.models import Track
from tests.factories import SYSTEM
start_timer(actor=SYSTEM, track=Track.objects.get(workshop__code="{code}"), seconds=300)
print("TIMER true")
"""
# The page believes that it is ten minutes later than it is.
LATE_CLOCK = """
const now = Date.now.bind(Date);
Date.now = () => now() + 600_000;
"""
ANNOUNCE = """
import live
from workshops.models import Workshop
live.publish_change(Workshop.objects.get(code="{code}").pk, "activity")
print("ANNOUNCED true")
"""


def stored(headwaters: Headwaters) -> list[tuple[int, int, int]]:
    """Use case, criterion and value of each score that is not late, of the room of this test."""
    return [(row[1], row[2], row[3]) for row in headwaters.told(STORED, "STORED") if not row[4]]


def phone_in_a_room(
    headwaters: Headwaters, open_browser: Callable[..., tuple[BrowserContext, Watch]], seed: int
) -> tuple[dict[str, Any], Page]:
    """A room that scores, with one person in it, and their phone."""
    room = headwaters.told(f"PEOPLE, SEED = 1, {seed}\n{PREPARE}", "ROOM")
    context, _watch = open_browser("phone", 360, 740)
    name, value = re.findall(r"^([^=]+)=([^;]+)", room["cookies"][0])[0]
    context.add_cookies([{"name": name, "value": value, "url": headwaters.url}])
    page = context.new_page()
    page.goto(f"/w/{room['code']}/")
    return room, page


def test_taps_survive_a_lost_network_a_refresh_and_a_busy_server(
    headwaters: Headwaters, open_browser: Callable[..., tuple[BrowserContext, Watch]]
) -> None:
    room, page = phone_in_a_room(headwaters, open_browser, 10**6)

    def tap(criterion: int, value: str) -> Page:
        page.locator("[data-case]:not([hidden]) [data-criterion]").nth(criterion).locator(
            f'[data-score][value="{value}"]'
        ).check(force=True)
        return page

    def says(criterion: int) -> Any:
        return expect(page.locator("[data-case]:not([hidden]) [data-saving]").nth(criterion))

    tap(0, "4")
    says(0).to_have_text("Saved")

    # The network is away: the latest of several taps waits, is seen to wait, and is there after a refresh.
    page.route("**/score/", lambda route: route.abort())
    for value in ("1", "3", "2"):
        tap(1, value)
    says(1).to_have_text("Not saved yet, trying again")
    page.reload()
    says(1).to_have_text("Not saved yet, trying again")
    expect(page.locator("[data-criterion]").nth(1).locator('[value="2"]')).to_be_checked()
    page.unroute("**/score/")
    says(1).to_have_text("Saved", timeout=20_000)

    # A server that is busy says when to come back.
    answers = iter([503, 429])

    def busy(route: Route) -> None:
        status = next(answers, None)
        if status is None:
            route.continue_()
        else:
            route.fulfill(status=status, headers={"Retry-After": "1"}, json={"error": "Not saved yet."})

    page.route("**/score/", busy)
    tap(2, "skip")
    says(2).to_have_text("Not saved yet, trying again")
    says(2).to_have_text("Skipped", timeout=20_000)
    page.unroute("**/score/")

    # What can never be saved is said beside the criterion, and what was saved is shown again.
    page.route("**/score/", lambda route: route.fulfill(status=422, json={"error": "A score is 0 to 5."}))
    tap(0, "5")
    expect(page.get_by_text("A score is 0 to 5.")).to_be_visible()
    expect(page.locator("[data-criterion]").nth(0).locator('[value="4"]')).to_be_checked()
    page.unroute("**/score/")

    # One use case after another, and back to the same one after a refresh.
    page.get_by_role("button", name="Next use case").click()
    tap(0, "0")
    says(0).to_have_text("Saved")
    page.reload()
    expect(page.get_by_role("heading", name="Next best action")).to_be_visible()
    cells = [(use_case, criterion) for _u, _c, use_case, criterion in room["cells"]]
    assert sorted(stored(headwaters)[-4:], key=str) == sorted(
        [(*cells[0], 4), (*cells[1], 2), (*cells[2], None), (*cells[7], 0)], key=str
    )


def test_a_form_that_was_drawn_before_a_tap_does_not_take_it_back(
    headwaters: Headwaters, open_browser: Callable[..., tuple[BrowserContext, Watch]]
) -> None:
    room = headwaters.told(f"PEOPLE, SEED = 1, 2 * 10**6\n{PREPARE}", "ROOM")
    context, _watch = open_browser("phone", 360, 740)
    name, value = re.findall(r"^([^=]+)=([^;]+)", room["cookies"][0])[0]
    context.add_cookies([{"name": name, "value": value, "url": headwaters.url}])
    page = context.new_page()
    page.goto(f"/w/{room['code']}/")
    expect(page.locator("html")).to_have_attribute("data-connection", "live")
    old = page.request.get(f"/w/{room['code']}/regions/mine/").text()

    held: list[Route] = []
    page.route("**/regions/mine/**", lambda route: held.append(route))
    with page.expect_request("**/regions/mine/**"):
        assert headwaters.told(ANNOUNCE.format(code=room["code"]), "ANNOUNCED")
    first = page.locator("[data-criterion]").first
    first.locator('[value="3"]').check(force=True)
    expect(first.locator("[data-saving]")).to_have_text("Saved")
    page.evaluate(
        "() => { window.drawn = new Promise(done => document.addEventListener('headwaters:region', "
        "event => event.target.dataset.region === 'mine' && done())) }"
    )
    held[0].fulfill(body=old, content_type="text/html")
    page.evaluate("() => window.drawn")
    expect(first.locator("[data-saving]")).to_have_text("Saved")
    expect(first.locator('[value="3"]')).to_be_checked()


def test_a_tap_on_its_way_is_not_said_to_have_failed(
    headwaters: Headwaters, open_browser: Callable[..., tuple[BrowserContext, Watch]]
) -> None:
    room, page = phone_in_a_room(headwaters, open_browser, 7 * 10**6)
    expect(page.locator("html")).to_have_attribute("data-connection", "live")
    held: list[Route] = []
    page.route("**/score/", lambda route: held.append(route))
    first = page.locator("[data-criterion]").first
    first.locator('[value="3"]').check(force=True)
    expect(first.locator("[data-saving]")).to_have_text("Saving…")
    page.evaluate(
        "() => { window.drawn = new Promise(done => document.addEventListener('headwaters:region', "
        "event => event.target.dataset.region === 'mine' && done())) }"
    )
    assert headwaters.told(ANNOUNCE.format(code=room["code"]), "ANNOUNCED")
    page.evaluate("() => window.drawn")
    expect(first.locator("[data-saving]")).to_have_text("Saving…")
    held[0].continue_()
    expect(first.locator("[data-saving]")).to_have_text("Saved")


def test_taps_that_wait_through_the_reveal_are_late_and_two_tabs_agree(
    headwaters: Headwaters, open_browser: Callable[..., tuple[BrowserContext, Watch]]
) -> None:
    room, page = phone_in_a_room(headwaters, open_browser, 3 * 10**6)
    other = page.context.new_page()
    other.goto(page.url)

    def criterion(of: Page, place: int) -> Locator:
        return of.locator("[data-criterion]").nth(place)

    # Two tabs of one person: what one of them could not send, the other sends, and both say so.
    for tab in (page, other):
        tab.route("**/score/", lambda route: route.abort())
    for value in ("1", "4"):
        criterion(page, 0).locator(f'[value="{value}"]').check(force=True)
    expect(criterion(page, 0).locator("[data-saving]")).to_have_text("Not saved yet, trying again")
    other.unroute("**/score/")
    expect(criterion(other, 0).locator('[value="4"]')).to_be_checked()
    criterion(other, 1).locator('[value="2"]').check(force=True)
    for tab in (page, other):
        for place, value in enumerate("42"):
            expect(criterion(tab, place).locator("[data-saving]")).to_have_text("Saved")
            expect(criterion(tab, place).locator(f'[value="{value}"]')).to_be_checked()
    other.close()

    # The room sees the scores while a tap waits; the page is opened again before it could be sent.
    criterion(page, 2).locator('[value="5"]').check(force=True)
    expect(criterion(page, 2).locator("[data-saving]")).to_have_text("Not saved yet, trying again")
    headwaters.told(f"ROUND = '{room['round']}'\n{REVEAL}\nprint('DONE 1')", "DONE")
    expect(page.get_by_role("heading", name="Your scores")).to_be_visible()
    page.reload()
    page.unroute("**/score/")
    expect(page.locator("#toasts")).to_contain_text("saved but not counted", timeout=20_000)
    expect(page.locator("[data-region=mine]")).to_contain_text("late: 5")
    mine = [row for row in headwaters.told(STORED, "STORED") if row[0] == room["people"][0]]
    cells = [pair[2:] for pair in room["cells"]]
    assert sorted(row[1:] for row in mine) == [
        [*cells[0], 4, False],
        [*cells[1], 2, False],
        [*cells[2], 5, True],
    ]


def test_what_another_tab_saved_while_the_form_was_on_its_way_is_seen(
    headwaters: Headwaters, open_browser: Callable[..., tuple[BrowserContext, Watch]]
) -> None:
    room, page = phone_in_a_room(headwaters, open_browser, 6 * 10**6)
    other = page.context.new_page()
    other.goto(page.url)
    # What the room tells would draw the form again as well; here only the other tab does.
    page.route("**/events/**", lambda route: route.abort())
    page.reload()

    def tap(place: int, value: str) -> None:
        criterion = other.locator("[data-criterion]").nth(place)
        criterion.locator(f'[value="{value}"]').check(force=True)
        expect(criterion.locator("[data-saving]")).to_have_text("Saved")

    held: list[Route] = []
    page.route("**/regions/mine/**", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/regions/mine/**"):
        tap(0, "4")
    old = page.request.get(f"/w/{room['code']}/regions/mine/").text()
    page.evaluate(
        "() => { window.done = new Promise(done => addEventListener('storage', ({ key, newValue }) => "
        "key?.startsWith('outbox:') && !newValue && setTimeout(done))) }"
    )
    tap(1, "2")
    page.evaluate("() => window.done")
    held[0].fulfill(body=old, content_type="text/html")
    for place, value in enumerate("42"):
        criterion = page.locator("[data-criterion]").nth(place)
        expect(criterion.locator("[data-saving]")).to_have_text("Saved")
        expect(criterion.locator(f'[value="{value}"]')).to_be_checked()


def test_a_timer_is_right_on_a_phone_whose_clock_is_wrong(
    headwaters: Headwaters, open_browser: Callable[..., tuple[BrowserContext, Watch]]
) -> None:
    room, page = phone_in_a_room(headwaters, open_browser, 4 * 10**6)
    assert headwaters.told(TIMER.format(code=room["code"]), "TIMER")
    page.context.add_init_script(LATE_CLOCK)
    page.route("**/events/**", lambda route: route.abort())  # the stream would tell the time, a moment later
    page.reload()
    expect(page.locator("[data-timer]")).to_have_attribute("data-state", "running")
    assert page.locator("[data-timer]").inner_text()[:2] in {"4:", "5:"}


def test_a_phone_whose_streams_are_held_back_scores_and_sees_the_reveal(
    headwaters: Headwaters, open_browser: Callable[..., tuple[BrowserContext, Watch]]
) -> None:
    room, page = phone_in_a_room(headwaters, open_browser, 5 * 10**6)
    page.route("**/events/**", lambda _route: None)  # as a proxy does that waits for the end of the stream
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-live-by", "poll")
    first = page.locator("[data-criterion]").first
    first.locator('[value="3"]').check(force=True)
    expect(first.locator("[data-saving]")).to_have_text("Saved")
    headwaters.told(f"ROUND = '{room['round']}'\n{REVEAL}\nprint('DONE 1')", "DONE")
    expect(page.get_by_role("heading", name="Your scores")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-live-by", "poll")
    cells = [pair[2:] for pair in room["cells"]]
    assert (*cells[0], 3) in stored(headwaters)
