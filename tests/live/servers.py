"""Real server processes, and clients that read their streams."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from tests.live.helpers import Page

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(database: Path, redis_url: str = "") -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.live.served.settings",
        "DATABASE_URL": f"sqlite:///{database}",
        "REDIS_URL": redis_url,
        "HEADWATERS_SECRET_KEY": "a key that the processes share",
        "PYTHONPATH": str(ROOT),
    }


def migrated(database: Path) -> Path:
    """Make the database."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--run-syncdb", "--verbosity", "0"],
        cwd=ROOT,
        env=environment(database),
        check=True,
    )
    return database


class Server:
    """`python -m discovery.serve` in a process of its own."""

    def __init__(self, database: Path, *, port: int = 0, processes: int = 1, redis_url: str = "") -> None:
        self.database = database
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [sys.executable, "-m", "discovery.serve"]
        self._command += ["--port", str(self.port), "--processes", str(processes)]
        self._environment = environment(database, redis_url)
        self.process = self.start()

    def start(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            self._command, cwd=ROOT, env=self._environment, stderr=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        self.wait_until_up()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def wait_until_up(self, seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.process.communicate()[1]
            try:
                httpx.get(f"{self.url}/costs/", timeout=5)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the server did not come up")

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str, float]:
        """Stop it; return exit code, what it said, and the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=10)
        return self.process.returncode, said, time.monotonic() - began

    def again(self) -> None:
        """Start it once more at the same address."""
        self.process = self.start()
        self.wait_until_up()

    def make_room(self) -> dict[str, Any]:
        return dict(httpx.post(f"{self.url}/rooms/").json())

    def write(self, code: str, text: str, *, silent: bool = False) -> int:
        answer = httpx.post(f"{self.url}/rooms/{code}/write/{'?silent=1' if silent else ''}", content=text)
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
