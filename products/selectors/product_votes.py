"""The dots that a room gave products: who has voted while the vote runs, and the ranking once it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum

from documents import figures
from products.models import DataProduct
from products.selectors.room_products import products_at
from workshops.models import Activity, Vote

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
        """From `activity.settings`, of which any part may be missing."""
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


def ranked_products(activity: Activity) -> list[RankedProduct]:
    """The products by their dots, most first; what got equally many stays in its order. Two queries. Hidden
    until the facilitator shows the results: ask only then."""
    votes = (
        Vote.objects.filter(activity=activity, dots__gt=0)
        .order_by()
        .values_list("item")
        .annotate(Sum("dots"), Count("pk"))
    )
    given: dict[UUID, tuple[int, int]] = {item: (dots, people) for item, dots, people in votes}
    rows = [(product, *given.get(product.uuid, (0, 0))) for product in products_at(activity)]
    rows.sort(key=lambda row: -row[1])
    most = max((dots for _product, dots, _people in rows), default=0) or 1
    ranked: list[RankedProduct] = []
    for number, (product, dots, people) in enumerate(rows, start=1):
        place = ranked[-1].place if ranked and ranked[-1].dots == dots else number
        ranked.append(RankedProduct(product, dots, people, place, figures.filled(Fraction(dots, most))))
    return ranked
