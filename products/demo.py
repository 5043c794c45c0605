"""Measurements of the demo's promises in the past month, and two scenarios of which one is chosen;
exchange/demo_texts has the rest of its products."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from core.services import kinds
from discovery.models import Discovery, StreamKind
from discovery.registries import DemoPart, demo_parts
from lvt.models import Goal
from organizations.actors import Actor
from products.models import DataProduct, MeasurementOrigin, Scenario, Slo
from products.planning.what_if.forms import to_choose
from products.planning.what_if.services import keep
from products.promises.measurements import services as measurements
from products.promises.measurements.services import NewMeasurement

DAYS = 30
# By product: how many events (or seconds) a day, and how many of them missed the promise, over and over.
MEASURED = {
    "Field visits": (400, (1, 0, 0, 1, 0, 1, 0)),
    # The product is live and violates its promise, which opens an action for its owner.
    "HCP master data": (24 * 60 * 60, (0, 240, 0, 0, 2400, 0, 120, 0, 0, 2700)),
    "Consent": (200, (0, 0, 1, 0, 0, 0, 0, 0, 0, 0)),
    "HCP 360": (250, (7, 9, 6, 12, 10, 4, 8)),
}


# Two ways to go on: names, and reasons for each. The first is chosen.
SOONER = "HCP 360 on the platform’s storage"
SOONER_BECAUSE = "The platform already has the slowest part: storage."
VISITS = "Visits only"
VISITS_BECAUSE = "One goal at a time if the digital channel has to wait for the legal team."
GOAL, PRODUCT, WEEKS = "Better brand and customer interaction", "HCP 360", 4


def register_own() -> None:
    """Register the measurements and scenarios of the demo."""
    demo_parts.register(DemoPart("measurements", 38, build))
    demo_parts.register(DemoPart("scenarios", 52, compare))


def compare(actor: Actor, discovery: Discovery) -> None:
    """Keep both scenarios, and the choice of the second."""
    goal = Goal.objects.get(discovery=discovery, title=GOAL)
    product = DataProduct.objects.get(discovery=discovery, name=PRODUCT)
    rows = (
        (VISITS, VISITS_BECAUSE, f"out={goal.uuid}"),
        (SOONER, SOONER_BECAUSE, f"effort={product.uuid}:{WEEKS}"),
    )
    _visits, sooner = (
        kinds.add(actor=actor, draft=Scenario(discovery=discovery, name=name, reason=reason, changes=changes))
        for name, reason, changes in rows
    )
    keep(
        actor=actor,
        discovery=discovery,
        query=sooner.changes,
        choice=to_choose(sooner),
        title=SOONER,
        reason=SOONER_BECAUSE,
        alternatives=f"{VISITS}: {VISITS_BECAUSE}",
        decided_by="Amara Osei, Marta Keller",
        stream=StreamKind.PRODUCT,
    )


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
        measurements.record(actor=actor, slo=slo, measurements=month, origin=MeasurementOrigin.API)
