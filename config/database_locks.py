"""Locks of the default database. Each ends with its process, however that dies."""

import fcntl
import os
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

WAIT: Final = 4.0
"""Seconds to wait for a server that is just stopping (it has three to finish its answers)."""
PREPARING: Final = 600.0
"""Seconds to wait for a server that prepares the database: it may migrate a large one."""


class AlreadyServed(Exception):
    """Another process holds the lock; the text is for the operator."""


class Lock:
    """A lock of the default database: of one process, or `shared` by several."""

    def __init__(self, name: str, *, shared: bool = False) -> None:
        self._name, self._shared = name, shared
        self._file: IO[str] | None = None
        self._connection: BaseDatabaseWrapper | None = None
        self.holder = ""
        """The number of the process that has it, where it is known."""

    def acquire(self, wait: float) -> bool:
        """Take it, or return false after ``wait`` seconds. Blocks: not for the event loop."""
        default = connections["default"]
        if default.vendor == "postgresql":
            return self._acquire_advisory(wait)
        if default.vendor == "sqlite" and not default.is_in_memory_db():  # type: ignore[attr-defined]  # of SQLite's wrapper
            return self._acquire_file(Path(str(default.settings_dict["NAME"])), wait)
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._file:
            self._file.close()
            self._file = None
        if self._connection:
            self._connection.close()
            self._connection = None

    def is_lost(self) -> bool:
        """True if the database was started again, which releases its locks."""
        if self._connection is None:
            return False
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except OperationalError:
            return True
        return False

    def _acquire_file(self, database: Path, wait: float) -> bool:
        database.parent.mkdir(parents=True, exist_ok=True)
        file = database.with_name(f"{database.name}.{self._name}-lock").open("a+")
        how = fcntl.LOCK_SH if self._shared else fcntl.LOCK_EX

        def attempt() -> bool:
            try:
                fcntl.flock(file, how | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        if not _within(wait, attempt):
            file.seek(0)
            self.holder = file.read().strip()
            file.close()
            return False
        file.truncate(0)
        if not self._shared:
            file.write(str(os.getpid()))
            file.flush()
        self._file = file
        return True

    def _acquire_advisory(self, wait: float) -> bool:
        key = zlib.crc32(f"headwaters {self._name} process".encode())  # these locks are per database already
        function = "pg_try_advisory_lock_shared" if self._shared else "pg_try_advisory_lock"
        connection = connections.create_connection("default")
        connection.inc_thread_sharing()  # it is opened and closed in different threads, and idle in between

        def attempt() -> bool:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {function}(%s)", [key])
                return bool(cursor.fetchone()[0])

        try:
            is_ours = _within(wait, attempt)
        except BaseException:
            connection.close()
            raise
        if is_ours:
            self._connection = connection
        else:
            connection.close()
        return is_ours


class ServerLock:
    """The lock of a web process. Without Redis exactly one may serve a database, since two would not hear of
    each other's changes in time; those with Redis share it."""

    def __init__(self, *, shared: bool = False) -> None:
        self._shared = shared
        self._lock = Lock("web", shared=shared)
        self._is_taken = False

    def acquire(self, wait: float = WAIT) -> None:
        """Take the lock, or raise AlreadyServed after ``wait`` seconds. Blocks: not for the event loop."""
        if not self._lock.acquire(wait):
            raise AlreadyServed(self._sentence())
        self._is_taken = True

    def release(self) -> None:
        """Give the lock back."""
        self._is_taken = False
        self._lock.release()

    def keep(self) -> None:
        """Take the lock that was not taken yet, or went when the database was started again. Raises
        AlreadyServed where another process was first."""
        if not self._is_taken or self._lock.is_lost():
            self.release()
            with suppress(OperationalError):  # the database is not there yet
                self.acquire(wait=0)

    def _sentence(self) -> str:
        if self._shared:
            return (
                "A web process without REDIS_URL already serves this database. Stop it first, "
                "and restart it with the same REDIS_URL."
            )
        others = Lock("web", shared=True)
        if others.acquire(0):
            others.release()
            return (
                "Other web processes already serve this database, and share changes through Redis. "
                "Use the same REDIS_URL, or stop them first."
            )
        holder = f" (process {self._lock.holder})" if self._lock.holder.isdigit() else ""
        return (
            f"Another web process{holder} already serves this database. Stop it first, "
            "or set REDIS_URL to let several web processes work together."
        )


@contextmanager
def taking_turns() -> Iterator[None]:
    """Prepare the database alone: others wait. Raises AlreadyServed where one takes longer than
    `PREPARING`."""
    lock = Lock("prepare")
    if not lock.acquire(PREPARING):
        raise AlreadyServed(
            f"Another process has been preparing this database for {PREPARING:.0f} seconds. Try again later."
        )
    try:
        yield
    finally:
        lock.release()


def _within(wait: float, attempt: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + wait
    while not attempt():
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.1)
    return True
