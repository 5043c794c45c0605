"""Changes and presence over Redis pub/sub: names and revisions, never content; each process draws for itself.

Nothing relies on a message arriving. A change that was lost is found by its revision within a second; after a
lost connection everything is drawn again; presence is also a key per process, which expires when the process
dies.
"""

import asyncio
import json
import logging
import random
import uuid
from collections import deque
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, cast
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from live.messages import Change
from live.process_transport import Receiver

logger = logging.getLogger(__name__)

BEAT: Final = 3.0
"""Seconds between a process's own messages; they show that the way through Redis and back is open."""
SILENCE: Final = 8.0
"""Seconds without any message after which the connection counts as lost."""
EXPIRY: Final = 15
"""Seconds after which the presence of a process that died is forgotten."""
TIMEOUT: Final = 2.0
"""Seconds that one command may take."""
LONGEST_PAUSE: Final = 1.0
"""Seconds, give or take a half, between two attempts at a Redis that is away."""
MAX_WAITING: Final = 10_000
"""Changes kept for a Redis that is away; older ones are dropped, their revisions tell the others."""

_LOST = (RedisError, OSError, TimeoutError)
_NUMBER: Final = b"n"
"""The field, beside those of the rooms, that counts how often a process wrote its presence: what is read and
what is sent come on two connections, so the older one of the two may come last."""


@dataclass
class _RemotePresence:
    """People connected to another process, by workshop, as of its presence of that number."""

    number: int = 0
    rooms: dict[int, frozenset[str]] = field(default_factory=dict)


class RedisTransport:
    """The transport of several processes; the path of ``redis://host:6379/0`` separates installations."""

    def __init__(self, url: str) -> None:
        self._process = uuid.uuid4().hex
        prefix = f"headwaters:{urlsplit(url).path.strip('/') or '0'}"
        self._channel = f"{prefix}:live"
        self._processes = f"{prefix}:processes"
        self._presence = f"{prefix}:presence:"
        self._redis = Redis.from_url(
            url,
            socket_connect_timeout=TIMEOUT,
            socket_timeout=TIMEOUT,
            retry=Retry(NoBackoff(), 0),  # the loops below wait and try again
        )
        self._receiver: Receiver | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._waiting: deque[Change] = deque(maxlen=MAX_WAITING)
        self._here: dict[int, frozenset[str]] = {}
        self._unsaid: set[int] = set()
        self._work = asyncio.Event()
        self._number = 0
        self._remote: dict[str, _RemotePresence] = {}
        self._listens = False

    async def start(self, receiver: Receiver) -> None:
        """Begin to deliver to the receiver. Redis may be away: the loops keep trying."""
        self._receiver = receiver
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(part()) for part in (self._listen, self._write, self._beat)]

    async def stop(self) -> None:
        """End; tell the others, if Redis answers, that no one is connected here any more."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._receiver = None
        with suppress(*_LOST):
            async with asyncio.timeout(1):
                await self._redis.delete(self._presence + self._process)
                await self._publish(h=[[workshop_id, []] for workshop_id in self._here], n=self._number)
        with suppress(*_LOST):
            await self._redis.aclose()

    def send(self, change: Change) -> None:
        """Deliver here at once, to the others as soon as Redis takes it."""
        if self._receiver:
            self._receiver.receive(change)
            self._waiting.append(change)
            self._work.set()

    def present(self, workshop_id: int, participants: frozenset[str]) -> None:
        """Tell the others who is connected here, when it differs from what they were told."""
        if self._here.get(workshop_id, frozenset()) != participants:
            self._here[workshop_id] = participants
            self._unsaid.add(workshop_id)
            self._work.set()

    def wrong(self) -> str:
        """The problem in words if messages don't come back, for the health check."""
        return "" if self._listens else "Redis doesn't answer"

    # --- Out ------------------------------------------------------------------------------------------

    async def _write(self) -> None:
        lost = _Outage()
        while True:
            await self._work.wait()
            self._work.clear()
            changes, unsaid = list(self._waiting), set(self._unsaid)
            self._waiting.clear()
            self._unsaid.clear()
            try:
                async with asyncio.timeout(TIMEOUT):
                    if unsaid:
                        await self._write_presence(unsaid)
                    await self._publish(
                        c=[change.to_wire() for change in changes],
                        h=[[workshop_id, sorted(self._here.get(workshop_id, ()))] for workshop_id in unsaid],
                        n=self._number,
                    )
                lost.over()
                for workshop_id in unsaid:
                    if not self._here.get(workshop_id):
                        self._here.pop(workshop_id, None)
            except _LOST as error:
                self._waiting.extendleft(reversed(changes[: MAX_WAITING - len(self._waiting)]))
                self._unsaid |= unsaid
                self._work.set()
                await lost.pause(error)

    async def _publish(self, **content: object) -> None:
        message = {"p": self._process, **content}
        await self._redis.publish(self._channel, json.dumps(message, separators=(",", ":")))

    async def _write_presence(self, workshop_ids: set[int]) -> None:
        """Keep in a hash, which expires, who is connected here."""
        key = self._presence + self._process
        self._number += 1
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.sadd(self._processes, self._process)
            pipe.hset(key, _NUMBER, str(self._number))
            for workshop_id in workshop_ids:
                if here := self._here.get(workshop_id):
                    pipe.hset(key, str(workshop_id), json.dumps(sorted(here)))
                else:
                    pipe.hdel(key, str(workshop_id))
            pipe.expire(key, EXPIRY)
            await pipe.execute()

    async def _beat(self) -> None:
        lost = _Outage()
        while True:
            await asyncio.sleep(BEAT * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load
            try:
                async with asyncio.timeout(TIMEOUT):
                    await self._write_presence(set(self._here))
                    await self._publish()
                    await self._read_presence()
                lost.over()
            except _LOST as error:
                await lost.pause(error)

    # --- In -------------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        lost = _Outage()
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:
                    await pubsub.subscribe(self._channel)
                    await self._say_and_read_presence()
                    if lost.over() and self._receiver:
                        self._receiver.recover()
                    clock = asyncio.get_running_loop().time
                    heard = clock()
                    self._listens = True
                    while clock() - heard < SILENCE:
                        message = await pubsub.get_message(timeout=1.0)
                        if message is not None:
                            heard = clock()
                            self._hear(message["data"])
                    raise TimeoutError("no reply from Redis")
            except _LOST as error:
                self._listens = False
                await lost.pause(error)

    async def _say_and_read_presence(self) -> None:
        """Say and read who is connected: while there was no connection, anyone may have come or gone."""
        async with asyncio.timeout(TIMEOUT):
            await self._write_presence(set(self._here))
            await self._publish(
                h=[[workshop_id, sorted(here)] for workshop_id, here in self._here.items()], n=self._number
            )
            await self._read_presence()

    def _hear(self, data: bytes) -> None:
        try:
            message: dict[str, Any] = json.loads(data)
            process = str(message["p"])
            changes = [Change.from_wire(wire) for wire in message.get("c", ())]
            here = {int(workshop_id): frozenset(map(str, who)) for workshop_id, who in message.get("h", ())}
            number = int(message.get("n", 0))
        except (ValueError, KeyError, TypeError, AttributeError):
            logger.warning("A message on the Redis channel %s couldn't be read.", self._channel)
            return
        if process == self._process or self._receiver is None:
            return
        for change in changes:
            self._receiver.receive(change)
        presence = self._remote.setdefault(process, _RemotePresence())
        if here and number >= presence.number:  # else what was read meanwhile is newer
            presence.number = number
            presence.rooms.update(here)
            self._tell_remote()

    async def _read_presence(self) -> None:
        """Read who is connected to the other processes; a process whose key has expired is forgotten."""
        remote: dict[str, _RemotePresence] = {}
        for member in await cast(Awaitable[set[bytes]], self._redis.smembers(self._processes)):
            process = member.decode()
            if process == self._process:
                continue
            key = self._presence + process
            rooms = await cast(Awaitable[dict[bytes, bytes]], self._redis.hgetall(key))
            if rooms:
                number = int(rooms.pop(_NUMBER, b"0"))
                remote[process] = _RemotePresence(
                    number, {int(room): frozenset(json.loads(who)) for room, who in rooms.items()}
                )
            else:
                await self._redis.srem(self._processes, process)
        for process in remote.keys() & self._remote.keys():
            if self._remote[process].number > remote[process].number:  # a message overtook what was read
                remote[process] = self._remote[process]
        self._remote = remote
        self._tell_remote()

    def _tell_remote(self) -> None:
        merged: dict[int, frozenset[str]] = {}
        for others in self._remote.values():
            for workshop_id, here in others.rooms.items():
                if here:
                    merged[workshop_id] = merged.get(workshop_id, frozenset()) | here
        if self._receiver:
            self._receiver.set_remote(cast(Mapping[int, frozenset[str]], merged))


class _Outage:
    """Waits longer after each failure."""

    def __init__(self) -> None:
        self._delay = 0.0

    async def pause(self, error: Exception) -> None:
        if not self._delay:
            logger.warning("Redis isn't available (%s). Trying again.", error or type(error).__name__)
        self._delay = min(LONGEST_PAUSE, self._delay * 2 or 0.1)
        await asyncio.sleep(self._delay * random.uniform(0.5, 1.5))  # noqa: S311 - spreads load

    def over(self) -> bool:
        """Return whether there was an outage, which is over now."""
        was, self._delay = self._delay > 0, 0.0
        if was:
            logger.warning("Redis is available again.")
        return was
