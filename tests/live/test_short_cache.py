"""What pages share of what they read: never less than their revision says, and nothing personal."""

import pytest

from live.messages import Change
from live.room import Room
from live.room_cache import LONGEST, OF_PEOPLE, RoomCache
from tests.live.helpers import ROOM, World, in_loop, page, running_broker, until


def test_it_is_read_once_and_anew_after_a_while() -> None:
    now, answers = [0.0], iter(range(9))
    cache = RoomCache(lambda: now[0])

    assert [cache.once("a", lambda: next(answers)) for _time in range(2)] == [0, 0]
    assert cache.once("b", lambda: next(answers)) == 1
    now[0] = LONGEST
    assert cache.once("a", lambda: next(answers)) == 2


def test_who_is_in_the_room_is_read_again_after_five_seconds() -> None:
    """Nobody told the room of a change, for instance because a message was lost."""
    now, answers = [0.0], iter(range(9))
    cache = RoomCache(lambda: now[0])

    def asked(*, of_people: bool) -> int:
        return cache.once("roster", lambda: next(answers), of_people=of_people)

    assert [asked(of_people=True), asked(of_people=False)] == [0, 1]
    now[0] = OF_PEOPLE - 0.01
    assert [asked(of_people=True), asked(of_people=False)] == [0, 2], "other values last two seconds"
    now[0] = OF_PEOPLE
    assert asked(of_people=True) == 3
    now[0] = 2 * OF_PEOPLE - 0.01
    assert asked(of_people=True) == 3, "the five seconds begin with the reading"
    assert OF_PEOPLE == 5


def test_what_changes_while_it_is_read_is_read_by_the_next() -> None:
    room = Room(ROOM)
    taken = room.cache

    def read() -> str:
        room.mark(Change.of(ROOM, ["text"]))
        return "old"

    assert taken.once("a", read) == "old"
    assert room.cache.once("a", lambda: "new") == "new"


def test_who_is_in_the_room_is_read_anew_after_somebody_came_or_went() -> None:
    room = Room(ROOM)
    taken, answers = room.cache, iter(range(9))

    def asked() -> int:
        return taken.once("roster", lambda: next(answers), of_people=True)

    assert [asked(), asked()] == [0, 0]
    room.mark(Change.of(ROOM, ["progress"]))
    assert asked() == 0, "a score moves nobody"
    room.mark(Change.of(ROOM, ["people", "progress"]))
    assert asked() == 1
    assert taken is room.cache, "what else was read stays"

    def read() -> int:
        room.mark(Change.of(ROOM, ["people"]))
        return next(answers)

    room.mark(Change.of(ROOM, ["people"]))
    taken.once("roster", read, of_people=True)
    assert asked() == 3, "what changed while it was read is read by the next"


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        (Change.of(ROOM, ["people", "progress"]), False),
        (Change(ROOM, notice=("somebody", "mine")), False),
        (Change.of(ROOM, ["people", "agenda"]), True),
        (Change.of(ROOM, ["progress"], {"items": ["a"]}), True),
    ],
)
def test_counts_leave_it_and_whatever_else_changes_ends_it(change: Change, ends: bool) -> None:
    room = Room(ROOM)
    before = room.cache
    room.mark(change)
    assert (room.cache is not before) == ends

    before = room.cache
    room.mark_everything()
    assert room.cache is not before


@in_loop
async def test_a_page_that_takes_of_it_claims_what_the_room_has_heard_of() -> None:
    world = World()
    async with running_broker(world) as broker:
        alone, claimed = broker.room_cache(ROOM, 9)
        assert (alone is broker.room_cache(ROOM, 9)[0], claimed) == (False, 9)

        phone = page(broker)
        await until(lambda: phone.batches)
        cache, claimed = broker.room_cache(ROOM, 9)
        assert claimed == world.revision < 9
        assert broker.room_cache(ROOM, 0) == (cache, 0)

        broker.receive(world.write("text"))
        assert broker.room_cache(ROOM, 9)[0] is not cache
        assert broker.room_cache(ROOM, 9)[1] == world.revision


@in_loop
async def test_a_newcomer_makes_no_page_fetch_its_own_part_again() -> None:
    world = World()
    async with running_broker(world) as broker:
        first = page(broker, participant="ann")
        await until(lambda: first.batches)
        shown = world.revision
        for name in ("ben", "cleo"):
            broker.receive(world.write("people", "progress"))
            newcomer = page(broker, participant=name, claim=shown)
            await until(lambda page=newcomer: page.batches)  # type: ignore[misc]  # bound per loop
            assert newcomer.seen("people")
            assert not newcomer.seen("text")
            assert not newcomer.seen("mine")

        # What people send may stand in a part of their own, on another of their pages; and what is told to
        # one may have met no stream of theirs.
        for topics in (["progress"], ["text"], []):
            claim = world.revision
            broker.receive(world.write(*topics))
            late = page(broker, participant="dora", claim=claim)
            await until(lambda page=late: page.seen("text", "mine"))  # type: ignore[misc]  # as above
            await late.leave()
        broker.receive(Change(ROOM, notice=("dora", "mine")))
        told = page(broker, participant="dora", claim=world.revision)
        await until(lambda: told.seen("mine"))
