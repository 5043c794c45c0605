"""The head of a request has bounds, in bytes and in time; honest requests do not notice."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from config.patches.uvicorn_connection import MOST_HEAD, Connection

GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer with the size of the body."""
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    text = str(size).encode()
    headers = [(b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": text})


class Hasty(Connection):
    patience = 0.1


def talk(scenario: Callable[[Streams], Awaitable[None]], kind: type[Connection] = Hasty) -> None:
    """Run the scenario on a connection of its own."""

    async def run() -> None:
        loop = asyncio.get_running_loop()
        config = uvicorn.Config(app, log_level="critical")
        config.load()
        state = ServerState()
        server = await loop.create_server(lambda: kind(config, state, {}, loop), "127.0.0.1", 0)
        async with server:
            streams = await asyncio.open_connection(*server.sockets[0].getsockname())
            try:
                async with asyncio.timeout(5):
                    await scenario(streams)
            finally:
                streams[1].close()

    asyncio.run(run())


@pytest.mark.parametrize("endless", [b"X-Long: ", b"GET /", GET + b"Cookie: "])
def test_a_head_without_end_is_refused(endless: bytes) -> None:
    async def scenario(streams: Streams) -> None:
        reader, writer = streams
        writer.write(endless)
        refused = b""
        for _ in range(20):
            writer.write(b"a" * (MOST_HEAD // 2))
            try:
                await writer.drain()
                await asyncio.sleep(0.005)
            except ConnectionError:
                break
        try:
            refused = await reader.read(16)
        except ConnectionError:
            return
        assert refused.startswith(b"HTTP/1.1 400") or not refused

    talk(scenario, Connection)


@pytest.mark.parametrize("half", [b"", b"GET", GET, b"\r\n"])
def test_a_head_that_does_not_come_is_given_up(half: bytes) -> None:
    async def scenario(streams: Streams) -> None:
        reader, writer = streams
        writer.write(half)
        assert await reader.read() == b""

    talk(scenario)


def test_a_large_body_and_a_second_request_are_fine() -> None:
    async def scenario(streams: Streams) -> None:
        reader, writer = streams
        for size in (5 * MOST_HEAD, 3 * MOST_HEAD):
            writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % size)
            writer.write(b"a" * size)
            answer = await reader.readuntil(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 200")
            assert await reader.readexactly(len(str(size))) == str(size).encode()
            await asyncio.sleep(0.15)  # longer than a head may take: nothing is due between two requests

    talk(scenario)
