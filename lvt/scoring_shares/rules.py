"""Shares of use cases for each person to score, where the list is too long for everyone to score all of it.
Pure.

Each person scores at most MOST_EACH use cases, their share. A share is made when the person arrives, and
stays as it is. It takes the use cases that most need this person: first those that lack people of their side
(OF_A_SIDE each), then those with the fewest scorers. Among equals the choice looks like chance, and is the
same for the same person: so shares overlap in many ways, and the leniency of people can be compared
(lvt.leniency). Those who are there when the round opens get their shares at once, evened out
(`deal_at_once`).
"""

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
    """A person with a share: their side, and the use cases of the share."""

    side: str
    use_cases: Collection[Key]


@dataclass(slots=True)
class _Load:
    """Counts of people who score each use case, in all and by side."""

    all: Counter[Key] = field(default_factory=Counter)
    of_side: Counter[tuple[str, Key]] = field(default_factory=Counter)

    def add(self, side: str, use_cases: Iterable[Key]) -> None:
        for use_case in use_cases:
            self.all[use_case] += 1
            self.of_side[side, use_case] += 1

    def lacks(self, side: str, use_case: Key) -> int:
        """The number of people of the side that it lacks."""
        return max(0, OF_A_SIDE - self.of_side[side, use_case]) if side in SIDES else 0

    def spares(self, side: str, use_case: Key) -> bool:
        """Return True if it has enough people of the side without one of them."""
        return side not in SIDES or self.of_side[side, use_case] > OF_A_SIDE

    def move(self, side: str, gives: Key, takes: Key) -> None:
        """A person of the side scores one use case in place of another."""
        self.all[gives] -= 1
        self.of_side[side, gives] -= 1
        self.add(side, (takes,))


def deal(
    use_cases: Sequence[Key],
    arrivals: Iterable[tuple[Key, str]],
    holders: Iterable[Holder] = (),
    most: int = MOST_EACH,
) -> dict[Key, tuple[Key, ...]]:
    """The share of each of the `arrivals` (person and side, in the order of arrival): at most `most` use
    cases, in their order. `holders` have a share already; one can represent several people of a side. Leave
    out people who left, so that those who arrive fill their gaps."""
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
        share = set(by_need[:most])
        shares[person] = tuple(each for each in use_cases if each in share)
        load.add(side, shares[person])
    return shares


def deal_at_once(
    use_cases: Sequence[Key], arrivals: Sequence[tuple[Key, str]], most: int = MOST_EACH
) -> dict[Key, tuple[Key, ...]]:
    """The shares of `arrivals` who all come before anyone has a share: as `deal`, and then evened out. Use
    cases with fewer than SCORERS take from those with more, which keep OF_A_SIDE people of each side."""
    sides = dict(arrivals)
    shares = {person: list(share) for person, share in deal(use_cases, arrivals, most=most).items()}
    load = _Load()
    for person, share in shares.items():
        load.add(sides[person], share)
    for use_case in use_cases:
        while load.all[use_case] < SCORERS < max(load.all.values()):
            moves = _moves(use_case, shares, sides, load)
            if not moves:
                break
            for person, gives, takes in moves:
                shares[person].remove(gives)
                shares[person].append(takes)
                load.move(sides[person], gives, takes)
    return {person: tuple(each for each in use_cases if each in share) for person, share in shares.items()}


def _moves(
    lacking: Key, shares: Mapping[Key, Collection[Key]], sides: Mapping[Key, str], load: _Load
) -> list[tuple[Key, Key, Key]]:
    """The fewest moves that give `lacking` one more person, and take one from a use case that has more than
    SCORERS: in each, a person gives one use case and takes another. Empty where there are none."""
    came: dict[Key, tuple[Key, Key, Key] | None] = {lacking: None}
    waiting = [lacking]
    for takes in waiting:
        for person, share in shares.items():
            if takes in share:
                continue
            for gives in share:
                if gives in came or not load.spares(sides[person], gives):
                    continue
                came[gives] = (person, gives, takes)
                if load.all[gives] > SCORERS:
                    return _way_back(came, gives)
                waiting.append(gives)
    return []


def _way_back(came: Mapping[Key, tuple[Key, Key, Key] | None], at: Key) -> list[tuple[Key, Key, Key]]:
    moves = []
    while move := came[at]:
        moves.append(move)
        at = move[2]
    return moves


def deal_added(use_cases: Sequence[Key], holders: Mapping[Key, Holder]) -> dict[Key, tuple[Key, ...]]:
    """Use cases to add to the shares of `holders` when a facilitator includes them later: each goes to
    SCORERS people at most, to those of a side that it lacks first, then to those with the fewest use cases.
    This is the only way in which a share grows, and can get longer than MOST_EACH."""
    load = _Load()
    sizes = Counter({person: len(holder.use_cases) for person, holder in holders.items()})
    more: dict[Key, list[Key]] = {}
    for use_case in use_cases:
        sides = {person: holder.side for person, holder in holders.items()}
        for _number in range(min(SCORERS, len(sides))):
            person = min(
                sides,
                key=lambda each: (
                    -load.lacks(sides[each], use_case),
                    sizes[each],
                    _chance(each, use_case),
                ),
            )
            load.add(sides.pop(person), (use_case,))
            sizes[person] += 1
            more.setdefault(person, []).append(use_case)
    return {person: tuple(each) for person, each in more.items()}


def people_needed(use_cases: int, most: int = MOST_EACH) -> int:
    """The number of people needed for SCORERS of each use case."""
    return max(SCORERS, -(-SCORERS * use_cases // most))


def _chance(person: Key, use_case: Key) -> bytes:
    return blake2b(f"{person} {use_case}".encode(), digest_size=8).digest()
