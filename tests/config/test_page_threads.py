"""Who looks never holds all threads, however much they ask for: what people send is answered before."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest

from config import page_threads
from config.page_threads import (
    MOST_LOOKS,
    MOST_OF_ONE,
    OF_AN_ADDRESS,
    OF_ONE,
    THREADS,
    PageThreads,
    TooManyWaiting,
    visitor_of,
)

if TYPE_CHECKING:
    from config.asgi import Application

PATIENCE = 30


class House:
    """Pages that are answered when `open` is set; `begun` says whose are being answered, in order."""

    def __init__(self) -> None:
        self.threads = PageThreads()
        self.open = threading.Event()
        self.begun: list[str] = []
        self.answered: list[str] = []
        self._changed = threading.Condition()

    def ask(self, visitor: str, method: str = "GET", path: str = "/slow/") -> Future[Any]:
        environ = {"REQUEST_METHOD": method, "HTTP_COOKIE": f"sessionid={visitor}", "PATH_INFO": path}
        return self.threads.submit(self._answer, environ, visitor)

    def _answer(self, environ: dict[str, str], visitor: str) -> None:
        with self._changed:
            self.begun.append(visitor)
            self._changed.notify_all()
        if environ["PATH_INFO"] == "/slow/":
            assert self.open.wait(PATIENCE)
        with self._changed:
            self.answered.append(visitor)

    def wait_until_begun(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.begun) >= count, PATIENCE)


@pytest.fixture
def house() -> Iterator[House]:
    made = House()
    yield made
    made.open.set()
    made.threads.shutdown()


def test_a_tap_is_answered_before_twenty_downloads_and_twenty_loops(house: House) -> None:
    looks = [house.ask(name) for name in ("editor", "guest") for _time in range(20)]
    house.wait_until_begun(MOST_LOOKS)
    for _tap in range(10):
        house.ask("phone", "POST", "/quick/").result(PATIENCE)
    assert house.answered == ["phone"] * 10
    assert len(house.begun) == MOST_LOOKS + 10
    house.open.set()
    for look in looks:
        look.result(PATIENCE)
    assert sorted(house.answered[10:]) == ["editor"] * 20 + ["guest"] * 20


def test_the_health_check_hears_when_no_page_is_answered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also while what people send still finds a thread."""
    assert house.threads.wrong() == ""
    looks = [house.ask(name) for name in ("editor", "guest") for _time in range(2)]
    house.wait_until_begun(MOST_LOOKS)
    assert house.threads.wrong() == "", "it waits, but not for long"
    monkeypatch.setattr(page_threads, "SILENT", -1.0)
    assert house.threads.wrong() == "no page was answered for 0 s"
    house.open.set()
    for look in looks:
        look.result(PATIENCE)
    asked = house.threads._probe
    assert asked is not None
    asked.result(PATIENCE)
    assert house.threads.wrong() == ""


def test_a_long_line_is_not_a_page_thread_that_hangs(house: House) -> None:
    """A large room comes in: hundreds wait, and are answered one after the other."""
    looks = [house.ask(f"guest {number}") for number in range(40)]
    house.wait_until_begun(MOST_LOOKS)
    assert house.threads.wrong() == ""
    asked = house.threads._probe
    assert asked is not None
    asked.add_done_callback(lambda _asked: house.begun.append("health"))
    house.open.set()
    for look in looks:
        look.result(PATIENCE)
    assert house.begun.index("health") < 2 * MOST_LOOKS + MOST_OF_ONE


def test_one_visitor_leaves_a_turn_to_others_who_look(house: House) -> None:
    for _time in range(20):
        house.ask("greedy")
    house.wait_until_begun(MOST_OF_ONE)
    house.ask("ann", path="/quick/").result(PATIENCE)
    house.ask("bob", path="/quick/").result(PATIENCE)
    assert house.begun == ["greedy"] * MOST_OF_ONE + ["ann", "bob"]


def test_what_people_send_may_take_every_thread(house: House) -> None:
    for number in range(THREADS):
        house.ask(f"phone {number}", "POST")
    house.wait_until_begun(THREADS)


def test_a_request_that_was_given_up_while_waiting_is_passed_over(house: House) -> None:
    waiting = [house.ask("ann") for _time in range(MOST_OF_ONE + 2)]
    house.wait_until_begun(MOST_OF_ONE)
    assert waiting[-2].cancel()
    house.open.set()
    waiting[-1].result(PATIENCE)
    assert len(house.begun) == MOST_OF_ONE + 1


def test_what_breaks_gives_its_turn_back(house: House) -> None:
    def fail(*_args: object) -> None:
        raise ValueError("No.")

    for _time in range(2 * MOST_LOOKS):
        with pytest.raises(ValueError, match=r"No\."):
            house.threads.submit(fail, {"REQUEST_METHOD": "GET"}).result(PATIENCE)
    house.ask("ann", path="/quick/").result(PATIENCE)


@pytest.fixture
def application() -> Callable[[], Application]:
    """The server. It looks for static files when it is imported, so not before there is a place for them."""
    from config import asgi

    return asgi.Application


class Clock:
    """Stands for the module `time`: what is set has passed, for everybody and of the processor."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.spent = 0.0

    def monotonic(self) -> float:
        return self.now

    def thread_time(self) -> float:
        return self.spent


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(page_threads, "time", made)
    return made


def spend(house: House, clock: Clock, seconds: float, cookie: str = "sessionid=greedy") -> None:
    """Have somebody look at what takes so many seconds of the processor."""

    def take(_environ: dict[str, str]) -> None:
        clock.spent += seconds

    environ = {"REQUEST_METHOD": "GET", "HTTP_COOKIE": cookie}
    house.threads.submit(take, environ).result(PATIENCE)
    house.ask("between", "POST", "/quick/").result(PATIENCE)
    while house.threads._looking.total():  # until the thread has noted it
        pass


def test_a_long_reader_waits_while_others_look_and_send(house: House, clock: Clock) -> None:
    spend(house, clock, OF_ONE.burst + 1)
    late = house.ask("greedy", path="/quick/")
    house.ask("ann", path="/quick/").result(PATIENCE)
    house.ask("greedy", "POST", "/quick/").result(PATIENCE)
    assert house.begun[-2:] == ["ann", "greedy"]
    assert not late.running()
    clock.now += 1 / OF_ONE.per_second
    late.result(PATIENCE)


def test_a_reader_who_looks_now_and_then_never_waits(house: House, clock: Clock) -> None:
    for _time in range(100):
        spend(house, clock, OF_ONE.per_second)
        clock.now += 1
    house.ask("greedy", path="/quick/").result(PATIENCE)


def test_an_office_that_comes_in_at_once_has_more_time(house: House, clock: Clock) -> None:
    spend(house, clock, OF_AN_ADDRESS.burst - 1, cookie="")
    spend(house, clock, 0, cookie="")
    spend(house, clock, 2, cookie="")
    late = house.threads.submit(lambda _environ: None, {"REQUEST_METHOD": "GET"})
    assert not late.done()
    clock.now += 10
    late.result(PATIENCE)


def test_a_line_of_one_who_has_to_wait_ends_somewhere(
    house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_threads, "MOST_WAITING", 2)
    spend(house, clock, OF_ONE.burst + 1)
    late = [house.ask("greedy", path="/quick/") for _time in range(2)]
    with pytest.raises(TooManyWaiting):
        house.ask("greedy", path="/quick/")
    clock.now += 10
    for each in late:
        each.result(PATIENCE)


@pytest.mark.parametrize("length", [0, 10**12])
def test_a_person_who_asks_for_ever_more_gets_a_sentence(
    length: int, application: Callable[[], Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a page would say that what was sent is too large."""

    def refuse(*_args: object) -> None:
        raise TooManyWaiting

    monkeypatch.setattr(PageThreads, "submit", refuse)
    sent: list[dict[str, Any]] = []

    async def ask() -> None:
        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "http_version": "1.1"}
        headers = [(b"content-length", str(length).encode())]
        await application()({**scope, "headers": headers}, receive, send)

    asyncio.run(ask())
    assert sent[0]["status"] == 429


def test_what_is_known_of_visitors_does_not_grow_for_ever(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_threads, "_REMEMBERED", 10)
    left = page_threads.TimeLeft()
    left.take("greedy", OF_ONE.burst + 1)
    for number in range(100):
        left.take(f"visitor {number}", 1)
    assert len(left._balances) <= 11
    assert left.wait("greedy") > 0


def test_visitors_are_told_apart_by_what_they_hold() -> None:
    office = {"REMOTE_ADDR": "10.0.0.1"}
    asked = [
        office,
        office | {"REMOTE_ADDR": "10.0.0.2"},
        office | {"HTTP_HEADWATERS_KEY": "a.b.c"},
        office | {"HTTP_COOKIE": "csrftoken=x; sessionid=1"},
        office | {"HTTP_COOKIE": "__Host-sessionid=1"},
        office | {"HTTP_COOKIE": "hw_ABCDEF=1"},
        office | {"HTTP_COOKIE": "hwo_ABCDEF=1"},
        office | {"HTTP_COOKIE": "hwd_stage_ABCDEF=1"},
    ]
    assert len({visitor_of(environ) for environ in asked}) == len(asked)
    assert visitor_of(office | {"HTTP_COOKIE": "csrftoken=y; theme=dark"}) == visitor_of(office)
