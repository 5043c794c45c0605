"""Django's SQLite, with a queue for those who write.

SQLite has one writer at a time. Whoever finds another one writing sleeps and looks again, up to a tenth of a
second later, however soon the other was done: with the four threads of a process that all write, each for a
few milliseconds, the database is idle most of the time (docs/adr/0028). Here a thread takes its turn before
its transaction starts, and the next one is woken as soon as it ends. Processes among each other still wait as
SQLite does.
"""

from __future__ import annotations

import threading
from collections import defaultdict

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
"""By name of the database."""
SECONDS = 5.0
"""How long a thread waits for its turn where the connection does not say; as long as for other processes."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to SQLite; see the module. Raises OperationalError, as SQLite does, when others write for
    longer than the connection's `timeout`."""

    _holds: threading.Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        turn = _turns[str(self.settings_dict["NAME"])]
        if not turn.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", SECONDS)):
            raise OperationalError("database is locked")
        self._holds = turn
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._pass_on()
            raise

    def _commit(self) -> None:
        # Where it fails, Django rolls back.
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._pass_on()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._pass_on()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        turn, self._holds = self._holds, None
        if turn is not None:
            turn.release()
