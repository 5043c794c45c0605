"""The broker: what reaches whom, how often it is drawn, and what is never drawn."""

import asyncio
import json
import logging
from itertools import pairwise

import pytest

from live import broker as broker_module
from live.messages import Change, Patch
from live.regions import Screen
from live.subscriber import Subscriber
from live.throttle import Throttle
from tests.live.helpers import ROOM, TICK, World, in_loop, page, running_broker, ticks, until


@pytest.fixture
def world() -> World:
    return World()


@in_loop
async def test_a_page_that_says_nothing_gets_the_whole_state_first(world: World) -> None:
    async with running_broker(world) as broker:
        phone = page(broker)
        await until(lambda: phone.batches)
        assert {patch["region"] for patch in phone.batches[0]} == {"text", "people", "board", "mine"}
        assert phone.last("text") == {"region": "text", "rev": 1, "html": "<p>start</p>"}
        assert phone.last("mine") == {"region": "mine", "rev": 1, "pull": True}
        assert phone.proof == 1
        assert phone.events[0] == "ping"


@in_loop
async def test_a_page_drawn_at_this_revision_gets_proof_of_it_and_only_who_is_there(world: World) -> None:
    async with running_broker(world) as broker:
        first = page(broker)
        phone = page(broker, claim=1)
        await until(lambda: phone.batches and first.batches)
        assert [patch["region"] for patch in phone.patches] == ["people"]
        assert phone.proof == 1


@in_loop
async def test_presence_is_stamped_with_the_page_s_revision_though_it_does_not_move_it(world: World) -> None:
    """A page ignores what is older than itself, and presence changes without a new revision."""
    async with running_broker(world) as broker:
        first = page(broker, participant="ann")
        await until(lambda: first.batches)
        broker.publish(world.write("text"))
        await until(lambda: first.proof == 2)
        phone = page(broker, claim=2)
        await until(lambda: phone.batches)
        assert phone.last("people") == {"region": "people", "rev": 2, "html": "ann"}


@in_loop
async def test_many_who_come_back_share_one_drawing(world: World) -> None:
    async with running_broker(world) as broker:
        phones = [page(broker) for _ in range(50)]
        await until(lambda: all(phone.batches for phone in phones))
        assert world.drawn.count("room:text") == 1
        late = page(broker)
        await until(lambda: late.batches)
        assert late.last("text")["html"] == "<p>start</p>"
        assert world.drawn.count("room:text") == 1


@in_loop
async def test_changes_within_a_tick_are_drawn_once_per_audience(world: World) -> None:
    async with running_broker(world) as broker:
        pages = [page(broker, audience) for audience in ("room", "room", "stage", "console")]
        await until(lambda: all(p.batches for p in pages))
        world.drawn.clear()
        for number in range(40):
            world.text = f"{number}"
            broker.publish(world.write("text"))
        await until(lambda: all(p.last("text")["html"] == "<p>39</p>" for p in pages))
        assert sorted(world.drawn) == ["console:text", "room:text", "stage:text"]
        assert pages[0].last("text")["rev"] == 41
        assert pages[0].proof == 41


@in_loop
async def test_a_change_during_the_drawing_is_drawn_again(world: World) -> None:
    async with running_broker(world) as broker:
        phone = page(broker)
        await until(lambda: phone.batches)
        for number in range(30):
            world.text = str(number)
            broker.publish(world.write("text"))
            await asyncio.sleep(0.003)
        await until(lambda: phone.last("text")["html"] == "<p>29</p>")
        revisions = [patch["rev"] for patch in phone.patches if patch["region"] == "text"]
        assert all(earlier <= later for earlier, later in pairwise(revisions))


@in_loop
async def test_only_the_regions_of_a_topic_are_drawn(world: World) -> None:
    async with running_broker(world) as broker:
        phone = page(broker)
        await until(lambda: phone.batches)
        phone.forget()
        world.drawn.clear()
        broker.publish(world.write("scores"))
        await until(lambda: phone.batches)
        assert phone.patches == [{"region": "mine", "rev": 2, "pull": True}]
        assert world.drawn == []


@in_loop
async def test_a_board_sends_only_the_items_that_changed(world: World) -> None:
    world.cards = {f"card-{number}": "x" * 100 for number in range(1000)}
    async with running_broker(world) as broker:
        phone = page(broker)
        await until(lambda: phone.batches)
        before = phone.bytes
        phone.forget()
        world.cards["card-5"] = "</li><script>\r\n\u2028"
        del world.cards["card-6"]
        broker.publish(world.write("cards", keys={"cards": ["card-5", "card-6"]}))
        await until(lambda: phone.batches)
        assert phone.patches == [
            {"region": "board", "rev": 2, "key": "card-5", "html": "<li></li><script>\r\n\u2028</li>"},
            {"region": "board", "rev": 2, "key": "card-6", "gone": True},
        ]
        assert phone.bytes - before < 300
        assert world.drawn.count("room:board") == 1
        late = page(broker)
        await until(lambda: late.batches)
        board = [patch for patch in late.patches if patch["region"] == "board"]
        assert "key" not in board[0]
        assert [patch["key"] for patch in board[1:]] == ["card-5", "card-6"], "all of it, then what changed"
        assert world.drawn.count("room:board") == 1


@in_loop
async def test_a_slow_page_gets_the_latest_state_and_delays_nobody(world: World) -> None:
    async with running_broker(world) as broker:
        slow = broker.stream(ROOM, "room")
        await anext(slow)  # has begun, and is not read on
        quick = page(broker)
        await until(lambda: quick.batches)
        for number in range(20):
            world.text = str(number)
            broker.publish(world.write("text"))
            await until(lambda number=number: quick.last("text")["html"] == f"<p>{number}</p>")  # type: ignore[misc]  # bound per loop
        heard = [await anext(slow), await anext(slow)]
        state = json.loads(heard[1].split(b"data: ")[1])
        assert [patch["html"] for patch in state if patch["region"] == "text"] == ["<p>19</p>"]
        await slow.aclose()


def test_a_whole_region_supersedes_the_items_that_wait() -> None:
    async def scenario() -> None:
        subscriber = Subscriber(ROOM, Screen("room"))
        subscriber.offer([Patch("board", 1, key="a", html="old"), Patch("text", 1, html="t")], 1)
        subscriber.offer([Patch("board", 2, html="all")], 2)
        subscriber.offer([Patch("board", 3, key="a", html="new")], 3)
        events = subscriber.events()
        chunks = [await anext(events) for _ in range(3)]
        await events.aclose()
        batch = json.loads(chunks[2].split(b"data: ")[1])
        assert [(p["region"], p.get("key"), p["rev"]) for p in batch] == [
            ("text", None, 1), ("board", None, 2), ("board", "a", 3)
        ]  # fmt: skip
        assert b"id: 3\n" in chunks[2]

    asyncio.run(scenario())


@in_loop
async def test_a_refresh_does_not_flicker_and_leaving_is_noticed(world: World) -> None:
    async with running_broker(world, grace=0.15) as broker:
        screen = page(broker, "console")
        phone = page(broker, participant="ann")
        second = page(broker, participant="ann")
        await until(lambda: screen.batches and screen.last("people")["html"] == "ann")
        assert broker.connected(ROOM) == {"ann"}
        screen.forget()
        await phone.leave()
        await second.leave()
        again = page(broker, participant="ann")
        await asyncio.sleep(0.3)
        assert broker.connected(ROOM) == {"ann"}
        assert [p for p in screen.patches if p["region"] == "people" and p["html"] != "ann"] == []
        await again.leave()
        await until(lambda: screen.seen("people") and screen.last("people")["html"] == "")
        assert broker.connected(ROOM) == frozenset()


@in_loop
async def test_a_removed_person_s_streams_end_and_nobody_else_s(world: World) -> None:
    async with running_broker(world) as broker:
        ann, ann_too, bob = (page(broker, participant=name) for name in ("ann", "ann", "bob"))
        await until(lambda: ann.batches and ann_too.batches and bob.batches)
        broker.publish(Change(ROOM, close="ann"))
        await until(lambda: ann.ended and ann_too.ended)
        assert ann.events[-1] == "bye"
        await ticks()
        assert not bob.ended


@in_loop
async def test_an_audience_s_streams_end_without_goodbye_to_check_access_again(
    world: World,
) -> None:
    async with running_broker(world) as broker:
        console, phone = page(broker, "console"), page(broker)
        await until(lambda: console.batches and phone.batches)
        broker.publish(Change(ROOM, close=":console"))
        await until(lambda: console.ended)
        assert "bye" not in console.events
        assert not phone.ended
        broker.publish(Change(ROOM, close=":"))
        await until(lambda: phone.ended)


@in_loop
async def test_the_streams_of_a_deleted_workshop_end(world: World) -> None:
    async with running_broker(world) as broker:
        phone = page(broker)
        await until(lambda: phone.batches)
        world.exists = False
        await until(lambda: phone.ended)
        assert phone.events[-1] == "bye"


@in_loop
async def test_a_page_from_a_revision_that_never_was_is_sent_to_load_again(world: World) -> None:
    async with running_broker(world) as broker:
        phone = page(broker, claim=99)
        await until(lambda: phone.ended)
        assert phone.events[-1] == "bye"


@in_loop
async def test_rooms_are_freed_when_everybody_has_left(world: World) -> None:
    async with running_broker(world) as broker:
        phones = [page(broker, participant=f"p{n}") for n in range(5)]
        await until(lambda: all(phone.batches for phone in phones))
        for phone in phones:
            await phone.leave()
        await until(lambda: not broker._rooms)
        broker.publish(world.write("text"))
        reads = world.reads
        await ticks()
        assert (world.reads, broker._rooms) == (reads, {})


@in_loop
async def test_what_another_process_wrote_is_found_by_its_revision(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker_module, "POLL", 0.03)
    monkeypatch.setattr(broker_module, "SETTLE", 0.02)
    async with running_broker(world) as broker:
        phone = page(broker)
        await until(lambda: phone.batches)
        world.text = "from the worker"
        world.revision += 1
        await until(lambda: phone.last("text")["html"] == "<p>from the worker</p>")
        assert phone.proof == 2
        world.text = "unheard of"
        world.revision += 1
        broker.publish(world.write("scores"))  # a later revision must not hide the one that was missed
        await until(lambda: phone.last("text")["html"] == "<p>unheard of</p>")
        world.drawn.clear()
        broker.publish(world.write("text"))
        await until(lambda: phone.proof == world.revision)
        await asyncio.sleep(0.15)
        assert world.drawn == ["room:text"], "what was announced is not drawn again by the poll"


@in_loop
async def test_a_region_that_fails_is_logged_hinders_no_other_and_is_tried_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with running_broker(world) as broker:
        phone = page(broker)
        await until(lambda: phone.batches)
        phone.forget()
        world.broken = True
        with caplog.at_level(logging.ERROR):
            broker.publish(world.write("text", "cards"))
            await until(lambda: phone.seen("board"))
        assert "could not be drawn" in caplog.text
        assert phone.proof == 1, "the page must not believe that it is complete"
        world.broken, world.text = False, "healed"
        broker.publish(world.write("scores"))
        await until(lambda: phone.seen("text"))
        assert phone.last("text")["html"] == "<p>healed</p>"
        assert phone.proof == 3


@in_loop
async def test_a_database_that_is_away_for_a_moment_loses_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with running_broker(world, throttle=lambda: Throttle(TICK, retry=0.02)) as broker:
        phone = page(broker)
        await until(lambda: phone.batches)
        phone.forget()
        world.unreadable = True
        world.text = "after"
        broker.publish(world.write("text"))
        newcomer = page(broker)
        await until(lambda: "couldn't be updated" in caplog.text)
        world.unreadable = False
        await until(lambda: phone.seen("text") and newcomer.seen("text"))
        assert phone.last("text")["html"] == newcomer.last("text")["html"] == "<p>after</p>"


@in_loop
async def test_stopping_ends_every_stream_at_once_and_later_changes_do_nothing(
    world: World,
) -> None:
    async with running_broker(world) as broker:
        phones = [page(broker) for _ in range(3)]
        await until(lambda: all(phone.batches for phone in phones))
        broker.close_all()
        await until(lambda: all(phone.ended for phone in phones), 3)
        late = page(broker)
        await until(lambda: late.ended, 3)
        assert late.events == []
    broker.publish(world.write("text"))


@in_loop
async def test_a_ping_carries_the_server_s_time_and_what_is_complete(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("live.subscriber.PING", 0.05)
    async with running_broker(world) as broker:
        phone = page(broker)
        await until(lambda: phone.proof == 1)
        phone.proof, pings = None, phone.events.count("ping")
        await until(lambda: phone.events.count("ping") >= pings + 3)
        assert phone.proof == 1


@in_loop
async def test_a_stream_ends_after_its_lifetime_so_that_access_is_checked_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("live.subscriber.LIFETIME", 0.02)
    monkeypatch.setattr("live.subscriber.PING", 0.05)
    async with running_broker(world) as broker:
        phone = page(broker)
        await until(lambda: phone.ended)
        assert "bye" not in phone.events


def test_a_change_survives_the_wire() -> None:
    change = Change.of(3, ["agenda", "cards"], {"cards": ["b", "a"]}, 9)
    assert change.topics == {"agenda"}
    for each in (change, Change(3, close=":stage"), Change(3, notice=("ann", "mine"))):
        assert Change.from_wire(json.loads(json.dumps(each.to_wire()))) == each
    with pytest.raises((KeyError, TypeError, ValueError)):
        Change.from_wire({"w": "x"})
