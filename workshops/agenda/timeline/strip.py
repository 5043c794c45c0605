"""An agenda as one strip, in scale with its minutes, and the key of its colors."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.labels import Text
from workshops.activity_kind import GROUPS


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a strip: it begins `at` a minute, and is work of a group (activity_kind.GROUPS), or "" for
    none. `title` is shown when a pointer is on it."""

    at: int
    minutes: int
    work: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A kind of work, and the minutes that it takes; 0 where they aren't counted."""

    work: str
    label: Text
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Strip:
    """The parts of an agenda, one after another."""

    blocks: tuple[Block, ...]

    @property
    def minutes(self) -> int:
        return sum(block.minutes for block in self.blocks)

    @property
    def key(self) -> list[KeyEntry]:
        """The kinds of work that it has, in the order of the groups, each with its minutes."""
        minutes: dict[str, int] = {}
        for block in self.blocks:
            minutes[block.work] = minutes.get(block.work, 0) + block.minutes
        return [KeyEntry(work, label, minutes[work]) for work, label in GROUPS.items() if work in minutes]


def strip_of(parts: Iterable[tuple[int, str, str]]) -> Strip:
    """The strip of parts, each with its minutes, its group and its title."""
    blocks: list[Block] = []
    at = 0
    for minutes, work, title in parts:
        blocks.append(Block(at, minutes, work, title))
        at += minutes
    return Strip(tuple(blocks))


def key_of_all() -> list[KeyEntry]:
    """The key of every color."""
    return [KeyEntry(work, label) for work, label in GROUPS.items()]
