"""A brainstorm with two hundred people: notes, the reveal of a thousand of them, grouping, dots, and the
cursor. Bursts of dots alternate with bursts of requests that do nothing, as those of scores do
(scenarios.py)."""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any
from uuid import uuid4

from asgiref.sync import sync_to_async

from bench.phones import Phone, all_at_once
from bench.results import Figure, median, p95
from bench.room_fixture import BoardRoom
from bench.scale import fill
from bench.server_processes import Server

PEOPLE = 200
NOTES_EACH = 5
SECONDS = 20
BURSTS = 5
GROUPING = 3
MOVES_EACH = 60
CURSOR_MOVES = 6


async def boards(server: Server, room: BoardRoom, facilitator: Phone) -> list[Figure]:
    """All of it, in the order of an activity."""
    phones = await fill(server, room, PEOPLE)
    try:
        measured = await _write(room, phones, await _nothing(phones))
        measured += await _reveal(room, phones, facilitator)
        measured += await _group(room, phones)
        measured += await _vote(room, phones, facilitator)
        measured += await _cursor(room, phones, facilitator)
        return measured
    finally:
        await all_at_once(phones, Phone.leave)


async def _nothing(phones: Sequence[Phone]) -> float:
    """The p95 in ms of requests that do nothing, when all send one at once. The notes are compared with it:
    they are spread over some seconds and cannot alternate with it."""
    return median([await _burst(phones, _press_nothing) for _number in range(BURSTS)])


async def _press_nothing(phone: Phone) -> float:
    return (await phone.post("/bench/nothing/", {"a": "b"}))[2]


async def _burst(phones: Sequence[Phone], press: Callable[[Phone], Coroutine[Any, Any, float]]) -> float:
    await asyncio.sleep(1)
    return p95(await all_at_once(phones, press)) * 1000


async def _write(room: BoardRoom, phones: Sequence[Phone], yardstick: float) -> list[Figure]:
    """Everybody sends five notes within twenty seconds, whenever; every tenth is sent twice."""
    sent: set[str] = set()

    async def one(phone: Phone, number: int) -> float:
        await asyncio.sleep(random.random() * SECONDS)
        note = str(uuid4())
        text = f"Note {number} of {phone.name}, long enough to say what would help us most"
        seconds = await _accepted(phone, f"{room.activity_path}notes/", {"uuid": note, "text": text})
        if len(sent) % 10 == 0:
            await _accepted(phone, f"{room.activity_path}notes/", {"uuid": note, "text": text})
        sent.add(note)
        return seconds

    taken = await asyncio.gather(*(one(phone, number) for phone in phones for number in range(NOTES_EACH)))
    stored = await sync_to_async(room.notes)()
    note = f"p95 {p95(taken) * 1000:.0f} ms against {yardstick:.0f} ms for nothing; {len(sent)} notes"
    return [
        Figure("brainstorm burst, p95 against nothing", p95(taken) * 1000 / yardstick, "times", "<= 4", note),
        Figure("lost notes", len(sent - set(stored)), "", "== 0", f"of {len(sent)} acknowledged"),
        Figure("notes too many", len(stored) - len(sent), "", "== 0", "every tenth was sent twice"),
    ]


async def _reveal(room: BoardRoom, phones: Sequence[Phone], facilitator: Phone) -> list[Figure]:
    """From the facilitator's press until the last phone has all notes: a notice, then pages."""
    await asyncio.sleep(1)
    count = len(await sync_to_async(room.notes)())
    started = time.perf_counter()
    await _phase(room, facilitator, "write", "group")
    fetched = await all_at_once(phones, Phone.fetch_board)
    seconds = time.perf_counter() - started
    if any(each != count for each in fetched):
        raise RuntimeError(f"of {count} notes some phones have only {min(fetched)}")
    note = f"{count} notes on {len(phones)} phones"
    return [Figure("board revealed to the last phone", seconds, "s", "<= 3", note)]


async def _group(room: BoardRoom, phones: Sequence[Phone]) -> list[Figure]:
    """Three people move notes at the same time, each into a group of their own."""
    notes = iter(await sync_to_async(room.notes)())
    moved: dict[str, str] = {}
    seconds: list[float] = []

    async def some(phone: Phone) -> None:
        group = str(uuid4())
        for number in range(MOVES_EACH):
            note = next(notes)
            fields = {"note": note, "group": group} | ({"new": "on"} if number == 0 else {})
            seconds.append(await _accepted(phone, f"{room.activity_path}notes/move/", fields))
            moved[note] = group

    await all_at_once(phones[:GROUPING], some)
    stored = await sync_to_async(room.groups)()
    lost = sum(stored.get(note) != group for note, group in moved.items())
    note = f"of {len(moved)} by {GROUPING} people at once; p95 {p95(seconds) * 1000:.0f} ms"
    return [Figure("lost moves on the board", lost, "", "== 0", note)]


async def _vote(room: BoardRoom, phones: Sequence[Phone], facilitator: Phone) -> list[Figure]:
    """All give a dot at the same moment, five times: each time to another item, and after a burst of
    requests that do nothing."""
    await _phase(room, facilitator, "group", "vote")
    await asyncio.sleep(3)  # everybody fetched their own part
    loose = await sync_to_async(room.loose)()
    given: dict[tuple[str, str], int] = {}
    bursts: list[float] = []
    yardstick: list[float] = []
    for number in range(BURSTS):
        item = loose[number]

        async def dot(phone: Phone, item: str = item) -> float:
            seconds = await _accepted(phone, f"{room.activity_path}votes/", {"item": item, "dots": "1"})
            given[phone.name, item] = 1
            return seconds

        yardstick.append(await _burst(phones, _press_nothing))
        bursts.append(await _burst(phones, dot))
    stored = await sync_to_async(room.dots)()
    lost = sum(stored.get(key) != dots for key, dots in given.items()) + len(stored) - len(given)
    ratio = median(bursts) / median(yardstick)
    note = f"median of {BURSTS} p95s: {median(bursts):.0f} ms against {median(yardstick):.0f} ms for nothing"
    return [
        Figure("dot-vote burst, p95 against nothing", ratio, "times", "<= 4", note),
        Figure("lost or doubled dots", lost, "", "== 0", f"of {len(given)} acknowledged"),
    ]


async def _cursor(room: BoardRoom, phones: Sequence[Phone], facilitator: Phone) -> list[Figure]:
    """From the facilitator's press until the last screen is in the other activity."""
    await _phase(room, facilitator, "vote", "results")
    times = []
    for number in range(CURSOR_MOVES):
        await asyncio.sleep(3)
        there, back = (room.activity, room.after) if number % 2 == 0 else (room.after, room.activity)
        before = await sync_to_async(room.revision)()
        started = time.perf_counter()
        fields = {"at": str(there.uuid), "to": str(back.uuid)}
        await _accepted(facilitator, f"/w/{room.code}/console/move/", fields)
        await asyncio.gather(*(phone.has_seen(before + 1) for phone in phones))
        times.append((time.perf_counter() - started) * 1000)
    note = f"median of {CURSOR_MOVES} moves; slowest {max(times):.0f} ms"
    return [Figure("cursor moved on the last screen", median(times), "ms", "<= 500", note)]


async def _phase(room: BoardRoom, facilitator: Phone, now: str, to: str) -> None:
    path = f"/w/{room.code}/console/activities/{room.activity.uuid}/phase/"
    await _accepted(facilitator, path, {"from": now, "to": to})


async def _accepted(phone: Phone, path: str, fields: dict[str, str]) -> float:
    """Seconds until it was acknowledged. Raises RuntimeError when it was refused."""
    status, content, seconds = await phone.post(path, fields)
    if status >= 300:
        raise RuntimeError(f"{path} was answered with {status}: {content}")
    return seconds
