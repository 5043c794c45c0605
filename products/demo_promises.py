"""What the products of the running example promise, what was measured of it in the past month, and how people
use them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.services import kinds
from organizations.actors import Actor
from products.kinds.usage import ASKED
from products.models import (
    BudgetBasis,
    Consumer,
    DataProduct,
    IndicatorKind,
    MeasurementOrigin,
    UsageGroup,
    WindowUnit,
)
from products.services import measurements, slos, usage
from products.services.measurements import NewMeasurement
from products.services.slos import Window

DAYS = 30


@dataclass(frozen=True, slots=True)
class Promise:
    """An objective, and what was measured: `missed` per day (events, or seconds), over and over, out of
    `total` a day. `group` is the expectation that it came from."""

    product: str
    kind: IndicatorKind
    events: str
    indicator: str
    threshold: str
    windows: tuple[Window, ...]
    total: int
    missed: tuple[int, ...]
    group: str = ""

    @property
    def basis(self) -> BudgetBasis:
        return BudgetBasis.EVENTS if self.events else BudgetBasis.TIME


PROMISES = (
    Promise(
        "Field visits",
        IndicatorKind.FRESHNESS,
        "yesterday’s visits",
        "can be read",
        "before 9:00",
        (Window(Decimal("99.5")), Window(Decimal(98), 1, WindowUnit.MONTH)),
        400,
        (1, 0, 0, 1, 0, 1, 0),
    ),
    Promise(
        "HCP master data",
        IndicatorKind.AVAILABILITY,
        "",
        "The directory answers",
        "without an error",
        (Window(Decimal("99.5"), 28, WindowUnit.DAY, is_rolling=True),),
        24 * 60 * 60,
        (0, 240, 0, 0, 900, 0, 120, 0, 0, 300),
    ),
    # It is violated, which has opened an action for its owner.
    Promise(
        "Consent",
        IndicatorKind.FRESHNESS,
        "changed consents",
        "are passed on",
        "within 15 minutes",
        (Window(Decimal("99.9"), 28, WindowUnit.DAY, is_rolling=True),),
        200,
        (0, 0, 1, 0, 0, 0, 2, 0, 0, 0),
    ),
    Promise(
        "HCP 360",
        IndicatorKind.LATENCY,
        "profile pages",
        "are shown",
        "within 3 seconds",
        (Window(Decimal(95), 28, WindowUnit.DAY, is_rolling=True),),
        250,
        (7, 9, 6, 12, 10, 4, 8),
        group="Before a visit",
    ),
)

# product, group, consumer, who, when, how often, how fresh, how complete, how fast, what breaks if it is late
PATTERNS = (
    (
        "HCP 360",
        "Before a visit",
        "Patient Journey Partners",
        (
            "Patient Journey Partners in oncology",
            "On the way to a visit",
            "Six times a day each",
            "Yesterday’s contacts",
            "All contacts of the past year",
            "Within three seconds",
            "The visit starts with what the HCP told us last week",
        ),
    ),
    (
        "HCP 360",
        "Before a visit",
        "Patient Journey Partners",
        (
            "New Patient Journey Partners",
            "Monday morning, for the whole week",
            "Once a week",
            "Last Friday’s contacts",
            "Interests and consent at least",
            "Within a minute",
            "They call the office instead",
        ),
    ),
    (
        "Digital Engagement",
        "",
        "Brand leads",
        (
            "Brand leads",
            "Before a brand meeting",
            "Once a month",
            "Last month",
            "A sample will do",
            "Within a minute",
            "",
        ),
    ),
    (
        "Digital Engagement",
        "While a campaign runs",
        "Marketing Director",
        (
            "The Marketing Director",
            "The days after an e-mail campaign",
            "Every morning",
            "Until midnight",
            "95 % of the e-mails that were sent",
            "Within ten seconds",
            "The next e-mail goes out with the same mistake",
        ),
    ),
)


def add_promises(
    actor: Actor, products: Mapping[str, DataProduct], consumers: Mapping[str, Consumer]
) -> None:
    """Add usage patterns, objectives and measurements to the products of the demo, found by name."""
    groups = _add_patterns(actor, products, consumers)
    for promise in PROMISES:
        slo = slos.add_slo(
            actor=actor,
            product=products[promise.product],
            kind=promise.kind,
            indicator=promise.indicator,
            threshold=promise.threshold,
            basis=promise.basis,
            events=promise.events,
            windows=promise.windows,
            group=groups.get(promise.group),
        )
        measurements.record(actor=actor, slo=slo, measured=_month(promise), origin=MeasurementOrigin.API)


def _add_patterns(
    actor: Actor, products: Mapping[str, DataProduct], consumers: Mapping[str, Consumer]
) -> dict[str, UsageGroup]:
    groups: dict[str, UsageGroup] = {}
    for product_name, group_name, consumer, said in PATTERNS:
        product = products[product_name]
        if group_name and group_name not in groups:
            groups[group_name] = kinds.add(actor=actor, draft=UsageGroup(product=product, name=group_name))
        fields: dict[str, Any] = dict(zip(ASKED, said, strict=True))
        usage.add_usage_pattern(
            actor=actor,
            product=product,
            consumer=consumers[consumer],
            group=groups.get(group_name),
            **fields,
        )
    return groups


def _month(promise: Promise) -> list[NewMeasurement]:
    """A measurement for each whole day until today, in UTC, where the objective's days begin."""
    now = timezone.now().astimezone(UTC)
    midnight = datetime(now.year, now.month, now.day, tzinfo=UTC)
    return [
        NewMeasurement(
            starts_at=midnight - timedelta(days=age),
            ends_at=midnight - timedelta(days=age - 1),
            bad=Decimal(promise.missed[age % len(promise.missed)]),
            total=Decimal(promise.total),
        )
        for age in range(DAYS, 0, -1)
    ]
