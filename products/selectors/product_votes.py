"""The dots that a room gave products: who has voted while the vote runs, and the ranking once it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from core.selectors.once import read_once
from discovery.models import Discovery
from documents import figures
from products.models import DataProduct
from products.selectors.room_products import products_in
from workshops.models import Activity, Vote
from workshops.selectors.at_once import AtOnce

VOTE, RESULTS = "vote", "results"
"""The phases of a ranking of products."""


@dataclass(frozen=True, slots=True)
class RankingRules:
    """What a facilitator set: the question, the dots of a person, and the most of them on one product."""

    prompt: str = ""
    dots: int = 5
    most: int = 3

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> RankingRules:
        """The rules that `activity.settings` holds; any part may be missing."""
        return cls(**{name: settings[name] for name in cls.__slots__ if settings.get(name) not in (None, "")})


@dataclass(frozen=True, slots=True)
class RankedProduct:
    """A product with its dots and how many people gave them; `place` is shared by equals, `share` is the dots
    in percent of the most that any product got."""

    product: DataProduct
    dots: int
    people: int
    place: int
    share: int


def rules_of(activity: Activity) -> RankingRules:
    """How many dots each person has in the activity, and how they may place them."""
    return RankingRules.of(activity.settings)


def phase_of(activity: Activity) -> str:
    """The phase of the ranking; the first one before it started."""
    return activity.phase or VOTE


def _votes() -> QuerySet[Vote]:
    return Vote.objects.filter(dots__gt=0).order_by("pk")


VOTES: Final = AtOnce("votes", _votes)
"""The dots that people gave in an activity."""


def voters_of(activity: Activity) -> int:
    """How many people gave dots."""
    return len({each.author for each in VOTES.of(activity)})


@read_once
def _products(discovery: Discovery) -> list[DataProduct]:
    return list(products_in(discovery))


def ranked_products(activity: Activity) -> list[RankedProduct]:
    """The products by their dots, most first; what got equally many stays in its order. Two queries. Hidden
    until the facilitator shows the results: ask only then."""
    dots: Counter[UUID] = Counter()
    people: Counter[UUID] = Counter()
    for vote in VOTES.of(activity):
        dots[vote.item] += vote.dots
        people[vote.item] += 1
    products = _products(activity.track.workshop.discovery)
    rows = [(product, dots[product.uuid], people[product.uuid]) for product in products]
    rows.sort(key=lambda row: -row[1])
    most = max((row[1] for row in rows), default=0) or 1
    ranked: list[RankedProduct] = []
    for number, (product, given, by) in enumerate(rows, start=1):
        place = ranked[-1].place if ranked and ranked[-1].dots == given else number
        ranked.append(RankedProduct(product, given, by, place, figures.filled(Fraction(given, most))))
    return ranked
