"""The frame of every write: who did what, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.actors import Actor
from core.clean_text import in_whole_words
from core.database_statements import delete_rows
from core.models import HasPlace, Operation, OperationPlace, current_operation
from core.registries import followers
from core.selectors.request_cache import writing


@contextmanager
def operation(
    actor: Actor, verb: str, *, summary: str = "", place: HasPlace | None = None
) -> Iterator[Operation]:
    """Everything written inside is one transaction, attributed to `actor` under `verb` ("goal.added").

    `place` says what it belongs to, and in which room it is done.
    `summary` is what the timeline shows ("Higher success in engaging HCPs"). Nested in another operation it
    joins that one, so that a service may call others and still be undone as a whole. What an actor writes who
    has a shared operation, such as an anonymous one, belongs to that, whatever the verb. What was sent before
    and added nothing (artifacts.added_already) leaves no operation.
    """
    if outer := current_operation.get():
        with writing(), transaction.atomic():
            yield outer
        return
    with writing(), transaction.atomic():
        current = actor.shared_operation()
        if current is None:
            current = _write_down(actor, verb, place, summary=summary)
            for follower in followers:
                follower.began(current)
        token = current_operation.set(current)
        try:
            yield current
        finally:
            current_operation.reset(token)
        if current.was_sent_before and not current.written and not current.is_anonymous:
            # Nothing belongs to it: Django would ask each table of history, while the room waits.
            delete_rows(Operation, [current.pk])
        for follower in followers:
            follower.wrote(current)


def begin_shared(
    actor: Actor, verb: str, *, summary: str, place: HasPlace, uuid: UUID, begun_at: datetime
) -> Operation:
    """The operation with this uuid, for all that several actors write. Where there is none yet it is made, as
    one that began at `begun_at`."""
    operation = Operation.objects.filter(uuid=uuid).first()
    if operation is not None:
        return operation
    new_operation = _write_down(actor, verb, place, summary=summary, uuid=uuid)
    # `at` is set to now when a row is made.
    new_operation.at = begun_at
    new_operation.save(update_fields=["at"])
    return new_operation


def set_scope(current: Operation, scope: HasPlace) -> None:
    """Let the operation belong to `scope`, which it adds itself."""
    current.scope_kind, current.scope_uuid = scope.place.scope_kind, scope.place.scope_uuid
    current.save(update_fields=["scope_kind", "scope_uuid"])


def _write_down(
    actor: Actor, verb: str, place: HasPlace | None, *, summary: str, uuid: UUID | None = None
) -> Operation:
    """Saves the row of an operation and returns it; what is written next is not attributed to it."""
    return Operation.objects.create(
        **({"uuid": uuid} if uuid is not None else {}),
        verb=verb,
        summary=in_whole_words(summary, 300),
        actor_kind=actor.kind,
        actor_uuid=actor.uuid,
        actor_label=actor.label[:200],
        **asdict(place.place if place is not None else OperationPlace()),
    )
