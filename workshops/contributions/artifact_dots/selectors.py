"""Dots for artifacts of a discovery: who has voted while the vote runs, and the ranking once it is shown.
(Dots on a board: workshops.contributions.votes.selectors.)"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Generic, Self, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from core.models import Artifact
from documents import rounded_numbers
from workshops.models import Activity, Vote
from workshops.selectors.activity_prefetch import AtOnce

T = TypeVar("T", bound=Artifact)

VOTE, RESULTS = "vote", "results"
"""The phases of a ranking by dots."""


@dataclass(frozen=True, slots=True)
class DotRules:
    """Settings of a facilitator: the question, the dots of a person, and the most of them on one thing."""

    prompt: str = ""
    dots: int = 5
    most: int = 3

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """The rules that `activity.settings` holds; any part may be missing."""
        names = cls.__dataclass_fields__
        return cls(**{name: settings[name] for name in names if settings.get(name) not in (None, "")})


@dataclass(frozen=True, slots=True)
class RankedThing(Generic[T]):
    """A thing with its dots and how many people gave them; `place` is shared by equals, `share` is the dots
    in percent of the most that any thing got."""

    thing: T
    dots: int
    people: int
    place: int
    share: int


def phase_of(activity: Activity) -> str:
    """The phase of the ranking; the first one before it started."""
    return activity.phase or VOTE


def _votes() -> QuerySet[Vote]:
    return Vote.objects.filter(dots__gt=0).order_by("pk")


VOTES: Final = AtOnce("votes", _votes)
"""The dots that people gave in an activity."""


def voters_of(activity: Activity) -> int:
    """The number of people who gave dots."""
    return len({each.author for each in VOTES.of(activity)})


def ranked_things(things: Sequence[T], votes: Iterable[tuple[UUID, str, int]]) -> list[RankedThing[T]]:
    """The things by their dots, most first; what got equally many stays in its order. `votes` are the dots,
    as item, author and number."""
    dots: Counter[UUID] = Counter()
    people: Counter[UUID] = Counter()
    for item, _author, number in votes:
        dots[item] += number
        people[item] += 1
    rows = [(thing, dots[thing.uuid], people[thing.uuid]) for thing in things]
    rows.sort(key=lambda row: -row[1])
    most = max((row[1] for row in rows), default=0) or 1
    ranked: list[RankedThing[T]] = []
    for number, (thing, count, by) in enumerate(rows, start=1):
        place = ranked[-1].place if ranked and ranked[-1].dots == count else number
        ranked.append(RankedThing(thing, count, by, place, rounded_numbers.bar_length(Fraction(count, most))))
    return ranked
