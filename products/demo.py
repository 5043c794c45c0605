"""What was measured of the promises of the demo in the past month; exchange/demo_texts says all else of its
products."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from organizations.actors import Actor
from products.models import MeasurementOrigin, Slo
from products.services import measurements
from products.services.measurements import NewMeasurement

DAYS = 30
# By product: how many events (or seconds) a day, and how many of them missed the promise, over and over.
MEASURED = {
    "Field visits": (400, (1, 0, 0, 1, 0, 1, 0)),
    "HCP master data": (24 * 60 * 60, (0, 240, 0, 0, 900, 0, 120, 0, 0, 300)),
    # It is violated, which opens an action for its owner.
    "Consent": (200, (0, 0, 1, 0, 0, 0, 2, 0, 0, 0)),
    "HCP 360": (250, (7, 9, 6, 12, 10, 4, 8)),
}


def register_own() -> None:
    """Register the measurements of the demo."""
    demo_parts.register(DemoPart("measurements", 38, build))


def build(actor: Actor, discovery: Discovery) -> None:
    """A measurement for each whole day until today, in UTC, where the days of the promises begin."""
    now = timezone.now().astimezone(UTC)
    midnight = datetime(now.year, now.month, now.day, tzinfo=UTC)
    for slo in Slo.objects.filter(product__discovery=discovery).select_related("product"):
        total, missed = MEASURED[slo.product.name]
        month = [
            NewMeasurement(
                starts_at=midnight - timedelta(days=age),
                ends_at=midnight - timedelta(days=age - 1),
                bad=Decimal(missed[age % len(missed)]),
                total=Decimal(total),
            )
            for age in range(DAYS, 0, -1)
        ]
        measurements.record(actor=actor, slo=slo, measured=month, origin=MeasurementOrigin.API)
