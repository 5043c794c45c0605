"""SQLite with a queue for the threads that write, and with files that go away (config.patches.sqlite)."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler, OperationalError
from pytest_django import DjangoDbBlocker

from config.patches.sqlite.base import DatabaseWrapper


@pytest.fixture
def handler(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[ConnectionHandler]:
    """A database with one table. SQLite itself waits for no one."""
    with django_db_blocker.unblock():
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA busy_timeout=0",
        }
        database = {
            "ENGINE": "config.patches.sqlite",
            "NAME": str(tmp_path / "room.sqlite3"),
            "OPTIONS": options,
            "CONN_MAX_AGE": None,  # a connection lasts longer than a request, as in production
        }
        connections = ConnectionHandler({"default": database})
        with connections["default"].cursor() as cursor:
            cursor.execute("CREATE TABLE note (words TEXT)")
        yield connections
        connections.close_all()


def begin(connection: BaseDatabaseWrapper) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def write(connection: BaseDatabaseWrapper, words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO note VALUES (%s)", [words])


def notes(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        return [row[0] for row in cursor.execute("SELECT words FROM note")]


def another_writer(handler: ConnectionHandler) -> tuple[threading.Thread, list[str]]:
    """A thread that writes a note, and what became of it once it ended."""
    results: list[str] = []

    def save() -> None:
        connection = handler["default"]
        try:
            begin(connection)
            write(connection, "second")
            connection.commit()
            results.append("saved")
        except OperationalError as error:
            results.append(str(error))
        finally:
            connection.close()

    thread = threading.Thread(target=save)
    thread.start()
    return thread, results


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (lambda connection: connection.commit(), ["first", "second"]),
        (lambda connection: connection.rollback(), ["second"]),
        (lambda connection: connection.close(), ["second"]),
    ],
    ids=["commit", "rollback", "close"],
)
def test_a_writer_waits_until_the_one_before_ends(
    handler: ConnectionHandler, end: Callable[[BaseDatabaseWrapper], None], expected: list[str]
) -> None:
    connection = handler["default"]
    begin(connection)
    write(connection, "first")
    thread, results = another_writer(handler)
    thread.join(0.2)
    assert results == []
    end(connection)
    thread.join(5)
    assert results == ["saved"]
    connection.close()
    assert notes(handler["default"]) == expected


def test_a_writer_that_waits_too_long_is_refused(handler: ConnectionHandler) -> None:
    handler.settings["default"]["OPTIONS"]["timeout"] = 0.1
    connection = handler["default"]
    begin(connection)
    thread, results = another_writer(handler)
    thread.join(5)
    assert results == ["database is locked"]
    connection.rollback()
    thread, results = another_writer(handler)
    thread.join(5)
    assert results == ["saved"]


def test_what_is_committed_to_a_deleted_file_is_not_saved(handler: ConnectionHandler) -> None:
    connection = handler["default"]
    begin(connection)
    write(connection, "first")
    Path(connection.settings_dict["NAME"]).unlink()
    with pytest.raises(OperationalError, match="the database file is gone"):
        connection.commit()
    connection.close()
    with pytest.raises(OperationalError, match="the database file is gone"):
        handler["default"].ensure_connection()


def test_the_next_request_opens_the_file_that_was_put_there(
    handler: ConnectionHandler, tmp_path: Path
) -> None:
    connection = handler["default"]
    write(connection, "first")
    connection.close()
    name = connection.settings_dict["NAME"]
    shutil.copy(name, tmp_path / "earlier.sqlite3")
    write(connection, "second")
    connection.close()
    assert notes(connection) == ["first", "second"]
    (tmp_path / "earlier.sqlite3").rename(name)
    connection.close_if_unusable_or_obsolete()
    assert notes(connection) == ["first"]


def test_the_state_of_writes_tells_of_each_write_and_of_nothing_else(handler: ConnectionHandler) -> None:
    connection = handler["default"]
    assert isinstance(connection, DatabaseWrapper)
    before = connection.write_state()
    assert notes(connection) == []
    assert connection.write_state() == before
    write(connection, "first")
    mine = connection.write_state()
    assert mine != before
    thread, results = another_writer(handler)
    thread.join(5)
    assert results == ["saved"]
    assert connection.write_state() not in (before, mine)
