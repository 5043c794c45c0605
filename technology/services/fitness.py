"""Results of the fitness functions for each product, recorded once a day, so that their trend can be seen.

The first operation of a day in a discovery asks the worker for it, and `manage.py fitness` writes it too; the
last reading of a day counts.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from core.models import Operation
from core.registries import Follower, followers
from discovery.discoveries.models import IMPORTED, OF_DISCOVERY
from discovery.models import Discovery
from technology.models import FitnessReading
from technology.selectors.fitness import ProductFitness, fitness_of

# The day on which this process last asked for a discovery (uuid): the database is asked once a day.
_last_requests: dict[UUID, date] = {}


def register_own() -> None:
    """Register that the first operation of a day in a discovery asks for its readings."""
    followers.register(Follower("fitness", ask_after_operation))


def ask_after_operation(operation: Operation) -> None:
    """Asks for the readings of the day, after the first operation of a discovery is kept.

    An import asks for none: it brings its readings, and the same document has to come out again.
    """
    discovery = operation.scope_uuid
    if (
        discovery is not None
        and operation.scope_kind == OF_DISCOVERY
        and operation.verb != IMPORTED
        and _last_requests.get(discovery) != timezone.localdate()
    ):
        # Robust: the operation is saved even if the reading fails. No partial: Django names the function in
        # its log when it fails, and cannot name one.
        transaction.on_commit(lambda: ask_for_readings(discovery), robust=True)


def ask_for_readings(discovery: UUID) -> None:
    """Asks the worker for the readings of a discovery, unless they are requested or written today."""
    today = timezone.localdate()
    if _last_requests.get(discovery) == today:
        return
    if not FitnessReading.objects.filter(discovery__uuid=discovery, taken_on=today).exists():
        read_fitness.enqueue(str(discovery))
    _last_requests[discovery] = today


@task()
def read_fitness(uuid: str) -> None:
    """Write the readings of the discovery for today, run by the worker."""
    discovery = Discovery.objects.select_related("domain__organization").filter(uuid=uuid).first()
    if discovery is not None:  # else it was deleted while this waited
        record_readings(discovery=discovery, products=fitness_of(discovery))


def record_readings(
    *, discovery: Discovery, products: Sequence[ProductFitness], day: date | None = None
) -> int:
    """Record the results of the functions for the products as the reading of `day` (today); an earlier one of
    that day is replaced. Returns the number of new rows.

    They are computed from records, so no permission is needed, and no history is kept.
    """
    rows = [
        FitnessReading(
            discovery=discovery,
            product=each.product,
            function=result.function.key,
            taken_on=day or timezone.localdate(),
            passed=result.passed,
            of=result.of,
        )
        for each in products
        for result in each.functions
        if result.of
    ]
    FitnessReading.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["product", "function", "taken_on"],
        update_fields=["passed", "of", "discovery"],
    )
    return len(rows)
