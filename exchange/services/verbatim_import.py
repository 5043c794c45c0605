"""Writes the rows of a document unchanged, with their identifiers, times and revisions, under new primary
keys in the same order.

It bypasses `artifacts`, which would set the time and the author of the import: the document contains authors,
times and operations.
"""

import secrets
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models

from core.models import ActorKind, Artifact, Operation
from exchange.format.document_tables import AnyModel, exchanged, fields_of, label_of, with_history
from exchange.format.operations import columns_of
from exchange.format.reading import DocumentContent, Row
from organizations.models import Organization


class RowConflict(Exception):
    """A row that conflicts with existing data. `label` is that of its model."""

    def __init__(self, label: str, row: Row) -> None:
        super().__init__(label)
        self.label = label
        self.row = row


# For each label, the primary keys of rows by their uuids.
Keys = dict[str, dict[UUID, int]]

_OPERATIONS = label_of(Operation)
_AT_ONCE = 500
_MOST_NEGATIVE = 2**31 - 1


def write(document: DocumentContent, existing: Keys, overrides: Mapping[UUID, Row]) -> Keys:
    """Write the rows that are not in `existing`. `overrides` are values that replace those of the document,
    by the uuid of the row. Returns the primary keys of all rows. Raises Clash, and IntegrityError."""
    tables: list[tuple[str, AnyModel, list[Row]]] = [
        (label, model, document.rows[label]) for label, model in exchanged().items()
    ]
    tables.append((_OPERATIONS, Operation, document.operations))
    keys: Keys = {}
    new_rows: list[tuple[AnyModel, list[Row], list[int]]] = []
    for label, model, rows in tables:
        existing_keys = existing.get(label, {})
        new = [row for row in rows if row.get("uuid") not in existing_keys]
        pks = _primary_keys(model, len(new))
        rows_with_keys = zip(new, pks, strict=True)
        keys[label] = existing_keys | {row["uuid"]: pk for row, pk in rows_with_keys if "uuid" in row}
        new_rows.append((model, new, pks))
    for model, new, pks in new_rows:
        columns = _operation(keys) if model is Operation else partial(_values, model, keys=keys)
        for row, pk in zip(new, pks, strict=True):
            instance = model(pk=pk, **columns(row))
            for name, value in overrides.get(row.get("uuid"), {}).items():  # type: ignore[arg-type]  # rows without one have None, which names no row
                setattr(instance, name, value)
            try:
                _save(instance)
            except IntegrityError as error:
                raise RowConflict(label_of(model), row) from error
    _write_history(document, existing, keys)
    return keys


def _values(model: AnyModel, row: Row, keys: Keys) -> Row:
    """Return the columns of a row. The author of an anonymous row is a random value."""
    values = {}
    for field in fields_of(model):
        value = row[field.name]
        if field.remote_field is not None:
            target: Any = field.related_model
            value = None if value is None else keys[label_of(target)][value]
        elif value is None and field.name == "author":
            value = secrets.token_hex(32)
        values[field.attname] = value
    return values


def _operation(keys: Keys) -> Callable[[Row], Row]:
    """Return a function that makes the columns of an operation. The organization has to be written before."""
    (pk,) = keys[label_of(Organization)].values()
    organization = Organization.everything.get(pk=pk)
    return lambda row: columns_of(row, organization) | {"undoes_id": keys[_OPERATIONS].get(row["undoes"])}


def _write_history(document: DocumentContent, existing: Keys, keys: Keys) -> None:
    anonymous = {row["uuid"] for row in document.operations if row["actor_kind"] == ActorKind.ANONYMOUS}
    for label, history in with_history().items():
        model, existing_keys = exchanged()[label], existing.get(label, {})
        rows = [row for row in document.history[label] if row["uuid"] not in existing_keys]
        anonymous_rows = [row for row in rows if row["operation"] in anonymous]
        numbers = {False: iter(_primary_keys(history, len(rows) - len(anonymous_rows)))}
        numbers[True] = iter(_negative_keys(history, len(anonymous_rows)))
        for row in rows:
            instance = history(
                history_id=next(numbers[row["operation"] in anonymous]),
                id=keys[label][row["uuid"]],
                history_date=row["history_date"],
                history_type=row["history_type"],
                operation_id=keys[_OPERATIONS][row["operation"]],
                **_values(model, row, keys),
            )
            _save(instance)


def begin_history(document: DocumentContent, existing: Keys, keys: Keys, import_operation: Operation) -> None:
    """Write a first version of each new artifact without history in the document. It belongs to the operation
    of the import. Undo needs it when the artifact changes later."""
    for label, model in exchanged().items():
        if not issubclass(model, Artifact):
            continue
        with_versions = {row["uuid"] for row in document.history.get(label, ())} | existing.get(
            label, {}
        ).keys()
        new = [keys[label][row["uuid"]] for row in document.rows[label] if row["uuid"] not in with_versions]
        for start in range(0, len(new), _AT_ONCE):
            artifacts = model.everything.filter(pk__in=new[start : start + _AT_ONCE]).order_by("pk")
            model.history.model._base_manager.bulk_create(
                [_first_version(artifact, import_operation) for artifact in artifacts]
            )


def _first_version(artifact: Artifact, import_operation: Operation) -> models.Model:
    values = {field.attname: getattr(artifact, field.attname) for field in artifact._meta.concrete_fields}
    version: models.Model = artifact.history.model(
        **values, history_date=artifact.created_at, history_type="+", operation=import_operation
    )
    return version


def _save(instance: models.Model) -> None:
    # Raw: the times of the document stay, and no history is written beside that of the document.
    instance.save_base(raw=True, force_insert=True)


# --- Primary keys ---------------------------------------------------------------------------------


def _primary_keys(model: AnyModel, count: int) -> list[int]:
    """Return `count` free primary keys in ascending order, because rows are listed by them."""
    if not count:
        return []
    field: Any = model._meta.pk
    if field.has_default():  # by chance, so that they tell nothing of when a row was written
        keys: set[int] = set()
        while len(keys) < count:
            keys.add(field.get_default())
        return sorted(keys)
    table, column = model._meta.db_table, field.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{table}"', column, count],
            )
            return sorted(number for (number,) in cursor.fetchall())
        # Writing transactions of SQLite come one after another, so no one else counts on from there.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        sequence = cursor.fetchone()
    highest = model._base_manager.aggregate(highest=models.Max("pk"))["highest"]
    first = max(sequence[0] if sequence else 0, highest or 0) + 1
    return list(range(first, first + count))


def _negative_keys(history: AnyModel, count: int) -> list[int]:
    """Return `count` free negative keys in ascending order, as anonymous rows of history have them
    (core.models.history)."""
    keys: set[int] = set()
    while len(keys) < count:
        candidates = {-1 - secrets.randbelow(_MOST_NEGATIVE) for _index in range(count - len(keys))}
        used_keys = set(history._base_manager.filter(pk__in=list(candidates)).values_list("pk", flat=True))
        keys |= candidates - used_keys
    return sorted(keys)
