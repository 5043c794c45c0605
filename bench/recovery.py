"""How long after a failure until every screen is right again: the server killed, Redis cut off."""

import asyncio
import os
import signal
import time
from collections.abc import Sequence
from contextlib import ExitStack

from asgiref.sync import sync_to_async

from bench.phones import Phone, all_at_once
from bench.results import Figure
from bench.room_fixture import OpenRound, Room
from bench.scale import fill
from bench.scenarios import score, tap_of
from bench.server_processes import Server, free_port, redis, running_server

PEOPLE = 200
AWAY_SECONDS = 10
PROCESSES = 2


def recovery(room: Room) -> list[Figure]:
    """Everybody is connected; something dies for ten seconds and comes back."""
    return [_server_killed(room), _redis_cut(room)]


def _server_killed(room: Room) -> Figure:
    port = free_port()
    with ExitStack() as servers:
        server = servers.enter_context(running_server(port=port))
        seconds = asyncio.run(_after_the_kill(servers, server, port, room))
    note = f"{PEOPLE} people, {AWAY_SECONDS} s away; from the moment it answers again"
    return Figure("server killed: last screen is right", seconds, "s", "<= 5", note)


async def _after_the_kill(servers: ExitStack, server: Server, port: int, room: Room) -> float:
    phones = await fill(server, room, PEOPLE)
    try:
        os.kill(server.pid, signal.SIGKILL)
        await asyncio.sleep(AWAY_SECONDS)
        revision = await sync_to_async(room.touch)()
        await asyncio.to_thread(servers.enter_context, running_server(port=port))
        return await _until_seen(phones, revision)
    finally:
        await all_at_once(phones, Phone.leave)


def _redis_cut(room: Room) -> Figure:
    port = free_port()
    with ExitStack() as stack:
        stores = stack.enter_context(ExitStack())
        address = stores.enter_context(redis(port))
        server = stack.enter_context(running_server(processes=PROCESSES, redis_url=address))
        seconds = asyncio.run(_after_the_cut(stores, server, port, room))
    note = f"{PEOPLE} people in {PROCESSES} processes, {AWAY_SECONDS} s away; from the moment it is back"
    return Figure("Redis cut off: last screen is right", seconds, "s", "<= 5", note)


async def _after_the_cut(stores: ExitStack, server: Server, port: int, room: Room) -> float:
    phones = await fill(server, room, PEOPLE)
    try:
        open_round = await sync_to_async(room.round)()
        stores.close()
        revision = 0
        for number in range(AWAY_SECONDS):
            revision = await _score(phones[number], open_round, number)
            await asyncio.sleep(1)
        stores.enter_context(redis(port))
        started = time.perf_counter()
        revision = await _score(phones[-1], open_round, AWAY_SECONDS)
        await _until_seen(phones, revision)
        return time.perf_counter() - started
    finally:
        await all_at_once(phones, Phone.leave)


async def _score(phone: Phone, open_round: OpenRound, number: int) -> int:
    status, revision, _seconds = await score(phone, tap_of(open_round, number), {})
    if status != 200:
        raise RuntimeError(f"a score was answered with {status}")
    return revision


async def _until_seen(phones: Sequence[Phone], revision: int) -> float:
    started = time.perf_counter()
    await asyncio.wait_for(asyncio.gather(*(phone.has_seen(revision) for phone in phones)), 60)
    return time.perf_counter() - started
