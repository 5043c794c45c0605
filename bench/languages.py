"""What several languages in one room cost: a burst of scores and a reveal, with phones of one and of four.

A room of each is there all the time, and they alternate, since the machine is shared and noisy.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Self

from asgiref.sync import sync_to_async
from django.conf import settings

from bench import scenarios
from bench.phones import Phone
from bench.results import Figure, median
from bench.room_fixture import Room
from bench.server_processes import Server

ENGLISH = ("en",)
ALL = tuple(key for key, _name in settings.LANGUAGES)
GOAL = "<= 1.3"
"""More than 1.6 may not be released."""

Facilitator = Callable[[str], Awaitable[Phone]]


@dataclass(slots=True)
class Side:
    """A room with its phones, and the milliseconds of its bursts and reveals."""

    room: Room
    steering: Phone
    phones: Sequence[Phone]
    bursts: list[float] = field(default_factory=list)
    reveals: list[float] = field(default_factory=list)

    @classmethod
    async def of(cls, server: Server, facilitator: Facilitator, spoken: Sequence[str]) -> Self:
        room = await sync_to_async(Room)()
        phones, _figures = await scenarios.join_all(server, room, spoken)
        return cls(room, await facilitator(room.code), phones)

    async def burst(self, number: int) -> None:
        open_round = await sync_to_async(self.room.round)()
        milliseconds, refused = await scenarios.burst(self.phones, open_round, number, {})
        if refused:
            raise RuntimeError(f"{refused} scores were refused")
        self.bursts.append(milliseconds)

    async def reveal(self, number: int) -> None:
        self.reveals.append(await scenarios.reveal_once(self.phones, self.steering, self.room, number))


async def languages(server: Server, facilitator: Facilitator) -> list[Figure]:
    """How many times as long it takes with phones of all languages as with phones of one."""
    one = await Side.of(server, facilitator, ENGLISH)
    several = await Side.of(server, facilitator, ALL)
    try:
        for number in range(scenarios.BURSTS):
            for side in (one, several) if number % 2 else (several, one):
                await side.burst(number)
        for number in range(scenarios.REVEALS):
            for side in (one, several) if number % 2 else (several, one):
                await side.reveal(number)
    finally:
        people = [*one.phones, *several.phones, one.steering, several.steering]
        await asyncio.gather(*(phone.leave() for phone in people))
    return [
        _figure("score burst", several.bursts, one.bursts),
        _figure("reveal", several.reveals, one.reveals),
    ]


def _figure(what: str, several: Sequence[float], one: Sequence[float]) -> Figure:
    note = f"medians: {median(several):.0f} against {median(one):.0f} ms; at most 1.6"
    return Figure(f"{what} in {len(ALL)} languages", median(several) / median(one), "times", GOAL, note)
