"""Health check: whether the database accepts writes, and how the other parts are. Monitoring asks it every
few seconds. What is said of a part is for strangers: it names no address, and no account."""

import asyncio
import json
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from logging import getLogger
from typing import Final

from django.db import DatabaseError, close_old_connections, connection, transaction

from core.registry import Registry
from organizations.delivery_queue.selectors import mail_that_waits

logger = getLogger(__name__)

PATIENCE: Final = 0.5
"""Seconds that the probe waits for others who write."""
ANSWERED_AFTER: Final = 0.9
"""Seconds after which the request is answered with an error."""
_PROBE: Final = """
    INSERT INTO core_tokenbucket (key, tokens, updated_at) VALUES ('health', 0, CURRENT_TIMESTAMP)
    ON CONFLICT (key) DO UPDATE SET updated_at = CURRENT_TIMESTAMP
"""
DATABASE: Final = "database"
WHOLE: Final = "parts"
"""What is added to the address to be answered 503 for any part: `/healthz?parts`."""


@dataclass(frozen=True, slots=True)
class HealthPart:
    """A part of the installation: `wrong` says in a few words what is wrong with it, "" where all is well. It
    is asked in the thread of the health check, and may read the database. Where a `vital` one is wrong, the
    process serves no one."""

    key: str
    wrong: Callable[[], str]
    is_vital: bool = False


parts: Registry[HealthPart] = Registry("parts of the health check")
"""Those that apps register, such as the mail that waits to be sent; the process adds its own."""


def register_own() -> None:
    """Register the mail that waits."""
    parts.register(HealthPart("mail", mail_that_waits))


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
        # Anyone may ask, and the error may name host, port and account of the database.
        logger.warning("data can't be saved: %s", error)
        return "data can't be saved"
    return ""


def wrong_parts(others: Collection[HealthPart] = ()) -> dict[str, str]:
    """The problem of each part in words, "" for none: of the database, of the parts that apps registered, and
    of the others. Without a database nothing else is asked."""
    problems = {DATABASE: probe()}
    if not problems[DATABASE]:
        for part in (*others, *parts):
            try:
                problems[part.key] = part.wrong()
            except Exception as error:
                logger.warning("%s didn't answer: %s", part.key, error)
                problems[part.key] = "no answer"
    return problems


def answer_of(
    problems: Mapping[str, str], others: Collection[HealthPart] = (), *, whole: bool
) -> tuple[int, str]:
    """Status and JSON of an answer. 503 where the database or a vital part is wrong; when the `whole` is
    checked, where any part is."""
    wrong = {key for key, words in problems.items() if words}
    vital = {DATABASE, *(part.key for part in (*others, *parts) if part.is_vital)}
    status = "failing" if wrong & vital else "degraded" if wrong else "ok"
    document = {"status": status, "parts": {key: words or "ok" for key, words in problems.items()}}
    return (503 if wrong & vital or (whole and wrong) else 200), f"{json.dumps(document)}\n"


class Health:
    """Asks in a thread and with its own connection, however busy the others are. Callers that ask at
    the same time share one answer. `others` are the parts of this process."""

    def __init__(self, others: Collection[HealthPart] = ()) -> None:
        self._others = others
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health", initializer=_hurry)
        self._probe: asyncio.Future[dict[str, str]] | None = None

    async def problems(self) -> dict[str, str]:
        """As `wrong_parts`, within a second."""
        if self._probe is None or self._probe.done():
            loop = asyncio.get_running_loop()
            self._probe = loop.run_in_executor(self._thread, _wrong_parts_anew, self._others)
        probe = self._probe  # another caller may begin the next probe as soon as this one ends
        answers, _late = await asyncio.wait({probe}, timeout=ANSWERED_AFTER)
        return probe.result() if answers else {DATABASE: "saving took longer than a second"}

    async def answer(self, *, whole: bool) -> tuple[int, str]:
        """As `answer_of`, within a second."""
        return answer_of(await self.problems(), self._others, whole=whole)

    def close(self) -> None:
        """Give the thread back."""
        self._thread.shutdown(wait=False)


def _wrong_parts_anew(others: Collection[HealthPart]) -> dict[str, str]:
    close_old_connections()
    return wrong_parts(others)


def _hurry() -> None:
    """The connection of this thread waits for no one for long."""
    waits = {"timeout": PATIENCE} if connection.vendor == "sqlite" else {"connect_timeout": 1}
    options = connection.settings_dict.get("OPTIONS", {})
    connection.settings_dict = {**connection.settings_dict, "OPTIONS": {**options, **waits}}
