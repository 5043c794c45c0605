"""Two hundred phones in one process: each joins, keeps an event stream open and presses buttons."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp
from yarl import URL

T = TypeVar("T")
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
        """Open the event stream and wait until it has shown the present state."""
        self.reader = asyncio.create_task(self._read(surface))
        await asyncio.wait_for(self.moved.wait(), 30)

    async def has_seen(self, revision: int) -> None:
        """Wait until the stream showed `revision` or a newer one."""
        while self.seen < revision:
            self.moved.clear()
            if self.seen < revision:
                await self.moved.wait()

    async def _read(self, surface: str) -> None:
        timeout = aiohttp.ClientTimeout(total=None, sock_read=60)
        url = f"{self.base}/w/{self.code}/events/?surface={surface}"
        async with self.session.get(url, timeout=timeout) as stream:
            event = ""
            async for raw in stream.content:
                if raw.startswith(b"event:"):
                    event = raw[6:].strip().decode()
                elif raw.startswith(b"data:") and event == "patch":
                    for patch in json.loads(raw[5:]):
                        self.seen = max(self.seen, patch["rev"])
                    self.patches += 1
                    self.moved.set()

    async def leave(self) -> None:
        if self.reader:
            self.reader.cancel()
            await asyncio.gather(self.reader, return_exceptions=True)
        await self.session.close()


def new_session(cookies: dict[str, str] | None = None) -> aiohttp.ClientSession:
    """A browser of its own: its own cookies and its own connections, without a bound on how many."""
    return aiohttp.ClientSession(
        # Shorter than the server keeps idle connections, so that none is closed under a request.
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60),
        cookie_jar=aiohttp.CookieJar(unsafe=True),
        cookies=cookies,
        timeout=aiohttp.ClientTimeout(total=60),
    )


async def all_at_once(people: Sequence[T], act: Callable[[T], Awaitable[Any]]) -> list[Any]:
    """What each answered, having started together."""
    return list(await asyncio.gather(*(act(person) for person in people)))
