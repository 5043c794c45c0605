"""Reading what someone else made in a process of its own (documents/foreign_file_reader.py), so that it takes
neither the memory nor the time of the process that carries the room."""

import atexit
import logging
import os
import pickle
import socket
import subprocess
import time
from collections.abc import Callable
from threading import BoundedSemaphore, Lock
from typing import Any, ParamSpec, Self, TypeVar

from django.utils.translation import gettext as _

from core.exceptions import Busy
from documents.child_process import Program
from documents.concurrency_limit import AT_ONCE, RETRY_AFTER
from documents.foreign_file_reader import JOB, PATIENCE, SECONDS

logger = logging.getLogger(__name__)

LARGEST_ANSWER = 64_000_000
"""Bytes of what was read; more than any file holds that is taken."""
# How long a file waits for those that are read, in seconds.
_WAITS = 10.0

T = TypeVar("T")
P = ParamSpec("P")

_reading = BoundedSemaphore(AT_ONCE)


def apart(function: Callable[..., T], *arguments: Any, otherwise: Exception) -> T:
    """The result of `read(*arguments)`: a function of a module without Django, for bytes that someone else
    made.

    Raises what it raises, and `otherwise` where it takes more memory or time than any file that people have
    (MEGABYTES and SECONDS of documents/foreign_file_reader.py). Raises Busy while as many files are read as
    there may be.
    """
    if not _reading.acquire(timeout=_WAITS):
        raise Busy(_("Other files are being read right now. Yours is next. Wait a few seconds."), RETRY_AFTER)
    try:
        answer_bytes = _at_hand().ask(pickle.dumps((function, arguments), protocol=5))
    finally:
        _reading.release()
    if answer_bytes is None:
        raise otherwise
    has_returned, answer = pickle.loads(answer_bytes)  # noqa: S301  by our own program
    if has_returned:
        return answer  # type: ignore[no-any-return]  # what `function` returned
    raise answer


class Reader(Program):
    """The program that reads, asked by one or several threads; it stays until no one has asked for long."""

    module = "documents.foreign_file_reader"

    def start(self) -> Self:
        """As Program."""
        if not self._is_started:
            self._control, self._theirs = socket.socketpair()
            with self._theirs:
                super().start()
            self._pid = os.getpid()
        return self

    def launch(self, stdin: int, stdout: int) -> None:
        super().launch(self._theirs.fileno(), subprocess.DEVNULL)

    @property
    def is_ready(self) -> bool:
        """As Program; and whether this process started it, not one that it was forked from."""
        return self._pid == os.getpid() and super().is_ready

    def end(self) -> None:
        """As Program."""
        self._control.close()
        if self._pid == os.getpid():
            super().end()

    def send(self, job: socket.socket) -> None:
        """Have the other end of a job forked. Raises OSError when the program ended."""
        self._asked_at = time.monotonic()
        socket.send_fds(self._control, [JOB], [job.fileno()])

    def ask(self, job: bytes) -> bytes | None:
        """The answer to a job; None for one that took too much, or an answer that would."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self.send(theirs)
            ours.settimeout(SECONDS * PATIENCE + _WAITS)
            heard = bytearray()
            try:
                ours.sendall(job)
                ours.shutdown(socket.SHUT_WR)
                while more := ours.recv(1 << 20):
                    heard += more
                    if len(heard) > LARGEST_ANSWER:
                        break
            except OSError as error:
                logger.warning("reading a file stopped early: %s", error)
        if not heard or len(heard) > LARGEST_ANSWER:
            logger.warning("a file exceeded the limits for reading: %s", self.complaints() or "no complaint")
            return None
        return bytes(heard)


_readers: list[Reader] = []
_starting = Lock()


def _at_hand() -> Reader:
    """The program that waits, or else a new one."""
    with _starting:
        if _readers and not _readers[0].is_ready:
            _readers.pop().end()
        if not _readers:
            _readers.append(Reader().start())
        return _readers[0]


@atexit.register
def _end() -> None:
    while _readers:
        _readers.pop().end()
