"""a2wsgi: an answer crosses from its thread to the event loop once, whole.

By itself it hands over the head, each piece and the end one by one, and the thread waits each time until the
loop has taken it: with two hundred people that is most of what the loop does, while threads wait for each
other.
"""

from __future__ import annotations

import contextvars
from collections.abc import Awaitable, Callable, MutableMapping
from typing import IO, Any, Final

from a2wsgi.wsgi import WSGIResponder, build_environ

CHECKED: Final = {"a2wsgi": "1.10.10"}

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Answer(WSGIResponder):
    """One answer of a WSGI application, made in a thread of ``executor``."""

    def __init__(self, application: Any, executor: Any) -> None:
        super().__init__(application, executor, 0)
        self._start: Any = None
        self._body: list[bytes] = []

    async def to(self, scope: dict[str, Any], body: IO[bytes], send: Send) -> None:
        """Send what the application answers to a request, whose ``body`` has arrived whole. Raises what the
        application and the executor raise; then nothing was sent."""
        environ = build_environ(scope, body)  # type: ignore[arg-type]  # asks for a2wsgi's own body; any file will do
        context = contextvars.copy_context()

        def answer(environ: Any) -> None:
            context.run(self.wsgi, environ, self.start_response)

        await self.loop.run_in_executor(self.executor, answer, environ)
        await send(self._start)
        await send({"type": "http.response.body", "body": b"".join(self._body)})

    def send(self, message: Any) -> None:
        """Keep it until the answer is whole."""
        if message["type"] == "http.response.start":
            self._start = message
        else:
            self._body.append(message["body"])
