"""Runs the PDF engine (documents/pdf_engine.py) in a subprocess, so that a long layout does not block the
worker and its memory is freed afterwards."""

from __future__ import annotations

import atexit
import json
import logging
import queue
import time
from collections.abc import Callable, Sequence
from threading import Thread
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _

from core.exceptions import DrawingFailed, LayoutFailed
from documents import assets
from documents.child_process import Program

logger = logging.getLogger(__name__)

# As told by the engine, which cannot be imported here: that takes half a second and 40 MB.
_WRITING = "writing"
# The engine is silent while it reads a large document. The waiting caller is called at least this often, in
# seconds.
_STILL_THERE = 5.0

# The engine that waits for the next PDF (`keep_ready`), at most one.
_waiting: list[Engine] = []


def keep_ready() -> None:
    """Have an engine loaded for the next PDF that this process makes; it ends by itself when none is asked
    for (`pdf_engine.WAITS`). For a process that makes one PDF after another, in one thread."""
    _waiting.append(engine_at_hand().start())


def engine_at_hand() -> Engine:
    """The engine that waits, or else one that is not started yet."""
    while _waiting:
        waiting = _waiting.pop()
        if waiting.is_ready:
            return waiting
        waiting.end()
    return Engine()


@atexit.register
def _end_waiting() -> None:
    while _waiting:
        _waiting.pop().end()


def render_in_subprocess(html: str, *, timeout: float = 60) -> bytes:
    """The PDF of a document, as documents.pdf_engine.render makes it. `timeout` is in seconds.

    Raises DrawingFailed when it takes longer or fails.
    """
    with Engine() as engine:
        return engine.render([html], timeout=timeout)


class Engine(Program):
    """The layout program, started when the `with` begins if not before, so that it loads while the document
    is written. It makes one PDF, and ends with the `with` whatever happens."""

    module = "documents.pdf_engine"

    def __enter__(self) -> Engine:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def start(self) -> Self:
        """As Program, with the files that a document may name."""
        if not self._is_started:
            super().start()
            files = {url: str(path) for url, path in assets.own().items()}
            # It fits into the pipe, so no one waits for the program to read it.
            self._send(json.dumps(files).encode() + b"\n")
        return self

    def render(
        self,
        candidates: Sequence[str],
        *,
        most_pages: int = 0,
        sizes: Sequence[float] = (),
        timeout: float = 600,
        tell: Callable[[str], None] | None = None,
    ) -> bytes:
        """The PDF of the first of `candidates` that has at most `most_pages` pages, as large as `sizes`
        allow; of the last one, up to that page, when all are longer. `timeout` is in seconds from now; `tell`
        hears in words what is being done, and may stop it by raising something.

        Raises DrawingFailed when it takes longer, LayoutFailed when it fails.
        """
        if not self.is_ready:
            # It was loaded long ago, and ended by itself while the document was written.
            self.end()
            self.start()
        until = time.monotonic() + timeout
        job = json.dumps(
            {"candidates": list(candidates), "most_pages": most_pages, "sizes": list(sizes)}
        ).encode()
        heard: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        for work in (lambda: self._send(job, is_all=True), lambda: self._listen(heard)):
            Thread(target=work, daemon=True, name="engine").start()
        step = b""
        while True:
            seconds = until - time.monotonic()
            if seconds <= 0:
                raise DrawingFailed(
                    _("This is too large for a PDF. It took longer than %(seconds)d seconds.")
                    % {"seconds": round(timeout)}
                )
            try:
                line = heard.get(timeout=min(seconds, _STILL_THERE))
            except queue.Empty:
                line = step
            if line is None:
                raise self._failed()
            if line.startswith(b"%PDF"):
                return line
            step = line
            if tell is not None:
                tell(_("Writing the PDF") if line.decode() == _WRITING else _("Laying out the pages"))

    def _send(self, words: bytes, *, is_all: bool = False) -> None:
        try:
            if self._process.stdin is not None:
                self._process.stdin.write(words)
                self._process.stdin.flush()
                if is_all:
                    self._process.stdin.close()
        except (OSError, ValueError):
            logger.debug("the engine ended before it read its job")

    def _listen(self, heard: queue.SimpleQueue[bytes | None]) -> None:
        """Each step, then the PDF; None when there is none."""
        output = self._process.stdout
        try:
            for line in output or ():
                if line != b"pdf\n":
                    heard.put(line.strip())
                    continue
                pdf = output.read() if output else b""
                heard.put(pdf if pdf.startswith(b"%PDF") else None)
                return
        except ValueError:
            logger.debug("the engine was stopped")
        heard.put(None)

    def _failed(self) -> LayoutFailed:
        logger.error("a PDF could not be made: %s", self.complaints())
        return LayoutFailed(_("The PDF couldn’t be created, because the layout program failed."))
