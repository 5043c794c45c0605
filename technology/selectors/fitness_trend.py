"""Trends of the fitness of data products, from the readings of each day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.utils import timezone

from discovery.models import Discovery
from documents import rounded_numbers
from documents.localized_numbers import number
from lvt.sparkline import Sparkline, sparkline
from products.models import ProductState
from technology.models import FitnessReading
from technology.registries import FitnessFunction
from technology.selectors.fitness import ProductFitness, functions

# How far back a trend looks.
DAYS = 90


@dataclass(frozen=True, slots=True)
class Trend:
    """The share of checks that were passed (0 to 1), by day, the last one being today. `line` is drawn when
    there are two days at least. `before`, of the first day, and `now` are in percent. `new_products` count
    since a later day than the first."""

    function: FitnessFunction
    days: tuple[tuple[date, Fraction], ...]
    line: Sparkline | None
    new_products: int

    @property
    def began_on(self) -> date:
        return self.days[0][0]

    @property
    def before(self) -> str:
        return number(rounded_numbers.percent(self.days[0][1]))

    @property
    def now(self) -> str:
        return number(rounded_numbers.percent(self.days[-1][1]))


def trends(discoveries: Sequence[Discovery], fitness: Sequence[ProductFitness]) -> list[Trend]:
    """The trend of each function over the products of `discoveries`, which end in their `fitness` of now;
    none without products. One query.

    A product counts from its first reading on, and on days without a reading with the one before.
    """
    if not fitness:
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
    for each in fitness:
        for result in each.functions:
            by_function[result.function.key][today][each.product.pk] = result.passed, result.of
    return [_trend(function, by_function[function.key]) for function in functions()]


def _trend(function: FitnessFunction, readings_by_day: dict[date, dict[int, tuple[int, int]]]) -> Trend:
    latest: dict[int, tuple[int, int]] = {}
    days = []
    first = next(iter(readings_by_day.values()))
    for day, readings in readings_by_day.items():  # in their order, today last
        latest |= readings
        passed, of = (sum(each) for each in zip(*latest.values(), strict=True))
        days.append((day, Fraction(passed, of) if of else Fraction(1)))
    line = None
    if len(days) > 1:
        # The scale runs from nothing to all: two lines beside each other can be compared.
        line = sparkline(days, target=Fraction(1), baseline=Fraction(0))
    return Trend(function, tuple(days), line, len(latest) - len(first))
