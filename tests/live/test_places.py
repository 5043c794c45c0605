"""Breakout rooms in the broker: screens follow their people; and notices for one person."""

import pytest

from live.messages import Change
from live.throttle import Throttle
from tests.live.helpers import ROOM, TICK, World, all_drawn, in_loop, page, running_broker, ticks, until


@in_loop
async def test_screens_follow_their_people_into_breakout_rooms_and_back() -> None:
    world = World()
    async with running_broker(world) as broker:
        ann, bob = page(broker, participant="ann"), page(broker, participant="bob")
        await until(lambda: ann.batches and bob.batches)
        world.places = {"ann": 1}
        broker.publish(world.write("people"))
        await until(lambda: ann.last("text")["html"] == "<p>start in 1</p>")
        assert ann.seen("text", "people", "board", "mine"), "all of the new place"
        assert ann.last("board")["rev"] == 2, "a page ignores what is older than itself"
        assert ann.proof == 2
        world.text = "on"
        broker.publish(world.write("text"))
        await until(lambda: ann.last("text")["html"] == "<p>on in 1</p>")
        await until(lambda: bob.last("text")["html"] == "<p>on</p>")
        late = page(broker, participant="ann", claim=1)
        await until(lambda: late.last("text")["html"] == "<p>on in 1</p>")
        world.places = {}
        broker.publish(world.write("cursor"))
        await until(lambda: ann.last("text")["html"] == late.last("text")["html"] == "<p>on</p>")


@in_loop
async def test_a_stage_and_a_console_stay_in_the_room_they_asked_for() -> None:
    world = World(places={"ann": 2})
    async with running_broker(world) as broker:
        stages = [page(broker, "stage", track=track) for track in (None, 1, 1, 2)]
        await until(lambda: all(stage.batches for stage in stages))
        assert [stage.last("text")["html"] for stage in stages] == [
            "<p>start</p>",
            "<p>start in 1</p>",
            "<p>start in 1</p>",
            "<p>start in 2</p>",
        ]
        assert world.drawn.count("stage:text") == 3, "once for each place"
        world.tracks.remove(2)
        broker.publish(world.write("text"))
        await until(lambda: stages[3].ended)
        assert stages[3].events[-1] == "bye"
        await ticks()
        assert not any(stage.ended for stage in stages[:3])


@in_loop
async def test_places_are_not_read_for_what_moves_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    reads = 0

    async with running_broker(world) as broker:
        phone = page(broker, participant="ann")
        await until(lambda: phone.batches)
        original = broker._renderer.places

        def counted(workshop_id: int) -> object:
            nonlocal reads
            reads += 1
            return original(workshop_id)

        monkeypatch.setattr(broker._renderer, "places", counted)
        for number in range(5):
            world.text = f"{number}"
            broker.publish(world.write("text", "scores"))
            await until(lambda number=number: phone.last("text")["html"] == f"<p>{number}</p>")  # type: ignore[misc]  # bound per loop
        assert reads == 0


@in_loop
async def test_a_moved_person_learns_it_though_the_database_was_away(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    async with running_broker(world, throttle=lambda: Throttle(TICK, retry=0.02)) as broker:
        ann = page(broker, participant="ann")
        await until(lambda: ann.batches)
        draw, failures = broker._renderer.draw, [1, 1]

        async def fail_twice(*args: object) -> object:
            if failures:
                failures.pop()
                raise OSError("no database")
            return await draw(*args)  # type: ignore[arg-type]  # passed through

        monkeypatch.setattr(broker._renderer, "draw", fail_twice)
        world.places = {"ann": 3}
        broker.publish(world.write("people"))
        await until(lambda: ann.last("text")["html"] == "<p>start in 3</p>")
        assert not failures


@in_loop
async def test_a_notice_reaches_all_screens_of_one_person_and_nobody_else() -> None:
    world = World()
    async with running_broker(world) as broker:
        ann, tab, bob = (page(broker, participant=name) for name in ("ann", "ann", "bob"))
        stage = page(broker, "stage")
        await all_drawn(broker)
        await until(lambda: all(each.last("people")["html"] == "ann,bob" for each in (ann, tab, bob, stage)))
        for each in (ann, tab, bob, stage):
            each.forget()
        world.drawn.clear()
        broker.publish(Change(ROOM, notice=("ann", "mine")))
        await until(lambda: ann.batches and tab.batches)
        assert ann.patches == tab.patches == [{"region": "mine", "rev": 1, "pull": True}]
        await ticks()
        assert (bob.patches, stage.patches, world.drawn) == ([], [], [])
