"""The broker with a room that keeps changing: what waits for the end of its rest, and what ends it."""

import asyncio
import threading
from functools import partial
from typing import Any

import pytest

from live.broker import Broker
from live.messages import Change
from live.regions import Region, Snapshot
from live.throttle import Throttle
from tests.live.helpers import (
    ROOM,
    TICK,
    Page,
    World,
    all_drawn,
    in_loop,
    page,
    running_broker,
    ticks,
    until,
)

RESTING = partial(Throttle, TICK, share=1e9, longest=3600.0)
"""Of a room that rests for an hour after each tick."""


def _counts_wait() -> Throttle:
    """Return the throttle of a room that never rests, and whose console waits an hour for counts."""
    throttle = Throttle(TICK, share=0)
    throttle._rarely = 3600.0
    return throttle


@pytest.fixture
def world() -> World:
    return World()


@in_loop
async def test_a_busy_room_rests_and_what_moves_it_ends_the_rest(world: World) -> None:
    """Counts of what comes in wait for the end of the rest, with all that came meanwhile."""
    async with running_broker(world, throttle=RESTING) as broker:
        phone = page(broker, participant="ann")
        await until(lambda: phone.proof == 1)
        phone.forget()
        world.cards = {"one": "1"}
        world.drawn.clear()
        for _ in range(20):
            broker.publish(world.write("people", keys={"cards": ["one"]}))
            await asyncio.sleep(TICK / 2)
        assert world.drawn == [], "it was drawn though it rests"
        world.text = "the next activity"
        broker.publish(world.write("text"))
        await until(lambda: phone.seen("text", "board", "people"))
        assert sorted(world.drawn) == ["room:board/one", "room:people", "room:text"]
        assert phone.proof == 22


@in_loop
@pytest.mark.parametrize("what", ["somebody comes", "somebody is told"])
async def test_nobody_waits_for_the_end_of_a_rest(what: str) -> None:
    world = World()
    async with running_broker(world, throttle=RESTING) as broker:
        phone = page(broker, participant="ann")
        await until(lambda: phone.proof == 1)
        phone.forget()
        broker.publish(world.write("people"))
        await ticks()
        assert not phone.batches
        if what == "somebody comes":
            page(broker)
            await until(lambda: phone.seen("people"))
        else:
            broker.publish(Change(ROOM, notice=("ann", "mine")))
            await until(lambda: phone.seen("people", "mine"))


@in_loop
async def test_a_room_is_stopped_while_it_rests(world: World) -> None:
    async with running_broker(world, throttle=RESTING) as broker:
        phone = page(broker)
        await until(lambda: phone.batches)
        broker.publish(world.write("people"))
        await ticks()
    await until(lambda: phone.ended)


@in_loop
async def test_phones_have_it_before_the_console_is_drawn(world: World) -> None:
    drawing, go_on = threading.Event(), threading.Event()
    regions = world.regions

    def slow_console(audience: str) -> list[Region]:
        def wait(snapshot: Snapshot) -> str:
            drawing.set()
            go_on.wait(5)
            return world.text

        slow = [Region("list", audience, frozenset({"text"}), wait)]
        return regions(audience) + (slow if audience == "console" else [])

    world.regions = slow_console  # type: ignore[method-assign]  # the console has one region more
    async with running_broker(world) as broker:
        go_on.set()
        phones = [page(broker, participant=name) for name in ("ann", "bob")]
        console = page(broker, "console")
        await until(lambda: console.seen("list") and all(phone.seen("text") for phone in phones))
        go_on.clear()
        drawing.clear()
        world.text = "new"
        broker.publish(world.write("text"))
        await until(lambda: all(phone.last("text")["html"] == "<p>new</p>" for phone in phones))
        await until(drawing.is_set)
        assert console.last("text")["html"] == "<p>start</p>"
        go_on.set()
        await until(lambda: console.last("list")["html"] == "new")
        assert console.last("text")["html"] == "<p>new</p>"
        assert console.proof == world.revision


async def _room_with_console(world: World, broker: Broker) -> tuple[Page, Page]:
    """Two phones, one of which is returned, and a console, which has just been drawn beside them."""
    phones = [page(broker, participant=name) for name in ("ann", "bob")]
    console = page(broker, "console")
    await until(lambda: console.seen("people", "text") and all(phone.seen("text") for phone in phones))
    await all_drawn(broker)
    for each in (phones[0], console):
        each.forget()
    return phones[0], console


@in_loop
async def test_the_console_waits_for_more_counts(world: World) -> None:
    async with running_broker(world, throttle=_counts_wait) as broker:
        phone, _console = await _room_with_console(world, broker)
        world.drawn.clear()
        for _ in range(5):
            broker.publish(world.write("people"))
            await until(lambda: phone.proof == world.revision)
        assert world.drawn == ["room:people"] * 5, "changes were drawn for the one console"


@in_loop
async def test_the_console_gets_the_last_counts_although_nothing_else_changes(world: World) -> None:
    async with running_broker(world) as broker:
        phone, console = await _room_with_console(world, broker)
        for _ in range(5):
            broker.publish(world.write("people"))
            await until(lambda: phone.proof == world.revision)
        await until(lambda: console.seen("people") and console.proof == world.revision)


@in_loop
async def test_what_moves_the_room_takes_along_what_the_console_waited_for(world: World) -> None:
    async with running_broker(world, throttle=_counts_wait) as broker:
        phone, console = await _room_with_console(world, broker)
        broker.publish(world.write("people"))
        await until(lambda: phone.proof == world.revision)
        world.text = "the next activity"
        broker.publish(world.write("text"))
        await until(lambda: console.seen("text"))
        assert console.seen("people")
        assert console.proof == world.revision


@in_loop
async def test_who_comes_to_a_console_that_waits_sees_the_counts_of_now(world: World) -> None:
    async with running_broker(world, throttle=_counts_wait) as broker:
        phone, _console = await _room_with_console(world, broker)
        broker.publish(world.write("people"))
        await until(lambda: phone.proof == world.revision)
        another = page(broker, "console")
        await until(lambda: another.seen("people", "text"))
        assert another.proof == world.revision


@in_loop
async def test_what_waits_survives_a_drawing_that_fails(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running_broker(world, throttle=lambda: Throttle(TICK, retry=0.02)) as broker:
        phone, console = await _room_with_console(world, broker)
        draw = broker._renderer.draw
        failures: list[int] = []

        async def failing(room: Any, revision: Any, there: Any, orders: Any, cache: Any) -> Any:
            if not failures and any(order.screen.audience == "console" for order in orders):
                failures.append(1)
                raise OSError("the database is away")
            return await draw(room, revision, there, orders, cache)

        monkeypatch.setattr(broker._renderer, "draw", failing)
        broker.publish(world.write("people"))
        await until(lambda: phone.proof == world.revision)
        await until(lambda: failures and console.seen("people") and console.proof == world.revision)
