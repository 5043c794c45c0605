"""Signs of life of the worker: it writes them (config.db_worker), and the health check of any server reads
them. They are a row beside that of the health check, among the counters of wrong codes. No app is loaded for
it."""

import warnings
from typing import Final

EVERY: Final = 10.0
"""Seconds between two of them."""
SILENT: Final = 60.0
"""Seconds without one after which no worker is running: more than a worker takes to load Headwaters on a busy
machine."""
_BEAT: Final = """
    INSERT INTO core_tokenbucket (key, tokens, updated_at) VALUES ('worker', 0, CURRENT_TIMESTAMP)
    ON CONFLICT (key) DO UPDATE SET updated_at = CURRENT_TIMESTAMP
"""
_SINCE: Final = {
    "sqlite": "(julianday('now') - julianday(updated_at)) * 86400",
    "postgresql": "EXTRACT(EPOCH FROM now() - updated_at)",
}


def beat() -> None:
    """Say that the worker is at work. Raises what the database raises."""
    from django.db import connection

    with warnings.catch_warnings(), connection.cursor() as cursor:
        warnings.simplefilter("ignore", RuntimeWarning)  # no app is loaded
        cursor.execute(_BEAT)


def silence() -> float | None:
    """Seconds since the last one, by the clock of the database; None where there never was one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_SINCE[connection.vendor]} FROM core_tokenbucket WHERE key = 'worker'")  # noqa: S608  ours
        row = cursor.fetchone()
    return None if row is None else float(row[0])


def wrong() -> str:
    """The worker's problem in words, for the health check: "" where it beats."""
    since = silence()
    if since is None:
        return "no worker has started"
    return f"no sign of the worker for {since:.0f} s" if since > SILENT else ""
