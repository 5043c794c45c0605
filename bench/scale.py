"""Many people in many rooms, two processes and Redis: `make bench SCALE=1000`.

The same paced scoring once with one room and once with all of them. What a change costs must not depend on
how many other rooms there are, and the memory may grow with the people at most in proportion.
"""

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass

from asgiref.sync import sync_to_async

from bench.phones import Phone, all_at_once, new_session
from bench.results import Figure, p95
from bench.room_fixture import AnyRoom, OpenRound, Room
from bench.scenarios import Taps, score, tap_of
from bench.server_processes import Server, redis, running_server

PEOPLE_PER_ROOM = 100
PROCESSES = 2
CHANGES = 200
PACE_SECONDS = 0.15
JOINING_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Measured:
    """One go: milliseconds until accepted and until seen by all of the room, processor time of a change in
    ms, memory in MB."""

    people: int
    accepted: list[float]
    seen: list[float]
    cpu_ms: float
    memory: float


def scale(people: int) -> list[Figure]:
    """Measure one room, then as many as `people` fill."""
    count = max(2, people // PEOPLE_PER_ROOM)
    rooms = [Room() for _number in range(count)]
    with redis() as address:
        with running_server(processes=PROCESSES, redis_url=address) as server:
            one = asyncio.run(_measure(server, rooms[:1]))
        with running_server(processes=PROCESSES, redis_url=address) as server:
            many = asyncio.run(_measure(server, rooms))
    return _figures(one, many, count)


def _figures(one: Measured, many: Measured, rooms: int) -> list[Figure]:
    of = f"{many.people} people in {rooms} rooms, {PROCESSES} processes and Redis"
    alone = f"one room of {one.people}"
    times = many.people / one.people
    return [
        Figure(
            "many rooms: paced score accepted, p95",
            p95(many.accepted),
            "ms",
            "<= 25",
            f"{of}; {alone}: {p95(one.accepted):.1f} ms",
        ),
        Figure(
            "many rooms: paced score seen by all, p95",
            p95(many.seen),
            "ms",
            "<= 200",
            f"{alone}: {p95(one.seen):.0f} ms",
        ),
        Figure(
            "many rooms: work per change against one room",
            many.cpu_ms / one.cpu_ms,
            "times",
            f"<= {times:.0f}",
            f"{many.cpu_ms:.1f} ms of processor time, {alone}: {one.cpu_ms:.1f} ms",
        ),
        Figure(
            "many rooms: memory against one room",
            many.memory / one.memory,
            "times",
            f"<= {times:.0f}",
            f"{many.memory:.0f} MB in {PROCESSES} processes, {alone}: {one.memory:.0f} MB",
        ),
    ]


async def _measure(server: Server, rooms: Sequence[Room]) -> Measured:
    groups = [await fill(server, room, PEOPLE_PER_ROOM) for room in rooms]
    phones = list(itertools.chain.from_iterable(groups))
    try:
        open_rounds = [await sync_to_async(room.round)() for room in rooms]
        await _paced(groups, open_rounds, len(rooms))  # every room has drawn its screens once
        before = server.cpu_seconds()
        accepted, seen = await _paced(groups, open_rounds, CHANGES)
        cpu_ms = (server.cpu_seconds() - before) * 1000 / CHANGES
        return Measured(len(phones), accepted, seen, cpu_ms, server.memory_mb())
    finally:
        await all_at_once(phones, Phone.leave)


async def fill(server: Server, room: AnyRoom, people: int) -> list[Phone]:
    """So many people who join and open the room's event stream, some at once."""
    sides = itertools.cycle(("business", "it"))
    phones = [
        Phone(server.url, room.code, f"Person {number}", side, new_session())
        for number, side in zip(range(people), sides, strict=False)
    ]
    for start in range(0, len(phones), JOINING_AT_ONCE):
        some = phones[start : start + JOINING_AT_ONCE]
        if not all(await all_at_once(some, Phone.join)):
            raise RuntimeError(f"somebody could not join the room {room.code}")
        await all_at_once(some, Phone.watch)
    return phones


async def _paced(
    groups: Sequence[Sequence[Phone]], open_rounds: Sequence[OpenRound], changes: int
) -> tuple[list[float], list[float]]:
    """One change after another, each in the next room, by the next person there."""
    accepted: Taps = {}
    answered: list[float] = []
    seen: list[float] = []
    for number in range(changes):
        group, open_round = groups[number % len(groups)], open_rounds[number % len(groups)]
        turn = number // len(groups)
        phone = group[turn % len(group)]
        started = time.perf_counter()
        status, revision, seconds = await score(phone, tap_of(open_round, turn), accepted)
        if status != 200:
            raise RuntimeError(f"a paced score was answered with {status}")
        answered.append(seconds * 1000)
        await asyncio.gather(*(other.has_seen(revision) for other in group))
        seen.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(PACE_SECONDS)
    return answered, seen
