"""Finds rows that an import added. The author of a file can write any name into it, so names and approvals in
it are only claims.

A discovery is imported at most once into a database, by one operation. All its operations before that one
were in the file.
"""

from functools import reduce
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, Model, QuerySet, Value

from core import registries
from core.models import Artifact, Operation
from core.registries import Claims
from core.selectors.request_cache import cached_per_request
from discovery.discoveries.models import IMPORTED, OF_DISCOVERY
from discovery.models import Discovery
from discovery.selectors.root_lookups import paths
from exchange.format.document_tables import exchanged
from exchange.format.table_rules import claims
from workshops.models import Workshop


def register_own() -> None:
    """Register the checks for operations and rows of a file, whose statements about people are claims."""
    registries.claims.register(Claims("discovery", came_with_file, is_claim))


@cached_per_request
def import_of(discovery: UUID) -> Operation | None:
    """Return the operation that imported the discovery with this uuid; None if it was created here."""
    return Operation.objects.filter(scope_uuid=discovery, verb=IMPORTED).order_by("-pk").first()


def came_with_file(operation: Operation) -> bool:
    """Return True if the operation is from a file."""
    if operation.scope_uuid is None or operation.scope_kind != OF_DISCOVERY:
        return False
    imported = import_of(operation.scope_uuid)
    return imported is not None and operation.pk < imported.pk


def is_claim(row: Artifact) -> bool:
    """Return True if the statements of the row about people are from a file: for a workshop of the file, and
    for a decision, a capture, a review of a section, an answer at a check-in and a frozen version that no one
    changed here since."""
    *steps, last = _path(type(row)).split("__")
    discovery = Discovery(pk=getattr(reduce(getattr, steps, row), f"{last}_id"))
    return (row._meta.label, row.pk) in _claims_in(discovery)


@cached_per_request
def _claims_in(discovery: Discovery) -> frozenset[tuple[str, int]]:
    uuids = Discovery.everything.filter(pk=discovery.pk).values("uuid")
    imported = Operation.objects.filter(scope_uuid__in=uuids, verb=IMPORTED).order_by("-pk").first()
    if imported is None:
        return frozenset()
    # What someone here changed last is theirs.
    queries = [
        _last(model, discovery, Max("operation_id"))
        for label, model in exchanged().items()
        if label in claims() and issubclass(model, Artifact)
    ]
    queries.append(_last(Workshop, discovery, Min("operation_id")))
    rows = queries[0].union(*queries[1:], all=True)
    return frozenset((label, row) for label, row, operation in rows if operation <= imported.pk)


def _path(model: type[Model]) -> str:
    """Return the lookup from a row to its discovery."""
    return paths(model, Discovery)[0]


def _last(model: type[Artifact], discovery: Discovery, aggregate: Max | Min) -> QuerySet[Any, Any]:
    scope = {_path(model): discovery.pk}
    rows: QuerySet[Any, Any] = model.history.filter(**scope).order_by().values("id")
    last_rows: QuerySet[Any, Any] = rows.annotate(of=aggregate).values_list(
        Value(model._meta.label), "id", "of"
    )
    return last_rows
