"""A real server process, with real streams: what the broker's tests cannot show."""

import asyncio
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from live.stream_limits import MOST_STREAMS
from tests.live.helpers import until
from tests.live.servers import Server, environment, guests, migrated
from tests.served import ROOT, free_port

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated(tmp_path_factory.mktemp("live") / "empty.sqlite3")


def copy(database: Path, name: str) -> Path:
    return Path(shutil.copy(database, database.with_stem(name)))


@pytest.fixture(scope="module")
def server(database: Path) -> Iterator[Server]:
    with Server(copy(database, "live")) as server:
        yield server


def test_a_write_reaches_every_phone_and_a_silent_one_within_two_seconds(server: Server) -> None:
    code = server.make_room()["code"]

    async def scenario() -> None:
        async with guests(server, code, 3) as phones:
            pages = [phone.page() for phone in phones]
            names = ",".join(sorted(phone.uuid for phone in phones))
            await until(lambda: all(p.seen("present") and p.last("present")["html"] == names for p in pages))
            revision = await asyncio.to_thread(server.write, code, "<b>now</b>")
            await until(lambda: all(p.last("purpose")["rev"] == revision for p in pages))
            assert pages[0].last("purpose")["html"].startswith('<p id="purpose">&lt;b&gt;now&lt;/b&gt;</p>')
            revision = await asyncio.to_thread(server.write, code, "by the worker", silent=True)
            await until(lambda: all(p.last("purpose")["rev"] == revision for p in pages), 2)
            current = phones[0].page(f"?rev={revision}")
            await until(lambda: current.batches)
            assert not current.seen("purpose")

    asyncio.run(scenario())


def test_a_removed_person_is_out_at_once_and_cannot_return(server: Server) -> None:
    code = server.make_room()["code"]

    async def scenario() -> None:
        async with guests(server, code, 2) as (ann, bob):
            watching, staying = ann.page(), bob.page()
            await until(lambda: watching.batches and staying.batches)
            await bob.client.post(f"/rooms/{code}/remove/{ann.uuid}/")
            await until(lambda: watching.ended)
            assert watching.events[-1] == "bye"
            assert (await ann.client.get(f"/w/{code}/events/")).status_code == 403
            assert not staying.ended

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/w/{code}/events/", 403),
        ("/w/{code}/events/?surface=console", 404),
        ("/w/{code}/events/?surface=stage", 404),
        ("/w/{code}/events/?surface=%3Cscript%3E", 404),
        ("/w/ZZZZZZ/events/", 404),
    ],
)
def test_a_stranger_gets_no_stream(server: Server, address: str, status: int) -> None:
    code = server.make_room()["code"]
    assert httpx.get(server.url + address.format(code=code)).status_code == status


def test_only_get_opens_a_stream(server: Server) -> None:
    assert httpx.post(f"{server.url}/w/{server.make_room()['code']}/events/").status_code in {403, 405}


def test_open_streams_cost_neither_threads_nor_connections(server: Server) -> None:
    code = server.make_room()["code"]

    async def scenario() -> None:
        async with guests(server, code, 3) as phones:
            guest = phones[0]

            async def watch(count: int) -> dict[str, int]:
                pages = [phones[place % 3].page() for place in range(count)]
                await until(lambda: all(page.batches for page in pages), 10)
                answers = [await guest.client.get("/costs/") for _ in range(8)]
                for page in pages:
                    await page.leave()
                return {
                    key: max(answer.json()[key] for answer in answers) for key in ("threads", "connections")
                }

            few = await watch(2)
            many = await watch(60)
            assert many["threads"] <= few["threads"] + 2
            assert many["connections"] <= 6, "four pages, the renderer, the authorizing thread"

    asyncio.run(scenario())


def test_one_person_cannot_open_streams_without_end(server: Server) -> None:
    code = server.make_room()["code"]

    async def scenario() -> None:
        async with guests(server, code, 2) as (greedy, other):
            pages = [greedy.page("?surface=stage" if place % 2 else "") for place in range(MOST_STREAMS)]
            await until(lambda: all(page.events for page in pages), 10)
            answer = await greedy.client.get(f"/w/{code}/events/")
            assert answer.status_code == 429
            assert answer.headers["Retry-After"] == "5"
            fine = other.page()
            await until(lambda: fine.events)
            await pages[0].leave()
            again = greedy.page()
            await until(lambda: again.events)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "announced", [b"Content-Length: 99999999", b"Transfer-Encoding: chunked"], ids=["length", "chunked"]
)
@pytest.mark.parametrize("method", [b"GET", b"POST"])
def test_a_stream_takes_no_body(server: Server, method: bytes, announced: bytes) -> None:
    """Django would write all of it to the disk, whatever its size, before it asks who sends it."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(
            method + b" /w/AAAAAA/events/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + announced + b"\r\n\r\n"
        )
        refused = b""
        with suppress(ConnectionError):
            for _ in range(200):
                connection.sendall(b"10000\r\n" + b"a" * 65536 + b"\r\n")
        with suppress(ConnectionError):
            refused = connection.recv(64)
        assert refused.startswith(b"HTTP/1.1 413") or not refused


def test_half_sent_requests_occupy_nobody(server: Server) -> None:
    half = b"POST /rooms/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf"
    sockets = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(12)]
    try:
        for connection in sockets:
            connection.sendall(half)
        time.sleep(0.1)
        assert httpx.get(f"{server.url}/costs/", timeout=5).status_code == 200
    finally:
        for connection in sockets:
            connection.close()


def test_a_body_that_is_too_large_is_refused_without_being_read(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(b"POST /rooms/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"10 MB" in answer


def test_a_large_body_arrives_whole(server: Server) -> None:
    code = server.make_room()["code"]
    text = "ä" * 1_000_000  # spooled to disk and replayed in pieces
    assert server.write(code, text) == 1

    async def scenario() -> None:
        async with guests(server, code) as (guest,):
            page = guest.page()
            await until(lambda: page.seen("purpose"))
            assert f">{text}</p>" in page.last("purpose")["html"]

    asyncio.run(scenario())


def test_a_second_process_is_refused_and_told_why(server: Server) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "config.serve", "--port", str(free_port())],
        cwd=ROOT,
        env=environment(server.database),
        capture_output=True,
        text=True,
        timeout=120,  # a machine that is busy with other tests as well
        check=False,
    )
    assert second.returncode == 3
    assert f"(process {server.process.pid}) already serves this database" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_server_that_stops_or_dies_is_found_again_and_nothing_is_sent_twice(database: Path) -> None:
    with Server(copy(database, "restart")) as server:
        code = server.make_room()["code"]
        revision = server.write(code, "kept")

        async def scenario() -> None:
            async with guests(server, code) as (guest,):
                page = guest.page()
                await until(lambda: page.proof == revision)
                status, said, seconds = await asyncio.to_thread(server.end)
                assert (status, said) == (-signal.SIGTERM, "")
                assert seconds < 2, "streams end at once, not after the time for answers"
                await until(lambda: page.ended)
                await asyncio.to_thread(server.start)
                back = guest.page("?rev=0", {"Last-Event-ID": str(page.proof)})
                await until(lambda: back.batches)
                assert not back.seen("purpose")
                await asyncio.to_thread(server.end, signal.SIGKILL)
                await asyncio.to_thread(server.start)
                server.write(code, "changed while away")
                back = guest.page("", {"Last-Event-ID": str(page.proof)})
                await until(lambda: back.seen("purpose"))
                assert ">changed while away</p>" in back.last("purpose")["html"]

        asyncio.run(scenario())


def test_a_server_without_a_kept_secret_key_is_refused(tmp_path: Path) -> None:
    """Each process would make one of its own: cookies and links of one would be worth nothing to the next."""
    known = environment(tmp_path / "none.sqlite3") | {"HEADWATERS_VAR_DIR": str(tmp_path)}
    del known["HEADWATERS_SECRET_KEY"]
    refused = subprocess.run(
        [sys.executable, "-m", "config.serve", "--port", str(free_port())],
        cwd=ROOT,
        env=known,
        capture_output=True,
        text=True,
        timeout=120,  # a machine that is busy with other tests as well
        check=False,
    )
    assert refused.returncode == 2
    assert "Run bin/setup" in refused.stderr


def test_a_server_with_a_weak_secret_key_is_refused(tmp_path: Path) -> None:
    known = environment(tmp_path / "none.sqlite3") | {"HEADWATERS_SECRET_KEY": "a"}
    for arguments in (["-m", "config.serve", "--port", str(free_port())], ["manage.py", "prepare"]):
        refused = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=known,
            capture_output=True,
            text=True,
            timeout=120,  # a machine that is busy with other tests as well
            check=False,
        )
        assert refused.returncode in (1, 2)
        assert "The secret key is weak" in refused.stderr


def test_several_processes_without_redis_are_refused(tmp_path: Path) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "config.serve", "--processes", "2", "--port", str(free_port())],
        cwd=ROOT,
        env=environment(tmp_path / "none.sqlite3"),
        capture_output=True,
        text=True,
        timeout=120,  # a machine that is busy with other tests as well
        check=False,
    )
    assert refused.returncode == 2
    assert refused.stderr.strip() == ("2 processes need Redis. Set REDIS_URL, or use one.")


def test_what_is_loaded_stays_and_is_never_searched_for_garbage(server: Server) -> None:
    code = (
        "import gc, sys, uvicorn; from config import serve\n"
        "serve._load(uvicorn.Config('config.asgi:application'))\n"
        "left_out = gc.get_freeze_count() > len(gc.get_objects())\n"
        "print('tests.live.served.urls' in sys.modules, gc.isenabled(), left_out)"
    )
    assert server.python(code).split() == ["True", "True", "True"]
