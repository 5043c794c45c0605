"""Several processes: what travels over a real Redis, and what happens when it is away."""

import asyncio
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import settings

from live import redis_transport
from live.messages import Change
from live.redis_transport import RedisTransport
from tests.live.helpers import ROOM, World, in_loop, page, running_broker, until
from tests.live.servers import Server, guests, migrated
from tests.served import free_port

pytestmark = pytest.mark.services


class RedisServer:
    """A Redis of these tests' own, which they may stop, freeze and kill."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/3"
        self.process = self.start()

    def start(self) -> "subprocess.Popen[bytes]":
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        assert program, "redis-server is missing"
        command = [
            program,
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return self.process
            time.sleep(0.01)
        raise AssertionError("Redis did not start")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.kill()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_transport, "BEAT", 0.2)
    monkeypatch.setattr(redis_transport, "SILENCE", 0.8)
    monkeypatch.setattr(redis_transport, "TIMEOUT", 0.5)


@in_loop
async def test_a_change_and_who_is_there_reach_the_other_process(redis: RedisServer) -> None:
    world = World()
    async with (
        running_broker(world, RedisTransport(redis.url)) as one,
        running_broker(world, RedisTransport(redis.url)) as other,
    ):
        here, there = page(one, participant="ann"), page(other, participant="bob")
        await until(lambda: here.seen("people") and here.last("people")["html"] == "ann,bob")
        await until(lambda: there.seen("people") and there.last("people")["html"] == "ann,bob")
        assert one.connected(ROOM) == other.connected(ROOM) == {"ann", "bob"}
        world.text = "from one"
        one.publish(world.write("text"))
        await until(lambda: there.last("text")["html"] == "<p>from one</p>" and there.proof == 2)
        one.publish(Change(ROOM, close="bob"))
        await until(lambda: there.ended)
        assert there.events[-1] == "bye"
        await until(lambda: one.connected(ROOM) == {"ann"})


@in_loop
async def test_the_health_check_hears_whether_redis_answers(redis: RedisServer) -> None:
    transport = RedisTransport(redis.url)
    assert transport.wrong() == "Redis doesn't answer"
    async with running_broker(World(), transport):
        await until(lambda: transport.wrong() == "")
        os.kill(redis.process.pid, signal.SIGSTOP)
        await until(lambda: transport.wrong() == "Redis doesn't answer")
        os.kill(redis.process.pid, signal.SIGCONT)
        await until(lambda: transport.wrong() == "")


@in_loop
async def test_a_process_that_stops_is_not_counted_as_present(redis: RedisServer) -> None:
    world = World()
    async with running_broker(world, RedisTransport(redis.url)) as one:
        async with running_broker(world, RedisTransport(redis.url)) as other:
            there = page(other, participant="bob")
            await until(lambda: there.batches and one.connected(ROOM) == {"bob"})
        await until(lambda: one.connected(ROOM) == frozenset())


@in_loop
async def test_a_process_that_dies_is_forgotten_and_one_that_starts_learns_who_is_there(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_transport, "EXPIRY", 1)
    world = World()
    transport = RedisTransport(redis.url)
    async with running_broker(world, transport) as dying:
        there = page(dying, participant="bob")
        await until(lambda: there.batches)
        await asyncio.sleep(0.3)
        async with running_broker(world, RedisTransport(redis.url)) as late:
            await until(lambda: late.connected(ROOM) == {"bob"})
            for task in transport._tasks:  # as if its process had been killed
                task.cancel()
            await until(lambda: late.connected(ROOM) == frozenset())


@pytest.mark.parametrize("outage", ["killed", "frozen"])
def test_after_an_outage_everything_is_drawn_again_and_nothing_stays_lost(
    redis: RedisServer, outage: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        world = World()
        async with (
            running_broker(world, RedisTransport(redis.url)) as one,
            running_broker(world, RedisTransport(redis.url)) as other,
        ):
            here, there = page(one, participant="ann"), page(other, participant="bob")
            await until(lambda: one.connected(ROOM) == other.connected(ROOM) == {"ann", "bob"})
            if outage == "killed":
                redis.kill()
            else:
                os.kill(redis.process.pid, signal.SIGSTOP)
            await asyncio.sleep(0.1)
            world.text = "during the outage"
            one.publish(world.write("text"))
            await until(lambda: here.last("text")["html"] == "<p>during the outage</p>", 0.5)
            await until(lambda: there.last("text")["html"] == "<p>during the outage</p>", 2)
            assert one.connected(ROOM) == {"ann", "bob"}, "nobody flickers because Redis is away"
            await until(lambda: "Redis isn't available" in caplog.text)
            one.publish(Change(ROOM, close="bob"))
            there.forget()
            if outage == "killed":
                redis.start()
            else:
                os.kill(redis.process.pid, signal.SIGCONT)
            await until(
                lambda: there.ended, 6
            )  # the message may be lost; access is checked again all the same
            again = page(other, participant="eve")
            await until(lambda: "eve" in one.connected(ROOM), 5)
            world.text = "after"
            one.publish(world.write("text"))
            await until(lambda: again.last("text")["html"] == "<p>after</p>", 0.5)

    with caplog.at_level(logging.WARNING):
        asyncio.run(asyncio.wait_for(scenario(), 25))


@in_loop
async def test_a_message_that_comes_late_takes_nobody_away(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World()
    transport = RedisTransport(redis.url)
    async with running_broker(world, transport) as broker:

        async def send(number: int, *people: str) -> None:
            message = {"p": "other", "h": [[ROOM, people]], "n": number}
            await transport._redis.publish(transport._channel, json.dumps(message))

        await transport._redis.sadd(transport._processes, "other")
        key = f"{transport._presence}other"
        await transport._redis.hset(key, mapping={"n": "2", str(ROOM): json.dumps(["ann", "bob"])})
        await until(lambda: broker.connected(ROOM) == {"ann", "bob"})
        seen: list[set[str]] = []
        monkeypatch.setattr(broker, "set_remote", lambda remote: seen.append({*remote.get(ROOM, ())}))
        await send(1, "ann")
        await send(3, "ann", "bob", "eve")
        await until(lambda: {"ann", "bob", "eve"} in seen)
        assert {"ann"} not in seen
        await asyncio.sleep(2 * redis_transport.BEAT)
        assert seen[-1] == {"ann", "bob", "eve"}, "what is read was written before that message"


@in_loop
async def test_a_message_that_nobody_understands_is_ignored(
    redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    world = World()
    transport = RedisTransport(redis.url)
    async with running_broker(world, transport) as broker:
        phone = page(broker)
        await until(lambda: phone.batches)
        for message in (
            b"\xff",
            b"{}",
            b"[1]",
            b'{"p": "x", "c": [{"w": "drop"}]}',
            b'{"p": "x", "h": [[1]]}',
        ):
            await transport._redis.publish(transport._channel, message)
        await until(lambda: caplog.text.count("couldn't be read") == 5)
        world.text = "still here"
        broker.publish(world.write("text"))
        await until(lambda: phone.last("text")["html"] == "<p>still here</p>")


def test_two_server_processes_work_as_one(tmp_path: Path) -> None:
    redis_url = settings.REDIS_URL or pytest.fail("bin/with-services sets REDIS_URL")
    assert urlsplit(redis_url).hostname == "127.0.0.1"
    with Server(migrated(tmp_path / "two.sqlite3"), processes=2, redis_url=redis_url) as server:
        room = server.make_room()

        async def scenario() -> None:
            async with guests(server, room["code"], 12) as phones:
                pages = [phone.page() for phone in phones]
                everybody = sorted(phone.uuid for phone in phones)
                await until(lambda: all(p.batches for p in pages), 10)
                await until(lambda: all(p.last("present")["html"] == ",".join(everybody) for p in pages), 5)
                revision = await asyncio.to_thread(server.write, room["code"], "for both")
                await until(lambda: all(p.last("purpose")["rev"] == revision for p in pages), 2)
                answered: Counter[int] = Counter()
                for _ in range(40):
                    answer = httpx.get(f"{server.url}/present/{room['id']}/").json()
                    answered[answer["process"]] += 1
                    assert answer["connected"] == everybody
                assert len(answered) == 2, "the kernel spreads the connections"
                os.kill(min(answered), signal.SIGKILL)
                await asyncio.to_thread(time.sleep, 0.1)
                revision = await asyncio.to_thread(server.write, room["code"], "one was killed")
                await until(lambda: all(p.ended or p.last("purpose")["rev"] == revision for p in pages), 5)
                assert not all(p.ended for p in pages)

                def another_answers() -> bool:
                    with suppress(httpx.TransportError):  # connections of the socket that waits for a process
                        answer = httpx.get(f"{server.url}/present/{room['id']}/", timeout=1).json()
                        return answer["process"] not in answered
                    return False

                while not await asyncio.to_thread(another_answers):
                    await asyncio.sleep(0.05)

        asyncio.run(asyncio.wait_for(scenario(), 40))
        status, said, seconds = server.end()
        assert status == 0
        assert "starting another" in said
        assert seconds < 6
