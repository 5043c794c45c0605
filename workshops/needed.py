"""Who must be in the room: the sides and roles that activities need. Pure.

Sides are counted, because everyone chooses theirs when they join. Roles are only named: titles are written as
people like, and a guess would call someone missing who is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum


class Needed(StrEnum):
    """A side or a role that an activity needs, in the order in which they are named."""

    BUSINESS = "business"
    IT = "it"
    DECIDER = "decider"
    PRODUCT_OWNER = "product_owner"


BOTH_SIDES = frozenset({Needed.BUSINESS, Needed.IT})
"""What an activity needs that compares business and IT, or joins what both know."""


def needed_by(needs: Iterable[Collection[Needed]]) -> tuple[Needed, ...]:
    """All that several activities need, each once, in the order of Needed."""
    every = {each for several in needs for each in several}
    return tuple(each for each in Needed if each in every)


def unheard(needs: Collection[Needed], sides: Iterable[str]) -> tuple[Needed, ...]:
    """The needed sides that none of the `sides` of people is, in their order."""
    there = set(sides)
    return tuple(each for each in Needed if each in BOTH_SIDES and each in needs and each.value not in there)
