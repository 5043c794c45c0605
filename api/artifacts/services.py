"""Writes of programs: artifacts, by the services and rules of pages."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from api.artifacts.selectors import fields_of, is_writable, scope_of, uuid_from, value_from
from core.exceptions import Conflict, Invalid, NotFound
from core.imports.importable_kinds import Entry
from core.models import Artifact
from core.services import kinds
from discovery.models import Discovery
from organizations.actors import Actor
from products.design.product.services import delete_product
from products.models import DataProduct

# What is deleted by a service of its own, which takes more with it than its kind says.
_DELETED_BY: Mapping[type[Artifact], Callable[[Actor, Any], object]] = {
    DataProduct: lambda actor, artifact: delete_product(actor=actor, product=artifact)
}


def add(
    *,
    actor: Actor,
    discovery: Discovery,
    entry: Entry,
    parent: UUID | None,
    fields: Mapping[str, Any],
    uuid: UUID | None,
) -> Any:
    """A new artifact below `parent`, or of the discovery. One with this `uuid` that was added before with the
    same words is answered again. Raises NotFound, NotAllowed, Invalid with the field, and Conflict."""
    _check_writable(entry)
    kind, scope = entry.kind, scope_of(entry, discovery)
    if kind.has_parents != (parent is not None):
        raise Invalid(_("Set a parent for types that need one, and leave it out for all others."), "parent")
    above = _parent(entry, scope, parent) if parent is not None else scope
    draft = kind.within(scope, kind.new(above))
    if uuid is not None:
        draft.uuid = uuid
    plain, links = _values(entry, draft, fields)
    for name, value in plain.items():
        setattr(draft, name, value)
    return kinds.add(actor=actor, draft=draft, **links)


def change(
    *, actor: Actor, entry: Entry, artifact: Any, revision: int | None, fields: Mapping[str, Any]
) -> Any:
    """The artifact with what was sent. Raises as `add`, and Stale when it has another `revision`."""
    _check_writable(entry)
    plain, links = _values(entry, artifact, fields)
    return kinds.change(actor=actor, artifact=artifact, revision=revision, **plain, **links)


def remove(*, actor: Actor, entry: Entry, artifact: Any) -> None:
    """The artifact goes to the trash, from where undo brings it back. Raises NotAllowed, and Conflict for a
    kind that is written on its pages only."""
    _check_writable(entry)
    by = _DELETED_BY.get(type(artifact))
    if by is not None:
        by(actor, artifact)
    else:
        kinds.delete(actor=actor, artifact=artifact)


def _check_writable(entry: Entry) -> None:
    if not is_writable(entry):
        raise Conflict(_("You can only edit this type on its pages."))


def _parent(entry: Entry, scope: Artifact, uuid: UUID) -> Artifact:
    for path in entry.kind.paths:
        step, _sign, rest = path.partition("__")
        if rest:
            model: Any = entry.kind.parent_models[step]
            above = {"__".join(rest.split("__")[:count]): None for count in range(1, rest.count("__") + 1)}
            not_deleted = {f"{name}__deleted_at": None for name in above}
            row: Artifact | None = model._default_manager.filter(
                uuid=uuid, **{rest: scope}, **not_deleted
            ).first()
            if row is not None:
                return row
    raise NotFound(_("Parent not found."))


def _values(
    entry: Entry, artifact: Any, fields: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """The sent values: those of columns by name, and the rows of each link by its name. Raises Invalid."""
    columns = fields_of(entry)
    choices = entry.kind.choices(artifact)
    plain: dict[str, Any] = {}
    links: dict[str, list[Any]] = {}
    for name, value in fields.items():
        if name not in columns or name not in entry.kind.field_names:
            raise Invalid(_("This field doesn’t exist, or programs can’t set it."), name[:80])
        column = columns[name]
        if column is None:
            if not isinstance(value, list):
                raise Invalid(_("Send a list of UUIDs."), name)
            links[name] = [_row_for(choices.get(name), each, name) for each in dict.fromkeys(map(str, value))]
        elif isinstance(column, ForeignKey):
            plain[name] = None if value is None else _row_for(choices.get(name), value, name)
        else:
            plain[name] = value_from(column, _as_text(value, name), name)
    return plain, links


def _row_for(rows: Any, value: Any, name: str) -> Any:
    uuid = uuid_from(value, name)
    row = rows.filter(uuid=uuid).first() if rows is not None else None
    if row is None:
        raise Invalid(_("You can’t choose this here. It belongs elsewhere or was deleted."), name)
    return row


def _as_text(value: Any, name: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return str(value)
    raise Invalid(_("Send text, a number, true or false."), name)
