"""One open event stream, seen from the server."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Callable, Iterable
from contextvars import ContextVar
from typing import Final

from live.messages import Patch, bye_event, patch_event, ping_event, retry_field
from live.regions import Screen

PING: Final = 10.0
"""Seconds between signs of life; the page's watchdog gives up after two and a half of them."""

LIFETIME: Final = 1200.0
"""Seconds, give or take a quarter, after which a stream ends; the page's next one checks access again."""


sending_at_once: ContextVar[Callable[[bytes], bool] | None] = ContextVar("sending_at_once", default=None)
"""What writes an event to the connection of the stream that is being opened, without waiting. It returns
False where the connection can't take it at the moment."""


class Subscriber:
    """The patches that one page still has to get. Nothing here blocks: for each region and item the latest
    state wins, so that a slow phone costs its own memory at most one state of its page, and delays no one."""

    def __init__(
        self, workshop_id: int, screen: Screen, participant: str | None = None, claim: int | None = None
    ) -> None:
        self.workshop_id = workshop_id
        self.screen = screen
        """What it shows; a participant's follows them into the breakout rooms."""
        self.participant = participant
        self.claim = claim
        """The revision that the page says it shows; None when it says nothing."""
        self.settled = False
        """Whether it has been given the current state, so that changes from now on are enough."""
        self._pending: dict[tuple[str, str | None], Patch] = {}
        self._proof: int | None = None
        self._announce = False
        self._closed = False
        self._bye = False
        self._send = sending_at_once.get()
        self._waits = False
        """Whether all that was yielded is sent, so that an event may be sent at once."""
        self._wake = asyncio.Event()
        self._clock = asyncio.get_running_loop().time
        self._end = self._clock() + LIFETIME * random.uniform(0.75, 1.25)  # noqa: S311 - spreads load

    def offer(self, patches: Iterable[Patch], proof: int | None, *, announce: bool = False) -> None:
        """Add patches. With them the page is complete up to the revision ``proof`` (None: no statement).

        ``announce`` sends an event even when there is no patch, so that the page learns that it is current.
        """
        for patch in patches:
            if patch.key is None:
                # The whole region supersedes what was waiting for its items.
                for waiting in [slot for slot in self._pending if slot[0] == patch.region]:
                    del self._pending[waiting]
            self._pending[patch.region, patch.key] = patch
        if proof is not None:
            self._proof = proof
        self._announce = self._announce or announce
        if (self._pending or self._announce) and not self._sent_at_once():
            self._wake.set()

    def _sent_at_once(self) -> bool:
        """Send what is waiting, unless the stream is busy or its connection is slow: then `events` does."""
        if self._send is None or not self._waits or self._closed:
            return False
        if not self._send(patch_event(self._pending.values(), self._proof)):
            return False
        self._pending, self._announce = {}, False
        return True

    def move(self, screen: Screen) -> None:
        """Show something else from now on: it starts there as a new subscriber."""
        self.screen, self.claim, self.settled = screen, None, False
        self._pending.clear()

    def close(self, *, bye: bool) -> None:
        """End the stream at its next step; ``bye`` makes the page load again, else it opens a new stream."""
        self._closed, self._bye = True, bye
        self._wake.set()

    def end_within(self, seconds: float) -> None:
        """End the stream at some time within the next seconds, without goodbye; the page opens a new one."""
        self._end = min(self._end, self._clock() + random.uniform(0, seconds))  # noqa: S311 - spreads load
        self._wake.set()

    async def events(self) -> AsyncGenerator[bytes]:
        """Yield the stream's bytes until it is closed. Touches no database and keeps no thread."""
        # Jittered, so that two hundred phones do not return in the same instant.
        yield retry_field(random.randint(1000, 4000))  # noqa: S311  no secret
        yield ping_event(_now())
        ping = self._clock() + PING
        while True:
            self._waits = True
            try:
                async with asyncio.timeout_at(min(ping, self._end)):
                    await self._wake.wait()
            except TimeoutError:
                pass
            finally:
                self._waits = False
            self._wake.clear()
            if self._closed or self._clock() >= self._end:
                if self._bye:
                    yield bye_event()
                return
            if self._pending or self._announce:
                patches, self._pending, self._announce = self._pending, {}, False
                yield patch_event(patches.values(), self._proof)
            if self._clock() >= ping:
                ping = self._clock() + PING
                yield ping_event(_now(), self._proof)


def _now() -> int:
    return int(time.time() * 1000)
