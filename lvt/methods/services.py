"""The method of a discovery: from a preset, changed until a round used it, then copied."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, Invalid
from core.models import Operation
from core.services import artifacts, operation
from discovery import permissions
from discovery.models import Discovery
from discovery.selectors.default_language import in_language_of
from lvt.methods.presets import DEFAULT, PRESETS, Preset
from lvt.methods.selectors import current_method, method_of_hypotheses
from lvt.models import Criterion, ScoringMethod
from lvt.rounds import policies
from organizations.actors import Actor
from workshops.contributions.assessment.selectors import HELD_BY
from workshops.models import Activity

_COPIED = (
    "name",
    "question",
    "scale_min",
    "scale_max",
    "steps",
    "low_label",
    "high_label",
    "direction",
    "part",
    "weight",
    "position",
)


def ensure_default_method(*, actor: Actor, discovery: Discovery) -> ScoringMethod:
    """The current method of the discovery; the default one is made when there is none yet.

    Raises NotAllowed or NotFound.
    """
    permissions.check_facilitate(actor, discovery)
    if method := current_method(discovery):
        return method
    with transaction.atomic():
        artifacts.locked(discovery)  # of two who begin at once, the second finds what the first made
        return current_method(discovery) or choose_preset(actor=actor, discovery=discovery, key=DEFAULT.key)


def ensure_method_of_hypotheses(*, actor: Actor, discovery: Discovery) -> ScoringMethod:
    """The method by which hypotheses are rated next (lvt.methods.selectors); where that of the use cases
    cannot be asked of them, the default one is made for them alone. Raises NotAllowed or NotFound."""
    with transaction.atomic():
        artifacts.locked(discovery)  # a method that makes way does so before a room takes it, or after
        ensure_default_method(actor=actor, discovery=discovery)
        if method := method_of_hypotheses(discovery):
            return method
        with operation(actor, "method.added", summary=str(DEFAULT.name), place=discovery):
            return _from_preset(discovery, DEFAULT, of_hypotheses=True)


def choose_preset(*, actor: Actor, discovery: Discovery, key: str) -> ScoringMethod:
    """A new method made from a preset, current from now on. A method without any answers makes way, also in
    rooms that began with it.

    Raises NotAllowed, NotFound, and Invalid for an unknown preset.
    """
    permissions.check_facilitate(actor, discovery)
    preset = PRESETS.get(key)
    if preset is None:
        raise Invalid(_("Method not found. Choose another one."))
    with operation(actor, "method.added", summary=str(preset.name), place=discovery):
        _notify_rooms(current_method(discovery))
        artifacts.locked(discovery)  # two who choose at once do so one after the other
        before = current_method(discovery)
        # A round that opens with it meanwhile has frozen it.
        if before is None or policies.is_frozen(artifacts.locked(before)):
            return _from_preset(discovery, preset)
        artifacts.trash(*before.criteria.all(), before)
        method = _from_preset(discovery, preset)
        if rooms := list(_rooms_with(before)):
            held_by = str(ensure_method_of_hypotheses(actor=actor, discovery=discovery).uuid)
            for each in rooms:
                artifacts.change(each, settings={**each.settings, HELD_BY: held_by})
        return method


def copy_method(
    *, actor: Actor, method: ScoringMethod, weights: Mapping[int, Decimal] | None = None
) -> ScoringMethod:
    """A copy that may be changed, current from now on; `weights` are those of its criteria, by the primary
    keys of the originals. Raises NotAllowed or NotFound."""
    permissions.check_facilitate(actor, method.discovery)
    with operation(actor, "method.added", summary=method.name, place=method.discovery):
        copy = artifacts.add(
            ScoringMethod,
            discovery=method.discovery,
            name=_copy_name(method),
            description=method.description,
            combination=method.combination,
            top_share=method.top_share,
        )
        for criterion in method.criteria.all():
            fields = {name: getattr(criterion, name) for name in _COPIED}
            if weights and criterion.pk in weights:
                fields["weight"] = weights[criterion.pk]
            artifacts.add(Criterion, method=copy, **fields)
    return copy


def change_method(
    *, actor: Actor, method: ScoringMethod, revision: int | None = None, **fields: Any
) -> ScoringMethod:
    """`fields`: name, description, combination, top_share. Raises Conflict when a round used the method, and
    Stale."""
    permissions.check_facilitate(actor, method.discovery)
    with operation(actor, "method.changed", summary=method.name, place=method.discovery):
        current = _changeable(method)
        return artifacts.change(current, revision=revision, **fields)


def add_criterion(
    *, actor: Actor, method: ScoringMethod, uuid: UUID | None = None, **fields: Any
) -> Criterion:
    """A criterion at the end of the method. `uuid` is the one that the form chose: sent again, it is the same
    criterion. Raises Conflict when a round used the method."""
    permissions.check_facilitate(actor, method.discovery)
    with operation(actor, "criterion.added", summary=fields["name"], place=method.discovery):
        current = _changeable(method)
        if existing := artifacts.added_already(Criterion, uuid, fields, method_id=current.pk):
            return existing
        position = artifacts.next_position(current.criteria.all())
        return artifacts.add(Criterion, uuid=uuid, method=current, position=position, **fields)


def change_criterion(
    *, actor: Actor, criterion: Criterion, revision: int | None = None, **fields: Any
) -> Criterion:
    """`fields`: name, question, scale, steps, labels, direction, part, weight. Raises Conflict when a round
    used the method, and Stale."""
    method = criterion.method
    permissions.check_facilitate(actor, method.discovery)
    with operation(actor, "criterion.changed", summary=criterion.name, place=method.discovery):
        _changeable(method)
        return artifacts.change(criterion, revision=revision, **fields)


def delete_criterion(*, actor: Actor, criterion: Criterion) -> Operation:
    """Raises Conflict when a round used the method, or when it is the last criterion."""
    method = criterion.method
    permissions.check_facilitate(actor, method.discovery)
    with operation(actor, "criterion.deleted", summary=criterion.name, place=method.discovery) as current:
        if not _changeable(method).criteria.exclude(pk=criterion.pk).exists():
            raise Conflict(_("A method needs at least one criterion."))
        artifacts.trash(criterion)
    return current


def reorder_criteria(*, actor: Actor, method: ScoringMethod, order: Sequence[UUID]) -> None:
    """Put the criteria into the order of their uuids. Raises Conflict when a round used the method or the
    list changed."""
    permissions.check_facilitate(actor, method.discovery)
    with operation(actor, "criteria.reordered", summary=method.name, place=method.discovery):
        artifacts.reorder(_changeable(method).criteria.all(), order)


def _changeable(method: ScoringMethod) -> ScoringMethod:
    """The method as it is now, locked: a round that opens meanwhile waits, or has frozen it."""
    current = artifacts.locked(method)
    policies.check_method_may_change(current)
    return current


def _rooms_with(method: ScoringMethod) -> QuerySet[Activity]:
    """The activities that began with the method."""
    setting = {f"settings__{HELD_BY}": str(method.uuid)}
    return Activity.objects.filter(track__workshop__discovery=method.discovery_id, **setting)


def _notify_rooms(method: ScoringMethod | None) -> None:
    """Tell the rooms that began with the method, and lock them, in one order: who answers meanwhile waits, or
    has frozen it."""
    rooms = _rooms_with(method).values_list("track__workshop", flat=True) if method else ()
    for workshop in sorted(set(rooms)):
        live.publish_change(workshop, "activity", "progress")


def _from_preset(discovery: Discovery, preset: Preset, *, of_hypotheses: bool = False) -> ScoringMethod:
    with in_language_of(discovery):
        return _copied(discovery, preset, of_hypotheses)


def _copied(discovery: Discovery, preset: Preset, of_hypotheses: bool) -> ScoringMethod:
    method = artifacts.add(
        ScoringMethod,
        discovery=discovery,
        name=str(preset.name),
        description=str(preset.description),
        combination=preset.combination.value,
        top_share=preset.top_share or None,
        of_hypotheses=of_hypotheses,
    )
    for position, criterion in enumerate(preset.criteria):
        artifacts.add(
            Criterion,
            method=method,
            name=str(criterion.name),
            question=str(criterion.question),
            scale_min=criterion.scale_min,
            scale_max=criterion.scale_max,
            steps=str(criterion.steps),
            low_label=str(criterion.low_label),
            high_label=str(criterion.high_label),
            direction=criterion.direction,
            part=criterion.part,
            weight=criterion.weight,
            position=position,
        )
    return method


def _copy_name(method: ScoringMethod) -> str:
    """The same name with the next number: "Seven criteria", "Seven criteria 2", "Seven criteria 3"."""
    base, _space, number = method.name.rpartition(" ")
    if not (base and number.isascii() and number.isdigit()):
        base, number = method.name, "1"
    return f"{base[:110]} {int(number[:6]) + 1}"
