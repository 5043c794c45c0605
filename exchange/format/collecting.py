"""The rows of a discovery that are told, read from the database in the order in which they were made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from core.models import Artifact, Operation
from discovery.models import Discovery, DiscoveryAccess
from discovery.models.discovery import IMPORTED, OF_DISCOVERY
from discovery.selectors.hanging import paths
from exchange.format.rules import frozen
from exchange.format.shape import (
    AnyModel,
    author_fields,
    exchanged,
    fields_of,
    is_needed,
    is_own,
    label_of,
    with_history,
)
from organizations.models import Membership, Organization, User
from workshops.models import Activity, Answer, Note, Participant, Vote
from workshops.registries import activity_kinds

_AT_ONCE = 500


@dataclass(slots=True)
class Collected:
    """Rows by the label of their model, and `history` by the label of the artifact. `hidden` names tables
    that are not revealed yet, each with the uuid of its activity. `addresses` are the addresses of accounts,
    in lower case."""

    discovery: Discovery
    organization: Organization
    rows: dict[str, list[Any]] = field(default_factory=dict)
    history: dict[str, list[Any]] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)
    hidden: set[tuple[str, UUID]] = field(default_factory=set)
    addresses: frozenset[str] = frozenset()


def collect(discovery: Discovery, *, versions: bool) -> Collected:
    """All rows of the discovery and of what it stands on; frozen versions only with `versions`."""
    collected = Collected(discovery, discovery.domain.organization)
    for label, model in exchanged().items():
        collected.rows[label] = list(_rows(model, collected))
    if not versions:
        collected.rows |= {label: [] for label in frozen()}
    silenced = _hide(collected)
    _prune(collected)
    _add_history(collected, silenced)
    collected.addresses = _addresses(collected)
    return collected


def _rows(model: AnyModel, collected: Collected) -> Iterable[Any]:
    rows = model._base_manager.order_by("pk")
    if model is Discovery:
        return rows.filter(pk=collected.discovery.pk)
    if model is Organization:
        return rows.filter(pk=collected.organization.pk)
    root, where = (
        (Discovery, collected.discovery) if is_own(model) else (Organization, collected.organization)
    )
    matches = Q()
    for path in paths(model, root):
        matches |= Q(**{path: where})
    return rows.filter(matches)


# --- What is not revealed -------------------------------------------------------------------------


def _hide(collected: Collected) -> set[int]:
    """Take out what only its authors may read. Returns the operations that wrote it."""
    gone: dict[str, set[Any]] = {
        # What was taken off the board may never have been revealed.
        label_of(Note): {note.pk for note in collected.rows[label_of(Note)] if note.deleted_at is not None}
    }
    for activity in collected.rows[label_of(Activity)]:
        for rows in _hidden(activity):
            label = label_of(rows.model)
            gone.setdefault(label, set()).update(rows.order_by().values_list("pk", flat=True))
            if activity.started_at is not None or activity.opens_at is not None:
                collected.hidden.add((label, activity.uuid))
        if activity.is_anonymous:
            for label, row in _named_in(activity, collected):
                gone.setdefault(label, set()).add(row.pk)
    silenced: set[int] = set()
    for label, pks in gone.items():
        model = exchanged()[label]
        collected.rows[label] = [row for row in collected.rows[label] if row.pk not in pks]
        if issubclass(model, Artifact):
            silenced |= _operations_of(model, pks)
    kept = {note.pk for note in collected.rows[label_of(Note)]}
    return silenced - _operations_of(Note, kept)


def _named_in(activity: Activity, collected: Collected) -> Iterator[tuple[str, Any]]:
    """Rows of an anonymous activity that are nothing without a participant."""
    for label, model in exchanged().items():
        names = [each for each in author_fields(model) if not model._meta.get_field(each).null]
        if any(model._meta.get_field(each).related_model is Participant for each in names):
            yield from ((label, row) for row in collected.rows[label] if row.activity_id == activity.pk)


def _hidden(activity: Activity) -> list[models.QuerySet[Any]]:
    if activity.kind in activity_kinds:
        return activity_kinds.get(activity.kind).hidden(activity)
    # Nobody can say what of it was revealed.
    return [model._base_manager.filter(activity=activity) for model in (Answer, Note, Vote)]


def _operations_of(model: type[Artifact], pks: Iterable[int]) -> set[int]:
    history = model.history.model.objects.order_by()
    return {
        operation
        for some in _portions(pks)
        for operation in history.filter(id__in=some).values_list("operation_id", flat=True)
    }


def _portions(pks: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = sorted(pks)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


# --- What leads out of the discovery --------------------------------------------------------------


def _prune(collected: Collected) -> None:
    """Take out rows that are nothing without what is not there, such as a link to another discovery; and
    what is nothing without those."""
    is_settled = False
    while not is_settled:
        is_settled = True
        known = {label: {row.pk for row in rows} for label, rows in collected.rows.items()}
        for label, model in exchanged().items():
            needed = [each for each in fields_of(model) if each.remote_field and is_needed(each)]
            kept = [row for row in collected.rows[label] if _stands(row, needed, known)]
            if len(kept) < len(collected.rows[label]):
                collected.rows[label], is_settled = kept, False


def _stands(row: models.Model, needed: Iterable[Any], known: dict[str, set[Any]]) -> bool:
    for each in needed:
        value = getattr(row, each.attname)
        if value is not None and value not in known.get(label_of(each.related_model), ()):
            return False
    return True


# --- Who did it -----------------------------------------------------------------------------------


def _add_history(collected: Collected, silenced: set[int]) -> None:
    """The history of the rows, and the operations that wrote them: those of the discovery, and those that
    belong to no discovery."""
    others = Discovery.everything.filter(domain__organization=collected.organization)
    others = others.exclude(pk=collected.discovery.pk)
    elsewhere = set(
        Operation.objects.filter(scope_uuid__in=others.values("uuid")).order_by().values_list("pk", flat=True)
    )
    used: set[int] = set()
    history: Any
    for label, history in with_history().items():
        uuids = {row.uuid for row in collected.rows[label]}
        pks = [row.pk for row in collected.rows[label]]
        rows = [
            row
            for some in _portions(pks)
            for row in history._base_manager.filter(id__in=some).order_by("pk")
            if row.uuid in uuids and row.operation_id not in elsewhere
        ]
        collected.history[label] = sorted(rows, key=lambda row: row.pk)
        used |= {row.operation_id for row in rows}
    own = Operation.objects.filter(scope_uuid=collected.discovery.uuid).order_by("pk")
    operations = {each.pk: each for each in own if each.pk in used or each.pk not in silenced}
    for some in _portions(used - operations.keys()):
        elsewhere_done = Operation.objects.filter(pk__in=some).exclude(scope_kind=OF_DISCOVERY)
        operations |= {each.pk: each for each in elsewhere_done}
    collected.operations = _without_last_imports([operations[pk] for pk in sorted(operations)])
    operations = {each.pk: each for each in collected.operations}
    for label, history_rows in collected.history.items():
        collected.history[label] = [row for row in history_rows if row.operation_id in operations]


def _without_last_imports(operations: list[Operation]) -> list[Operation]:
    """Imports after which nothing happened are not told, nor the first versions that they wrote: the next
    import writes its own, and a document that is imported and exported stays the same."""
    told = list(operations)
    while told and told[-1].verb == IMPORTED:
        told.pop()
    return told


def _addresses(collected: Collected) -> frozenset[str]:
    """The e-mail addresses of all accounts that had to do with the discovery, or that are named as somebody's
    address."""
    pks = set(
        Membership.everything.filter(organization=collected.organization).values_list("user", flat=True)
    )
    pks |= set(
        DiscoveryAccess.everything.filter(discovery=collected.discovery).values_list("user", flat=True)
    )
    actors = {each.actor_uuid for each in collected.operations} - {None}
    for some in _portions(actors):
        pks |= set(User.objects.filter(uuid__in=some).values_list("pk", flat=True))
    everything: list[list[Any]] = list(collected.rows.values())
    typed: set[str] = set()
    for rows in everything:
        if not rows:
            continue
        fields = rows[0]._meta.concrete_fields
        to_accounts = [each.attname for each in fields if each.related_model is User]
        mail = [each.attname for each in fields if isinstance(each, models.EmailField)]
        for row in rows:
            pks |= {getattr(row, name) for name in to_accounts}
            typed |= {getattr(row, name).lower() for name in mail}
    accounts = User.objects.order_by()
    addresses_there = {
        address.lower()
        for some in _portions(pks - {None})
        for address in accounts.filter(pk__in=some).values_list("email", flat=True)
    }
    ordered = sorted(typed - {""})
    for start in range(0, len(ordered), _AT_ONCE):
        named = accounts.filter(email__in=ordered[start : start + _AT_ONCE])
        addresses_there |= {address.lower() for address in named.values_list("email", flat=True)}
    return frozenset(addresses_there)
