"""What pages show of what was drawn for the streams: never less than their revision says."""

from live.messages import Change, Patch
from live.region_state import current_fragments
from live.regions import Region, Screen
from live.room import Dirty, Fragment, Room
from tests.live.helpers import ROOM, World, in_loop, page, running_broker, until

PHONE = Screen("room")
TEXT = Region("text", "room", frozenset({"text"}), lambda _snapshot: "")
COUNT = Region("count", "room", frozenset({"text", "progress"}), lambda _snapshot: "")
BOARD = Region(
    "board", "room", frozenset({"cards"}), lambda _snapshot: "", render_item=lambda _snapshot, _key: None
)


def regions(_audience: str) -> list[Region]:
    return [TEXT, COUNT, BOARD]


def drawn_room(known: int | None = 7) -> Room:
    """A room of which every region was drawn, and all heard of up to ``known``."""
    room = Room(ROOM)
    room.revisions.up_to = known
    for region in regions("room"):
        room.fragments[PHONE, region.key] = Fragment(Patch(region.key, 7, html=f"<p>{region.key}</p>"), 1)
    return room


def test_a_page_shows_what_the_streams_were_drawn_but_for_boards() -> None:
    assert current_fragments(drawn_room(), regions, PHONE, 7) == (
        {"text": "<p>text</p>", "count": "<p>count</p>"},
        7,
    )


def test_another_place_and_a_room_that_has_heard_nothing_yet_are_drawn() -> None:
    assert current_fragments(drawn_room(), regions, Screen("room", 3), 7) == ({}, 7)
    assert current_fragments(drawn_room(known=None), regions, PHONE, 7) == ({}, 7)


def test_what_changed_is_drawn_also_while_a_tick_draws_it() -> None:
    for waits in ("dirty", "drawing"):
        for change in (Change.of(ROOM, ["text"]), Change.of(ROOM, keys={"text": ["a"]})):
            room = drawn_room()
            getattr(room, waits).add(change)
            assert current_fragments(room, regions, PHONE, 7)[0] == {}
        room = drawn_room()
        setattr(room, waits, Dirty(everything=True))
        assert current_fragments(room, regions, PHONE, 7)[0] == {}


def test_a_count_may_be_a_little_old() -> None:
    room = drawn_room()
    room.dirty.add(Change.of(ROOM, ["progress"]))
    assert set(current_fragments(room, regions, PHONE, 7)[0]) == {"text", "count"}


def test_a_page_claims_no_revision_that_the_room_has_not_heard_of() -> None:
    assert current_fragments(drawn_room(known=7), regions, PHONE, 9)[1] == 7
    assert current_fragments(drawn_room(known=9), regions, PHONE, 7)[1] == 7


@in_loop
async def test_the_broker_hands_out_what_it_drew_until_it_changes() -> None:
    world = World()
    async with running_broker(world) as broker:
        assert broker.drawn(ROOM, PHONE, 1) == ({}, 1)
        phone = page(broker)
        await until(lambda: phone.batches)
        assert broker.drawn(ROOM, PHONE, 1)[0]["text"] == "<p>start</p>"
        world.text = "changed"
        change = world.write("text")
        broker.receive(change)
        fragments, shown = broker.drawn(ROOM, PHONE, 2)
        assert ("text" in fragments, shown) == (False, 2)
        await until(lambda: phone.last("text")["html"] == "<p>changed</p>")
        assert broker.drawn(ROOM, PHONE, 2)[0]["text"] == "<p>changed</p>"
