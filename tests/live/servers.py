"""Real server processes, and clients that read their streams."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from tests.live.helpers import Page
from tests.served import Served


def environment(database: Path, redis_url: str = "") -> dict[str, str]:
    """What a process of these tests finds in its environment."""
    return Server(database, redis_url=redis_url).environment


TABLES = """
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
"""


def migrated(database: Path) -> Path:
    """Make the database."""
    empty = Server(database)
    empty.python(TABLES)
    empty.leave()
    return database


# How long an answer may take on a machine that is busy with other tests as well, in seconds.
PATIENCE = 30


class Server(Served):
    """The real stack with a few addresses that write."""

    settings = "tests.live.served.settings"
    probe = "/costs/"

    def make_room(self) -> dict[str, Any]:
        return dict(httpx.post(f"{self.url}/rooms/", timeout=PATIENCE).json())

    def write(self, code: str, text: str, *, silent: bool = False) -> int:
        url = f"{self.url}/rooms/{code}/write/{'?silent=1' if silent else ''}"
        answer = httpx.post(url, content=text, timeout=PATIENCE)
        return int(answer.json()["revision"])


class Guest:
    """A phone: joins once, opens as many streams as it likes."""

    def __init__(self, server: Server, code: str) -> None:
        self.server, self.code = server, code
        self.client = httpx.AsyncClient(
            base_url=server.url,
            limits=httpx.Limits(max_connections=None),
            timeout=httpx.Timeout(10, read=60),  # a stream is silent for up to ten seconds
        )
        self.uuid = ""
        self._pages: list[Page] = []

    async def join(self) -> None:
        answer = await self.client.post(f"/rooms/{self.code}/join/")
        self.uuid = answer.json()["uuid"]

    def page(self, query: str = "", headers: dict[str, str] | None = None) -> Page:
        page = Page(self._chunks(query, headers or {}))
        self._pages.append(page)
        return page

    async def leave(self) -> None:
        for page in self._pages:
            await page.leave()
        await self.client.aclose()

    async def _chunks(self, query: str, headers: dict[str, str]) -> AsyncGenerator[bytes]:
        address = f"/w/{self.code}/events/{query}"
        async with self.client.stream("GET", address, headers=headers) as response:
            assert response.status_code == 200, response.status_code
            assert response.headers["content-type"].startswith("text/event-stream")
            assert response.headers["x-accel-buffering"] == "no"
            assert "no-store" in response.headers["cache-control"]
            event: list[str] = []
            with suppress(httpx.RemoteProtocolError):  # the process died: the stream has ended
                async for line in response.aiter_lines():
                    if line:
                        event.append(line)
                    elif event:
                        yield ("\n".join(event) + "\n\n").encode()
                        event = []


@asynccontextmanager
async def guests(server: Server, code: str, count: int = 1) -> AsyncIterator[list[Guest]]:
    """So many phones that have joined; all of them leave at the end."""
    phones = [Guest(server, code) for _ in range(count)]
    try:
        for phone in phones:
            await phone.join()
        yield phones
    finally:
        for phone in phones:
            await phone.leave()
