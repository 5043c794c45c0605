"""Several deeds at the same moment, each in a thread and a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

from core.exceptions import DomainError


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each of `deeds` returns, or the domain error that it raised, all begun at the same moment."""
    start = Barrier(len(deeds))
    outcomes: list[object] = [None] * len(deeds)

    def run(number: int, deed: Callable[[], object]) -> None:
        try:
            start.wait(20)
            outcomes[number] = deed()
        except DomainError as error:
            outcomes[number] = error
        except Exception as error:  # a database that gave up is not what anybody should see
            outcomes[number] = AssertionError(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def somebody_waits() -> bool:
    """Whether a connection to PostgreSQL waits for what another one holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
