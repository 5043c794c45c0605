"""Reads of what discoveries learned."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from discovery.discoveries.selectors import seen_by
from discovery.models import Discovery
from organizations.actors import Actor
from process.models import Learning


@dataclass(frozen=True, slots=True)
class EarlierLearning:
    """A learning of another discovery of the organization. The domain is named to every member; the discovery
    only, as `discovery`, to people who may look at it."""

    learning: Learning
    domain: str
    discovery: Discovery | None


def learnings_of(discovery: Discovery) -> QuerySet[Learning]:
    """In the order in which they were written."""
    return Learning.objects.filter(discovery=discovery)


def learnings_of_others(discovery: Discovery, actor: Actor) -> list[EarlierLearning]:
    """Learnings of the other discoveries of the organization, the newest first."""
    organization = discovery.domain.organization
    visible: Collection[int] = ()
    if actor.account is not None:
        visible = set(seen_by(actor.account, organization).values_list("pk", flat=True))
    rows = (
        Learning.objects.filter(
            discovery__domain__organization=organization,
            discovery__deleted_at=None,
            discovery__domain__deleted_at=None,
        )
        .exclude(discovery=discovery)
        .select_related("discovery__domain")
        .order_by("-created_at", "-pk")
    )
    return [
        EarlierLearning(
            row, row.discovery.domain.name, row.discovery if row.discovery_id in visible else None
        )
        for row in rows
    ]
