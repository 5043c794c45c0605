"""What several languages in one room cost: a burst of scores and a reveal, with phones of one and of four."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from asgiref.sync import sync_to_async
from django.conf import settings

from bench import scenarios
from bench.figures import Figure
from bench.people import Phone
from bench.processes import Server
from bench.room import Room

ENGLISH = ("en",)
ALL = tuple(key for key, _name in settings.LANGUAGES)

Facilitator = Callable[[str], Awaitable[Phone]]


async def languages(server: Server, facilitator: Facilitator) -> list[Figure]:
    """The figures for phones of all languages, and how many times those for phones of one."""
    one = await _measured(server, facilitator, ENGLISH)
    several = await _measured(server, facilitator, ALL)
    return [
        Figure(
            f"{what} in {len(ALL)} languages",
            all_of / of_one,
            "times",
            "<= 1.6",
            f"{all_of:.0f} against {of_one:.0f} ms",
        )
        for what, all_of, of_one in zip(("score burst", "reveal"), several, one, strict=True)
    ]


async def _measured(server: Server, facilitator: Facilitator, spoken: Sequence[str]) -> tuple[float, float]:
    """The milliseconds of a burst and of a reveal."""
    room = await sync_to_async(Room)()
    steering = await facilitator(room.code)
    phones, _figures = await scenarios.join_all(server, room, spoken)
    try:
        await scenarios.bursts(phones, await sync_to_async(room.round)())
        (revealed,) = await scenarios.reveal(phones, steering, room)
    finally:
        await asyncio.gather(*(phone.leave() for phone in [steering, *phones]))
    return scenarios.BURST_MS[-1], revealed.value
