"""The broker with a room that keeps changing: what waits for the end of its rest, and what ends it."""

import asyncio
import threading
from functools import partial

import pytest

from live.messages import Change
from live.regions import Region, Snapshot
from live.throttle import Throttle
from tests.live.helpers import ROOM, TICK, World, in_loop, page, running_broker, ticks, until

RESTING = partial(Throttle, TICK, share=1e9, longest=3600.0)
"""Of a room that rests for an hour after each tick."""


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
