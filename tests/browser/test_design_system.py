"""The parts of the design system that move, in a real browser against the real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import looking
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


SIGNED_IN = """
from django.test import Client
from tests import factories
client = Client()
client.force_login(factories.user(), backend="django.contrib.auth.backends.ModelBackend")
print("SESSION " + '"' + client.cookies["sessionid"].value + '"')
"""


class Components(Served):
    settings = "tests.browser.design.settings"
    session = ""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Components]:
    with Components(tmp_path_factory.mktemp("design") / "db.sqlite3") as made:
        made.python("from config.database_tables import bring_up_to_date\nbring_up_to_date()")
        made.session = made.told(SIGNED_IN, "SESSION")
        yield made


@pytest.fixture
def address(server: Components) -> str:
    return server.url


def sign_in(context: BrowserContext, server: Components) -> None:
    """The page of components is for people who are signed in."""
    context.add_cookies([{"name": "sessionid", "value": server.session, "url": server.url}])


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page to press, in New York; a script that fails, or is refused by the policy, fails the test."""
    context = browser.new_context(base_url=address, timezone_id="America/New_York", reduced_motion="reduce")
    context.set_default_timeout(5000)
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on(
        "console",
        lambda said: failures.append(said.text) if "Content Security Policy" in said.text else None,
    )
    page.goto("/pressing/")
    expect(page.locator("#list")).to_have_attribute("data-sortable-ready", "yes")
    page.request.get("/said/")
    yield page
    context.close()
    assert failures == []


def names(page: Page) -> list[str]:
    return [item.get_attribute("data-name") or "" for item in page.locator("#list > li").all()]


def said(page: Page) -> list[list[str]]:
    """What the server was told, once it has been told something."""
    for _attempt in range(50):
        if told := page.request.get("/said/").json():
            return list(told)
        page.wait_for_timeout(50)
    return []


def test_a_list_is_ordered_by_buttons_keys_and_hand_and_each_order_is_sent(page: Page) -> None:
    page.get_by_role("button", name="More actions for A").click()
    page.get_by_role("button", name="Move down", exact=True).click()
    expect(page.locator("#announcer")).to_have_text("A moved to place 2 of 3")
    assert names(page) == ["B", "A", "C"]
    assert said(page) == [["B", "A", "C"]]

    handle = page.get_by_role("button", name="Move C: drag")
    handle.focus()
    page.keyboard.press("Alt+ArrowUp")
    assert names(page) == ["B", "C", "A"]
    expect(handle).to_be_focused()
    assert said(page) == [["B", "C", "A"]]

    grip = page.get_by_role("button", name="Move A: drag").bounding_box()
    first = page.locator("#list > li").first.bounding_box()
    assert grip is not None
    assert first is not None
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 5, grip["y"] - 20, steps=5)
    page.mouse.move(first["x"] + 20, first["y"] + 3, steps=10)
    page.mouse.up()
    assert said(page) == [names(page)]
    assert names(page) != ["B", "C", "A"]


def test_the_first_item_stays_first_when_it_is_moved_up(page: Page) -> None:
    page.get_by_role("button", name="More actions for A").click()
    page.get_by_role("button", name="Move up", exact=True).click()
    assert names(page) == ["A", "B", "C"]
    assert page.request.get("/said/").json() == []


def test_a_form_in_a_dialog_shows_its_error_asks_before_a_loss_and_closes_when_saved(page: Page) -> None:
    dialog, question = page.locator("#dialog"), page.locator("#confirm-dialog")
    page.click("#edit")
    expect(dialog.get_by_role("heading")).to_have_text("Edit the goal")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator(".errorlist")).to_have_text("Name it.")

    dialog.get_by_label("Name").fill("<b>Grow</b>")
    page.keyboard.press("Escape")
    expect(question).to_contain_text("Discard what you typed?")
    question.get_by_role("button", name="Cancel").click()
    expect(dialog.get_by_label("Name")).to_have_value("<b>Grow</b>")

    dialog.get_by_role("button", name="Save").click()
    expect(dialog).not_to_be_visible()
    toast = page.locator(".toast")
    expect(toast).to_contain_text("<b>Grow</b>")
    toast.get_by_role("button", name="Undo").click()
    assert said(page) == [["/undo/"]]


def test_what_was_typed_may_be_discarded_and_the_next_form_is_fresh(page: Page) -> None:
    page.click("#edit")
    page.get_by_label("Name").fill("half")
    page.locator("#dialog").get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("#dialog")).not_to_be_visible()
    page.click("#edit")
    expect(page.get_by_label("Name")).to_have_value("")


def test_nothing_is_lost_without_a_yes(page: Page) -> None:
    question = page.locator("#confirm-dialog")
    page.click("#delete")
    expect(question).to_contain_text("Delete it?")
    page.keyboard.press("Escape")
    expect(question).not_to_be_visible()
    page.click("#plain button")
    question.get_by_role("button", name="Cancel").click()
    assert page.request.get("/said/").json() == []

    page.click("#delete")
    question.get_by_role("button", name="Delete").click()
    expect(page.locator(".toast")).to_contain_text("Done")
    page.click("#plain button")
    with page.expect_navigation():
        question.get_by_role("button", name="Go ahead").click()
    assert said(page) == [["/delete/"], ["/plain/"]]


def test_a_failure_of_the_server_is_told_and_changes_nothing(page: Page) -> None:
    page.click("#broken")
    expect(page.get_by_role("alert")).to_contain_text("That didn’t reach the server")
    assert names(page) == ["A", "B", "C"]


def test_times_are_those_of_the_viewer_written_as_on_paper(page: Page) -> None:
    expect(page.locator("#moment")).to_have_text("04:30")


def test_the_theme_follows_the_system_until_it_is_chosen_and_is_kept(page: Page) -> None:
    html = page.locator("html")
    page.emulate_media(color_scheme="dark")
    expect(html).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Theme").click()
    light = page.get_by_role("button", name="Light", exact=True)
    expect(light).to_be_focused()
    page.keyboard.press("Enter")
    expect(html).to_have_attribute("data-theme", "light")
    page.reload()
    expect(html).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("path", ["/developers/components/", "/accounts/login/", "/accounts/signup/"])
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_pages_are_accessible_and_fit_every_screen(
    browser: Browser, server: Components, path: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    if path.startswith("/developers/"):
        sign_in(context, server)
    page = context.new_page()
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok
    violations = looking.axe(page)
    wider = looking.wider_than_the_screen(page)
    context.close()
    assert violations == []
    assert wider == ""


def test_a_row_of_tabs_that_goes_on_says_so_at_the_end_where_it_does(
    browser: Browser, server: Components
) -> None:
    context = browser.new_context(base_url=server.url, viewport={"width": 360, "height": 800})
    sign_in(context, server)
    page = context.new_page()
    page.goto("/developers/components/#tabs")  # a long page folds its last parts
    row = page.locator("#tabs .tabs")
    expect(row).to_have_attribute("data-more", "")
    for _more in range(3):
        row.evaluate("row => row.append(row.lastElementChild.cloneNode(true))")
    page.set_viewport_size({"width": 340, "height": 800})
    expect(row).to_have_attribute("data-more", "after")
    last = row.locator("a").last
    last.focus()
    expect(last).to_be_in_viewport(ratio=0.9)
    expect(row).to_have_attribute("data-more", "before")
    row.evaluate("row => row.scrollBy(-40, 0)")
    expect(row).to_have_attribute("data-more", "before after")
    context.close()


# Widths of pieces of HTML: as they are, and with figures of their own widths.
WIDTHS = """pieces => pieces.map(piece => {
    const box = document.body.appendChild(document.createElement("div"));
    box.innerHTML = piece;
    const shown = box.firstElementChild;
    const width = () => shown.getBoundingClientRect().width;
    const widths = [width()];
    shown.style.fontVariantNumeric = "normal";
    widths.push(width());
    box.remove();
    return widths;
  })"""


def test_words_have_the_hyphen_of_the_font_and_figures_stand_still(page: Page) -> None:
    page.evaluate("document.fonts.ready")
    (shown, proportional), (tabular, _own) = page.evaluate(
        WIDTHS, ["<span>-----</span>", '<span class="num">-----</span>']
    )
    assert shown == proportional < tabular
    for figures in ('<span class="num">{}</span>', "<time>{}</time>", '<span class="timer">{}</span>'):
        (ones, own), (zeros, _) = page.evaluate(WIDTHS, [figures.format("1111"), figures.format("0000")])
        assert own < ones == zeros
