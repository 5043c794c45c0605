"""Which use cases each person scores, where the list is too long for everyone to score all of it. Pure.

Each person scores at most MOST_EACH use cases, their share. A share is made when the person arrives, and
stays as it is. It takes the use cases that most need this person: first those that lack people of their side
(OF_A_SIDE each), then those with the fewest scorers. Among equals the choice looks like chance, and is the
same for the same person: so shares overlap in many ways, and the leniency of people can be compared
(lvt.leniency).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from lvt.scoring_method import SIDES, Key

MOST_EACH = 10
SCORERS = 5
"""How many people score each use case, where enough are there (`people_needed`)."""
OF_A_SIDE = 2
"""How many of them are of business, and how many of IT, where enough are there."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with the side they have and the use cases of their share."""

    side: str
    use_cases: Collection[Key]


@dataclass(slots=True)
class _Load:
    """How many people score each use case, and how many of each side."""

    all: Counter[Key] = field(default_factory=Counter)
    of_side: Counter[tuple[str, Key]] = field(default_factory=Counter)

    def add(self, side: str, use_cases: Iterable[Key]) -> None:
        for use_case in use_cases:
            self.all[use_case] += 1
            self.of_side[side, use_case] += 1

    def lacks(self, side: str, use_case: Key) -> int:
        """How many people of the side it lacks."""
        return max(0, OF_A_SIDE - self.of_side[side, use_case]) if side in SIDES else 0


def deal(
    use_cases: Sequence[Key],
    arrivals: Iterable[tuple[Key, str]],
    holders: Iterable[Holder] = (),
    most: int = MOST_EACH,
) -> dict[Key, tuple[Key, ...]]:
    """The share of each of the `arrivals` (person and side), who are in the order in which they came: at
    `most` so many use cases, in their order. `holders` have a share already; one may stand for several people
    of a side. People who left are not among them, so that who comes takes their place."""
    load = _Load()
    for holder in holders:
        load.add(holder.side, holder.use_cases)
    shares: dict[Key, tuple[Key, ...]] = {}
    for person, side in arrivals:
        by_need = sorted(
            use_cases,
            key=lambda each: (
                -load.lacks(side, each),
                load.all[each],
                load.of_side[side, each],
                _chance(person, each),
            ),
        )
        chosen = set(by_need[:most])
        shares[person] = tuple(each for each in use_cases if each in chosen)
        load.add(side, shares[person])
    return shares


def deal_added(added: Sequence[Key], holders: Mapping[Key, Holder]) -> dict[Key, tuple[Key, ...]]:
    """What is added to the shares of `holders` for use cases that a facilitator includes later: each goes to
    SCORERS people, to those of a side that it lacks first, then to those with the fewest use cases. This is
    the only way in which a share grows, and can get longer than MOST_EACH."""
    load = _Load()
    sizes = Counter({person: len(holder.use_cases) for person, holder in holders.items()})
    more: dict[Key, list[Key]] = {}
    for use_case in added:
        left = {person: holder.side for person, holder in holders.items()}
        for _number in range(min(SCORERS, len(left))):
            person = min(
                left,
                key=lambda each: (
                    -load.lacks(left[each], use_case),
                    sizes[each],
                    _chance(each, use_case),
                ),
            )
            load.add(left.pop(person), (use_case,))
            sizes[person] += 1
            more.setdefault(person, []).append(use_case)
    return {person: tuple(each) for person, each in more.items()}


def people_needed(use_cases: int, most: int = MOST_EACH) -> int:
    """How many people it takes for SCORERS of each use case."""
    return max(SCORERS, -(-SCORERS * use_cases // most))


def _chance(person: Key, use_case: Key) -> bytes:
    return blake2b(f"{person} {use_case}".encode(), digest_size=8).digest()
