"""A broker without a database, and pages that read its streams."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from live.broker import Broker
from live.messages import Change
from live.polls import PollRequest
from live.process_transport import Transport
from live.regions import PlaceGone, Region, Screen, Snapshot
from live.throttle import Throttle

ROOM = 7
TICK = 0.01


def in_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run an asynchronous test in a loop of its own."""

    @wraps(test)
    def run(*args: object, **kwargs: object) -> None:
        asyncio.run(asyncio.wait_for(test(*args, **kwargs), 60))

    return run


@dataclass
class World:
    """What the regions draw from: a text, cards by key, and the revision that `write` moves."""

    revision: int = 1
    text: str = "start"
    cards: dict[str, str] = field(default_factory=dict)
    drawn: list[str] = field(default_factory=list)
    reads: int = 0
    unreadable: bool = False
    broken: bool = False
    exists: bool = True
    places: dict[str, int] = field(default_factory=dict)
    tracks: set[int] = field(default_factory=lambda: {1, 2, 3})

    def revisions(self, workshop_ids: Iterable[int]) -> Mapping[int, int]:
        self.reads += 1
        if self.unreadable:
            raise OSError("no database")
        return dict.fromkeys(workshop_ids, self.revision) if self.exists else {}

    def write(self, *topics: str, keys: Mapping[str, Iterable[str]] | None = None) -> Change:
        self.revision += 1
        return Change.of(ROOM, topics, keys, self.revision)

    def regions(self, audience: str) -> list[Region]:
        def note(key: str, html: str) -> str:
            self.drawn.append(f"{audience}:{key}")
            return html

        def text(snapshot: Snapshot) -> str:
            if self.broken:
                raise ValueError("broken")
            if snapshot.track_id is None:
                return note("text", f"<p>{self.text}</p>")
            if snapshot.track_id not in self.tracks:
                raise PlaceGone
            return note("text", f"<p>{self.text} in {snapshot.track_id}</p>")

        def people(snapshot: Snapshot) -> str:
            return note("people", ",".join(sorted(snapshot.connected)))

        def board(snapshot: Snapshot) -> str:
            return note("board", "".join(f"<li>{card}</li>" for card in self.cards.values()))

        def card(snapshot: Snapshot, key: str) -> str | None:
            note(f"board/{key}", "")
            return f"<li>{self.cards[key]}</li>" if key in self.cards else None

        return [
            Region("text", audience, frozenset({"text"}), text),
            Region("people", audience, frozenset({"people"}), people),
            Region("board", audience, frozenset({"cards"}), board, card),
            Region("mine", audience, frozenset({"scores"}), pull=True),
        ]


class Page:
    """Reads a stream as a browser would, and keeps what it shows."""

    def __init__(self, stream: AsyncGenerator[bytes]) -> None:
        self.stream = stream
        self.batches: list[list[dict[str, Any]]] = []
        self.proof: int | None = None
        self.events: list[str] = []
        self.ended = False
        self.bytes = 0
        self._task = asyncio.get_running_loop().create_task(self._read())

    async def _read(self) -> None:
        async for chunk in self.stream:
            self.bytes += len(chunk)
            self.hear(chunk)
        self.ended = True

    def hear(self, chunk: bytes) -> None:
        assert chunk.endswith(b"\n\n")
        fields = dict(line.split(": ", 1) for line in chunk.decode().strip().split("\n"))
        if "id" in fields:
            self.proof = int(fields["id"])
        if "event" in fields:
            self.events.append(fields["event"])
        if fields.get("event") == "patch":
            self.batches.append(json.loads(fields["data"]))

    @property
    def patches(self) -> list[dict[str, Any]]:
        return [patch for batch in self.batches for patch in batch]

    def last(self, region: str) -> dict[str, Any]:
        """The last patch of a region; one without content when there was none."""
        patches = [patch for patch in self.patches if patch["region"] == region]
        return patches[-1] if patches else {"html": None, "rev": None}

    def seen(self, *regions: str) -> bool:
        return set(regions) <= {patch["region"] for patch in self.patches}

    def forget(self) -> None:
        self.batches.clear()

    async def leave(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        await self.stream.aclose()


@asynccontextmanager
async def running_broker(
    world: World,
    transport: Transport | None = None,
    grace: float = 0.03,
    throttle: Callable[[], Throttle] = lambda: Throttle(TICK),
    settling: float = 0,
) -> AsyncIterator[Broker]:
    broker = Broker(
        world.revisions,
        transport,
        places=lambda workshop_id: dict(world.places),
        regions=world.regions,
        throttle=throttle,
        grace=grace,
        settling=settling,
    )
    await broker.start()
    try:
        yield broker
    finally:
        await broker.stop()


async def until(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until the condition holds; fail when it does not within the time."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.002)


async def ticks(count: float = 4) -> None:
    await asyncio.sleep(TICK * count)


async def all_drawn(broker: Broker) -> None:
    """Wait until everything that was published to the broker's room so far is drawn."""
    await asyncio.sleep(0)  # the loop marks what was published
    await until(lambda: broker._rooms[ROOM].pump is None)


def page(
    broker: Broker,
    audience: str = "room",
    participant: str | None = None,
    claim: int | None = None,
    track: int | None = None,
    language: str = "en",
) -> Page:
    return Page(broker.stream(ROOM, audience, participant, claim, track=track, language=language))


class Poller:
    """A page that polls as live.js does: it says what it was told, and keeps what it shows."""

    def __init__(
        self, participant: str | None = None, audience: str = "room", claim: int | None = None
    ) -> None:
        self.screen, self.participant, self.claim = Screen(audience), participant, claim
        self.place, self.cursors = "", dict[str, str]()
        self.patches: list[dict[str, Any]] = []

    async def poll(self, broker: Broker) -> bool:
        """Ask once, and again while the answer is being drawn; return whether there was anything new."""
        while True:
            since = " ".join(self.cursors.values())
            asked = PollRequest(ROOM, self.screen, self.participant, self.claim, self.place, since)
            answer = await asyncio.to_thread(broker.poll, asked)
            assert answer is not None
            if answer.is_ready:
                break
            await asyncio.sleep(TICK)
        if not answer.is_new:
            return False
        said = json.loads(answer.encoded())
        self.patches += said["patches"]
        self.place = said["place"]
        self.cursors[said["cursor"].rpartition(".")[0]] = said["cursor"]
        self.claim = said["rev"] if said["rev"] is not None else self.claim
        return True

    def forget(self) -> None:
        self.patches.clear()
