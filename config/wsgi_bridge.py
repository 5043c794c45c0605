"""An answer of a WSGI application crosses from its thread to the event loop once: whole, or as a file.

a2wsgi writes the environ of a request. Its own bridge hands over the head, each piece and the end one by one,
and the thread waits each time until the loop has taken it. With two hundred people that would be most of what
the loop does, while threads wait for each other. A large answer waits for its reader on the disk, not in
memory.
"""

import asyncio
import contextvars
import os
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import Executor
from io import FileIO
from typing import IO, Any, Final

from a2wsgi.wsgi import build_environ

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


class BridgedAnswer:
    """One answer of a WSGI application, made in a thread of ``executor``."""

    def __init__(self, application: Any, executor: Executor) -> None:
        self._application, self._executor = application, executor
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
            context.run(self._take, environ)

        await asyncio.get_running_loop().run_in_executor(self._executor, answer, environ)
        await send(self._start)
        if self._file is not None:
            with self._file as file:
                while block := await asyncio.to_thread(file.read, BLOCK):
                    await send({"type": "http.response.body", "body": block, "more_body": True})
        await send({"type": "http.response.body", "body": b"".join(self._body)})

    def _take(self, environ: dict[str, Any]) -> None:
        """Take the answer whole; of one that is a large file, take the file."""
        answer = self._application(environ, self._start_response)
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

    def _start_response(
        self, status: str, headers: Iterable[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], None]:
        """Keep status and headers until the answer is whole (PEP 3333). Nothing is sent by then, so an
        application that fails may replace them."""
        self._start = {
            "type": "http.response.start",
            "status": int(status.split(" ", 1)[0]),
            "headers": [
                (name.strip().encode("latin1").lower(), value.strip().encode("latin1"))
                for name, value in headers
            ],
        }
        return self._body.append


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
