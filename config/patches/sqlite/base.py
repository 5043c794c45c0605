"""Django's SQLite, with a queue for the threads that write.

SQLite has one writer at a time. A connection that meets a running write sleeps for up to a tenth of a second
before it tries again, even if the write ends sooner: with the four threads of a process that all write, each
for a few milliseconds, the database is idle most of the time (docs/adr/0028). Here a thread takes its turn
before its transaction starts, and the next one is woken as soon as it ends. Between
processes the wait is still SQLite's.

A file that is deleted while it is open goes on taking what is written, and is gone with the process. So a
connection remembers which file it opened, and what it commits once that file is no longer at its place counts
as not saved. Where another file was put there, the next request opens that one.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

CHECKED: Final = {"Django": "5.2"}
GAIN: Final = "A thousand notes of 200 people: p95 of 1.2 to 2.0 s instead of 3.9 (docs/adr/0028)."

_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
"""By name of the database."""
_opened_files: set[str] = set()
"""Names of the files that this process has opened."""
SECONDS = 5.0
"""How long a thread waits for its turn where the connection does not say; as long as for other processes."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to SQLite; see the module. Raises OperationalError, as SQLite does, when others write for
    longer than the connection's `timeout`."""

    _holds: threading.Lock | None = None
    _opened: tuple[int, int] | None = None
    """Device and number of the file; None in memory."""

    def write_state(self) -> tuple[object, ...] | None:
        """A value that stays equal until this or another connection writes to the database; None within a
        transaction, which may be rolled back. It reads no table."""
        if self.in_atomic_block:
            return None
        self.ensure_connection()
        (version,) = self.connection.execute("PRAGMA data_version").fetchone()  # what others committed
        return self.connection, version, self.connection.total_changes

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        name = str(self.settings_dict["NAME"])
        if name in _opened_files and not Path(name).exists():
            # SQLite would make an empty one, which is no one's database.
            raise OperationalError("the database file is gone")
        connection = super().get_new_connection(conn_params)
        self._opened = self._at_its_place()
        if self._opened is not None:
            _opened_files.add(name)
        return connection

    def close_if_unusable_or_obsolete(self) -> None:
        """As Django's before and after each request; closes one to a file in whose place another was put."""
        at_its_place = self._at_its_place() if self._opened is not None else None
        if at_its_place not in (None, self._opened) and not self.in_atomic_block:
            self.close()
        super().close_if_unusable_or_obsolete()

    def _at_its_place(self) -> tuple[int, int] | None:
        if self.is_in_memory_db():
            return None
        try:
            status = Path(self.settings_dict["NAME"]).stat()
        except FileNotFoundError:
            return None
        return status.st_dev, status.st_ino

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
        if self._opened is not None and self._at_its_place() != self._opened:
            raise OperationalError("the database file is gone")

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
