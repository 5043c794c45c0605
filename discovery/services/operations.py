"""The frame of every write: who did what, in one transaction.

Anonymous writes of an activity share one operation, which exists from its start: an operation of their own
would tell when each was written, and in which order.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from config.patches.querysets import delete_rows
from discovery.actors import Actor
from discovery.models import Activity, Discovery, Operation, Organization, Workshop
from discovery.models.history import ActorKind, Place, current_operation
from discovery.registries import followers
from discovery.selectors.once import writing


@contextmanager
def operation(
    actor: Actor,
    verb: str,
    *,
    summary: str = "",
    organization: Organization | None = None,
    discovery: Discovery | None = None,
    workshop: Workshop | None = None,
    place: Place | None = None,
) -> Iterator[Operation]:
    """Everything written inside is one transaction, attributed to `actor` under `verb` ("goal.added").

    It belongs to the discovery or organization, and is done in the room of the workshop. `place` names the
    same at once, such as that of the operation that is undone.
    `summary` is what the timeline shows ("Higher success in engaging HCPs"). Nested in another operation it
    joins that one, so that a service may call others and still be undone as a whole. What an anonymous actor
    writes belongs to the one operation of their activity, whatever the verb. What was sent before and added
    nothing (artifacts.added_already) leaves no operation.
    """
    if outer := current_operation.get():
        with writing(), transaction.atomic():
            yield outer
        return
    with writing(), transaction.atomic():
        if actor.kind == ActorKind.ANONYMOUS:
            current = anonymous_operation(actor)
        else:
            current = write_down(
                actor, verb, place or _place_of(organization, discovery, workshop), summary=summary
            )
            for follower in followers:
                follower.began(current)
        token = current_operation.set(current)
        try:
            yield current
        finally:
            current_operation.reset(token)
        if current.was_sent_before and not current.written and not current.is_anonymous:
            # Nothing hangs on it: Django would ask each table of history, while the room waits.
            delete_rows(Operation.objects.filter(pk=current.pk))
        for follower in followers:
            follower.wrote(current)


def write_down(actor: Actor, verb: str, place: Place, *, summary: str, uuid: UUID | None = None) -> Operation:
    """Saves the row of an operation and returns it; what is written next is not attributed to it."""
    return Operation.objects.create(
        **({"uuid": uuid} if uuid is not None else {}),
        verb=verb,
        summary=summary[:300],
        actor_kind=actor.kind,
        actor_uuid=actor.uuid,
        actor_label=actor.label[:200],
        **asdict(place),
    )


def set_scope(current: Operation, scope: Discovery | Organization) -> None:
    """Let the operation belong to `scope`, which it adds itself."""
    place = Place.at(scope)
    current.scope_kind, current.scope_uuid = place.scope_kind, place.scope_uuid
    current.save(update_fields=["scope_kind", "scope_uuid"])


def _place_of(
    organization: Organization | None, discovery: Discovery | None, workshop: Workshop | None
) -> Place:
    if discovery is None and workshop is not None:
        discovery = workshop.discovery
    return Place.at(discovery or organization, workshop)


def begin_anonymously(activity: Activity, at: datetime) -> Operation:
    """The operation of all that will be written anonymously in the activity, which begins at `at`; the one it
    has when it began before. Call it when the activity starts, whether or not anybody will write."""
    uuid = _anonymous_uuid(activity)
    operation = Operation.objects.filter(uuid=uuid).first()
    if operation is not None:
        return operation
    made = write_down(
        Actor.of_key("", activity),
        "activity.answered_anonymously",
        _place_of(None, None, activity.track.workshop),
        summary=activity.title,
        uuid=uuid,
    )
    # `at` is set to now when a row is made.
    made.at = at
    made.save(update_fields=["at"])
    return made


def anonymous_operation(actor: Actor) -> Operation:
    """The operation to which everything belongs that the holder of an anonymous key writes."""
    activity = actor.activity
    if activity is None:
        raise ValueError("an anonymous actor acts in an activity")
    return begin_anonymously(activity, activity.opens_at or activity.started_at or timezone.now())


def _anonymous_uuid(activity: Activity) -> UUID:
    # Derived, so that two who look for it at the same moment cannot make two.
    return uuid5(activity.uuid, "anonymous")
