"""An objective to measure: what the tests of promises start from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from organizations.actors import Actor
from products.models import DataProduct, Slo
from products.promises.measurements.services import NewMeasurement
from products.promises.services import TargetWindow, add_slo

FIRST = datetime(2024, 3, 4, tzinfo=UTC)
"""A Monday."""


def freshness(actor: Actor, product: DataProduct) -> Slo:
    """99.5% of each day's transactions, and 98% of each month's."""
    return add_slo(
        actor=actor,
        product=product,
        kind="freshness",
        indicator="processed",
        threshold="before 9:00",
        events="yesterday’s transactions",
        windows=[TargetWindow(Decimal("99.5")), TargetWindow(Decimal(98), 1, "month")],
    )


def day(
    number: int, bad: int | Decimal, total: int | Decimal | None = 1000, note: str = ""
) -> NewMeasurement:
    """What was measured on the day so many days after FIRST."""
    start = FIRST + timedelta(days=number)
    count = None if total is None else Decimal(total)
    return NewMeasurement(start, start + timedelta(days=1), Decimal(bad), count, note)
