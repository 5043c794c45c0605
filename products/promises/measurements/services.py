"""Recording what was measured of an objective: by hand, from a file, by a program.

A measurement is known by its objective and its start: sent again, it replaces the one before. When it spends
the budget of a window, an action opens for the product's owner (services/violation_actions.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.models import Operation
from core.services import artifacts, operation
from discovery.permissions import check_edit_discovery
from organizations.actors import Actor
from products.models import BudgetBasis, Measurement, MeasurementOrigin, Slo
from products.services.violation_actions import Budgets
from workshops.models import ActionItem

MOST_AT_ONCE = 2_000
# Clocks of others may be a little ahead of ours.
_AHEAD = timedelta(minutes=5)
_LARGEST = Decimal(10) ** 15
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NewMeasurement:
    """`bad` of `total` between two times (aware): events, or seconds. Without a `total`, the seconds between
    them."""

    starts_at: datetime
    ends_at: datetime
    bad: Decimal
    total: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecordingResult:
    """Counts of measurements that were added, replaced, or there already, and the actions that opened.
    `operation` is None when nothing changed."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    actions: tuple[ActionItem, ...] = ()
    operation: Operation | None = None


class InvalidRow(Invalid):
    """`row` (from 0) of several measurements cannot be recorded, for its `field`; nothing was."""

    def __init__(self, message: str, row: int, field: str) -> None:
        super().__init__(message, field)
        self.row = row


@dataclass(slots=True)
class _Plan:
    new: list[NewMeasurement] = field(default_factory=list)
    replaced: list[tuple[Measurement, NewMeasurement]] = field(default_factory=list)
    unchanged: int = 0


def record(
    *, actor: Actor, slo: Slo, measurements: Sequence[NewMeasurement], origin: str = MeasurementOrigin.MANUAL
) -> RecordingResult:
    """All of `measurements`, or none. A measurement replaces the recorded one with the same start.

    Raises NotAllowed, NotFound, Invalid for more than MOST_AT_ONCE, and InvalidRow for a measurement that
    has no duration, is in the future, misses more than its total, reports more time than passed, or overlaps
    another.
    """
    check_edit_discovery(actor, slo.product.discovery)
    if len(measurements) > MOST_AT_ONCE:
        raise Invalid(_("You can send at most 2,000 measurements at once. Send them in parts."))
    for number, each in enumerate(measurements):
        check_measurement(slo, each, number)
    with transaction.atomic():
        artifacts.locked(slo)  # so that two who send the same come one after the other
        plan = _plan(slo, measurements)
        if not plan.new and not plan.replaced:
            return RecordingResult(unchanged=plan.unchanged)
        with operation(
            actor, "measurements.recorded", summary=slo.sentence, place=slo.product.discovery
        ) as current:
            readings = [*plan.new, *(each for _row, each in plan.replaced)]
            budgets = Budgets(slo, [(each.starts_at, each.ends_at) for each in readings])
            for each in plan.new:
                artifacts.add(Measurement, slo=slo, origin=origin, **_fields(each))
            for row, each in plan.replaced:
                artifacts.change(row, origin=origin, **_fields(each))
            actions = budgets.open_actions(actor)
    return RecordingResult(len(plan.new), len(plan.replaced), plan.unchanged, actions, current)


def change_measurement(
    *, actor: Actor, measurement: Measurement, values: NewMeasurement, revision: int | None = None
) -> RecordingResult:
    """The measurement as it is in `values`. Raises as record, and Stale when someone changed it since
    `revision`."""
    slo = measurement.slo
    check_edit_discovery(actor, slo.product.discovery)
    check_measurement(slo, values, 0)
    with operation(
        actor, "measurement.changed", summary=slo.sentence, place=slo.product.discovery
    ) as current:
        artifacts.locked(slo)
        _check_overlap(slo, [values], exclude=measurement)
        budgets = Budgets(slo, [(values.starts_at, values.ends_at)])
        artifacts.change(measurement, revision=revision, **_fields(values))
        actions = budgets.open_actions(actor)
    return RecordingResult(replaced=1, actions=actions, operation=current)


def delete_measurement(*, actor: Actor, measurement: Measurement) -> Operation:
    """The measurement goes to the trash. Actions that it opened stay. Raises NotAllowed or NotFound."""
    slo = measurement.slo
    check_edit_discovery(actor, slo.product.discovery)
    with operation(
        actor, "measurement.deleted", summary=slo.sentence, place=slo.product.discovery
    ) as current:
        artifacts.trash(measurement)
    return current


def _plan(slo: Slo, measurements: Sequence[NewMeasurement]) -> _Plan:
    recorded = {
        row.starts_at: row
        for row in Measurement.objects.filter(
            slo=slo,
            starts_at__gte=min((each.starts_at for each in measurements), default=timezone.now()),
            starts_at__lte=max((each.starts_at for each in measurements), default=timezone.now()),
        )
    }
    _check_overlap(slo, measurements)
    plan = _Plan()
    for each in measurements:
        row = recorded.get(each.starts_at)
        if row is None:
            plan.new.append(each)
        elif all(getattr(row, name) == value for name, value in _fields(each).items()):
            plan.unchanged += 1
        else:
            plan.replaced.append((row, each))
    return plan


def _fields(each: NewMeasurement) -> dict[str, Any]:
    return {
        "starts_at": each.starts_at,
        "ends_at": each.ends_at,
        "total": _total(each),
        "bad": each.bad,
        "note": each.note,
    }


def _total(each: NewMeasurement) -> Decimal:
    return _seconds(each) if each.total is None else each.total


def _seconds(each: NewMeasurement) -> Decimal:
    return Decimal((each.ends_at - each.starts_at) // timedelta(milliseconds=1)) / 1_000


# --- What must hold -------------------------------------------------------------------------------


def check_measurement(slo: Slo, each: NewMeasurement, row: int = 0) -> None:
    """Raises InvalidRow for a measurement that has no duration, is in the future, misses more than its
    total, or reports more time than passed."""
    if each.ends_at <= each.starts_at:
        raise InvalidRow(_("“Until” must be after “From”."), row, "ends_at")
    if each.starts_at < _FIRST:
        raise InvalidRow(_("“From” must be in the year 2000 or later."), row, "starts_at")
    if each.ends_at > timezone.now() + _AHEAD:
        words = _("“Until” can’t be in the future.")
        raise InvalidRow(words, row, "ends_at")
    if each.total is None and slo.basis != BudgetBasis.TIME:
        raise InvalidRow(_("Enter the total."), row, "total")
    total = _total(each)
    if total < 0 or each.bad < 0 or total >= _LARGEST:
        raise InvalidRow(_("Enter numbers from 0 up, with at most 15 digits."), row, "bad")
    if each.bad > total:
        raise InvalidRow(_("“Missed” can’t be more than the total."), row, "bad")
    if slo.basis == BudgetBasis.TIME and total > _seconds(each):
        words = _("This is more seconds than there are between “From” and “Until”.")
        raise InvalidRow(words, row, "bad")


def _check_overlap(
    slo: Slo, measurements: Sequence[NewMeasurement], *, exclude: Measurement | None = None
) -> None:
    """Raises InvalidRow for a measurement that overlaps another, sent with it or recorded before: what
    happened would count twice. Those with the start of one that is sent are replaced by it."""
    if not measurements:
        return
    order = sorted(range(len(measurements)), key=lambda number: measurements[number].starts_at)
    for one, other in pairwise(order):
        if measurements[other].starts_at < measurements[one].ends_at:
            words = _("This overlaps another measurement sent with it, so it would count twice.")
            raise InvalidRow(words, other, "starts_at")
    starts = {each.starts_at for each in measurements}
    recorded = Measurement.objects.filter(
        slo=slo,
        starts_at__lt=max(each.ends_at for each in measurements),
        ends_at__gt=min(starts),
    )
    rows = [
        row
        for row in recorded
        if (row.pk != exclude.pk if exclude is not None else row.starts_at not in starts)
    ]
    position = 0
    for number in order:
        each = measurements[number]
        while position < len(rows) and rows[position].ends_at <= each.starts_at:
            position += 1
        if position < len(rows) and rows[position].starts_at < each.ends_at:
            words = _("This overlaps an earlier measurement, so it would count twice.")
            raise InvalidRow(words, number, "starts_at")
