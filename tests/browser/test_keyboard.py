"""Without a mouse: the facilitator runs an activity, puts agenda and tree in order, and presents the tree by
keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

TREE = "/d/commercial-discovery/tree/"


@pytest.fixture(scope="module")
def page(open_browser: Open, headwaters: Headwaters) -> Page:
    """The facilitator's laptop; from here on nobody touches a mouse."""
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    return page


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; it must be reachable, and the focus visible on it."""
    expect(target).to_be_visible()
    for _press in range(150):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            outline = target.evaluate("element => getComputedStyle(element).outlineStyle")
            assert outline != "none", "the focus cannot be seen"
            return
    raise AssertionError(f"Tab does not lead to {target}")


def names(page: Page, items: str) -> list[str]:
    return [item.get_attribute("data-name") or "" for item in page.locator(items).all()]


def moved_and_kept(page: Page, address: str, items: str, handle: Locator) -> None:
    """Alt and an arrow key move the item of the handle down by one, and the order is kept."""
    before = names(page, items)
    assert len(before) > 1
    tab_to(page, handle)
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        page.keyboard.press("Alt+ArrowDown")
    assert saved.value.ok
    looking.settled(page)
    expected = [before[1], before[0], *before[2:]]
    assert names(page, items) == expected
    expect(page.locator("#announcer")).to_contain_text(f"moved to place 2 of {len(before)}")
    looking.goto(page, address)
    assert names(page, items) == expected


def test_the_agenda_is_put_in_order_by_keyboard(page: Page) -> None:
    looking.goto(page, "/d/commercial-discovery/workshops/")
    tab_to(page, page.get_by_role("link", name="Workshop 2: use cases and priorities"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Workshop 2", level=1)).to_be_visible()
    looking.settled(page)
    moved_and_kept(page, page.url, "#agenda li[data-name]", page.locator("#agenda .handle").first)


def test_an_activity_is_moved_twice_while_the_server_takes_its_time(page: Page) -> None:
    page.goto("/d/commercial-discovery/workshops/")
    page.get_by_role("link", name="Workshop 2: use cases and priorities").click()
    items = "#agenda li[data-name]"
    expect(page.locator(items).first).to_be_visible()
    *before, second, first, last = names(page, items)
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    conditions = {"offline": False, "latency": 500, "downloadThroughput": -1, "uploadThroughput": -1}
    slow.send("Network.emulateNetworkConditions", conditions)
    page.locator("#agenda .handle").last.focus()
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_timeout(100)
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_timeout(2500)
    slow.send("Network.emulateNetworkConditions", conditions | {"latency": 0})
    assert names(page, items) == [*before, last, second, first]
    page.reload()
    assert names(page, items) == [*before, last, second, first]


def test_the_tree_is_put_in_order_by_keyboard(page: Page) -> None:
    looking.goto(page, TREE)
    moved_and_kept(page, TREE, ".branches > li[data-name]", page.locator(".goal .handle").first)
    bets = ".branches > li:first-child .leaves > li[data-name]"
    moved_and_kept(page, TREE, bets, page.locator(f"{bets} .handle").first)


def test_the_tree_is_presented_goal_by_goal_by_keyboard(page: Page) -> None:
    looking.goto(page, f"{TREE}?present")
    fits = "document.documentElement.scrollHeight <= innerHeight"
    for key, number in (("ArrowRight", 2), ("PageUp", 1), ("PageDown", 2), ("ArrowLeft", 1)):
        page.keyboard.press(key)
        expect(page.get_by_text(f"Goal {number} of 2", exact=True)).to_be_visible()
        looking.settled(page)
        page.wait_for_function(fits)
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Present", exact=True)).to_be_visible()


def test_an_activity_is_run_by_keyboard(page: Page, headwaters: Headwaters, open_browser: Open) -> None:
    code = headwaters.demo["join_code"]
    phone = open_browser("phone", 360, 740)[0].new_page()
    looking.goto(phone, f"/join/{code}/")
    # The cursor is in the first field; the whole form is filled in by keyboard.
    phone.keyboard.type("Amara")
    tab_to(phone, phone.get_by_label("Business"))
    phone.keyboard.press("Space")
    phone.keyboard.press("Tab")
    phone.keyboard.type("Head of Commercial")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("You’re in")).to_be_visible()

    looking.goto(page, f"/w/{code}/console/")
    title = page.get_by_role("main").get_by_role("heading", level=1)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys.get_by_text("Start the workshop")).to_be_visible()
    assert looking.axe_in_both_themes(page) == []
    page.keyboard.press("ArrowRight")  # over an open dialog no key moves the room
    page.keyboard.press("Escape")
    expect(keys).not_to_be_visible()
    expect(title).to_have_text("Workshop 2: use cases and priorities")

    page.keyboard.press("ArrowRight")
    started = title
    expect(started).not_to_have_text("Workshop 2: use cases and priorities")
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    left = page.get_by_role("timer").inner_text()
    page.keyboard.press("m")
    minutes, seconds = left.split(":")
    expect(page.get_by_role("timer")).to_have_text(f"{int(minutes) + 1}:{seconds}")
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()

    # On to the scoring, wherever the agenda has it by now.
    for _activity in range(5):
        if title.inner_text() == "Score the use cases":
            break
        before = title.inner_text()
        page.keyboard.press("ArrowRight")
        expect(title).not_to_have_text(before)
    expect(page.get_by_role("button", name="Reveal")).to_be_disabled()
    # A use case has a place, and so the reveal an order, once all of its criteria are answered.
    expect(phone.locator("[data-criterion]").first).to_be_visible()
    for criterion in phone.locator("[data-criterion]").all()[:7]:
        criterion.locator("[data-score]").first.focus()
        phone.keyboard.press("ArrowRight")
        expect(criterion.locator("[data-saving]")).to_have_text("Saved")
    expect(page.get_by_role("button", name="Reveal")).to_be_enabled()
    # Not everybody is done: it asks, since a reveal cannot be taken back.
    page.keyboard.press("r")
    question = page.locator("#confirm-dialog")
    expect(question).to_contain_text("1 person is still scoring")
    tab_to(page, question.get_by_role("button", name="Reveal the scores"))
    page.keyboard.press("Enter")
    expect(page.locator("ol.ranking")).to_be_visible()
    expect(page.get_by_role("button", name="Show the full ranking")).to_be_visible()
    looking.settled(page)
    page.keyboard.press("w")
    expect(phone.get_by_role("heading", name="Your scores")).to_be_visible()

    # Back by the agenda: a button that asks first, and the answer is a key away.
    tab_to(page, page.locator(".agenda-go").first)
    page.keyboard.press("Enter")
    expect(question).to_contain_text(re.compile("Move everyone to"))
    page.keyboard.press("Escape")
    expect(question).not_to_be_visible()
    expect(title).to_have_text("Score the use cases")


@pytest.mark.parametrize(
    ("address", "opens", "field", "leaves"),
    [
        (TREE, "Add a goal", "title", False),
        ("/d/commercial-discovery/products/sources/", "Add a source", "name", False),
        ("/d/commercial-discovery/technology/capabilities/", "Add a platform", "name", False),
        ("/d/commercial-discovery/products/", "Add a data product", "name", True),
    ],
)
def test_who_adds_something_types_at_once(
    page: Page, address: str, opens: str, field: str, leaves: bool
) -> None:
    """In place, in a dialog and on a page of its own, whose artifact comes then. Where the list comes back,
    Enter goes on to the next."""
    looking.goto(page, address)
    link = page.get_by_role("link", name=opens).or_(page.get_by_role("button", name=opens)).first
    link.focus()
    for name in ("By keyboard", "By keyboard again"):
        page.keyboard.press("Enter")
        written = page.locator(f"main [name={field}], dialog[open] [name={field}]").first
        expect(written).to_be_focused()
        if leaves:
            return
        page.keyboard.type(name)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(name, exact=True).first).to_be_visible()
        looking.settled(page)
        expect(link).to_be_focused()
