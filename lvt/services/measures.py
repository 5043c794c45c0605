"""Writing measures of success and the values that were measured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from discovery.actors import Actor
from discovery.exceptions import Conflict, Invalid
from discovery.models import Discovery, Operation
from discovery.services import artefacts
from lvt.models import Goal, Hypothesis, Initiative, Measure, MeasuredValue
from lvt.permissions import check_edit_tree
from lvt.selectors.measures import Parent, parent_of
from lvt.services.telling import tree_operation
from lvt.services.tree import trash_measures


def _place(parent: Parent) -> tuple[str, Discovery]:
    """The field of a measure that names `parent`, and the discovery that it belongs to."""
    if isinstance(parent, Goal):
        return "goal", parent.discovery
    if isinstance(parent, Hypothesis):
        return "hypothesis", parent.goal.discovery
    return "initiative", parent.hypothesis.goal.discovery


def discovery_of(measure: Measure) -> Discovery:
    return _place(parent_of(measure))[1]


def add_measure(
    *,
    actor: Actor,
    parent: Goal | Hypothesis | Initiative,
    name: str,
    target: Decimal | None = None,
    unit: str = "",
    baseline: Decimal | None = None,
    due_on: date | None = None,
) -> Measure:
    """A new measure on `parent`. Raises Invalid when the target equals the baseline: there would be no way to
    go.
    """
    kind, discovery = _place(parent)
    check_edit_tree(actor, discovery)
    _check_way(baseline, target)
    with tree_operation(actor, "measure.added", summary=name, discovery=discovery):
        artefacts.locked(parent)
        return artefacts.add(
            Measure,
            name=name,
            target=target,
            unit=unit,
            baseline=baseline,
            due_on=due_on,
            position=artefacts.next_position(Measure.objects.filter(**{kind: parent})),
            **{kind: parent},
        )


def change_measure(*, actor: Actor, measure: Measure, revision: int | None = None, **fields: Any) -> Measure:
    """`fields` are those of add_measure, without the parent. Raises Stale and Invalid."""
    discovery = discovery_of(measure)
    check_edit_tree(actor, discovery)
    _check_way(fields.get("baseline", measure.baseline), fields.get("target", measure.target))
    with tree_operation(
        actor, "measure.changed", summary=fields.get("name", measure.name), discovery=discovery
    ):
        return artefacts.change(measure, revision=revision, **fields)


def delete_measure(*, actor: Actor, measure: Measure) -> Operation:
    """The measure with its values goes to the trash, and cards no longer name it; returns the operation, for
    undo.
    """
    discovery = discovery_of(measure)
    check_edit_tree(actor, discovery)
    with tree_operation(actor, "measure.deleted", summary=measure.name, discovery=discovery) as done:
        trash_measures([measure])
    return done


def reorder_measures(*, actor: Actor, parent: Parent, order: Sequence[UUID]) -> Operation:
    """Raises Conflict when `order` names something that does not hang on `parent` (any more)."""
    kind, discovery = _place(parent)
    check_edit_tree(actor, discovery)
    with tree_operation(actor, "measures.reordered", summary=str(parent), discovery=discovery) as done:
        artefacts.reorder(Measure.objects.filter(**{kind: parent}), order)
    return done


def record_value(
    *, actor: Actor, measure: Measure, value: Decimal, measured_on: date, note: str = ""
) -> MeasuredValue:
    """A value of that day. Raises Conflict when the day has one already."""
    discovery = discovery_of(measure)
    check_edit_tree(actor, discovery)
    with tree_operation(actor, "value.recorded", summary=measure.name, discovery=discovery):
        _check_day_is_free(artefacts.locked(measure), measured_on)
        return artefacts.add(MeasuredValue, measure=measure, value=value, measured_on=measured_on, note=note)


def change_value(
    *, actor: Actor, measured: MeasuredValue, revision: int | None = None, **fields: Any
) -> MeasuredValue:
    """`fields` are those of record_value. Raises Stale, and Conflict for a day that has another value."""
    measure = measured.measure
    discovery = discovery_of(measure)
    check_edit_tree(actor, discovery)
    with tree_operation(actor, "value.changed", summary=measure.name, discovery=discovery):
        if "measured_on" in fields:
            _check_day_is_free(artefacts.locked(measure), fields["measured_on"], besides=measured)
        return artefacts.change(measured, revision=revision, **fields)


def delete_value(*, actor: Actor, value: MeasuredValue) -> Operation:
    """Returns the operation, for undo."""
    discovery = discovery_of(value.measure)
    check_edit_tree(actor, discovery)
    with tree_operation(actor, "value.deleted", summary=value.measure.name, discovery=discovery) as done:
        artefacts.trash(value)
    return done


def _check_way(baseline: Decimal | None, target: Decimal | None) -> None:
    if baseline is not None and baseline == target:
        raise Invalid(_("The target must differ from the baseline."))


def _check_day_is_free(measure: Measure, day: date, besides: MeasuredValue | None = None) -> None:
    taken = MeasuredValue.objects.filter(measure=measure, measured_on=day)
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise Conflict(_("This day has a value already. Change that one instead."))
