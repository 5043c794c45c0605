"""The layout program for tests, forked from a process that has loaded it. Loading takes most of the time of a
short PDF. `tests/documents/test_pdf_engine_process.py` starts it as the product does."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from contextlib import suppress
from functools import cache

from django.conf import settings

from documents import assets, process_priority
from documents.pdf_engine_process import Engine
from tests.warm import ROOT

# A number in so many bytes: how far an engine steps behind, and the process that it is.
_NUMBER = 8


class ForkedEngine:
    """An engine, used as a process of `subprocess` is. The press reaps it, so its exit code isn't known."""

    def __init__(self, pid: int, stdin: int, stdout: int) -> None:
        self.pid = pid
        self.stdin, self.stdout = os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb")
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            try:
                os.kill(self.pid, 0)
            except ProcessLookupError:
                self.returncode = 0
        return self.returncode

    def wait(self) -> int:
        while (code := self.poll()) is None:
            time.sleep(0.002)
        return code

    def kill(self) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class Press:
    """The process that has loaded the layout program, seen from the tests. It ends with them."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._control, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "tests.press"]
            self._process = subprocess.Popen(command, cwd=ROOT, stdin=theirs.fileno())
        atexit.register(self.close)
        files = json.dumps({url: str(path) for url, path in assets.own().items()}).encode()
        self._control.sendall(len(files).to_bytes(_NUMBER) + files)

    def fork(self, niceness: int, complaints: int) -> ForkedEngine:
        """An engine that writes its complaints to this descriptor."""
        asks, stdin = os.pipe()
        stdout, answers = os.pipe()
        with self._one_at_a_time:
            socket.send_fds(self._control, [niceness.to_bytes(_NUMBER)], [asks, answers, complaints])
            pid = int.from_bytes(self._control.recv(_NUMBER, socket.MSG_WAITALL))
        assert pid, "the process that engines are forked from is gone"
        for theirs in (asks, answers):
            os.close(theirs)
        return ForkedEngine(pid, stdin, stdout)

    def close(self) -> None:
        self._control.close()
        self._process.wait()


_press = cache(Press)


def launch(engine: Engine, _stdin: int, _stdout: int) -> None:
    """In the place of `Engine.launch`."""
    forked = _press().fork(settings.REPORT_NICENESS, engine._complaints.fileno())
    engine._process = forked  # type: ignore[assignment]  # as one of subprocess


# --- In the process -------------------------------------------------------------------------------


def _fork_engines() -> None:
    from documents import pdf_engine

    control = socket.socket(fileno=os.dup(0))
    # Engines are buried as they end.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    length = int.from_bytes(control.recv(_NUMBER, socket.MSG_WAITALL))
    fetcher = pdf_engine.load(json.loads(control.recv(length, socket.MSG_WAITALL)))
    while True:
        niceness, pipes, *_ = socket.recv_fds(control, _NUMBER, 3)
        if not niceness:
            return
        if (pid := os.fork()) == 0:
            try:
                control.close()
                for place, pipe in enumerate(pipes):
                    os.dup2(pipe, place)
                    os.close(pipe)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                process_priority.step_behind(int.from_bytes(niceness))
                sys.stdin.buffer.readline()  # the files, which it has
                pdf_engine.take_job(fetcher)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(1)
        for pipe in pipes:
            os.close(pipe)
        control.sendall(pid.to_bytes(_NUMBER))


if __name__ == "__main__":
    _fork_engines()
