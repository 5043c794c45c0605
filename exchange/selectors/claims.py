"""Which rows came from a file. The author of a file can write any name into it, so the names and approvals in
it are only claims. A discovery is imported once at most into one database, by one operation of its own; all
its operations before that one came with the file."""

from __future__ import annotations

from functools import reduce
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, Model, QuerySet, Value

from core import registries
from core.models import Artifact, Operation
from core.registries import Claims
from core.selectors.once import read_once
from discovery.models import Discovery
from discovery.models.discovery import IMPORTED, OF_DISCOVERY
from discovery.selectors.hanging import paths
from exchange.format.rules import claims
from exchange.format.shape import exchanged
from workshops.models import Workshop


def register_own() -> None:
    """Register what tells operations and rows that came with a file: what they say of people are claims."""
    registries.claims.register(Claims("discovery", came_with_file, is_claim))


@read_once
def import_of(discovery: UUID) -> Operation | None:
    """The operation that brought the discovery with this uuid here from a file; None for one that was begun
    here."""
    return Operation.objects.filter(scope_uuid=discovery, verb=IMPORTED).order_by("-pk").first()


def came_with_file(operation: Operation) -> bool:
    """Whether a file said that somebody did it."""
    if operation.scope_uuid is None or operation.scope_kind != OF_DISCOVERY:
        return False
    imported = import_of(operation.scope_uuid)
    return imported is not None and operation.pk < imported.pk


def is_claim(row: Artifact) -> bool:
    """Whether what the row says of people was taken from a file. A workshop was if it came with a file. A
    decision, a capture, a review of a section, an answer at a check-in and a frozen version were if nobody
    here changed them since."""
    *steps, last = _path(type(row)).split("__")
    discovery = Discovery(pk=getattr(reduce(getattr, steps, row), f"{last}_id"))
    return (row._meta.label, row.pk) in _claims_in(discovery)


@read_once
def _claims_in(discovery: Discovery) -> frozenset[tuple[str, int]]:
    uuids = Discovery.everything.filter(pk=discovery.pk).values("uuid")
    imported = Operation.objects.filter(scope_uuid__in=uuids, verb=IMPORTED).order_by("-pk").first()
    if imported is None:
        return frozenset()
    # What somebody here changed last is theirs.
    queries = [
        _last(model, discovery, Max("operation_id"))
        for label, model in exchanged().items()
        if label in claims() and issubclass(model, Artifact)
    ]
    queries.append(_last(Workshop, discovery, Min("operation_id")))
    rows = queries[0].union(*queries[1:], all=True)
    return frozenset((label, row) for label, row, operation in rows if operation <= imported.pk)


def _path(model: type[Model]) -> str:
    """The way from a row to its discovery."""
    return paths(model, Discovery)[0]


def _last(model: type[Artifact], discovery: Discovery, which: Max | Min) -> QuerySet[Any, Any]:
    of_it = {_path(model): discovery.pk}
    rows: QuerySet[Any, Any] = model.history.filter(**of_it).order_by().values("id")
    last_rows: QuerySet[Any, Any] = rows.annotate(of=which).values_list(Value(model._meta.label), "id", "of")
    return last_rows
