"""Reads the exportable rows of a discovery from the database, in the order of their creation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from core.models import Artifact, Operation
from discovery.discoveries.models import IMPORTED, OF_DISCOVERY
from discovery.models import Discovery, DiscoveryAccess
from discovery.selectors.root_lookups import paths
from exchange.format.document_tables import (
    AnyModel,
    author_fields,
    exchanged,
    fields_of,
    is_needed,
    is_own,
    label_of,
    with_history,
)
from exchange.format.table_rules import frozen_labels
from organizations.models import Membership, Organization, User
from workshops.models import Activity, Answer, Note, Participant, Vote
from workshops.registries import activity_kinds

_AT_ONCE = 500


@dataclass(slots=True)
class DiscoveryContent:
    """Rows by the label of their model, and `history` by the label of the artifact. `hidden_tables` are pairs
    of a label that is not revealed yet and the uuid of its activity. `addresses` are those of accounts, in
    lower case."""

    discovery: Discovery
    organization: Organization
    rows: dict[str, list[Any]] = field(default_factory=dict)
    history: dict[str, list[Any]] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)
    hidden_tables: set[tuple[str, UUID]] = field(default_factory=set)
    addresses: frozenset[str] = frozenset()


def collect(discovery: Discovery, *, versions: bool) -> DiscoveryContent:
    """Return all rows of the discovery and of its organization that it needs; frozen versions only with
    `versions`."""
    content = DiscoveryContent(discovery, discovery.domain.organization)
    for label, model in exchanged().items():
        content.rows[label] = list(_rows(model, content))
    if not versions:
        content.rows |= {label: [] for label in frozen_labels()}
    hidden_operations = _hide(content)
    _prune(content)
    _add_history(content, hidden_operations)
    content.addresses = _addresses(content)
    return content


def _rows(model: AnyModel, content: DiscoveryContent) -> Iterable[Any]:
    rows = model._base_manager.order_by("pk")
    if model is Discovery:
        return rows.filter(pk=content.discovery.pk)
    if model is Organization:
        return rows.filter(pk=content.organization.pk)
    root, scope = (Discovery, content.discovery) if is_own(model) else (Organization, content.organization)
    matches = Q()
    for path in paths(model, root):
        matches |= Q(**{path: scope})
    return rows.filter(matches)


# --- What is not revealed -------------------------------------------------------------------------


def _hide(content: DiscoveryContent) -> set[int]:
    """Remove rows that only their authors may read. Returns the primary keys of the operations that wrote
    them."""
    hidden_keys: dict[str, set[Any]] = {
        # What was taken off the board may never have been revealed.
        label_of(Note): {note.pk for note in content.rows[label_of(Note)] if note.deleted_at is not None}
    }
    for activity in content.rows[label_of(Activity)]:
        for queryset in _unrevealed_rows(activity):
            label = label_of(queryset.model)
            hidden_keys.setdefault(label, set()).update(queryset.order_by().values_list("pk", flat=True))
            if activity.started_at is not None or activity.opens_at is not None:
                content.hidden_tables.add((label, activity.uuid))
        if activity.is_anonymous:
            for label, row in _attributed_rows(activity, content):
                hidden_keys.setdefault(label, set()).add(row.pk)
    hidden_operations: set[int] = set()
    for label, pks in hidden_keys.items():
        model = exchanged()[label]
        content.rows[label] = [row for row in content.rows[label] if row.pk not in pks]
        if issubclass(model, Artifact):
            hidden_operations |= _operations_of(model, pks)
    visible_notes = {note.pk for note in content.rows[label_of(Note)]}
    return hidden_operations - _operations_of(Note, visible_notes)


def _attributed_rows(activity: Activity, content: DiscoveryContent) -> Iterator[tuple[str, Any]]:
    """Yield the rows of an anonymous activity that need a participant."""
    for label, model in exchanged().items():
        names = [each for each in author_fields(model) if not model._meta.get_field(each).null]
        if any(model._meta.get_field(each).related_model is Participant for each in names):
            yield from ((label, row) for row in content.rows[label] if row.activity_id == activity.pk)


def _unrevealed_rows(activity: Activity) -> list[models.QuerySet[Any]]:
    if activity.kind in activity_kinds:
        return activity_kinds.get(activity.kind).hidden(activity)
    # No one can say what of it was revealed.
    return [model._base_manager.filter(activity=activity) for model in (Answer, Note, Vote)]


def _operations_of(model: type[Artifact], pks: Iterable[int]) -> set[int]:
    history = model.history.model.objects.order_by()
    return {
        operation
        for some in _batches(pks)
        for operation in history.filter(id__in=some).values_list("operation_id", flat=True)
    }


def _batches(keys: Iterable[Any]) -> Iterator[list[Any]]:
    sorted_keys = sorted(keys)
    for start in range(0, len(sorted_keys), _AT_ONCE):
        yield sorted_keys[start : start + _AT_ONCE]


# --- What leads out of the discovery --------------------------------------------------------------


def _prune(content: DiscoveryContent) -> None:
    """Remove rows that need a row outside the document, such as links to another discovery, and rows that
    need those."""
    is_stable = False
    while not is_stable:
        is_stable = True
        existing_keys = {label: {row.pk for row in rows} for label, rows in content.rows.items()}
        for label, model in exchanged().items():
            required_links = [each for each in fields_of(model) if each.remote_field and is_needed(each)]
            complete_rows = [
                row for row in content.rows[label] if _is_complete(row, required_links, existing_keys)
            ]
            if len(complete_rows) < len(content.rows[label]):
                content.rows[label], is_stable = complete_rows, False


def _is_complete(
    row: models.Model, required_links: Iterable[Any], existing_keys: dict[str, set[Any]]
) -> bool:
    for link in required_links:
        value = getattr(row, link.attname)
        if value is not None and value not in existing_keys.get(label_of(link.related_model), ()):
            return False
    return True


# --- Who did it -----------------------------------------------------------------------------------


def _add_history(content: DiscoveryContent, hidden_operations: set[int]) -> None:
    """Add the history of the rows, and the operations that wrote them: those of the discovery, and those
    without a discovery."""
    other_discoveries = Discovery.everything.filter(domain__organization=content.organization)
    other_discoveries = other_discoveries.exclude(pk=content.discovery.pk)
    foreign_operations = set(
        Operation.objects.filter(scope_uuid__in=other_discoveries.values("uuid"))
        .order_by()
        .values_list("pk", flat=True)
    )
    used_operations: set[int] = set()
    history: Any
    for label, history in with_history().items():
        uuids = {row.uuid for row in content.rows[label]}
        pks = [row.pk for row in content.rows[label]]
        rows = [
            row
            for some in _batches(pks)
            for row in history._base_manager.filter(id__in=some).order_by("pk")
            if row.uuid in uuids and row.operation_id not in foreign_operations
        ]
        content.history[label] = sorted(rows, key=lambda row: row.pk)
        used_operations |= {row.operation_id for row in rows}
    own_operations = Operation.objects.filter(scope_uuid=content.discovery.uuid).order_by("pk")
    operations = {
        each.pk: each
        for each in own_operations
        if each.pk in used_operations or each.pk not in hidden_operations
    }
    for some in _batches(used_operations - operations.keys()):
        unscoped = Operation.objects.filter(pk__in=some).exclude(scope_kind=OF_DISCOVERY)
        operations |= {each.pk: each for each in unscoped}
    content.operations = _without_last_imports([operations[pk] for pk in sorted(operations)])
    operations = {each.pk: each for each in content.operations}
    for label, history_rows in content.history.items():
        content.history[label] = [row for row in history_rows if row.operation_id in operations]


def _without_last_imports(operations: list[Operation]) -> list[Operation]:
    """Return the operations without trailing imports, whose first versions are omitted, too: the next import
    writes its own, and a document stays the same when it is imported and exported."""
    remaining = list(operations)
    while remaining and remaining[-1].verb == IMPORTED:
        remaining.pop()
    return remaining


def _addresses(content: DiscoveryContent) -> frozenset[str]:
    """Return the email addresses of all accounts related to the discovery, or used as an address in it."""
    pks = set(Membership.everything.filter(organization=content.organization).values_list("user", flat=True))
    pks |= set(DiscoveryAccess.everything.filter(discovery=content.discovery).values_list("user", flat=True))
    actors = {each.actor_uuid for each in content.operations} - {None}
    for some in _batches(actors):
        pks |= set(User.objects.filter(uuid__in=some).values_list("pk", flat=True))
    everything: list[list[Any]] = list(content.rows.values())
    written_addresses: set[str] = set()
    for rows in everything:
        if not rows:
            continue
        fields = rows[0]._meta.concrete_fields
        to_accounts = [each.attname for each in fields if each.related_model is User]
        mail = [each.attname for each in fields if isinstance(each, models.EmailField)]
        for row in rows:
            pks |= {getattr(row, name) for name in to_accounts}
            written_addresses |= {getattr(row, name).lower() for name in mail}
    accounts = User.objects.order_by()
    account_addresses = {
        address.lower()
        for some in _batches(pks - {None})
        for address in accounts.filter(pk__in=some).values_list("email", flat=True)
    }
    sorted_addresses = sorted(written_addresses - {""})
    for start in range(0, len(sorted_addresses), _AT_ONCE):
        matching_accounts = accounts.filter(email__in=sorted_addresses[start : start + _AT_ONCE])
        account_addresses |= {
            address.lower() for address in matching_accounts.values_list("email", flat=True)
        }
    return frozenset(account_addresses)
