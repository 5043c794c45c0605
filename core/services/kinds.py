"""Writing an artifact by what its kind says: `add`, `change`, `delete` and `reorder` are what a person does,
checked for who, in an operation of their own.

`insert`, `update` and `trash` are their inner halves, for services that check who themselves and open an
operation (`writing`), such as those of rooms, where a participant writes without being an editor.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from copy import copy
from typing import Any, TypeVar, cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Field, ForeignKey, Manager, QuerySet, UniqueConstraint
from django.utils.translation import gettext as _

from core.actors import Actor
from core.exceptions import Invalid
from core.kinds import (
    ArtifactKind,
    check_length,
    check_title,
    hanging_on,
    kind_of,
    kind_of_model,
    plain_message,
)
from core.models import Artifact, HasPosition, Operation, OperationPlace
from core.selectors.earlier_revisions import Link
from core.services import artifacts
from core.services.operations import operation

M = TypeVar("M", bound=Artifact)


def add(*, actor: Actor, draft: M, **links: Iterable[Artifact]) -> M:
    """The unsaved artifact, saved below its parent, after its siblings, with what its `links` name.

    Raises NotAllowed, NotFound, Invalid, and what its kind's `check` raises. A draft with the uuid of one
    that was added before is that one.
    """
    kind = kind_of(draft)
    kind.check_may_edit(actor, draft)
    rows_by_link = {name: list(rows) for name, rows in links.items()}
    check_reach(actor, draft, None, rows_by_link)
    hangs_on = kind.path_of(draft).split("__")[0]
    with writing(actor, "added", draft):
        parent = {hangs_on: kind.parent(draft)}
        return added_already(draft, **parent, **rows_by_link) or insert(draft, **rows_by_link)


def added_already(draft: M, **others: Any) -> M | None:
    """As artifacts.added_already, of all that the kind's form asks for: `others` are the links of the draft,
    and the scope to which it belongs. Raises Conflict."""
    links = kind_of(draft).links
    keys_by_link = {name: {(row.pk,) for row in others.pop(name)} for name in links if name in others}
    artifact = artifacts.added_already(type(draft), draft.uuid, values_of_draft(draft), **others)
    if artifact is not None:
        for name, rows in keys_by_link.items():
            owner: dict[str, Artifact] = {links[name].owner: artifact}
            artifacts.check_was_written_with(
                artifact, links[name].model, [f"{links[name].other}_id"], rows, **owner
            )
    return artifact


def values_of_draft(draft: Artifact) -> dict[str, Any]:
    """Values that people filled in, by the names of the draft's columns, as they will be saved."""
    kind = kind_of(draft)
    kind.complete(draft)
    columns = filter(None, map(kind.column, kind.field_names))
    return {column.name: getattr(draft, column.attname) for column in columns}


def change(*, actor: Actor, artifact: M, revision: int | None = None, **fields: Any) -> M:
    """The artifact with `fields` set, links among them. `revision` is the one that the person saw.

    Raises as `add`, Stale when someone changed it since, and TypeError for a field that its kind lacks.
    """
    kind = kind_of(artifact)
    if unknown := fields.keys() - set(kind.field_names):
        raise TypeError(f"{kind.key} has no field {sorted(unknown)}")
    kind.check_may_edit(actor, artifact)
    draft = drafted(artifact, fields)
    rows_by_link = {name: fields[name] for name in kind.links if name in fields}
    check_reach(actor, draft, artifact, rows_by_link)
    with writing(actor, "changed", draft):
        return update(artifact, revision=revision, **fields)


def delete(*, actor: Actor, artifact: Artifact) -> Operation:
    """The artifact goes to the trash, with what its kind says goes with it. Raises NotAllowed, and Conflict
    for what its kind does not let go."""
    kind = kind_of(artifact)
    kind.check_may_edit(actor, artifact)
    with writing(actor, "deleted", artifact) as current_operation:
        kind.check_may_delete(artifacts.hold(artifact))
        trash(artifact)
        return current_operation


def reorder(kind: ArtifactKind[M], *, actor: Actor, parent: Artifact, order: Sequence[UUID]) -> Operation:
    """Puts the artifacts below `parent` in the order of the uuids, or the group of the first of them. Raises
    Conflict when `order` names something that does not hang there (any more)."""
    sibling = kind.new(parent)
    kind.check_may_edit(actor, sibling)
    first = kind.below(kind.scope(sibling)).filter(uuid__in=order[:1])
    for group in first.values(*kind.grouped_by) if kind.grouped_by else ():
        sibling = kind.new(parent, **group)
    scope = kind.scope(sibling)
    verb, summary = f"{kind.nouns}.reordered", "" if parent == scope else str(parent)
    with operation(actor, verb, summary=summary, place=OperationPlace.at(scope)) as reordered:
        kind.notify(verb, sibling)
        artifacts.reorder(kind.siblings(sibling), order)
    return reordered


def link(*, actor: Actor, artifact: Artifact, name: str, other: Artifact) -> bool:
    """True if `other` is new among the targets of the artifact's links called `name`; other links stay, so
    that two people who add at the same time do not undo each other. Raises as `add`."""
    kind = kind_of(artifact)
    kind.check_may_edit(actor, artifact)
    _check_chosen(kind.choices(artifact) | kind.within_reach(actor, artifact), {name: {other.pk}})
    with writing(actor, "linked", artifact) as current_operation:
        artifacts.locked(artifact)
        is_new = insert_link(artifact, name, other)
        current_operation.was_sent_before |= not is_new
        return is_new


def unlink(*, actor: Actor, artifact: Artifact, row: Artifact) -> Operation:
    """The artifact does not name what the `row` of its links leads to any more. Raises NotAllowed."""
    kind_of(artifact).check_may_edit(actor, artifact)
    with writing(actor, "unlinked", artifact) as current_operation:
        artifacts.trash(row)
    return current_operation


def insert(draft: M, **links: Iterable[Artifact]) -> M:
    """As `add`, inside an operation of the caller, who checked who writes."""
    kind = kind_of(draft)
    kind.complete(draft)
    if holds_parent(kind, draft):
        artifacts.locked(kind.parent(draft))
    rows_by_link = {name: list(rows) for name, rows in links.items()}
    check(draft, None, rows_by_link)
    if kind.is_ordered:
        cast(HasPosition, draft).position = artifacts.next_position(kind.siblings(draft))
    with _unlike_others(draft, None):
        artifact = artifacts.insert(draft)
    for name, rows in rows_by_link.items():
        _set_links(kind.links[name], artifact, rows)
    return artifact


def holds_parent(kind: ArtifactKind[M], draft: M) -> bool:
    """True if two people who add below the draft's parent take turns: it is locked."""
    return kind.looks_at_siblings or kind.is_ordered or kind.parent(draft) != kind.scope(draft)


def insert_link(artifact: Artifact, name: str, other: Artifact) -> bool:
    """As `link`, inside an operation of the caller, who checked who writes and what."""
    link = kind_of(artifact).links[name]
    is_new = not link.rows(artifact).filter(**{link.other: other}).exists()
    if is_new:
        artifacts.add(link.model, **{link.owner: artifact, link.other: other})
    return is_new


def update(artifact: M, /, *, revision: int | None = None, **fields: Any) -> M:
    """As `change`, inside an operation of the caller, who checked who writes."""
    kind = kind_of(artifact)
    rows_by_link = {name: list(fields.pop(name)) for name in kind.links if name in fields}
    draft, locked = drafted(artifact, fields), None
    if kind.looks_at_siblings or _moves(kind, draft, artifact):
        # What it belongs to comes first, as where something is added: in another order two wait for each
        # other.
        locked = artifacts.locked(kind.parent(draft))
    current = artifacts.locked_at_revision(artifact, revision)
    draft = drafted(current, fields)
    moves = _moves(kind, draft, current)
    if (kind.looks_at_siblings or moves) and kind.parent(draft) != locked:
        artifacts.refuse_stale(current)  # it was moved since it was read, and belongs to something else
    check(draft, current, rows_by_link)
    columns = {
        column.name: getattr(draft, column.name)
        for column in draft._meta.concrete_fields
        if getattr(draft, column.attname) != getattr(current, column.attname)
    }
    if moves:
        columns["position"] = artifacts.next_position(kind.siblings(draft))
    with _unlike_others(draft, copy(current)):
        new_version = artifacts.save_changed(current, **columns)
    linked = [_set_links(kind.links[name], new_version, rows) for name, rows in rows_by_link.items()]
    return artifacts.touch(new_version) if any(linked) else new_version


def trash(artifact: Artifact) -> None:
    """As `delete`, inside an operation of the caller, who checked who writes."""
    if kind := kind_of_model(type(artifact)):
        if kind.links or kind.on_delete_clear or kind.on_delete_trash or hanging_on(kind.model):
            artifact = artifacts.hold(artifact)
        for related, names in kind.on_delete_clear.items():
            for row in getattr(artifact, related).all():
                artifacts.change(row, **dict.fromkeys(names))
        for link in kind.links.values():
            artifacts.trash(*link.rows(artifact))
        for related in (*hanging_on(kind.model), *kind.on_delete_trash):
            target = getattr(artifact, related)
            for row in target.all() if isinstance(target, Manager) else filter(None, [target]):
                trash(row)
    artifacts.trash(artifact)


def check(draft: M, before: M | None, links: Mapping[str, Iterable[Artifact]]) -> None:
    """Checks that forms make, too: raises Invalid for a value that a column or a choice does not take, and
    what the kind's own `check` raises. Values that stay as they were are not asked about."""
    kind = kind_of(draft)
    if keys_by_field := _linked_keys(draft, before, links):
        _check_chosen(kind.choices(before or draft), keys_by_field)
    plain = {name for name, column in _new(draft, before).items() if not isinstance(column, ForeignKey)}
    try:
        draft.clean_fields(exclude={each.name for each in draft._meta.fields if each.name not in plain})
    except ValidationError as wrong:
        name, errors = next(iter(wrong.error_dict.items()))
        raise Invalid(plain_message(errors[0]), name) from None
    for name in plain:
        check_length(draft, name)
    check_title(kind.title, draft, before)
    kind.check(draft, before)


def _new(draft: M, before: M | None) -> dict[str, Field[Any, Any]]:
    """The columns that people fill and that are not as they were, by their names."""
    kind = kind_of(draft)
    columns = {name: column for name in kind.field_names if (column := kind.column(name))}
    return {
        name: column
        for name, column in columns.items()
        if before is None or getattr(draft, column.attname) != getattr(before, column.attname)
    }


def _linked_keys(draft: M, before: M | None, links: Mapping[str, Iterable[Artifact]]) -> dict[str, set[int]]:
    """The keys of what the draft names again, by the names of its fields."""
    keys_by_field = {name: {row.pk for row in rows} for name, rows in links.items()}
    for name, column in _new(draft, before).items():
        if isinstance(column, ForeignKey) and (key := getattr(draft, column.attname)) is not None:
            keys_by_field[name] = {key}
    return keys_by_field


def _check_chosen(choices: Mapping[str, QuerySet[Any]], keys_by_field: Mapping[str, Set[int]]) -> None:
    for name, rows in choices.items():
        keys = keys_by_field.get(name)
        if keys and rows.filter(pk__in=keys).count() != len(keys):
            raise Invalid(_("You can’t choose this here. It belongs elsewhere or was deleted."), name)


def check_reach(actor: Actor, draft: M, before: M | None, links: Mapping[str, Iterable[Artifact]]) -> None:
    """Checks that new targets of the draft and its links are within reach of the actor. Raises Invalid."""
    if keys_by_field := _linked_keys(draft, before, links):
        _check_chosen(kind_of(draft).within_reach(actor, before or draft), keys_by_field)


def drafted(artifact: M, fields: Mapping[str, Any]) -> M:
    """An unsaved copy of the artifact with the fields set that are columns."""
    kind, draft = kind_of(artifact), copy(artifact)
    for name, value in fields.items():
        if name not in kind.links:
            setattr(draft, name, value)
    kind.complete(draft)
    return draft


@contextmanager
def _unlike_others(draft: Artifact, before: Artifact | None) -> Iterator[None]:
    """Saves inside. Where the database refuses the draft, because someone else was quicker by so little that
    the rules did not see it, they are asked again: they see it now, and raise Invalid or Conflict."""
    if not any(isinstance(each, UniqueConstraint) for each in draft._meta.constraints):
        yield
        return
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        kind_of(draft).check(draft, before)
        raise


@contextmanager
def writing(actor: Actor, action: str, artifact: Artifact) -> Iterator[Operation]:
    """The operation of a write ("added", "changed", "deleted"), of which live rooms are told first."""
    kind = kind_of(artifact)
    verb = f"{kind.noun}.{action}"
    place = OperationPlace.at(kind.scope(artifact), kind.room(artifact))
    with operation(actor, verb, summary=kind.summary(artifact), place=place) as current_operation:
        kind.notify(verb, artifact)
        yield current_operation


def _moves(kind: ArtifactKind[M], draft: M, before: M) -> bool:
    """Return True if the draft moves to another group, in which it needs a new place."""
    return kind.is_ordered and _group(kind, draft) != _group(kind, before)


def _group(kind: ArtifactKind[M], artifact: M) -> tuple[Any, ...]:
    """The parent and the values of `grouped_by`: siblings that have the same are in one order."""
    return (kind.parent(artifact), *(getattr(artifact, name) for name in kind.grouped_by))


def _set_links(link: Link, artifact: Artifact, others: Iterable[Artifact]) -> bool:
    """Link the artifact to `others` and to nothing else. Returns True if that changed anything."""
    keys = ((other.pk,) for other in others)
    return bool(artifacts.set_rows(link.rows(artifact), [f"{link.other}_id"], keys, **{link.owner: artifact}))
