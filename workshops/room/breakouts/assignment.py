"""Assignment of people to the rooms of a breakout. No Django: people are keys with a side, rooms are keys in
order."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Person = TypeVar("Person", bound=Hashable)
Room = TypeVar("Room", bound=Hashable)


def deal(
    people: Iterable[tuple[Person, str]],
    rooms: Sequence[Room],
    placements: Iterable[tuple[Room, str]] = (),
    *,
    homes: Mapping[str, Sequence[Room]] | None = None,
) -> dict[Person, Room]:
    """A room for each of `people` (key, side), beside the `placements` (room, side) that exist already.

    Each goes to the smallest room, among equals to the one with the fewest of their side, then to the first:
    so rooms differ by one person at most, and every side is spread over all of them. With `homes` (by side)
    people go to the smallest room of their side instead. Without rooms no one is placed.
    """
    sizes: Counter[Room] = Counter()
    sides: Counter[tuple[Room, str]] = Counter()
    for room, side in placements:
        sizes[room] += 1
        sides[room, side] += 1
    room_of: dict[Person, Room] = {}
    if not rooms:
        return room_of
    for person, side in sorted(people, key=lambda each: each[1]):
        choice = (homes or {}).get(side) or rooms
        room = min(choice, key=lambda each: (sizes[each], sides[each, side], rooms.index(each)))
        room_of[person] = room
        sizes[room] += 1
        sides[room, side] += 1
    return room_of
