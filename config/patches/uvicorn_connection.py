"""One connection of a browser: uvicorn's, with bounds on the head of a request.

Uvicorn itself takes headers of any length and waits for them without end: a few connections could fill the
memory or use up all sockets. Bodies have their own limits (config/request_body.py). And it writes the events
of a stream at once (`at_once`): to wake a task for each of two hundred streams takes longer than to send.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from config import plain_responses

CHECKED: Final = {"uvicorn": "0.54"}
GAIN: Final = (
    "A score for 200 phones: 3.5 to 3.8 ms of the event loop instead of 6.5 to 7.2 (docs/scaling.md)."
)

MOST_HEAD: Final = 64 * 1024
"""Bytes after which a head that has not come to its end is refused."""
PATIENCE: Final = 20.0
"""Seconds that a head may take, from the first byte, or from the opening of the connection."""
AT_ONCE: Final = "headwaters.at_once"
"""The extension of a request's scope that writes a part of its answer without waiting (`at_once`)."""


class Connection(HttpToolsProtocol):
    """See the module. One whose head is too long gets a 400, one that is too slow is closed."""

    patience = PATIENCE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head: int | None = 0
        """The bytes of the head so far, None while a body is being read."""
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._head is not None:
            # What came before counts: this piece may hold the rest of the head and much of a body.
            if self._head > MOST_HEAD:
                self.send_400_response("The headers are too long.")
                return
            self._head += len(data)
        super().data_received(data)

    def send_400_response(self, msg: str) -> None:
        """As uvicorn, with the headers that all answers have."""
        body = plain_responses.page("The server can't read this request.")
        head = b"".join(b"%s: %s\r\n" % header for header in plain_responses.headers(body))
        self.transport.write(b"HTTP/1.1 400 Bad Request\r\n" + head + b"\r\n" + body)
        self.transport.close()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._wait()

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        self._head = None
        super().on_headers_complete()
        if self.cycle is not None:
            extensions: Any = {AT_ONCE: at_once(self.cycle)}  # ASGI knows only its own
            self.scope["extensions"] = extensions

    def on_message_complete(self) -> None:
        self._head = 0
        super().on_message_complete()

    def _wait(self) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(self.patience, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        if not self.cycle or self.cycle.response_complete:  # else an earlier answer is still under way
            self.transport.close()


def at_once(cycle: Any) -> Callable[[bytes], bool]:
    """A function that writes a part of an answer of unknown length to its connection. It returns False, and
    writes nothing, where the answer has not begun or is over, or the connection takes no more at the
    moment."""

    def write(part: bytes) -> bool:
        if not cycle.chunked_encoding or cycle.response_complete:
            return False
        if cycle.disconnected or cycle.flow.write_paused or cycle.transport.is_closing():
            return False
        cycle.transport.write(b"%x\r\n%b\r\n" % (len(part), part))
        return True

    return write
