"""Presence in a room: here, away, or left. Every count of a live room is based on this, and on nothing else.

- **Left**: someone was removed, or merged into another person. They count nowhere.
- **Here**: one of their devices is connected, or was less than `GRACE` ago (live/broker.py). A person without
  a device is here, because the facilitator enters for them, and so is everyone in a rehearsal.
- **Away**: everyone else who joined. They keep what they gave and their breakout room.

Where no device of the room is connected, as in a test or in a command, nothing can be told from devices: then
everyone who joined is here. Nor is any told until `RECONNECTED` seconds after the server started
(live/reconnect_grace.py), because pages come back one after another; and devices of a process that ended
count as connected for as long.

"n of m" counts n people who are done, whether they are still here or not, out of m who are here or done. So n
is never more than m, no one who is away is waited for, and no one's answer is lost by leaving. Source:
docs/adr/0066-presence-is-defined-once.md.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum


class Presence(StrEnum):
    """Presence of a person who joined a room."""

    HERE = "here"
    AWAY = "away"
    LEFT = "left"


def needs_device(is_proxy: bool, is_rehearsal: bool) -> bool:
    """Return whether a device tells where a person is: not of one without a device (`is_proxy`), nor of
    anyone in a rehearsal."""
    return not (is_proxy or is_rehearsal)


def presence(
    uuid: str, connected: Collection[str], *, needs_device: bool = True, has_left: bool = False
) -> Presence:
    """Return how the person `uuid` is in the room. `connected` are the uuids of all in the room who have a
    device that is connected, or was less than `GRACE` ago."""
    if has_left:
        return Presence.LEFT
    if not connected or not needs_device or uuid in connected:
        return Presence.HERE
    return Presence.AWAY


def here(people: Iterable[tuple[str, bool]], connected: Collection[str]) -> frozenset[str]:
    """Return those of `people` who are here: each is a uuid, and whether a device tells where they are. The
    window in which a facilitator enters for someone is connected as well, and is no device."""
    needs = dict(people)
    devices = {uuid for uuid in connected if needs.get(uuid, True)}
    return frozenset(
        uuid
        for uuid, needs_device in needs.items()
        if presence(uuid, devices, needs_device=needs_device) is Presence.HERE
    )


def people_counted(here: Collection[str], finished: Collection[str] | int) -> int:
    """Return m of "n of m are done": the number of people who are here or done. Of an anonymous activity only
    the number of those who are `finished` is known; then m is the larger of the two numbers."""
    if isinstance(finished, int):
        return max(len(here), finished)
    return len({*here, *finished})
