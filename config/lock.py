"""Without Redis exactly one web process may serve a database: two would not hear of each other's changes in
time.

The lock ends with its process, however that dies.
"""

import fcntl
import os
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

WAIT: Final = 4.0
"""Seconds to wait for a server that is just stopping (it has three to finish its answers)."""


class AlreadyServed(Exception):
    """Another web process holds the lock; the text is for the operator."""


class ServerLock:
    """The lock of the web process on the default database."""

    def __init__(self) -> None:
        self._file: IO[str] | None = None
        self._connection: BaseDatabaseWrapper | None = None

    def acquire(self, wait: float = WAIT) -> None:
        """Take the lock, or raise AlreadyServed after ``wait`` seconds. Blocks: not for the event loop."""
        settings = connections["default"].settings_dict
        vendor = connections["default"].vendor
        if vendor == "postgresql":
            self._acquire_advisory(settings, wait)
        elif vendor == "sqlite" and not connections["default"].is_in_memory_db():  # type: ignore[attr-defined]  # of SQLite's wrapper
            self._acquire_file(Path(f"{settings['NAME']}.web-lock"), wait)

    def release(self) -> None:
        """Give the lock back."""
        if self._file:
            self._file.close()
            self._file = None
        if self._connection:
            self._connection.close()
            self._connection = None

    def _acquire_file(self, path: Path, wait: float) -> None:
        file = path.open("a+")

        def attempt() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        if not _within(wait, attempt):
            file.seek(0)
            holder = file.read().strip()
            file.close()
            raise AlreadyServed(_sentence(f" (process {holder})" if holder.isdigit() else ""))
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def _acquire_advisory(self, settings: dict[str, Any], wait: float) -> None:
        key = zlib.crc32(b"headwaters web process")  # advisory locks are per database already
        connection = connections.create_connection("default")
        connection.inc_thread_sharing()  # it is opened and closed in different threads, and idle in between

        def attempt() -> bool:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
                return bool(cursor.fetchone()[0])

        try:
            if not _within(wait, attempt):
                raise AlreadyServed(_sentence(""))
        except BaseException:
            connection.close()
            raise
        self._connection = connection


def _within(wait: float, attempt: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + wait
    while not attempt():
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.1)
    return True


def _sentence(holder: str) -> str:
    return (
        f"Another web process{holder} already serves this database. Stop it first, "
        "or set REDIS_URL, which lets several web processes work together."
    )
