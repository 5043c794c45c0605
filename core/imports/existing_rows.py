"""The rows that are there, for a plan of what comes in and for a text of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model

from core.imports.importable_kinds import Entry
from core.imports.rows import SavedRow, known_token
from core.kinds import artifact_kinds, kind_of, written_out_kinds
from core.models import Artifact


def known_rows(entries: Sequence[Entry], scopes: Iterable[Artifact]) -> list[SavedRow]:
    """The rows of the entries that belong to the scopes, each after what it belongs to: a few queries for
    each entry."""
    by_model: dict[type[Model], Artifact] = {type(scope): scope for scope in scopes}
    rows: dict[tuple[str, int], SavedRow] = {}
    for entry in entries:
        kind, scope = entry.kind, by_model.get(entry.kind.root)
        if scope is None:
            continue
        # A text is the same each time it is written, also where rows have no order of their own.
        artifacts = list(kind.below(scope).order_by(*kind.model._meta.ordering, "pk"))
        linked = {name: _linked(entry, name, artifacts) for name in entry.shape.lists}
        for artifact in artifacts:
            parent = None
            if kind.has_parents:
                above = kind.parent(artifact)
                parent = rows[above._meta.label, above.pk]
            fields = {name: _value(entry, name, artifact) for name in entry.fields if name not in linked}
            fields |= {name: linked[name][artifact.pk] for name in linked}
            row = SavedRow(
                entry.key, artifact.pk, title_of(artifact), parent, fields, artifact, str(artifact.uuid)
            )
            rows[entry.key, artifact.pk] = row
    return list(rows.values())


def title_of(artifact: Artifact) -> str:
    """The name that people use for it; "" where that is the name of something else."""
    label = artifact._meta.label
    has_kind = label in artifact_kinds or label in written_out_kinds
    column = type(artifact)._meta.get_field(kind_of(artifact).title if has_kind else "name")
    return "" if isinstance(column, ForeignKey) else str(getattr(artifact, column.name))


def tokens_in(values: Iterable[Any]) -> set[tuple[Any, ...]]:
    """The tokens among values of fields."""
    tokens: set[tuple[Any, ...]] = set()
    for value in values:
        if isinstance(value, frozenset):
            tokens |= value
        elif isinstance(value, tuple) and value[:1] == ("known",):
            tokens.add(value)
    return tokens


def names_of(tokens: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], str]:
    """Names of the rows that are not in the trash, by their tokens."""
    keys: dict[str, set[int]] = defaultdict(set)
    for _tag, label, key in tokens:
        keys[label].add(key)
    return {
        known_token(label, row.pk): title_of(row)
        for label, pks in keys.items()
        for row in apps.get_model(label)._default_manager.filter(pk__in=pks)
    }


def _value(entry: Entry, name: str, artifact: Artifact) -> Any:
    column = entry.column(name)
    value = getattr(artifact, column.attname)
    if isinstance(column, ForeignKey) and value is not None:
        return known_token(entry.names[name], value)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _linked(entry: Entry, name: str, artifacts: Sequence[Artifact]) -> dict[int, frozenset[Any]]:
    link, label = entry.kind.links[name], entry.names[name]
    others: dict[int, set[Any]] = {artifact.pk: set() for artifact in artifacts}
    owner, other = f"{link.owner}_id", f"{link.other}_id"
    rows = link.model._default_manager.filter(
        **{f"{link.owner}__in": artifacts, f"{link.other}__deleted_at": None}
    )
    for key, pk in rows.values_list(owner, other):
        others[key].add(known_token(label, pk))
    return {key: frozenset(tokens) for key, tokens in others.items()}
