"""Two hundred phones in one process: each joins, keeps an event stream open and presses buttons."""

import asyncio
import contextlib
import html
import json
import random
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp
from yarl import URL

T = TypeVar("T")
LONGEST_PAUSE = 4.0
_BOARD = re.compile(r'data-board="([^"]+)"')
_HIDDEN = re.compile(r'<input[^>]*name="(csrfmiddlewaretoken|join_key)"[^>]*value="([^"]+)"')


@dataclass(slots=True)
class Phone:
    """One person's browser: `seen` is the newest revision that its stream showed, `patches` how many came."""

    base: str
    code: str
    name: str
    side: str
    session: aiohttp.ClientSession
    seen: int = 0
    patches: int = 0
    # Where the pages of a large board lie, of which the stream only says that it is there.
    board: tuple[str, ...] = ()
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    reader: asyncio.Task[None] | None = None

    async def join(self) -> bool:
        """Fill in the form and press "Join"; whether the room was reached."""
        async with self.session.get(f"{self.base}/join/{self.code}/") as page:
            hidden = dict(_HIDDEN.findall(await page.text()))
        form = {**hidden, "display_name": self.name, "side": self.side, "role_title": "Bench"}
        async with self.session.post(f"{self.base}/join/{self.code}/", data=form) as answer:
            return answer.status == 200 and answer.url.path == f"/w/{self.code}/"

    async def post(self, path: str, data: dict[str, str]) -> tuple[int, dict[str, Any], float]:
        """Status, answer ({} when it is no JSON) and seconds that it took."""
        token = self.session.cookie_jar.filter_cookies(URL(self.base))["csrftoken"].value
        headers = {"X-CSRFToken": token, "Accept": "application/json"}
        started = time.perf_counter()
        sending = self.session.post(self.base + path, data=data, headers=headers, allow_redirects=False)
        async with sending as answer:
            content = await answer.json() if answer.content_type == "application/json" else {}
            return answer.status, content, time.perf_counter() - started

    async def watch(self, surface: str = "room") -> None:
        """Open the event stream, again whenever it ends, and wait until it has shown the present state."""
        self.reader = asyncio.create_task(self._keep_reading(surface))
        await asyncio.wait_for(self.moved.wait(), 30)

    async def has_seen(self, revision: int) -> None:
        """Wait until the stream showed `revision` or a newer one."""
        while self.seen < revision:
            self.moved.clear()
            if self.seen < revision:
                await self.moved.wait()

    async def _keep_reading(self, surface: str) -> None:
        """As live.js does it: a lost stream is opened again after a pause that grows, never the same."""
        failures = 0
        while True:
            before = self.patches
            with contextlib.suppress(aiohttp.ClientError, OSError, asyncio.TimeoutError):
                await self._read(surface)
            failures = 0 if self.patches > before else failures + 1
            longest = min(LONGEST_PAUSE, 2.0 ** min(failures, 5))
            await asyncio.sleep(max(0.2, longest * (0.3 + 0.7 * random.random())))

    async def _read(self, surface: str) -> None:
        timeout = aiohttp.ClientTimeout(total=None, sock_read=60)
        url = f"{self.base}/w/{self.code}/events/?surface={surface}"
        async with self.session.get(url, timeout=timeout) as stream:
            stream.raise_for_status()
            event = ""
            async for raw in stream.content:
                if raw.startswith(b"event:"):
                    event = raw[6:].strip().decode()
                elif raw.startswith(b"data:") and event == "patch":
                    for patch in json.loads(raw[5:]):
                        self.seen = max(self.seen, patch["rev"])
                        if board := _BOARD.search(patch.get("html", "")):
                            self.board = tuple(html.unescape(board[1]).split())
                    self.patches += 1
                    self.moved.set()

    async def fetch_board(self) -> int:
        """Wait until the stream says where a board lies, and fetch its pages; how many items they hold."""
        while not self.board:
            self.moved.clear()
            if not self.board:
                await self.moved.wait()
        count = 0
        for address in self.board:
            async with self.session.get(self.base + address) as page:
                page.raise_for_status()
                count += (await page.text()).count('data-item="')
        return count

    async def leave(self) -> None:
        if self.reader:
            self.reader.cancel()
            await asyncio.gather(self.reader, return_exceptions=True)
        await self.session.close()


def new_session(cookies: dict[str, str] | None = None, language: str = "en") -> aiohttp.ClientSession:
    """A browser of its own: its own cookies, language and connections, without a bound on how many."""
    return aiohttp.ClientSession(
        # Shorter than the server keeps idle connections, so that none is closed under a request.
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60),
        cookie_jar=aiohttp.CookieJar(unsafe=True),
        cookies=cookies,
        headers={"Accept-Language": language},
        timeout=aiohttp.ClientTimeout(total=60),
    )


async def all_at_once(people: Sequence[T], act: Callable[[T], Awaitable[Any]]) -> list[Any]:
    """What each answered, having started together."""
    return list(await asyncio.gather(*(act(person) for person in people)))
