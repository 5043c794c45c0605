"""On SQLite the threads of a process write one after another; a thread that ends wakes the next one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction

pytestmark = pytest.mark.sqlite
ALIAS = "queue"


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The settings of a database in a file, as the product's are, where SQLite itself waits for nobody."""
    made = deepcopy(connections.settings["default"])
    made["NAME"] = str(tmp_path / "queue.sqlite3")
    made["OPTIONS"] = made["OPTIONS"] | {"init_command": "PRAGMA journal_mode=WAL; PRAGMA busy_timeout=0;"}
    connections.settings[ALIAS] = made
    with django_db_blocker.unblock():
        try:
            write("CREATE TABLE written (who text)")
            yield made
        finally:
            connections[ALIAS].close()
            del connections[ALIAS]
            del connections.settings[ALIAS]


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def write(statement: str, *values: str) -> None:
    try:
        with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
            cursor.execute(statement, values)
    finally:
        connections[ALIAS].close()


def add(who: str) -> None:
    write("INSERT INTO written VALUES (%s)", who)


def written() -> list[str]:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT who FROM written")
        return sorted(row[0] for row in cursor.fetchall())


class Writer:
    """Somebody in the middle of a transaction, until `end` is set."""

    def __init__(self, threads: ThreadPoolExecutor, how: str = "commits") -> None:
        self.writes, self.end = Event(), Event()
        self.done: Future[None] = threads.submit(self._run, how)
        assert self.writes.wait(20)

    def _run(self, how: str) -> None:
        try:
            with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
                cursor.execute("INSERT INTO written VALUES ('first')")
                self.writes.set()
                assert self.end.wait(20)
                if how == "fails":
                    raise ValueError("in the middle")
                if how == "closes":
                    connections[ALIAS].close()
        except ValueError:
            assert how == "fails"
        finally:
            connections[ALIAS].close()


def test_many_threads_write_though_sqlite_waits_for_nobody(
    database: dict[str, Any], threads: ThreadPoolExecutor
) -> None:
    names = [f"{number:03}" for number in range(200)]
    for done in [threads.submit(add, name) for name in names]:
        done.result(20)
    assert written() == names


@pytest.mark.parametrize(("how", "kept"), [("commits", ["first"]), ("fails", []), ("closes", [])])
def test_however_a_transaction_ends_the_next_one_begins(
    how: str, kept: list[str], database: dict[str, Any], threads: ThreadPoolExecutor
) -> None:
    first = Writer(threads, how)
    second = threads.submit(add, "second")
    first.end.set()
    first.done.result(20)
    second.result(20)
    assert written() == [*kept, "second"]


def test_a_writer_that_waits_too_long_gets_an_error_and_hinders_nobody(
    database: dict[str, Any], threads: ThreadPoolExecutor
) -> None:
    database["OPTIONS"]["timeout"] = 0.05
    first = Writer(threads)
    with pytest.raises(OperationalError, match="locked"):
        threads.submit(add, "second").result(20)
    first.end.set()
    first.done.result(20)
    threads.submit(add, "third").result(20)
    assert written() == ["first", "third"]


def test_a_writer_that_meets_another_process_keeps_no_turn(
    database: dict[str, Any], threads: ThreadPoolExecutor
) -> None:
    other = sqlite3.connect(database["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        threads.submit(add, "first").result(20)
    other.execute("COMMIT")
    other.close()
    threads.submit(add, "second").result(20)
    assert written() == ["second"]
