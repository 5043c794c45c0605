"""The only place that saves artifacts: other services say what changes, inside their operation."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn, TypeVar, cast
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.exceptions import Conflict, NotFound, SentOtherwise, Stale
from core.models import Artifact, HasPosition, current_operation, moment, random_pk, record_added

A = TypeVar("A", bound=Artifact)


def add(model: type[A], **fields: Any) -> A:
    """A new, saved artifact. A `uuid` of None is one that no one chose."""
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
            cast(HasPosition, draft).position = 0
    draft.save(force_insert=True)
    return draft


def insert_all(drafts: Sequence[A]) -> None:
    """Save unsaved artifacts of one model as `insert` does, in a few statements for all of them."""
    current = current_operation.get()
    if current is None or current.is_anonymous:
        for draft in drafts:
            insert(draft)
        return
    if drafts:
        type(drafts[0])._default_manager.bulk_create(drafts)
        record_added(current, drafts)


def added_already(model: type[A], uuid: UUID | None, values: Mapping[str, Any], /, **scope: Any) -> A | None:
    """The artifact that the same form added when it was sent before, by the `uuid` that the form chose.
    `values` is what is sent now, by its columns, as it would be saved (see check_was_added_with).

    Call it inside of the operation that adds: there, two requests with the same form follow each other.
    SQLite has one writer, and on PostgreSQL the second waits here. An operation that adds nothing else leaves
    no line in the history. Raises SentOtherwise when someone else added the artifact, when it is not in
    `scope`, when it lies in the trash, or was added with something else: what was sent would be acknowledged,
    and lost.
    """
    if uuid is None:
        return None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [uuid.int >> 65])
    artifact = model.everything.filter(uuid=uuid).first()
    if artifact is None:
        return None
    current, first = current_operation.get(), first_version(artifact)
    is_own = current is not None and first is not None and first.operation.is_by_same_actor(current)
    is_there = artifact.deleted_at is None and all(
        getattr(artifact, name) == value for name, value in scope.items()
    )
    if current is None or not (is_own and is_there):
        raise SentOtherwise
    check_was_added_with(artifact, values)
    current.was_sent_before = True
    return artifact


def check_was_added_with(artifact: Artifact, values: Mapping[str, Any]) -> None:
    """Raises SentOtherwise when the first version of the artifact doesn't hold the `values`, by
    the names of its columns. A name may lead on into a document ("settings__options"). What an anonymous
    author changed since has no first version, and is not compared."""
    first = first_version(artifact)
    if first is None or first.revision > 1:
        return
    first_values = {name: _value(first, name) for name in values}
    if any(_plain(first_values[name]) != _plain(value) for name, value in values.items()):
        texts = (
            each
            for name, each in first_values.items()
            if isinstance(each, str) and not _column(first, name).choices
        )
        refuse_other_words(artifact, next(texts, ""))


def check_was_written_with(
    artifact: Artifact,
    model: type[Artifact],
    names: Sequence[str],
    values: Iterable[tuple[Any, ...]],
    **hangs_on: Artifact,
) -> None:
    """Raises SentOtherwise unless the operation that added the artifact gave it exactly the rows of `model`
    whose values of `names` are `values` (as in set_rows)."""
    history: Any = model.history
    rows = history.filter(operation=first_version(artifact).operation_id, **hangs_on)
    if {*rows.values_list(*names)} != {*values}:
        refuse_other_words(artifact)


def refuse_other_words(artifact: Artifact, text: str = "") -> NoReturn:
    """Raises SentOtherwise for what is sent under the uuid of the artifact; it names what is `text`."""
    raise SentOtherwise(
        _(
            "You already sent this with different text. “%(name)s” is saved as you first sent "
            "it. To save this, add it as a new one."
        )
        % {"name": Truncator(text or artifact).chars(80)}
    )


def first_version(artifact: Artifact) -> Any:
    """The row of the history in which the artifact was added; None for one without a history."""
    history: Any = type(artifact).history
    return history.filter(uuid=artifact.uuid).select_related("operation").order_by("history_id").first()


def _value(row: Any, name: str) -> Any:
    value = getattr(row, _column(row, name).attname)
    for key in name.split("__")[1:]:
        value = value.get(key)
    return value


def _column(row: Any, name: str) -> Any:
    return row._meta.get_field(name.partition("__")[0])


def _plain(value: Any) -> Any:
    """As it can be compared: a row by its key, a document as the database keeps it."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Mapping | list | tuple):
        return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
    return value


def locked(artifact: A) -> A:
    """The row as it is now, locked until the transaction ends: others can name it, and cannot change it.

    What belongs to the row names it by a foreign key, and PostgreSQL checks such a key when the transaction
    ends. A stronger lock would block that check: a write to one of them would hold up all others, and two
    could wait for each other.

    Raises NotFound when it is gone or in the trash.
    """
    model = type(artifact)
    try:
        return model.objects.select_for_update(of=("self",), no_key=True).get(pk=artifact.pk)
    except model.DoesNotExist:
        raise NotFound(_("This was deleted in the meantime.")) from None


def hold(artifact: A) -> A:
    """The row, locked as `locked` does, also in the trash. Call it before writing to what belongs to the
    artifact: two transactions that lock the same rows in different orders wait for each other."""
    return type(artifact).everything.select_for_update(of=("self",), no_key=True).get(pk=artifact.pk)


def change(artifact: A, *, revision: int | None = None, **fields: Any) -> A:
    """`artifact` with `fields` set, saved, and its revision grown by one; unchanged fields write nothing.

    `revision` is the one that the person saw. Raises Stale when someone changed the artifact since, NotFound
    when it is gone.
    """
    return save_changed(locked_at_revision(artifact, revision), **fields)


def locked_at_revision(artifact: A, revision: int | None) -> A:
    """The row as it is now, locked, and as the person saw it when they say its `revision`. Raises Stale and
    NotFound."""
    current = locked(artifact)
    if revision is not None and revision != current.revision:
        refuse_stale(current)
    return current


def refuse_stale(current: Artifact) -> NoReturn:
    """Raises Stale for an artifact that is `current`, which is not how the person saw it."""
    raise Stale(_("Someone else changed this while you were editing."), current)


def save_changed(current: A, /, **fields: Any) -> A:
    """The locked row with `fields` set, saved, and its revision grown by one; unchanged fields write
    nothing."""
    changes = {name: value for name, value in fields.items() if getattr(current, name) != value}
    if not changes:
        return current
    for name, value in changes.items():
        setattr(current, name, value)
    current.revision += 1
    current.save(update_fields=[*changes, "revision", "modified_at"])
    return current


def touch(artifact: A) -> A:
    """`artifact` with its revision grown by one and nothing else: its history names the operation, so that an
    undo of the operation notices later changes by others. Raises NotFound when it is gone."""
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
    rows: models.QuerySet[A], names: Sequence[str], targets: Iterable[tuple[Any, ...]], **hangs_on: Any
) -> list[A]:
    """Leave those of the `rows` whose values of `names` are among `targets`, put the others into the trash,
    and add the missing ones to their common parent. Returns the rows that were added and deleted."""
    missing, removals = dict.fromkeys(targets), []
    for row in rows:
        values = tuple(getattr(row, name) for name in names)
        if values in missing:
            del missing[values]
        else:
            removals.append(row)
    trash(*removals)
    return removals + [
        add(rows.model, **hangs_on, **dict(zip(names, values, strict=True))) for values in missing
    ]


def add_missing(
    model: type[A], name: str, candidates: Iterable[Mapping[str, Any]], **parent: Artifact
) -> None:
    """Add below the one `parent`, after its rows, those of the `candidates` whose value of `name` no row
    has."""
    (above,) = parent.values()
    locked(above)
    rows = model.objects.filter(**parent)
    there = set(rows.values_list(name, flat=True))
    missing = [fields for fields in candidates if fields[name] not in there]
    for position, fields in enumerate(missing, next_position(rows)):
        add(model, **parent, **fields, position=position)


def reorder(siblings: models.QuerySet[A], order: Sequence[UUID]) -> None:
    """Set `position` of the siblings to the order of their uuids; what `order` does not name keeps its place
    at the end.

    Raises Conflict when `order` names something that is not, or no longer, a sibling.
    """
    rows = {row.uuid: row for row in siblings.select_for_update(of=("self",))}
    if any(uuid not in rows for uuid in order):
        raise Conflict(_("The list has changed. You’re seeing the current version."))
    first = dict.fromkeys(order)
    rest = [uuid for uuid in rows if uuid not in first]
    for position, uuid in enumerate([*first, *rest]):
        change(rows[uuid], position=position)


def next_position(siblings: models.QuerySet[A]) -> int:
    """The position after the last sibling's."""
    last: int | None = siblings.aggregate(last=models.Max("position"))["last"]
    return 0 if last is None else last + 1
