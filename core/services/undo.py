"""The inverse of an operation, refused with the reason when someone built on it."""

from typing import Any

from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from core.exceptions import Conflict
from core.models import Artifact, Operation
from core.registries import undo_rules
from core.selectors.operations import models_touched, standing, who_did
from core.services import artifacts

# Bookkeeping of the row itself, which an undo must not set back.
_NOT_RESTORED = {"id", "uuid", "revision", "created_at", "modified_at", "live_revision"}


def take_back(target: Operation, inverse: Operation) -> None:
    """Take back everything that `target` changed, inside of the operation `inverse` of the caller, who
    checked who acts. That one can be undone itself.

    Raises Conflict when it was undone already, or when something it touched was changed later or must not
    change any more.
    """
    locked = Operation.objects.select_for_update(of=("self",)).get(pk=target.pk)
    if Operation.objects.filter(undoes=locked).exists():
        raise Conflict(_("This was already undone."))
    if locked.has_lost_rows:
        raise Conflict(_("Something this changed was permanently deleted, so it can’t be undone."))
    rows = _rows(locked)
    if not rows:
        raise Conflict(_("There is nothing to undo here."))
    _refuse_where_something_stands_in_the_way(rows)
    _ask_apps(locked)
    inverse.undoes = locked
    inverse.save(update_fields=["undoes"])
    try:
        for row in reversed(rows):
            _take_back(row)
        for rules in undo_rules:
            rules.settle(locked)
    except IntegrityError:
        # Such as a value of the same day that was recorded after this one was deleted.
        raise Conflict(
            _("This can’t be restored, because something new took its place. Remove that first.")
        ) from None


def can_be_taken_back(target: Operation) -> bool:
    """True if `take_back` would find something to undo and no later change in its way."""
    if target.has_lost_rows or Operation.objects.filter(undoes=target).exists():
        return False
    rows = _rows(target)
    try:
        _refuse_where_something_stands_in_the_way(rows)
        _ask_apps(target)
    except Conflict:
        return False
    return bool(rows)


def _rows(target: Operation) -> list[Any]:
    rows: list[Any] = []
    for model in models_touched(target):
        rows += model.history.filter(operation=target).select_related("operation")
    return sorted(rows, key=lambda row: (row.history_date, row.history_id))


def _ask_apps(target: Operation) -> None:
    for rules in undo_rules:
        rules.check_target(target)


def _refuse_where_something_stands_in_the_way(rows: list[Any]) -> None:
    for row in rows:
        _refuse_if_gone(row)
        _refuse_if_changed_since(row)
        _refuse_if_built_on(row)
        _before(row)


def _refuse_if_gone(row: Any) -> None:
    """Raise Conflict if the row was deleted for good, unless the operation added it: then undoing removes it
    anyway."""
    if row.history_type == "+" or row.instance_type.everything.filter(uuid=row.uuid).exists():
        return
    raise Conflict(
        _("“%(what)s” was permanently deleted, so this can’t be undone.") % {"what": str(row.instance)[:80]}
    )


def _refuse_if_changed_since(row: Any) -> None:
    model: type[Artifact] = row.instance_type
    later = model.history.filter(uuid=row.uuid, history_id__gt=row.history_id).exclude(
        operation=row.operation
    )
    operations = standing(later.order_by().values_list("operation_id", "operation__undoes_id"))
    if operations:
        last = later.filter(operation__in=operations).select_related("operation").order_by("-history_id")[0]
        raise Conflict(
            _("%(who)s changed “%(what)s” afterwards. Undoing this would lose that change.")
            % {"who": who_did(last.operation), "what": str(last.instance)[:80]}
        )


def _refuse_if_built_on(row: Any) -> None:
    """Raise Conflict if the operation added the row, and something was added to the row since."""
    if row.history_type != "+":
        return
    model: type[Artifact] = row.instance_type
    for relation in model._meta.related_objects:
        child = relation.related_model
        if relation.on_delete is not models.CASCADE or not issubclass(child, Artifact):
            continue
        own = child.history.filter(operation=row.operation).values("uuid")
        name = relation.field.name
        built = child.objects.filter(**{f"{name}__uuid": row.uuid}).exclude(uuid__in=own).first()
        if built is not None:
            raise Conflict(
                _("“%(what)s” was added to it afterwards. Undo or delete that first.")
                % {"what": str(built)[:80]}
            )


def _take_back(row: Any) -> None:
    model: type[Artifact] = row.instance_type
    current = model.everything.filter(uuid=row.uuid).first()
    if current is None:
        return
    before = _before(row)
    for rules in undo_rules:
        rules.check(current, before)
    if before is None:
        artifacts.trash(current)
        return
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.name not in _NOT_RESTORED and before[field.attname] != getattr(row, field.attname)
    ]
    restore(current, {field.attname: before[field.attname] for field in fields}, fields)


def _before(row: Any) -> dict[str, Any] | None:
    """The artifact before `row`, by the names of its columns; None when `row` added it.

    Raises Conflict for a first row that neither added nor trashed the artifact: it came from a file without
    its history, and nothing tells what it was.
    """
    model: type[Artifact] = row.instance_type
    names = [field.attname for field in model._meta.concrete_fields]
    earlier = model.history.filter(uuid=row.uuid, history_id__lt=row.history_id).order_by("-history_id")
    before: dict[str, Any] | None = earlier.values(*names).first()
    if before is not None:
        return before
    if row.history_type == "+":
        return None
    if row.deleted_at is None:
        raise Conflict(
            _("The history doesn’t show what “%(what)s” was before, so this can’t be undone.")
            % {"what": str(row.instance)[:80]}
        )
    # Putting something into the trash changes nothing else (services.artifacts.trash).
    return {name: getattr(row, name) for name in names} | {"deleted_at": None}


def restore(current: Artifact, values: dict[str, Any], fields: list[models.Field[Any, Any]]) -> None:
    """Set `fields` of `current` (which may lie in the trash) back to `values` (by attribute name) and grow
    its revision."""
    if not fields:
        return
    for name, value in values.items():
        setattr(current, name, value)
    current.revision += 1
    current.save(update_fields=[*(field.name for field in fields), "revision", "modified_at"])
