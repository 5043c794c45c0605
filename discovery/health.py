"""Health check: whether the database accepts writes. Monitoring asks it every few seconds."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from logging import getLogger
from typing import Final

from django.db import DatabaseError, close_old_connections, connection, transaction

logger = getLogger(__name__)

PATIENCE: Final = 0.5
"""Seconds that the probe waits for others who write."""
ANSWERED_AFTER: Final = 0.9
"""Seconds after which the request is answered with an error."""
_PROBE: Final = """
    INSERT INTO core_tokenbucket (key, tokens, updated_at) VALUES ('health', 0, CURRENT_TIMESTAMP)
    ON CONFLICT (key) DO UPDATE SET updated_at = CURRENT_TIMESTAMP
"""


def probe() -> str:
    """Save one row, as a tap does: "" when it is saved, else what is wrong.

    The row lies among the counters of wrong codes, which are worth nothing after an hour.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"SET LOCAL statement_timeout = {int(PATIENCE * 1000)}")
            cursor.execute(_PROBE)
    except DatabaseError as error:
        # Anybody may ask, and the error may name host, port and account of the database.
        logger.warning("nothing can be saved: %s", error)
        return "nothing can be saved"
    return ""


class Health:
    """Probes in a thread and with a connection of its own, however busy the others are. Callers that ask at
    the same time share one probe."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health", initializer=_hurry)
        self._probe: asyncio.Future[str] | None = None

    async def said(self) -> str:
        """As `probe`, within a second."""
        if self._probe is None or self._probe.done():
            self._probe = asyncio.get_running_loop().run_in_executor(self._thread, _probe_anew)
        asked = self._probe  # another caller may begin the next probe as soon as this one ends
        done, _late = await asyncio.wait({asked}, timeout=ANSWERED_AFTER)
        return asked.result() if done else "nothing was saved within a second"

    def close(self) -> None:
        """Give the thread back."""
        self._thread.shutdown(wait=False)


def _probe_anew() -> str:
    close_old_connections()
    return probe()


def _hurry() -> None:
    """The connection of this thread waits for nobody for long."""
    waits = {"timeout": PATIENCE} if connection.vendor == "sqlite" else {"connect_timeout": 1}
    options = connection.settings_dict.get("OPTIONS", {})
    connection.settings_dict = {**connection.settings_dict, "OPTIONS": {**options, **waits}}
