"""Events are written to a connection without waking the task of its stream, and in order all the same."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from config.patches.uvicorn_connection import at_once
from live.messages import Patch
from live.regions import Screen
from live.subscriber import Subscriber, sending_at_once
from tests.live.helpers import ROOM, Page, World, in_loop, running_broker, until


class Connection:
    """Takes what is written, unless it is slow."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.is_slow = False

    def write(self, event: bytes) -> bool:
        if not self.is_slow:
            self.written.append(event)
        return not self.is_slow


@pytest.fixture
def connection() -> Iterator[Connection]:
    made = Connection()
    token = sending_at_once.set(made.write)
    yield made
    sending_at_once.reset(token)


def texts(events: list[bytes]) -> list[str]:
    """What the text of the room was, in the order of the events."""
    datas = [event.split(b"data: ", 1)[1] for event in events if event.startswith(b"event: patch")]
    return [patch["html"] for data in datas for patch in json.loads(data) if patch["region"] == "text"]


def test_each_event_is_sent_once_and_in_order_whatever_the_connection_takes(connection: Connection) -> None:
    @in_loop
    async def tell() -> None:
        subscriber = Subscriber(ROOM, Screen("room"))
        told: list[bytes] = connection.written  # one connection: what is yielded goes there as well

        async def read() -> None:
            async for event in subscriber.events():
                told.append(event)

        subscriber.offer([Patch("text", 1, html="1")], 1)
        assert not told, "the stream has not begun"
        reader = asyncio.create_task(read())
        await until(lambda: bool(texts(told)))
        await asyncio.sleep(0)
        subscriber.offer([Patch("text", 2, html="2")], 2)
        assert texts(told) == ["1", "2"], "written before anything else runs"

        connection.is_slow = True
        subscriber.offer([Patch("text", 3, html="3")], 3)
        subscriber.offer([Patch("text", 4, html="4")], 4)
        assert texts(told) == ["1", "2"]
        await until(lambda: len(texts(told)) > 2)
        connection.is_slow = False
        subscriber.offer([Patch("text", 5, html="5")], 5)
        await asyncio.sleep(0)
        assert texts(told) == ["1", "2", "4", "5"], "of a slow page the latest state wins"
        assert told[-1].startswith(b"event: patch\nid: 5\n")

        subscriber.close(bye=True)
        subscriber.offer([Patch("text", 6, html="6")], 6)
        await reader
        assert told[-1].startswith(b"event: bye"), "what is closed tells nothing more"

    tell()


def test_a_page_gets_all_of_a_room_by_both_ways(connection: Connection) -> None:
    @in_loop
    async def watch() -> None:
        world = World()
        async with running_broker(world) as broker:
            page = Page(broker.stream(ROOM, "room", "ann"))
            await until(lambda: "<p>start</p>" in texts(connection.written))
            connection.written.clear()
            for number in range(6):
                connection.is_slow = bool(number % 2)
                world.text = str(number)
                broker.receive(world.write("text"))
                seen = f"<p>{number}</p>"

                def shows(seen: str = seen) -> bool:
                    return page.last("text")["html"] == seen or seen in texts(connection.written)

                await until(shows)
            assert texts(connection.written) == ["<p>0</p>", "<p>2</p>", "<p>4</p>"]
            await page.leave()

    watch()


def cycle_of(**fields: object) -> SimpleNamespace:
    """An answer of uvicorn that has begun."""
    written: list[bytes] = []
    transport = SimpleNamespace(write=written.append, is_closing=lambda: bool(fields.get("is_closing")))
    flow = SimpleNamespace(write_paused=bool(fields.get("write_paused")))
    answer = {"chunked_encoding": True, "response_complete": False, "disconnected": False, **fields}
    return SimpleNamespace(transport=transport, flow=flow, written=written, **answer)


def test_a_part_is_written_as_a_chunk() -> None:
    cycle = cycle_of()
    assert at_once(cycle)(b"event: ping\n\n")
    assert cycle.written == [b"d\r\nevent: ping\n\n\r\n"]


@pytest.mark.parametrize(
    "state",
    [
        {"chunked_encoding": None},
        {"chunked_encoding": False},
        {"response_complete": True},
        {"disconnected": True},
        {"write_paused": True},
        {"is_closing": True},
    ],
    ids=lambda state: next(iter(state)),
)
def test_nothing_is_written_where_it_cannot_go_at_once(state: dict[str, object]) -> None:
    cycle = cycle_of(**state)
    assert not at_once(cycle)(b"event: ping\n\n")
    assert not cycle.written
