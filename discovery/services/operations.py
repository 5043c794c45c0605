"""The frame of every write: who did what, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from discovery.actors import Actor
from discovery.models import Discovery, Operation, Organization, Workshop
from discovery.models.history import current_operation


@contextmanager
def operation(
    actor: Actor,
    verb: str,
    *,
    summary: str = "",
    organization: Organization | None = None,
    discovery: Discovery | None = None,
    workshop: Workshop | None = None,
    undoes: Operation | None = None,
) -> Iterator[Operation]:
    """Everything written inside is one transaction, attributed to `actor` under `verb` ("goal.added").

    `summary` is what the timeline shows ("Higher success in engaging HCPs"). Nested in another operation it
    joins that one, so that a service may call others and still be undone as a whole.
    """
    if outer := current_operation.get():
        with transaction.atomic():
            yield outer
        return
    with transaction.atomic():
        current = Operation.objects.create(
            verb=verb,
            summary=summary[:300],
            actor_kind=actor.kind,
            actor_account=actor.account,
            actor_participant=actor.participant,
            actor_label=actor.label[:200],
            organization=organization,
            discovery=discovery or (workshop.discovery if workshop else None),
            workshop=workshop,
            undoes=undoes,
        )
        token = current_operation.set(current)
        try:
            yield current
        finally:
            current_operation.reset(token)
