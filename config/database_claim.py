"""The database of a web process: of a version that the program knows, and locked."""

from contextlib import suppress

from django.db import Error

from config.database_locks import ServerLock
from config.installation_check import check_database


class DatabaseClaim:
    """The check of the database and the lock on it. Where the database was away at the start, both follow
    later. Each call blocks: not for the event loop."""

    def __init__(self, lock: ServerLock) -> None:
        self._lock = lock
        self._is_checked = False

    def take(self) -> None:
        """Check and lock. Raises UnknownSchema, AlreadyServed, and OperationalError while it is away."""
        self._check()
        self._lock.acquire()

    def keep(self) -> None:
        """Check and lock what `take` could not, and lock again what was started again. Raises UnknownSchema
        and AlreadyServed."""
        with suppress(Error):
            self._check()
            self._lock.keep()

    def release(self) -> None:
        """Give the lock back."""
        self._lock.release()

    def _check(self) -> None:
        if not self._is_checked:
            check_database()
            self._is_checked = True
