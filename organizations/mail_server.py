"""The way to a mail server, with an end to everything: it may refuse, say nothing, or say it letter by
letter.

`settings.EMAIL_TIMEOUT` bounds each wait; a time-out of a socket begins again with each byte that comes, so
`LONGEST` bounds the whole of it.
"""

import smtplib
import socket
import threading
import time
from contextlib import suppress
from typing import Any, Final

from django.core.mail.backends import smtp

LONGEST: Final = 30.0
"""Seconds in which a mail is handed over, from the connection on."""


class EmailBackend(smtp.EmailBackend):
    """Django's, which never takes longer than LONGEST."""

    @property
    def connection_class(self) -> Any:
        return _TimedConnection

    def close(self) -> None:
        """Ends the connection; an error at the end is ignored, since the server has the mail."""
        ended = self.connection
        with suppress(OSError, smtplib.SMTPException):
            super().close()
        if ended is not None:
            ended.close()


class _TimedConnection(smtplib.SMTP):
    """A conversation that is cut after LONGEST seconds, also below TLS."""

    def connect(self, host: str = "localhost", port: int = 0, source_address: Any = None) -> Any:
        until = time.monotonic() + LONGEST
        self.sock = _connected(host, port, self.timeout, until)
        self.file = None
        self._same = self.sock.dup()
        self._timer = threading.Timer(max(until - time.monotonic(), 0.0), self._cut)
        self._timer.daemon = True
        self._timer.start()
        try:
            return self.getreply()
        except (OSError, smtplib.SMTPException):
            self.close()
            raise

    def close(self) -> None:
        self._timer.cancel()
        self._same.close()
        super().close()

    def _cut(self) -> None:
        with suppress(OSError):
            self._same.shutdown(socket.SHUT_RDWR)


def _connected(host: str, port: int, patience: float, until: float) -> socket.socket:
    """A socket to the first address of the host that answers, all of them tried within `until`."""
    failed: OSError = TimeoutError("no address of the mail server answered in time")
    for family, kind, protocol, _name, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        seconds = until - time.monotonic()
        if seconds <= 0:
            break
        one = socket.socket(family, kind, protocol)
        one.settimeout(min(patience, seconds))
        try:
            one.connect(address)
        except OSError as error:
            failed = error
            one.close()
        else:
            one.settimeout(patience)
            return one
    raise failed
