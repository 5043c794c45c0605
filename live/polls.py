"""Answers to pages that ask again and again, because something on their way holds event streams back.

A page says what it was told last; it is told the patches since then, drawn once for all streams and polls of
its screen. Nothing is kept per page: an answer that gets lost is simply asked for again.
"""

from dataclasses import dataclass
from typing import Final

from live.messages import Patch, compact
from live.region_state import Regions, state
from live.regions import Screen
from live.room import Room

PRESENT: Final = 10.0
"""Seconds after a poll that its screen is kept current. Its participant counts as present for as long as
after the end of a stream (`broker.GRACE`)."""
MOST_CURSORS: Final = 16
"""Processes that a page has been told by; more are not looked at."""


@dataclass(frozen=True, slots=True)
class PollRequest:
    """One poll. ``claim`` is the revision that the page shows, ``place`` which breakout room's that is,
    ``since`` the cursor that each serving process gave it; all as the last answers said."""

    workshop_id: int
    screen: Screen
    participant: str | None = None
    claim: int | None = None
    place: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class PollAnswer:
    """The answer to a page. ``revision`` says that it is complete up to there, None makes no statement.

    ``is_ready`` False: the screen is being drawn, ask again in a moment.
    """

    patches: tuple[Patch, ...] = ()
    revision: int | None = None
    place: str = ""
    cursor: str = ""
    is_new: bool = False
    is_ready: bool = True

    def encoded(self) -> bytes:
        """The answer as JSON; its patches are those of the event stream."""
        about = compact({"rev": self.revision, "place": self.place, "cursor": self.cursor})
        return b'%s,"patches":[%s]}' % (about[:-1], b",".join(patch.encoded for patch in self.patches))


def answer(room: Room, regions: Regions, poll: PollRequest) -> PollAnswer:
    """Return what has changed for the page, or all that it does not show yet."""
    screen = room.screen_of(poll.screen, poll.participant)
    if not _is_drawn(room, regions, screen):
        room.requests.add(screen)
        return PollAnswer(is_ready=False)
    place = str(screen.track or 0)
    since = _last_tick(room, poll) if poll.place == place else None
    if since is not None:
        patches = _since(room, regions, screen, since)
    else:
        everything, presence = state(room, regions, screen, room.revision)
        is_elsewhere = poll.place not in ("", place)
        is_current = not is_elsewhere and poll.claim is not None and poll.claim >= room.revision
        patches = presence if is_current else everything
    own = room.notices.get(poll.participant or "", {})
    patches += [
        Patch(region, room.revision, pull=True)
        for region, tick in own.items()
        if since is None or tick > since
    ]
    is_complete = not any(failed == screen for failed, _ in room.failed)
    return PollAnswer(
        tuple(patches),
        room.proof if is_complete else None,
        place,
        f"{room.life}.{room.tick}",
        is_new=bool(patches) or since is None,
    )


def _is_drawn(room: Room, regions: Regions, screen: Screen) -> bool:
    if room.places is None or not room.tick:  # during the first tick nothing says yet what its parts show
        return False
    slots = ((screen, region.key) for region in regions(screen.audience))
    return all(slot in room.fragments or slot in room.failed for slot in slots)


def _last_tick(room: Room, poll: PollRequest) -> int | None:
    """The last tick of this room's life that the page was told of."""
    for cursor in poll.since.split(" ")[:MOST_CURSORS]:
        life, _, tick = cursor.rpartition(".")
        if life == room.life and tick.isascii() and tick.isdigit() and len(tick) < 19:
            return int(tick)
    return None


def _since(room: Room, regions: Regions, screen: Screen, since: int) -> list[Patch]:
    patches = []
    for region in regions(screen.audience):
        if fragment := room.fragments.get((screen, region.key)):
            if fragment.tick > since:
                patches.append(fragment.whole)
            patches += [patch for tick, patch in fragment.items.values() if tick > max(since, fragment.tick)]
    return patches
