"""Who is connected while pages look for the next server, by a clock of the test."""

from __future__ import annotations

from live.reconnect_grace import Settling
from tests.live.helpers import ROOM, World, in_loop, page, running_broker, until
from workshops.room import presence

ANN, BO = frozenset({"ann"}), frozenset({"bo"})


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def here(settling: Settling, present: frozenset[str]) -> frozenset[str]:
    """Who of two who joined is here, where `present` are connected to this process."""
    return presence.here([("ann", True), ("bo", True)], settling.connected(ROOM, present))


def test_the_first_who_comes_back_after_a_start_makes_nobody_away() -> None:
    clock = Clock()
    settling = Settling(10, clock)
    settling.begin()
    for seconds, told in ((0, ANN | BO), (9.9, ANN | BO), (10, ANN)):
        clock.now = 1000 + seconds
        assert here(settling, ANN) == told, seconds


def test_who_was_connected_to_a_process_that_ended_may_come_back() -> None:
    clock = Clock()
    settling = Settling(10, clock)
    assert settling.hear({ROOM: BO, ROOM + 1: BO}) == {ROOM, ROOM + 1}
    assert settling.hear({ROOM + 1: BO}) == {ROOM}
    clock.now += 9.9
    assert here(settling, ANN) == ANN | BO
    clock.now += 0.1
    assert here(settling, ANN) == ANN
    assert settling.hear({ROOM + 1: BO}) == set()
    settling.hear({ROOM: BO, ROOM + 1: BO})
    clock.now += 60
    assert here(settling, ANN) == ANN | BO


@in_loop
async def test_screens_are_told_when_it_has_settled() -> None:
    async with running_broker(World(), settling=0.3) as broker:
        screen = page(broker, "console")
        phone = page(broker, participant="ann")
        await until(lambda: phone.batches and screen.seen("people"))
        assert (broker.connected(ROOM), screen.last("people")["html"]) == (frozenset(), "")
        await until(lambda: screen.last("people")["html"] == "ann")
        assert broker.connected(ROOM) == ANN
