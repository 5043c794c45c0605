"""Reading a request's body before one of the few page threads is taken.

Eight half-sent requests would otherwise stall a pool of four. Bodies are bounded; large ones wait on disk.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from typing import IO, Any, Final

from config import plain_responses

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

IN_MEMORY: Final = 256 * 1024
PATIENCE: Final = 30.0
"""Seconds without a byte after which a half-sent body is given up."""
PAUSE: Final = 2.0
"""Seconds without a byte of a body that is refused after which its sender is answered."""


class ClientGone(Exception):
    """The client went away before its request was complete."""


class TooLarge(Exception):
    """The body is larger than allowed."""


class TooSlow(Exception):
    """Nothing came for too long."""


class RequestBody:
    """A whole request body, in ``file``. Close the body to free the file."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - see close
        self._size = 0

    @classmethod
    async def read(cls, headers: list[tuple[bytes, bytes]], receive: Receive, limit: int) -> "RequestBody":
        """Read the body to its end. Raises ClientGone, TooLarge (more than ``limit`` bytes) or TooSlow."""
        if announced_length(headers) > limit:
            raise TooLarge
        body = cls(receive)
        try:
            await body._fill(limit)
        except BaseException:
            body.close()
            raise
        return body

    async def _fill(self, limit: int) -> None:
        more = True
        while more:
            try:
                async with asyncio.timeout(PATIENCE):
                    message = await self._receive()
            except TimeoutError:
                raise TooSlow from None
            if message["type"] != "http.request":
                raise ClientGone
            chunk = message.get("body", b"")
            self._size += len(chunk)
            if self._size > limit:
                raise TooLarge
            self.file.write(chunk)
            more = message.get("more_body", False)
        self.file.seek(0)

    def close(self) -> None:
        """Free the file."""
        self.file.close()


def announced_length(headers: list[tuple[bytes, bytes]]) -> int:
    """Bytes that a request says will follow its headers, 0 where it does not say."""
    announced = dict(headers).get(b"content-length", b"0")
    return int(announced) if announced.isdigit() else 0


def announces_body(headers: list[tuple[bytes, bytes]]) -> bool:
    """Return True if a body follows a request's headers."""
    values = dict(headers)
    return b"transfer-encoding" in values or values.get(b"content-length", b"0") != b"0"


async def drain(receive: Receive, most: int) -> None:
    """Read and discard the rest of a body, up to `most` bytes and for PATIENCE: a browser reads no answer
    while it sends. Stops earlier when the browser pauses for PAUSE seconds."""
    try:
        async with asyncio.timeout(PATIENCE):
            while most > 0:
                async with asyncio.timeout(PAUSE):
                    message = await receive()
                most -= len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return


async def answer(send: Send, status: int, content: str | bytes, kind: bytes = plain_responses.PAGE) -> None:
    """Send a page of one sentence, or a body of another kind, and have the connection closed: the rest of the
    request is not read."""
    body = plain_responses.page(content) if isinstance(content, str) else content
    await send(
        {"type": "http.response.start", "status": status, "headers": plain_responses.headers(body, kind)}
    )
    await send({"type": "http.response.body", "body": body})
