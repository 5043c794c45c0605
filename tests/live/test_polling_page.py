"""A page behind a proxy that holds event streams back: it polls, by itself, and is as good as any other."""

import re
import signal
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.live.proxy import Proxy, Streams
from tests.live.servers import Server, migrated
from tests.live.test_page import card
from tests.served import PATIENCE

# A page whose clock can be set.
SKIP = "const now = Date.now.bind(Date); window.skip = 0; Date.now = () => now() + window.skip;"
pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(migrated(tmp_path_factory.mktemp("polling") / "page.sqlite3")) as server:
        yield server


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with Proxy(server.port) as proxy:
        yield proxy


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def opened(server: Server, proxy: Proxy, context: BrowserContext) -> tuple[str, Page]:
    """A phone in a room of its own, by way of the proxy."""
    code = str(server.make_room()["code"])
    context.request.post(f"{proxy.url}/rooms/{code}/join/")
    page = context.new_page()
    page.goto(f"{proxy.url}/w/{code}/")
    return code, page


def is_by(page: Page, way: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-live-by", way)
    expect(page.locator("html")).to_have_attribute("data-connection", "live")


@pytest.mark.parametrize("streams", ["hold", "headers", "cut"])
def test_a_page_whose_streams_do_not_get_through_polls_and_follows(
    server: Server, proxy: Proxy, context: BrowserContext, streams: Streams
) -> None:
    proxy.streams = streams
    code, phone = opened(server, proxy, context)
    is_by(phone, "poll")
    server.write(code, "<b>First</b>")
    expect(phone.locator("#purpose")).to_have_text("<b>First</b>")
    expect(phone.locator("[data-region=mine]")).to_have_text("Head of Marketing sees <b>First</b>")
    expect(phone.locator("[data-connection]").last).to_have_attribute("data-state", "live")
    if streams != "hold":
        return
    for key, text in (("3", "three"), ("1", "one"), ("2", "two")):
        card(server, code, key, text)
    card(server, code, "3", "")
    expect(phone.locator("[data-region=cards] > li")).to_have_text(["one", "two"])
    me = phone.locator("[data-region=present]").inner_text()
    assert len(me) == 36, "who polls is there"

    # The next page of this tab does not wait for a stream first.
    tried = proxy.count("/events/")
    phone.reload()
    is_by(phone, "poll")
    assert proxy.count("/events/") == tried

    # The network is away for a moment, and the server is asked again when it is back.
    proxy.is_down = True
    expect(phone.locator("html")).to_have_attribute("data-connection", "offline", timeout=30_000)
    server.write(code, "missed")
    proxy.is_down = False
    expect(phone.locator("#purpose")).to_have_text("missed")
    is_by(phone, "poll")

    # Nothing new costs an answer without content.
    phone.wait_for_timeout(3000)
    with phone.expect_response("**/poll/**") as quiet:
        pass
    assert quiet.value.status == 204

    # A removed person's page asks to join again.
    with phone.expect_event("framenavigated"):
        httpx.post(f"{server.url}/rooms/{code}/remove/{me}/").raise_for_status()
    phone.wait_for_load_state()  # a browser that is closed while it goes elsewhere may never end


def test_a_page_that_polls_goes_back_to_a_stream_when_one_gets_through(
    server: Server, proxy: Proxy, context: BrowserContext
) -> None:
    proxy.streams = "hold"
    context.add_init_script(SKIP)
    code, phone = opened(server, proxy, context)
    is_by(phone, "poll")
    proxy.streams = "pass"
    phone.evaluate("window.skip = 60_000")
    is_by(phone, "stream")
    asked = proxy.count("/poll/")
    server.write(code, "by stream")
    expect(phone.locator("#purpose")).to_have_text("by stream")
    phone.wait_for_timeout(3000)
    assert proxy.count("/poll/") == asked


def test_a_server_that_starts_again_makes_no_page_poll(
    server: Server, proxy: Proxy, context: BrowserContext
) -> None:
    code, phone = opened(server, proxy, context)
    is_by(phone, "stream")
    server.end(signal.SIGKILL)
    # What starts listens long before it answers, and all that wait are answered at once.
    proxy.is_slow_to_start = True
    phone.wait_for_timeout(7000)
    server.start()
    proxy.is_slow_to_start = False
    server.write(code, "after")
    expect(phone.locator("#purpose")).to_have_text("after")
    phone.wait_for_timeout(3000)
    is_by(phone, "stream")


def test_a_network_that_is_cut_for_a_while_loses_nothing(
    server: Server, proxy: Proxy, context: BrowserContext
) -> None:
    code, phone = opened(server, proxy, context)
    is_by(phone, "stream")
    proxy.is_down = True
    expect(phone.locator("html")).to_have_attribute("data-connection", "offline", timeout=30_000)
    card(server, code, "1", "written meanwhile")
    server.write(code, "missed")
    proxy.is_down = False
    expect(phone.locator("#purpose")).to_have_text("missed")
    expect(phone.locator("[data-region=cards] > li")).to_have_text(["written meanwhile"])
    is_by(phone, "stream")


def test_a_network_that_swallows_everything_is_noticed_and_its_return_too(
    server: Server, proxy: Proxy, context: BrowserContext
) -> None:
    """By a page that has a stream, and by one that polls: both at once, since noticing takes its time."""
    with Proxy(server.port, "cut") as other:
        pages = []
        for way, through in (("stream", proxy), ("poll", other)):
            code, phone = opened(server, through, context)
            is_by(phone, way)
            pages.append((way, through, code, phone))
        for _way, through, _code, _phone in pages:
            through.swallows = True
        for _way, _through, code, phone in pages:
            expect(phone.locator("html")).to_have_attribute("data-connection", "offline", timeout=60_000)
            card(server, code, "1", "written meanwhile")
            server.write(code, "missed")
        for _way, through, _code, _phone in pages:
            through.swallows = False
        for way, _through, _code, phone in pages:
            expect(phone.locator("#purpose")).to_have_text("missed")
            expect(phone.locator("[data-region=mine]")).to_have_text("Head of Marketing sees missed")
            expect(phone.locator("[data-region=cards] > li")).to_have_text(["written meanwhile"])
            is_by(phone, way)


def test_a_page_that_slept_and_one_whose_stream_fell_silent_are_right_again(
    server: Server, proxy: Proxy, context: BrowserContext
) -> None:
    context.add_init_script(SKIP)
    code, phone = opened(server, proxy, context)
    is_by(phone, "stream")
    session = context.new_cdp_session(phone)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    server.write(code, "while asleep")
    time.sleep(1)
    session.send("Page.setWebLifecycleState", {"state": "active"})
    expect(phone.locator("#purpose")).to_have_text("while asleep")

    # A connection that died without a word: the page misses the server's signs of life.
    proxy.is_silent = True
    server.write(code, "swallowed")
    phone.wait_for_timeout(1000)
    expect(phone.locator("#purpose")).to_have_text("while asleep")
    proxy.is_silent = False
    phone.evaluate("window.skip = 30_000")
    expect(phone.locator("#purpose")).to_have_text("swallowed")
    is_by(phone, "stream")


@pytest.mark.parametrize("streams", ["pass", "cut"])
def test_a_timer_is_right_though_the_clock_is_ten_minutes_wrong(
    server: Server, proxy: Proxy, context: BrowserContext, streams: Streams
) -> None:
    proxy.streams = streams
    context.add_init_script(SKIP.replace("skip = 0", "skip = 600_000"))
    _code, phone = opened(server, proxy, context)
    is_by(phone, "poll" if streams == "cut" else "stream")
    expect(phone.locator("[data-timer]")).to_have_text(re.compile(r"^(1:|0:)[0-5]\d"))
