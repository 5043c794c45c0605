"""How the fitness of data products changed, from the readings of each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from discovery.models import Discovery
from lvt.sparkline import Sparkline, sparkline
from products.models import ProductState
from technology.models import FitnessReading
from technology.registries import FitnessFunction
from technology.selectors.fitness import ProductFitness, functions

# How far back a trend looks.
DAYS = 90


@dataclass(frozen=True, slots=True)
class Trend:
    """The share of checks that were passed, in whole percent, by day, the last one being today. `line` is
    drawn when there are two days at least; `change` is in percentage points since the first of them."""

    function: FitnessFunction
    days: tuple[tuple[date, int], ...]
    line: Sparkline | None

    @property
    def first(self) -> tuple[date, int]:
        return self.days[0]

    @property
    def now(self) -> int:
        return self.days[-1][1]

    @property
    def change(self) -> int:
        return self.now - self.first[1]


def trends(discoveries: Sequence[Discovery], found: Sequence[ProductFitness]) -> list[Trend]:
    """The trend of each function over the products of `discoveries`, which end in how they are `found` now;
    none without products. One query.

    A product counts from its first reading on, and on days without one of its own with the reading before.
    """
    if not found:
        return []
    today = timezone.localdate()
    rows = FitnessReading.objects.filter(
        discovery__in=discoveries,
        taken_on__gte=today - timedelta(days=DAYS),
        taken_on__lt=today,
        product__deleted_at=None,
    ).exclude(product__state=ProductState.RETIRED)
    by_function: dict[str, dict[date, dict[int, tuple[int, int]]]] = defaultdict(lambda: defaultdict(dict))
    for key, day, product, passed, of in rows.order_by("taken_on").values_list(
        "function", "taken_on", "product_id", "passed", "of"
    ):
        by_function[key][day][product] = passed, of
    for each in found:
        for result in each.functions:
            by_function[result.function.key][today][each.product.pk] = result.passed, result.of
    return [_trend(function, by_function[function.key]) for function in functions()]


def _trend(function: FitnessFunction, read: dict[date, dict[int, tuple[int, int]]]) -> Trend:
    known: dict[int, tuple[int, int]] = {}
    days = []
    for day, readings in read.items():  # in their order, today last
        known |= readings
        passed, of = (sum(each) for each in zip(*known.values(), strict=True))
        days.append((day, 100 * passed // of if of else 100))
    line = None
    if len(days) > 1:
        # The scale runs from nothing to all: two lines beside each other can be compared.
        line = sparkline(
            [(day, Decimal(percent)) for day, percent in days], target=Decimal(100), baseline=Decimal(0)
        )
    return Trend(function, tuple(days), line)
