"""Programs of ours that run as processes of their own, because what they do takes memory that is given back
only by ending, or follows what someone else wrote."""

import logging
import subprocess
import sys
import tempfile
import time
from typing import IO, Self

from django.conf import settings

logger = logging.getLogger(__name__)

# A program that has waited longer for something to do, in seconds, is not used: it ends soon (WAITS of
# documents/process_priority.py).
_USED_WITHIN = 840.0


class Program:
    """A module of ours as a process, started when it is first needed; it has to be ended."""

    module = ""

    def __init__(self) -> None:
        self._is_started = False

    @property
    def is_ready(self) -> bool:
        """True if it runs, and is not about to end because it had no job."""
        return self._process.poll() is None and time.monotonic() - self._asked_at < _USED_WITHIN

    def start(self) -> Self:
        """Start the program unless it was started before."""
        if not self._is_started:
            self._is_started = True
            self._asked_at = time.monotonic()
            self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed by `end`
            self.launch(subprocess.PIPE, subprocess.PIPE)
        return self

    def launch(self, stdin: int, stdout: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603  our own program and a number
            [sys.executable, "-m", self.module, str(settings.REPORT_NICENESS)],
            stdin=stdin,
            stdout=stdout,
            stderr=self._complaints,
            cwd=settings.BASE_DIR,
        )

    def end(self) -> None:
        """Stop the program at once, whatever it does, and close its pipes."""
        self._is_started = False
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    logger.debug("the program had ended before it read its job")
        self._process.wait()
        self._complaints.close()

    def complaints(self) -> str:
        """The end of what it said of its troubles: enough to find the reason."""
        self._complaints.seek(0)
        return self._complaints.read().decode(errors="replace")[-2000:]
