"""Two real server processes and a real Redis, in trouble: every screen is right again by itself, and nothing
is lost."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.live.helpers import until
from tests.live.servers import Guest, Server, guests, migrated
from tests.live.test_redis import RedisServer

pytestmark = pytest.mark.services

PHONES = 12
OUTAGE = 10.0
RIGHT_AGAIN = 5.0


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, redis: RedisServer) -> Iterator[Server]:
    database = migrated(tmp_path_factory.mktemp("resilience") / "two.sqlite3")
    with Server(database, processes=2, redis_url=redis.url) as server:
        yield server


class Screen:
    """What live.js does, without a browser: it opens its stream again whenever that ends, and knows what it
    shows by region and revision."""

    def __init__(self, guest: Guest) -> None:
        self.guest = guest
        self.shown: dict[str, tuple[int, str]] = {}
        self.revision: int | None = None
        self.streams = 0
        self._task = asyncio.get_running_loop().create_task(self._watch())

    def shows(self, region: str) -> str:
        return self.shown.get(region, (0, ""))[1]

    async def leave(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            query = "" if self.revision is None else f"?rev={self.revision}"
            try:
                page = self.guest.page(query)
                self.streams += 1
                while not page.ended and not page._task.done():
                    for patch in page.patches:
                        self._show(patch)
                    page.forget()
                    if page.proof is not None:
                        self.revision = max(self.revision or 0, page.proof)
                    await asyncio.sleep(0.02)
                page._task.exception()
            except (httpx.TransportError, AssertionError):
                pass
            await asyncio.sleep(0.3)

    def _show(self, patch: dict[str, Any]) -> None:
        known = self.shown.get(patch["region"], (0, ""))[0]
        if patch["rev"] >= known and "html" in patch:
            self.shown[patch["region"]] = patch["rev"], patch["html"]


async def processes(server: Server, room: dict[str, Any]) -> dict[int, list[str]]:
    """Who is connected, as each of the server's processes tells it."""
    connected = {}
    for _ in range(40):
        async with httpx.AsyncClient() as client:
            answer = (await client.get(f"{server.url}/present/{room['id']}/")).json()
        connected[answer["process"]] = answer["connected"]
        if len(connected) == 2:
            break
    return connected


async def write(server: Server, room: dict[str, Any], text: str) -> int:
    return await asyncio.to_thread(server.write, room["code"], text)


def test_redis_is_cut_off_for_ten_seconds_and_no_screen_stays_wrong(
    server: Server, redis: RedisServer
) -> None:
    room = server.make_room()

    async def scenario() -> None:
        async with guests(server, room["code"], PHONES) as phones:
            everybody = sorted(phone.uuid for phone in phones)
            screens = [Screen(phone) for phone in phones]
            try:
                await until(lambda: all(s.shows("present") == ",".join(everybody) for s in screens), 15)
                redis.kill()
                cut = time.monotonic()
                revision, count = 0, 0
                while time.monotonic() - cut < OUTAGE:
                    count += 1
                    revision = await write(server, room, f"during the outage {count}")
                    # The database tells each process what the others wrote; screens lag, and are not wrong.
                    await until(lambda shown=count: all(_shows(s, shown) for s in screens), 4)  # type: ignore[misc]  # bound per loop
                    await asyncio.sleep(0.5)
                assert revision == count, "each write is in the database, once"
                redis.start()
                back = time.monotonic()
                await write(server, room, f"during the outage {count + 1}")
                await until(lambda: all(_shows(s, count + 1) for s in screens), RIGHT_AGAIN)
                while (told := await processes(server, room)) != dict.fromkeys(told, everybody):
                    assert time.monotonic() - back < 2 * RIGHT_AGAIN, told
                    await asyncio.sleep(0.1)
                assert len(told) == 2
                await write(server, room, f"during the outage {count + 2}")
                await until(lambda: all(_shows(s, count + 2) for s in screens), 3)
            finally:
                for screen in screens:
                    await screen.leave()

    asyncio.run(asyncio.wait_for(scenario(), 150))


def _shows(screen: Screen, number: int) -> bool:
    return f">during the outage {number}</p>" in screen.shows("purpose")


def test_a_killed_process_is_replaced_and_its_screens_find_the_room_again(server: Server) -> None:
    room = server.make_room()

    async def scenario() -> None:
        async with guests(server, room["code"], PHONES) as phones:
            everybody = ",".join(sorted(phone.uuid for phone in phones))
            screens = [Screen(phone) for phone in phones]
            try:
                await until(lambda: all(s.shows("present") == everybody for s in screens), 15)
                for number, process in enumerate(await processes(server, room), 1):
                    os.kill(process, signal.SIGKILL)
                    text = f"during the outage {number}"
                    async with asyncio.timeout(40):
                        while True:  # as an outbox does it, until it is acknowledged
                            try:
                                await write(server, room, text)
                                break
                            except (httpx.TransportError, ValueError):
                                await asyncio.sleep(0.1)
                    await until(lambda number=number: all(_shows(s, number) for s in screens), 15)  # type: ignore[misc]  # as above
                await until(lambda: all(s.shows("present") == everybody for s in screens), 20)
                assert all(screen.streams <= 8 for screen in screens), "no screen hammers the server"
            finally:
                for screen in screens:
                    await screen.leave()

    asyncio.run(asyncio.wait_for(scenario(), 150))


def test_a_polling_person_is_present_in_both_processes(server: Server) -> None:
    room = server.make_room()

    async def scenario() -> None:
        async with guests(server, room["code"], 2) as (polling, streaming):
            screen = Screen(streaming)
            try:
                answers = set()
                for _ in range(10):
                    async with httpx.AsyncClient(cookies=polling.client.cookies) as client:
                        answer = await client.get(f"{server.url}/w/{room['code']}/poll/?rev=0")
                    answers.add(answer.status_code)
                    await asyncio.sleep(0.3)
                assert answers <= {200, 204}
                assert 200 in answers
                both = sorted([polling.uuid, streaming.uuid])
                await until(lambda: screen.shows("present") == ",".join(both), 5)
                assert await processes(server, room) == dict.fromkeys(await processes(server, room), both)
                await until(lambda: screen.shows("present") == streaming.uuid, 20)
            finally:
                await screen.leave()

    asyncio.run(asyncio.wait_for(scenario(), 60))
