"""The only place that saves artifacts: other services say what changes, inside their operation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext as _

from core.exceptions import Conflict, NotFound, Stale
from discovery.models import Artifact
from discovery.models.artifact import Ordered
from discovery.models.board import random_pk
from discovery.models.history import current_operation, moment

A = TypeVar("A", bound=Artifact)


def add(model: type[A], **fields: Any) -> A:
    """A new, saved artifact. A `uuid` of None is one that nobody chose."""
    if fields.get("uuid") is None:
        fields.pop("uuid", None)
    return insert(model(**fields))


def insert(draft: A) -> A:
    """Save an unsaved artifact, and return it. What is added anonymously gets a random primary key, the time
    of its operation, and no place in an order: `position`, where the model has one, is 0."""
    current = current_operation.get()
    if current is not None and current.is_anonymous:
        draft.pk, draft.created_at = random_pk(), moment()
        if "position" in {field.name for field in draft._meta.concrete_fields}:
            cast(Ordered, draft).position = 0
    draft.save(force_insert=True)
    return draft


def added_already(
    model: type[A], uuid: UUID | None, /, words: Mapping[str, str] | None = None, **scope: Any
) -> A | None:
    """The artifact that the same form added when it was sent before, by the `uuid` that the form chose.
    `words` are the texts that are sent now, by the names of their columns.

    Call it inside of the operation that adds: there, two requests with the same form follow each other.
    SQLite has one writer, and on PostgreSQL the second waits here. An operation that adds nothing else leaves
    no line in the history. Raises Conflict when somebody else added the artifact, when it is not in `scope`,
    when it lies in the trash, or was added with other words: what was sent would be acknowledged, and lost.
    """
    if uuid is None:
        return None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [uuid.int >> 65])
    artifact = model.everything.filter(uuid=uuid).first()
    if artifact is None:
        return None
    current = current_operation.get()
    first = model.history.filter(uuid=uuid).select_related("operation").order_by("history_id").first()
    is_own = current is not None and first is not None and first.operation.is_by_same_actor(current)
    is_there = artifact.deleted_at is None and all(
        getattr(artifact, name) == value for name, value in scope.items()
    )
    if current is None or not (is_own and is_there):
        raise Conflict(_("This was sent before. Open the form again for another one."))
    if first is not None and any(getattr(first, name) != text for name, text in (words or {}).items()):
        raise Conflict(
            _("You sent this before with other words. They are saved, these are not: open the form again.")
        )
    current.was_sent_before = True
    return artifact


def locked(artifact: A) -> A:
    """The row as it is now, locked until the transaction ends: others can name it, and cannot change it.

    What hangs on the row names it by a foreign key, and PostgreSQL checks such a key when the transaction
    ends. A stronger lock would block that check: a write to one of them would hold up all others, and two
    could wait for each other.

    Raises NotFound when it is gone or in the trash.
    """
    model = type(artifact)
    try:
        return model.objects.select_for_update(of=("self",), no_key=True).get(pk=artifact.pk)
    except model.DoesNotExist:
        raise NotFound(_("This was deleted in the meantime.")) from None


def change(artifact: A, *, revision: int | None = None, **fields: Any) -> A:
    """`artifact` with `fields` set, saved, and its revision grown by one; unchanged fields write nothing.

    `revision` is the one that the person saw. Raises Stale when somebody changed the artifact since, NotFound
    when it is gone.
    """
    return save_changed(seen(artifact, revision), **fields)


def seen(artifact: A, revision: int | None) -> A:
    """The row as it is now, locked, and as the person saw it when they say its `revision`. Raises Stale and
    NotFound."""
    current = locked(artifact)
    if revision is not None and revision != current.revision:
        raise Stale(_("Somebody else changed this while you were editing."), current)
    return current


def save_changed(current: A, /, **fields: Any) -> A:
    """The locked row with `fields` set, saved, and its revision grown by one; unchanged fields write
    nothing."""
    changed = {name: value for name, value in fields.items() if getattr(current, name) != value}
    if not changed:
        return current
    for name, value in changed.items():
        setattr(current, name, value)
    current.revision += 1
    current.save(update_fields=[*changed, "revision", "modified_at"])
    return current


def touch(artifact: A) -> A:
    """`artifact` with its revision grown by one and nothing else: its history names the operation, so that
    undoing that one notices what others changed since. Raises NotFound when it is gone."""
    current = locked(artifact)
    current.revision += 1
    current.save(update_fields=["revision", "modified_at"])
    return current


def trash(*artifacts: Artifact) -> None:
    """Put the artifacts into the trash, from where undo brings them back. One that lies there already
    stays."""
    now = moment()
    for artifact in artifacts:
        current = type(artifact).everything.select_for_update(of=("self",)).get(pk=artifact.pk)
        if current.deleted_at is None:
            current.deleted_at = now
            current.revision += 1
            current.save(update_fields=["deleted_at", "revision", "modified_at"])


def set_rows(
    rows: models.QuerySet[A], names: Sequence[str], wanted: Iterable[tuple[Any, ...]], **hangs_on: Any
) -> list[A]:
    """Leave those of the `rows` whose values of `names` are `wanted`, put the others into the trash, and add
    what is missing to what all of them hang on. Returns the rows that came and went."""
    missing, gone = dict.fromkeys(wanted), []
    for row in rows:
        values = tuple(getattr(row, name) for name in names)
        if values in missing:
            del missing[values]
        else:
            gone.append(row)
    trash(*gone)
    return gone + [add(rows.model, **hangs_on, **dict(zip(names, values, strict=True))) for values in missing]


def add_missing(model: type[A], name: str, offered: Iterable[Mapping[str, Any]], **parent: Artifact) -> None:
    """Add below the one `parent`, after its rows, those of the `offered` whose value of `name` no row has."""
    (above,) = parent.values()
    locked(above)
    rows = model.objects.filter(**parent)
    there = set(rows.values_list(name, flat=True))
    missing = [fields for fields in offered if fields[name] not in there]
    for position, fields in enumerate(missing, next_position(rows)):
        add(model, **parent, **fields, position=position)


def reorder(siblings: models.QuerySet[A], order: Sequence[UUID]) -> None:
    """Set `position` of the siblings to the order of their uuids; what `order` does not name keeps its place
    at the end.

    Raises Conflict when `order` names something that is not, or no longer, a sibling.
    """
    rows = {row.uuid: row for row in siblings.select_for_update(of=("self",))}
    if any(uuid not in rows for uuid in order):
        raise Conflict(_("The list changed in the meantime. It is shown as it is now."))
    named = dict.fromkeys(order)
    rest = [uuid for uuid in rows if uuid not in named]
    for position, uuid in enumerate([*named, *rest]):
        change(rows[uuid], position=position)


def next_position(siblings: models.QuerySet[A]) -> int:
    """The position after the last sibling's."""
    last: int | None = siblings.aggregate(last=models.Max("position"))["last"]
    return 0 if last is None else last + 1
