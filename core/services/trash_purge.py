"""The end of the trash: what lay there for long is deleted for good, with its history."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction

from core.database_statements import delete_rows
from core.models import Artifact, HistoryRow, Operation
from core.registries import made_copies, purge_rules
from core.selectors.operations import tracked_models

AnyModel = type[models.Model]
_PORTION = 500


def empty_trash(before: datetime) -> int:
    """Delete what was put into the trash `before`; returns the number of artifacts and of their rows.

    Artifacts that were put there together are deleted together, once nothing outside the trash names them:
    the owner of a goal stays as long as the goal. Operations on them cannot be undone any more.
    """
    return sum(_delete(rows) for rows in _put_there_together(before))


def _holders() -> set[AnyModel]:
    return {rule.model for rule in purge_rules if rule.holds}


def _put_there_together(before: datetime) -> Iterator[list[tuple[AnyModel, int]]]:
    groups: dict[int, list[tuple[AnyModel, int]]] = defaultdict(list)
    # Holders first: what is in them goes with them.
    for model in sorted(tracked_models(), key=lambda each: each not in _holders()):
        for key in model.everything.filter(deleted_at__lt=before).values_list("pk", flat=True):
            newest = model.history.filter(id=key).order_by("-history_date", "-history_id")
            groups[newest.values_list("operation", flat=True).first() or 0].append((model, key))
    yield from groups.values()


@transaction.atomic
def delete_for_good(row: models.Model) -> int:
    """Delete a row with all that is nothing without it, and their history, at once; returns how many rows."""
    return _delete_all(_with_all_that_hangs_on([(type(row), row.pk)]))


@transaction.atomic
def _delete(rows: list[tuple[AnyModel, int]]) -> int:
    keys_by_model = _with_all_that_hangs_on(rows)
    if not any(model in _holders() for model, _key in rows) and _is_named_by_the_living(keys_by_model):
        return 0
    return _delete_all(keys_by_model)


def _delete_all(keys_by_model: dict[AnyModel, set[int]]) -> int:
    files = [
        path
        for copies in made_copies
        for some in portions(keys_by_model.get(copies.model, ()))
        for path in copies.places(some)
    ]
    for model, keys in keys_by_model.items():
        _let_go(model, keys)
    for model, keys in keys_by_model.items():
        _forget_history(model, keys)
    for rule in purge_rules:
        for some in portions(keys_by_model.get(rule.model, ())):
            rule.forget(some)
    for model, keys in keys_by_model.items():
        for some in portions(keys):
            delete_rows(model, some)
    transaction.on_commit(lambda: _unlink(files))
    return sum(len(keys) for keys in keys_by_model.values())


def _with_all_that_hangs_on(rows: list[tuple[AnyModel, int]]) -> dict[AnyModel, set[int]]:
    """The rows, and all that is nothing without them, but for operations and history."""
    keys_by_model: dict[AnyModel, set[int]] = defaultdict(set)
    to_do: list[tuple[AnyModel, set[int]]] = [(model, {key}) for model, key in rows]
    while to_do:
        model, keys = to_do.pop()
        keys = keys - keys_by_model[model]
        keys_by_model[model] |= keys
        for child, field in _children(model):
            if field.remote_field.on_delete not in (models.CASCADE, models.PROTECT):
                continue
            for some in portions(keys):
                hanging = child._base_manager.filter(**{f"{field.name}__in": some}).order_by()
                if new := set(hanging.values_list("pk", flat=True)) - keys_by_model[child]:
                    to_do.append((child, new))
    return {model: keys for model, keys in keys_by_model.items() if keys}


def _children(model: AnyModel) -> Iterator[tuple[AnyModel, Any]]:
    """The models that name this one, each with its field; not history."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.related_model is None:
            continue
        child: Any = relation.related_model
        if not issubclass(child, HistoryRow):
            yield child, relation.field  # type: ignore[union-attr]  # relations have one


def _is_named_by_the_living(keys_by_model: dict[AnyModel, set[int]]) -> bool:
    for model, keys in keys_by_model.items():
        for some in portions(keys):
            if issubclass(model, Artifact) and model.objects.filter(pk__in=some).exists():
                return True
            for child, field in _children(model):
                if not issubclass(child, Artifact) or field.remote_field.on_delete is not models.SET_NULL:
                    continue
                if child.objects.filter(**{f"{field.name}__in": some}).exists():
                    return True
    return False


def _let_go(model: AnyModel, keys: Iterable[int]) -> None:
    """Rows that stay name what goes no more, nor does their history, which undo would restore."""
    for some in portions(keys):
        for child, field in _children(model):
            if field.remote_field.on_delete is not models.SET_NULL:
                continue
            rows = {f"{field.name}__in": some}
            child._base_manager.filter(**rows).update(**{field.name: None})
            if issubclass(child, Artifact):
                child.history.filter(**rows).update(**{field.name: None})


def _forget_history(model: AnyModel, keys: Iterable[int]) -> None:
    """Their history goes; operations stay as long as anything else was part of them."""
    for some in portions(keys):
        if issubclass(model, Artifact):
            history = model.history.filter(id__in=some)
            Operation.objects.filter(pk__in=list(history.values_list("operation", flat=True))).update(
                has_lost_rows=True
            )
            history.delete()


def in_use(operations: models.QuerySet[Operation]) -> set[int]:
    """The keys of those that still are part of a history."""
    keys = list(operations.values_list("pk", flat=True))
    keys_in_use: set[int] = set()
    for model in tracked_models():
        for some in portions(keys):
            keys_in_use |= set(
                model.history.filter(operation__in=some).order_by().values_list("operation", flat=True)
            )
    return keys_in_use


def _unlink(files: Iterable[Path]) -> None:
    for path in files:
        path.unlink(missing_ok=True)


def portions(keys: Iterable[int]) -> Iterator[list[int]]:
    """The keys in their order, as many at a time as a statement takes."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), _PORTION):
        yield ordered[start : start + _PORTION]
