"""a2wsgi: an answer crosses from its thread to the event loop once, whole, or as the file that it is.

By itself it hands over the head, each piece and the end one by one, and the thread waits each time until the
loop has taken it: with two hundred people that is most of what the loop does, while threads wait for each
other. A large answer waits for its reader on the disk, not in memory.
"""

from __future__ import annotations

import asyncio
import contextvars
import os
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from io import FileIO
from typing import IO, Any, Final

from a2wsgi.wsgi import WSGIResponder, build_environ

CHECKED: Final = {"a2wsgi": "1.10"}

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


BLOCK: Final = 256 * 1024
"""Bytes of a file that are in memory at a time; a smaller file is an answer like any other."""


class FileAnswer:
    """An application's answer with a file (`wsgi.file_wrapper` of PEP 3333)."""

    def __init__(self, file: Any, block_size: int = BLOCK) -> None:
        self._file, self._block_size = file, block_size

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self._file.read(self._block_size), b"")

    def close(self) -> None:
        """Tell the application that its answer is sent."""
        self._file.close()

    def large(self) -> FileIO | None:
        """The rest of the file, opened again so that the application may close its own; None for a small one,
        and for what is no file on a disk."""
        try:
            number = self._file.fileno()
        except (AttributeError, OSError):
            return None
        if os.fstat(number).st_size - self._file.tell() <= BLOCK:
            return None
        again = FileIO(os.dup(number))
        again.seek(self._file.tell())
        return again


class BridgedAnswer(WSGIResponder):
    """One answer of a WSGI application, made in a thread of ``executor``."""

    def __init__(self, application: Any, executor: Any) -> None:
        super().__init__(application, executor, 0)
        self._start: Any = None
        self._body: list[bytes] = []
        self._file: FileIO | None = None

    async def to(self, scope: dict[str, Any], body: IO[bytes], send: Send) -> None:
        """Send what the application answers to a request, whose ``body`` has arrived whole. Raises what the
        application and the executor raise; then nothing was sent."""
        built = build_environ(scope, body)  # type: ignore[arg-type]  # asks for a2wsgi's own body; any file will do
        environ: dict[str, Any] = {**built, "wsgi.file_wrapper": FileAnswer}  # optional in PEP 3333
        context = contextvars.copy_context()

        def answer(environ: Any) -> None:
            context.run(self.wsgi, environ, self.start_response)

        await self.loop.run_in_executor(self.executor, answer, environ)
        await send(self._start)
        if self._file is not None:
            with self._file as file:
                while block := await asyncio.to_thread(file.read, BLOCK):
                    await send({"type": "http.response.body", "body": block, "more_body": True})
        await send({"type": "http.response.body", "body": b"".join(self._body)})

    def wsgi(self, environ: Any, start_response: Any) -> None:
        """Take the answer whole; of one that is a large file, take the file."""
        answer = self.app(environ, start_response)
        try:
            if isinstance(answer, FileAnswer) and environ["REQUEST_METHOD"] != "HEAD":
                self._file = answer.large()
            if self._file is None:
                self._body += answer
        finally:
            getattr(answer, "close", lambda: None)()
        if sum(map(len, self._body)) > BLOCK:
            self._file = _laid_aside(self._body)
            self._body = [] if self._file else self._body

    def send(self, message: Any) -> None:
        """Keep it until the answer is whole."""
        if message["type"] == "http.response.start":
            self._start = message
        else:
            self._body.append(message["body"])


def _laid_aside(pieces: Iterable[bytes]) -> FileIO | None:
    """The pieces as a file without a name, so that a slow reader keeps none of them in memory; None where the
    disk takes no more."""
    try:
        with tempfile.TemporaryFile() as file:
            file.writelines(pieces)
            file.flush()
            again = FileIO(os.dup(file.fileno()))
    except OSError:
        return None
    again.seek(0)
    return again
