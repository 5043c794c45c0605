"""People who must be in the room: the sides and roles that activities need. Pure.

Sides are counted, because everyone chooses theirs when they join. A role is missing only where someone is
known to fill it: titles are written as people like, and a guess would call someone missing who is there.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from workshops.joining.namesakes import without_number


class Need(StrEnum):
    """A side or a role that an activity needs, in the order in which they are named."""

    BUSINESS = "business"
    IT = "it"
    DECIDER = "decider"
    PRODUCT_OWNER = "product_owner"


BOTH_SIDES = frozenset({Need.BUSINESS, Need.IT})
"""What an activity needs that compares business and IT, or joins what both know."""


ROLE_KEYS: Mapping[Need, frozenset[str]] = MappingProxyType(
    {
        Need.DECIDER: frozenset({"executive_sponsor", "domain_owner"}),
        Need.PRODUCT_OWNER: frozenset({"data_product_owner"}),
    }
)
"""The keys of the roles of an organization whose people are meant (Role.key)."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Someone in the room, as they described themselves when they joined."""

    name: str
    side: str
    role_title: str = ""


@dataclass(frozen=True, slots=True)
class Holders:
    """The names of the people who are known to fill a needed role, and what the role is called."""

    names: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()

    def include(self, guest: Guest) -> bool:
        """Return True if the guest fills the role, by their name or by their title. Case makes no
        difference."""
        names = {each.casefold() for each in self.names}
        titles = {each.casefold() for each in self.titles}
        return without_number(guest.name).casefold() in names or guest.role_title.casefold() in titles


def missing_needs(
    needs: Collection[Need], guests: Collection[Guest], holders: Mapping[Need, Holders]
) -> tuple[Need, ...]:
    """The needed sides and roles that none of the guests is of, in their order. A role that no one is known
    to fill isn't missing."""
    sides = unheard(needs, (each.side for each in guests))
    roles = {
        need
        for need, people in holders.items()
        if need in needs and people.names and not any(people.include(each) for each in guests)
    }
    return tuple(each for each in Need if each in sides or each in roles)


def needed_by(needs: Iterable[Collection[Need]]) -> tuple[Need, ...]:
    """All that several activities need, each once, in the order of Need."""
    every = {each for several in needs for each in several}
    return tuple(each for each in Need if each in every)


def unheard(needs: Collection[Need], sides: Iterable[str]) -> tuple[Need, ...]:
    """The needed sides that none of the `sides` of people is, in their order."""
    there = set(sides)
    return tuple(each for each in Need if each in BOTH_SIDES and each in needs and each.value not in there)
