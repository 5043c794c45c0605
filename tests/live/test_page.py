"""static/js/live.js in a real browser: what a person sees, and what is left alone."""

import signal
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.live.servers import Server, migrated
from tests.served import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(migrated(tmp_path_factory.mktemp("live") / "page.sqlite3")) as server:
        yield server


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def code(server: Server) -> str:
    return str(server.make_room()["code"])


@pytest.fixture
def phone(server: Server, context: BrowserContext, code: str) -> Page:
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    context.request.post(f"{server.url}/rooms/{code}/join/")
    page.goto(f"{server.url}/w/{code}/")
    expect(page.locator("html")).to_have_attribute("data-connection", "live")
    assert errors == []
    return page


def card(server: Server, code: str, key: str, text: str) -> None:
    httpx.post(f"{server.url}/rooms/{code}/cards/{key}/", content=text).raise_for_status()


def test_pushed_and_pulled_parts_and_the_board_follow(server: Server, phone: Page, code: str) -> None:
    expect(phone.locator("[data-connection]").last).to_have_attribute("data-state", "live")
    server.write(code, "<b>First</b>")
    expect(phone.locator("#purpose")).to_have_text("<b>First</b>")
    expect(phone.locator("[data-region=mine]")).to_have_text("Head of Marketing sees <b>First</b>")
    for key, text in (("3", "three"), ("1", "one"), ("2", "two")):
        card(server, code, key, text)
        expect(phone.locator(f"[data-item='{key}']")).to_have_text(text)
    expect(phone.locator("[data-region=cards] > li")).to_have_text(["one", "two", "three"])
    card(server, code, "2", "")
    card(server, code, "1", "<i>changed</i>")
    expect(phone.locator("[data-region=cards] > li")).to_have_text(["<i>changed</i>", "three"])
    assert phone.locator("[data-timer]").inner_text().startswith("1:")


def test_what_somebody_is_typing_stays_and_the_rest_comes_later(
    server: Server, phone: Page, code: str
) -> None:
    phone.locator("#more").evaluate("element => { element.open = true }")
    phone.locator("[name=idea]").focus()
    server.write(code, "nothing typed yet")
    expect(phone.locator("#purpose")).to_have_text("nothing typed yet")
    expect(phone.locator("[name=idea]")).to_be_focused()
    assert phone.locator("#more").evaluate("element => element.open"), "open details stay open"
    phone.keyboard.type("half a thought")
    server.write(code, "while typing")
    expect(phone.locator("[data-region=purpose][data-stale]")).to_have_count(1)
    expect(phone.locator("#purpose")).to_have_text("nothing typed yet")
    expect(phone.locator("[name=idea]")).to_have_value("half a thought")
    phone.locator("[name=idea]").fill("")
    expect(phone.locator("#purpose")).to_have_text("while typing")
    expect(phone.locator("[data-stale]")).to_have_count(0)


def test_a_server_that_is_away_is_mentioned_and_made_up_for(server: Server, phone: Page, code: str) -> None:
    server.end(signal.SIGKILL)
    expect(phone.locator("html")).to_have_attribute("data-connection", "offline")
    expect(phone.locator("[data-connection]").last).to_have_attribute("data-state", "lost")
    server.start()
    server.write(code, "missed")
    expect(phone.locator("#purpose")).to_have_text("missed")
    expect(phone.locator("[data-region=mine]")).to_have_text("Head of Marketing sees missed")
    expect(phone.locator("html")).to_have_attribute("data-connection", "live")


def test_a_phone_without_a_network_does_not_claim_to_be_live(
    server: Server, phone: Page, context: BrowserContext, code: str
) -> None:
    """Chromium keeps an open stream, and what comes through it, when the network is said to be gone."""
    context.set_offline(True)
    expect(phone.locator("html")).to_have_attribute("data-connection", "offline")
    server.write(code, "missed meanwhile")
    with pytest.raises(AssertionError):
        expect(phone.locator("html")).to_have_attribute("data-connection", "live", timeout=1500)
    context.set_offline(False)
    expect(phone.locator("#purpose")).to_have_text("missed meanwhile")
    expect(phone.locator("html")).to_have_attribute("data-connection", "live")


def test_a_removed_person_s_page_loads_again(
    server: Server, phone: Page, context: BrowserContext, code: str
) -> None:
    me = phone.locator("[data-region=present]")
    expect(me).not_to_be_empty()
    with phone.expect_event("framenavigated"):
        httpx.post(f"{server.url}/rooms/{code}/remove/{me.inner_text()}/").raise_for_status()
