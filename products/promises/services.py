"""Writing objectives and the windows that their targets are checked over."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from core.exceptions import Invalid
from core.models import Operation
from core.services import artifacts, operation
from discovery.permissions import check_edit_discovery
from organizations.actors import Actor
from products.indicator_wording import Aim
from products.models import (
    BudgetBasis,
    DataProduct,
    IndicatorKind,
    Slo,
    SloWindow,
    UsageGroup,
    UsagePattern,
    WindowUnit,
)
from products.promises.slo_validation import NO_CHOICE, check_promised, sentence
from products.promises.usage_patterns.kinds import check_patterns
from products.services.room_writes import writing
from workshops.models import Activity


@dataclass(frozen=True, slots=True)
class TargetWindow:
    """A target (percent) over `length` units (WindowUnit). `uuid` names the window that it is, None for a new
    one."""

    target: Decimal
    length: int = 1
    unit: str = WindowUnit.DAY
    is_rolling: bool = False
    uuid: UUID | None = None

    @property
    def aim(self) -> Aim:
        """The target and its window, for a sentence about them."""
        return Aim(self.target, self.length, self.unit, self.is_rolling)


def add_slo(
    *,
    actor: Actor,
    product: DataProduct,
    kind: str,
    indicator: str,
    windows: Sequence[TargetWindow],
    threshold: str = "",
    basis: str = BudgetBasis.EVENTS,
    events: str = "",
    time_zone: str = "UTC",
    group: UsageGroup | None = None,
    pattern: UsagePattern | None = None,
    uuid: UUID | None = None,
    activity: Activity | None = None,
) -> Slo:
    """A new objective after the others, with its windows; its sentence is written from them. A participant
    may add one while `activity` is where their room is.

    `uuid` is the one that the form or device chose: sent again, it is the same objective. Raises Invalid for
    targets and windows that promise nothing, unknown choices, and a pattern or group of another product;
    Conflict when the room has moved on.
    """
    _check_choices(kind, basis)
    check_promised([each.aim for each in windows], time_zone)
    check_patterns(product.pk, group, pattern)
    text = sentence(basis, events, indicator, threshold, [each.aim for each in windows])
    uuid = uuid or uuid4()
    with writing(actor, "slo.added", product.discovery, activity, uuid, summary=text):
        artifacts.locked(product)  # a merge or a deletion runs before or after this
        columns: dict[str, Any] = {
            "kind": kind,
            "indicator": indicator,
            "threshold": threshold,
            "basis": basis,
            "events": events,
            "sentence": text,  # which is made of the windows, too
            "time_zone": time_zone,
            "group": group,
            "pattern": pattern,
        }
        sent_before = artifacts.added_already(Slo, uuid, columns, product_id=product.pk)
        if sent_before is not None:
            return sent_before
        position = artifacts.next_position(Slo.objects.filter(product=product))
        slo = artifacts.add(Slo, uuid=uuid, product=product, position=position, **columns)
        _set_windows(slo, windows)
    return slo


def change_slo(
    *,
    actor: Actor,
    slo: Slo,
    revision: int | None = None,
    windows: Sequence[TargetWindow] | None = None,
    **fields: Any,
) -> Slo:
    """`fields` are those of add_slo that define the promise; `windows` replace the windows of the
    objective; those whose uuid they name are changed instead. Raises as add_slo, and Stale."""
    check_edit_discovery(actor, slo.product.discovery)
    _check_choices(fields.get("kind", slo.kind), fields.get("basis", slo.basis))
    check_patterns(slo.product_id, fields.get("group"), fields.get("pattern"))
    if windows is None:
        windows = [
            TargetWindow(row.target, row.length, row.unit, row.is_rolling, row.uuid)
            for row in SloWindow.objects.filter(slo=slo)
        ]
    check_promised([each.aim for each in windows], fields.get("time_zone", slo.time_zone))
    basis, events, indicator, threshold = (
        fields.get(name, getattr(slo, name)) for name in ("basis", "events", "indicator", "threshold")
    )
    text = sentence(basis, events, indicator, threshold, [each.aim for each in windows])
    with operation(actor, "slo.changed", summary=text, place=slo.product.discovery):
        current = artifacts.change(slo, revision=revision, sentence=text, **fields)
        _set_windows(current, windows)
    return current


def delete_slo(*, actor: Actor, slo: Slo) -> Operation:
    """The objective goes to the trash with its windows; what was measured of it comes back with it. Actions
    that it opened stay. Raises NotAllowed or NotFound."""
    check_edit_discovery(actor, slo.product.discovery)
    with operation(actor, "slo.deleted", summary=slo.sentence, place=slo.product.discovery) as current:
        artifacts.trash(*SloWindow.objects.filter(slo=slo), slo)
    return current


def _set_windows(slo: Slo, windows: Sequence[TargetWindow]) -> None:
    rows_by_uuid = {row.uuid: row for row in SloWindow.objects.filter(slo=slo)}
    for position, window in enumerate(windows):
        fields: dict[str, Any] = {
            "target": window.target,
            "length": window.length,
            "unit": window.unit,
            "is_rolling": window.is_rolling,
            "position": position,
        }
        row = rows_by_uuid.pop(window.uuid, None) if window.uuid else None
        if row is None:
            artifacts.add(SloWindow, slo=slo, **fields)
        else:
            artifacts.change(row, **fields)
    artifacts.trash(*rows_by_uuid.values())


# --- What must hold -------------------------------------------------------------------------------


def _check_choices(kind: str, basis: str) -> None:
    if kind not in IndicatorKind.values or basis not in BudgetBasis.values:
        raise Invalid(NO_CHOICE)
