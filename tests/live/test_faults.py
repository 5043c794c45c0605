"""On real processes: what is acknowledged is kept, with the disk full, the database locked, its file deleted,
and everything sent twice at once; and what the server itself answers has a page and headers."""

from __future__ import annotations

import http.client
import resource
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from config.settings import HEADWATERS_MAX_BODY
from tests.served import Headwaters, Served

pytestmark = pytest.mark.sqlite

ROOMS = """
import json
from django.http import HttpResponse
from discovery.models import DiscoveryAccess
from workshops.web.cookies import remember
from django.test import Client
from tests import factories
from tests.workshops.boards import board
from tests.lvt.rooms import scoring_room

def cookie(person):
    return remember(HttpResponse(), person).cookies.output(header="", sep=";")

scoring, notes = scoring_room(), board()
facilitator = factories.access(scoring.discovery)
client = Client()
client.force_login(facilitator, backend="django.contrib.auth.backends.ModelBackend")
print("ROOMS " + json.dumps({
    "scoring": scoring.workshop.code, "tap": scoring.fields(3), "slug": scoring.discovery.slug,
    "organization": scoring.discovery.domain.organization.slug,
    "notes": notes.workshop.code, "activity": str(notes.activity.uuid),
    "scorer": cookie(scoring.join("Ann")), "writer": cookie(notes.join("Ben")),
    "facilitator": client.cookies.output(header="", sep=";"),
}))
"""
TABLES = {"score": "lvt_score", "note": "workshops_note", "capture": "workshops_actionitem"}
OF_FILES = {"content-security-policy", "x-content-type-options"}
HEADERS = OF_FILES | {"referrer-policy"}


class House(Served):
    """The product on a database of its own, with a room that scores and one that writes."""

    rooms: dict[str, Any]

    def open(self) -> None:
        self.rooms = self.told(ROOMS, "ROOMS")

    def post(self, who: str, url: str, sent: dict[str, str]) -> httpx.Response:
        cookie: SimpleCookie = SimpleCookie(self.rooms[who])
        token = "0" * 32
        cookies = {name: morsel.value for name, morsel in cookie.items()} | {"csrftoken": token}
        headers = {"X-CSRFToken": token, "Accept": "application/json"}
        return httpx.post(self.url + url, data=sent, cookies=cookies, headers=headers, timeout=30)

    def rows(self, what: str) -> int:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {TABLES[what]}").fetchone()[0])  # noqa: S608  ours

    def sends(self, what: str) -> Callable[[], httpx.Response]:
        """Sends one thing, each time the same."""
        rooms = self.rooms
        if what == "score":
            who, url, sent = "scorer", f"/w/{rooms['scoring']}/score/", rooms["tap"]
        elif what == "note":
            who = "writer"
            url = f"/w/{rooms['notes']}/activities/{rooms['activity']}/notes/"
            sent = {"uuid": str(uuid4()), "text": "What I think"}
        else:
            where = {"capture": f"/w/{rooms['scoring']}/capture/"}
            where |= {
                "console": f"/w/{rooms['scoring']}/console/capture/",
                "page": f"/d/{rooms['slug']}/capture/",
            }
            who = "scorer" if what == "capture" else "facilitator"
            url, sent = where[what], {"uuid": str(uuid4()), "kind": "action", "title": "Do it"}
        return lambda: self.post(who, url, sent)


@pytest.fixture
def house(migrated: Path, tmp_path: Path) -> Iterator[House]:
    with House(Path(shutil.copy(migrated / "database.sqlite3", tmp_path))) as made:
        made.open()
        yield made


@contextmanager
def full_disk(house: House) -> Iterator[None]:
    """No file of the server may grow, or be written at all beyond its first byte."""
    _soft, hard = resource.prlimit(house.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(house.process.pid, resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.prlimit(house.process.pid, resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def locked(house: House) -> Iterator[None]:
    """Another process writes, and does not come to its end."""
    other = sqlite3.connect(house.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def deleted(house: House) -> Iterator[None]:
    """The file is gone inside the block, and put back at its end."""
    kept = house.database.with_name("kept.sqlite3")
    with closing(sqlite3.connect(house.database)) as source, closing(sqlite3.connect(kept)) as copy:
        source.backup(copy)
    for name in ("", "-wal", "-shm"):
        Path(f"{house.database}{name}").unlink(missing_ok=True)
    try:
        yield
    finally:
        assert not house.database.exists(), "an empty database was made in its place"
        kept.rename(house.database)


@pytest.mark.parametrize("fault", [full_disk, locked, deleted], ids=["disk full", "locked", "deleted"])
def test_nothing_is_acknowledged_that_is_not_kept(house: House, fault: Any) -> None:
    sending = {what: house.sends(what) for what in TABLES}
    assert httpx.get(f"{house.url}/healthz").text.find("ok") >= 0
    with fault(house):
        began = time.monotonic()
        health = httpx.get(f"{house.url}/healthz")
        assert health.status_code == 503
        assert time.monotonic() - began < 3  # it says so within one, on a machine with nothing else to do
        answers = {what: send() for what, send in sending.items()}
        # However often it is tried: each thread has a connection of its own.
        again = (
            [send().status_code for _time in range(3) for send in sending.values()]
            if fault is deleted
            else []
        )
    assert {what: answer.status_code for what, answer in answers.items()} == dict.fromkeys(TABLES, 503)
    assert set(again) <= {503}
    assert {what: house.rows(what) for what in TABLES} == dict.fromkeys(TABLES, 0)
    for what, send in sending.items():
        saved = send()
        assert saved.status_code == 200, (what, saved.text)
        assert house.rows(what) == 1, what
    assert house.is_healthy()


def test_what_is_sent_twice_at_once_is_one(house: House) -> None:
    for what in ("score", "note", "capture", "console", "page"):
        table = what if what in TABLES else "capture"
        for _time in range(5):
            before, send, answers = house.rows(table), house.sends(what), list[int]()
            start = threading.Barrier(4)

            def run(
                send: Callable[[], httpx.Response] = send,
                start: threading.Barrier = start,
                answers: list[int] = answers,
            ) -> None:
                start.wait(20)
                answers.append(send().status_code)

            threads = [threading.Thread(target=run) for _each in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(30)
            assert answers == [200] * 4, what
            assert house.rows(table) - before in ((0, 1) if what == "score" else (1,)), what


# --- What the server answers itself ---------------------------------------------------------------


@pytest.fixture(scope="module")
def server(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Headwaters]:
    folder = tmp_path_factory.mktemp("server")
    with_static = Headwaters(folder, prepared=migrated)
    with with_static:
        yield with_static


def raw(server: Served, request: bytes) -> tuple[int, set[str], str]:
    """Status, names of headers and body of the answer to these bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.connect()
    connection.sock.sendall(request)
    answer = http.client.HTTPResponse(connection.sock)
    answer.begin()
    parts = (answer.status, {name.lower() for name, _value in answer.getheaders()}, answer.read().decode())
    answer.close()
    connection.close()
    return parts


FORM = b"content-type: application/x-www-form-urlencoded"
MALFORMED = {
    "no request": (b"\x00\x01\x02 nonsense\r\n\r\n", 400),
    "a head without end": (b"GET / HTTP/1.1\r\nhost: localhost\r\nx: " + b"y" * 200_000, 400),
    "another encoding": (
        b"POST /join/ HTTP/1.1\r\nhost: localhost\r\ncookie: csrftoken=" + b"a" * 32 + b"\r\n" + FORM
        + b"; charset=utf-16\r\ncontent-length: 3\r\n\r\na=1",
        415,
    ),
    "another encoding of a query": (
        b"GET /?a=1 HTTP/1.1\r\nhost: localhost\r\n" + FORM + b"; charset=hex\r\n\r\n", 415,
    ),
    "another host": (b"GET / HTTP/1.1\r\nhost: evil.example\r\n\r\n", 400),
    "a stream with a body": (
        b"GET /w/ABCDEF/events/ HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n123456789", 413,
    ),
    "a stream in another encoding": (
        b"GET /w/ABCDEF/events/?rev=1 HTTP/1.1\r\nhost: localhost\r\n" + FORM + b"; charset=hex\r\n\r\n", 404,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("request_", "status"), MALFORMED.values(), ids=list(MALFORMED))
def test_whatever_comes_gets_a_page_with_headers(server: Headwaters, request_: bytes, status: int) -> None:
    answered, headers, body = raw(server, request_)
    assert answered == status
    assert headers >= HEADERS | {"permissions-policy"}
    assert "<html" in body
    assert "Traceback" not in server.said()


@pytest.mark.parametrize("path", ["/organizations/acme/import/", "/join/"])
def test_what_is_too_large_gets_the_page_while_it_is_sent(server: Headwaters, path: str) -> None:
    """The whole of it is sent before anybody looks for an answer, as browsers do."""
    answer = httpx.post(server.url + path, content=b"x" * (HEADWATERS_MAX_BODY + 2_000_000))
    assert answer.status_code == 413
    assert set(answer.headers) >= HEADERS | {"permissions-policy"}
    assert "larger than the limit of 10 MB" in answer.text
    assert ("manage.py import_discovery" in answer.text) == ("import" in path)


def test_static_files_have_headers(server: Headwaters) -> None:
    page = httpx.get(server.url).text
    path = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert set(httpx.get(server.url + path).headers) >= OF_FILES
