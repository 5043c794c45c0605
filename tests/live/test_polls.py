"""Pages that poll, at the broker: what they are told, what that costs, and that they count as present."""

import asyncio
import threading

import pytest

from live import polls
from live.messages import Change
from live.polls import PollRequest
from live.regions import Region, Screen, Snapshot
from tests.live.helpers import ROOM, Poller, World, all_drawn, in_loop, page, running_broker, until


@in_loop
async def test_a_poll_tells_all_once_and_then_only_what_changed() -> None:
    world = World(cards={"a": "one", "b": "two"})
    async with running_broker(world) as broker:
        phone = Poller("ann")
        assert await phone.poll(broker)
        assert {patch["region"] for patch in phone.patches} == {"text", "people", "board", "mine"}
        assert phone.claim == 1
        phone.forget()
        assert not await phone.poll(broker)
        world.text, world.cards["a"] = "new", "changed"
        broker.publish(world.write("text", keys={"cards": ["a"]}))
        await all_drawn(broker)
        assert await phone.poll(broker)
        assert phone.patches == [
            {"region": "text", "rev": 2, "html": "<p>new</p>"},
            {"region": "board", "rev": 2, "key": "a", "html": "<li>changed</li>"},
        ]
        assert phone.claim == 2
        phone.forget()
        broker.publish(Change(ROOM, notice=("ann", "mine")))
        broker.publish(Change(ROOM, notice=("bob", "mine")))
        await all_drawn(broker)
        assert await phone.poll(broker)
        assert phone.patches == [{"region": "mine", "rev": 2, "pull": True}]


@in_loop
async def test_a_poll_during_the_first_drawing_waits_for_its_end() -> None:
    """The room is drawn before the console; until both are, nothing says which revision its parts show."""
    drawing, goes_on = threading.Event(), threading.Event()

    class Slow(World):
        def regions(self, audience: str) -> list[Region]:
            if audience != "console":
                return super().regions(audience)

            def held_up(_snapshot: Snapshot) -> str:
                drawing.set()
                goes_on.wait(5)
                return "drawn"

            return [Region("text", audience, frozenset({"text"}), held_up)]

    asked = PollRequest(ROOM, Screen("room"))
    async with running_broker(Slow()) as broker:
        pages = [page(broker), page(broker, "console")]
        await until(drawing.is_set)
        during = await asyncio.to_thread(broker.poll, asked)
        goes_on.set()
        await until(lambda: pages[1].batches)
        await all_drawn(broker)
        after = await asyncio.to_thread(broker.poll, asked)
    assert during is not None
    assert not during.is_ready
    assert after is not None
    assert (after.is_ready, after.revision) == (True, 1)


@in_loop
async def test_phones_that_poll_share_the_drawings_of_those_with_a_stream() -> None:
    world = World()
    async with running_broker(world) as broker:
        streaming = page(broker)
        phones = [Poller(f"p{number}") for number in range(30)]
        for phone in phones:
            await phone.poll(broker)
        await until(lambda: streaming.batches)
        assert world.drawn.count("room:text") == 1
        world.drawn.clear()
        world.text = "new"
        broker.publish(world.write("text"))
        await all_drawn(broker)
        for phone in phones:
            await phone.poll(broker)
            assert {"region": "text", "rev": 2, "html": "<p>new</p>"} in phone.patches
        assert world.drawn.count("room:text") == 1


@in_loop
async def test_a_page_that_is_current_is_told_who_is_there_and_one_of_another_process_loses_nothing() -> None:
    world = World()
    async with running_broker(world) as one, running_broker(world) as other:
        phone = Poller("ann", claim=1)
        assert await phone.poll(one)
        assert [patch["region"] for patch in phone.patches] == ["people"]
        await phone.poll(other)  # a proxy spreads the polls
        for number in range(4):
            world.text = f"{number}"
            change = world.write("text")
            one.publish(change)
            other.publish(change)
            await all_drawn(one)
            await all_drawn(other)
            phone.forget()
            await phone.poll((one, other)[number % 2])
            assert {"region": "text", "rev": number + 2, "html": f"<p>{number}</p>"} in phone.patches


@in_loop
async def test_a_polling_person_is_present_and_gone_some_seconds_after_the_last_poll(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("live.broker.POLL", 0.03)
    world = World()
    async with running_broker(world) as broker:
        phone, ends = Poller("ann"), list[float]()
        for _ in range(4):
            await phone.poll(broker)
            ends.append(broker._rooms[ROOM].polling["ann"].when())
            assert broker.connected(ROOM) == {"ann"}
        assert ends == sorted(set(ends)), "with each poll ann is present for longer"
        console = page(broker, "console")
        await until(lambda: console.last("people")["html"] == "ann")
        monkeypatch.setattr(polls, "PRESENT", 0.05)
        await phone.poll(broker)
        await until(lambda: console.last("people")["html"] == "")
        assert broker.connected(ROOM) == frozenset()
        await console.leave()
        await until(lambda: not broker._rooms)
        world.text = "while away"
        world.revision += 1
        assert await phone.poll(broker), "what it was told before is of another life of the room"
        assert phone.patches[-4]["html"] == "<p>while away</p>"


@in_loop
async def test_a_polling_person_stays_as_long_as_one_with_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polls, "PRESENT", 0.05)
    async with running_broker(World(), grace=3600) as broker:
        await Poller("ann").poll(broker)
        await until(lambda: not broker._rooms[ROOM].polling)
        assert broker.connected(ROOM) == {"ann"}, "a phone that sleeps is still in the room"
    async with running_broker(World(), grace=0.1) as broker:
        await Poller("ann").poll(broker)
        await until(lambda: broker.connected(ROOM) == frozenset())


@in_loop
async def test_a_poll_follows_its_participant() -> None:
    world = World()
    async with running_broker(world) as broker:
        phone = Poller("ann")
        await phone.poll(broker)
        world.places = {"ann": 2}
        broker.publish(world.write("people"))
        await all_drawn(broker)
        phone.forget()
        assert await phone.poll(broker)
        assert phone.patches[0] == {"region": "text", "rev": 2, "html": "<p>start in 2</p>"}
        assert {patch["region"] for patch in phone.patches} == {"text", "people", "board", "mine"}


@pytest.mark.parametrize("since", ["x", "..", "a.b c.d", "٣.٣", "1." + "9" * 99, " " * 99])
def test_a_cursor_that_nobody_gave_is_ignored(since: str) -> None:
    async def scenario() -> None:
        async with running_broker(World()) as broker:
            phone = Poller("ann")
            phone.cursors["x"] = since
            assert await phone.poll(broker)
            assert len(phone.patches) == 4

    asyncio.run(scenario())


def test_a_broker_that_stops_answers_no_poll() -> None:
    async def scenario() -> None:
        async with running_broker(World()) as broker:
            broker.close_all()
            asked = polls.PollRequest(ROOM, Screen("room"))
            assert await asyncio.to_thread(broker.poll, asked) is None

    asyncio.run(scenario())
