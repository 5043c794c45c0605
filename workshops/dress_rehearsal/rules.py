"""People who are simulated in a rehearsal: when they come, how long they take, and what they say. The same
seed gives the same people and the same words. No Django."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from workshops.agenda.time_estimates.rules import COUNT, SLOW, TALK_SHARE, USUAL

T = TypeVar("T")

SPEEDS = (1, 2, 5, 10)
"""How many seconds of a rehearsal pass in one of ours."""
# A facilitator goes on when this part of the people is through, and waits at most so many times the minutes
# that are planned.
_THROUGH = 0.9
_PATIENCE = 3
_MINUTE = 60

_NAMES = (
    *("Anna Berg", "Ben Okafor", "Carla Ruiz", "Deniz Kaya", "Emma Lind", "Farid Haddad", "Grace Liu"),
    *("Henrik Dahl", "Ines Costa", "Jonas Weber", "Kavya Rao", "Liam Byrne", "Mei Tanaka", "Noah Meyer"),
    *("Olga Petrova", "Paul Martin", "Quinn Foster", "Rosa Conti", "Sven Holm", "Tara Singh", "Uma Nair"),
    *("Viktor Lang", "Wanda Nowak", "Xavier Blanc", "Yuki Sato", "Zoe Adams", "Amir Nasser", "Birgit Voss"),
    *("Carlos Pinto", "Dana Levy"),
)
_ROLES = ("Sales", "Marketing", "Finance", "Data engineering", "Architecture", "Operations", "Analytics")
_SIDES = ("business", "it", "business", "it", "other")
_WHO = ("Sales", "The field force", "Finance", "Our planners", "Every market", "The data team", "Service")
_DOES = ("needs", "waits for", "trusts only", "asks twice for", "copies by hand", "would use", "lacks")
_WHAT = (
    *("fresh customer data", "one definition of an order", "the forecast by region", "consent of customers"),
    *("prices before the call", "a history of contacts", "stock of the warehouse", "who owns which data"),
)
_WHEN = (
    "each morning",
    "before the quarter ends",
    "while talking to customers",
    "in every report",
    "at once",
)
_WORDS = ("Curious", "Ready", "Tired", "Busy", "Hopeful", "Late", "Awake", "Skeptical", "Glad", "Focused")


class Chance:
    """Numbers and words that look like chance, and follow from the seed and from the `turn`, where a person
    has several with one seed."""

    def __init__(self, *seed: object, turn: int | None = None) -> None:
        self._of_person = "\0".join(map(str, seed))
        self._seed = self._of_person if turn is None else f"{self._of_person}\0{turn}"
        self._count = 0

    def of_person(self) -> Chance:
        """Returns the same chance in all turns with one seed."""
        return Chance(self._of_person)

    def _bytes(self) -> bytes:
        self._count += 1
        return hashlib.blake2b(f"{self._seed}\0{self._count}".encode(), digest_size=16).digest()

    def uuid(self) -> UUID:
        """A UUID of version 4 that follows from the seed."""
        return UUID(bytes=self._bytes(), version=4)

    def share(self) -> float:
        """From 0 to below 1."""
        return int.from_bytes(self._bytes()[:6]) / 2**48

    def between(self, low: float, high: float) -> float:
        """A number from `low` to below `high`, each as likely as another."""
        return low + (high - low) * self.share()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`; the middle more often than the ends."""
        return low + round((high - low) * (self.share() + self.share()) / 2)

    def one_of(self, several: Sequence[T]) -> T:
        """One of several; there is at least one."""
        return several[int(self.share() * len(several))]

    def word(self) -> str:
        """A single word."""
        return self.one_of(_WORDS)

    def thing(self) -> str:
        """A few words, such as a name needs."""
        return self.one_of(_WHAT).capitalize()

    def sentence(self) -> str:
        """A sentence: who does what, with what, and when."""
        return " ".join(self.one_of(part) for part in (_WHO, _DOES, _WHAT, _WHEN)) + "."


@dataclass(frozen=True, slots=True)
class SimulatedPerson:
    """Someone who comes `joins_at` seconds after the start, answers a question about `lag` seconds after
    it is asked, takes `pace` times as long as a person of medium speed, and answers the share `gives` of the
    questions."""

    number: int
    name: str
    side: str
    role_title: str
    joins_at: float
    lag: float
    pace: float
    gives: float = 1.0


def people(seed: object) -> list[SimulatedPerson]:
    """Most come within three minutes, a few are late; some are slow, and some answer only half."""
    return [_somebody(number, Chance(seed, "person", number)) for number in range(COUNT)]


def _somebody(number: int, chance: Chance) -> SimulatedPerson:
    is_late, is_slow, is_brief = number % 10 == 9, number % 7 == 3, number % 9 == 5
    speed = SLOW if is_slow else USUAL
    return SimulatedPerson(
        number,
        _NAMES[number % len(_NAMES)],
        _SIDES[number % len(_SIDES)],
        chance.one_of(_ROLES),
        joins_at=chance.between(240, 600) if is_late else chance.between(5, 170),
        lag=chance.between(*speed.lag),
        pace=chance.between(*speed.pace),
        gives=0.5 if is_brief else 1.0,
    )


def sent_at(
    person: SimulatedPerson, chance: Chance, start: float, lengths: Sequence[float], joined: float
) -> list[float]:
    """Return when someone sends each thing that is asked since `start`, of whose `lengths` (seconds) they
    give their share; they were there since `joined`. On the clock of the rehearsal."""
    at = max(start, joined) + person.lag * chance.between(0.6, 1.4)
    times = []
    for length in lengths[: math.ceil(len(lengths) * person.gives)]:
        at += length * person.pace * chance.between(0.8, 1.2)
        times.append(at)
    return times


def goes_on_at(ends: Sequence[float], start: float, minutes: float) -> float:
    """Return when a simulated facilitator moves on: people finish at the moments in `ends`, and `minutes` are
    planned."""
    if not ends:
        return start + talked_for(minutes)
    through = sorted(ends)[math.ceil(len(ends) * _THROUGH) - 1]
    return min(through, start + _PATIENCE * minutes * _MINUTE)


def talked_for(minutes: float) -> float:
    """For how many seconds a room looks at what came out, and talks about it."""
    return minutes * _MINUTE * TALK_SHARE
