"""Writing an artifact by what its kind says: `add`, `change`, `delete` and `reorder` are what a person does,
checked for who, in an operation of their own.

`insert`, `update` and `trash` are their inner halves, for services that open an operation and check who
themselves, such as those of rooms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from discovery.actors import Actor
from discovery.exceptions import Invalid
from discovery.kinds.base import ArtifactKind, Scope, artifact_kinds, kind_of
from discovery.models import Artefact, Operation, Organization
from discovery.services import artefacts
from discovery.services.operations import operation

M = TypeVar("M", bound=Artefact)


def add(*, actor: Actor, draft: M) -> M:
    """The unsaved artifact, saved below its parent, after its siblings.

    Raises NotAllowed, NotFound, Invalid, and what its kind's `check` raises. A draft with the uuid of one
    that was added before is that one.
    """
    kind = kind_of(draft)
    kind.check_may_edit(actor, draft)
    with _write(kind, actor, "added", draft):
        return insert(draft)


def change(*, actor: Actor, artifact: M, revision: int | None = None, **fields: Any) -> M:
    """The artifact with `fields` set. `revision` is the one that the person saw.

    Raises as `add`, and Stale when somebody changed it since.
    """
    kind = kind_of(artifact)
    kind.check_may_edit(actor, artifact)
    with _write(kind, actor, "changed", _draft(artifact, fields)):
        return update(artifact, revision=revision, **fields)


def delete(*, actor: Actor, artifact: Artefact) -> Operation:
    """The artifact goes to the trash, with what its kind says goes with it. Returns the operation, for
    undo."""
    kind = kind_of(artifact)
    kind.check_may_edit(actor, artifact)
    with _write(kind, actor, "deleted", artifact) as deleted:
        trash(artifact)
    return deleted


def reorder(kind: ArtifactKind[M], *, actor: Actor, parent: Artefact, order: Sequence[UUID]) -> Operation:
    """What hangs on `parent` in the order of the uuids; returns the operation, for undo. Raises Conflict when
    `order` names something that does not hang there (any more)."""
    sibling = kind.new(parent)
    kind.check_may_edit(actor, sibling)
    scope = kind.scope(sibling)
    verb = f"{kind.nouns}.reordered"
    with operation(actor, verb, summary="" if parent == scope else str(parent), **_of(scope)) as reordered:
        kind.notify(verb, sibling)
        artefacts.reorder(kind.siblings(sibling), order)
    return reordered


def insert(draft: M) -> M:
    """As `add`, inside an operation of the caller, who checked who writes."""
    kind = kind_of(draft)
    parent = kind.parent(draft)
    if kind.looks_at_siblings or parent != kind.scope(draft):
        artefacts.locked(parent)
    hangs_on = kind.path_of(draft).split("__")[0]
    sent_before = artefacts.added_already(kind.model, draft.uuid, **{hangs_on: parent})
    if sent_before is not None:
        return sent_before
    check(draft)
    if kind.is_ordered:
        setattr(draft, "position", artefacts.next_position(kind.siblings(draft)))  # noqa: B010  of some models
    return artefacts.insert(draft)


def update(artifact: M, /, *, revision: int | None = None, **fields: Any) -> M:
    """As `change`, inside an operation of the caller, who checked who writes."""
    kind = kind_of(artifact)
    current = artefacts.seen(artifact, revision)
    draft = _draft(current, fields)
    if kind.looks_at_siblings:
        artefacts.locked(kind.parent(draft))
    check(draft, current)
    if kind.is_ordered and kind.parent(draft) != kind.parent(current):
        fields["position"] = artefacts.next_position(kind.siblings(draft))
    return artefacts.save_changed(current, **fields)


def trash(artifact: Artefact) -> None:
    """As `delete`, inside an operation of the caller, who checked who writes."""
    if artifact._meta.label in artifact_kinds:
        kind = kind_of(artifact)
        for related, names in kind.loosened.items():
            for row in getattr(artifact, related).all():
                artefacts.change(row, **dict.fromkeys(names))
        for related in kind.goes_with_it:
            for row in getattr(artifact, related).all():
                trash(row)
    artefacts.trash(artifact)


def check(draft: M, before: M | None = None) -> None:
    """What no form lets through: raises Invalid for a value that a column or a choice does not take, and what
    the kind's own `check` raises. Values that stay as they were are not asked about."""
    kind = kind_of(draft)
    columns = {name: column for name in kind.field_names if (column := kind.column(name))}
    if before is not None:
        columns = {
            name: column
            for name, column in columns.items()
            if getattr(draft, column.attname) != getattr(before, column.attname)
        }
    for name, rows in kind.choices(before or draft).items():
        key = getattr(draft, columns[name].attname) if name in columns else None
        if key is not None and not rows.filter(pk=key).exists():
            raise Invalid(_("This cannot be chosen here: it belongs elsewhere, or was deleted."), name)
    plain = {name for name, column in columns.items() if not isinstance(column, ForeignKey)}
    try:
        draft.clean_fields(exclude={each.name for each in draft._meta.fields if each.name not in plain})
    except ValidationError as wrong:
        name, messages = next(iter(wrong.message_dict.items()))
        raise Invalid(messages[0], name) from None
    kind.check(draft, before)


def _draft(artifact: M, fields: dict[str, Any]) -> M:
    draft = copy(artifact)
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft


@contextmanager
def _write(kind: ArtifactKind[M], actor: Actor, action: str, artifact: M) -> Iterator[Operation]:
    """The operation of a write, of which live rooms are told first."""
    verb = f"{kind.noun}.{action}"
    with operation(actor, verb, summary=kind.summary(artifact), **_of(kind.scope(artifact))) as done:
        kind.notify(verb, artifact)
        yield done


def _of(scope: Scope) -> dict[str, Any]:
    return {"organization" if isinstance(scope, Organization) else "discovery": scope}
