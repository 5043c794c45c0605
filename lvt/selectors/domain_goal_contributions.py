"""Contributions of goals of domains to goals of their organization, seen from both ends."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from discovery.models import Discovery
from discovery.selectors.visible_discoveries import visible_discoveries
from lvt.models import Goal
from organizations.actors import Actor


@dataclass(frozen=True, slots=True)
class Contribution:
    """The goal at the other end, as it is called here: what a goal of this tree contributes to (`is_above`),
    or what contributes to it. `url` leads there for people who may look at it. To all others a goal of
    another domain is not named (docs/adr/0038-needs-are-followed-across-discoveries.md)."""

    uuid: UUID
    name: str
    domain: str
    url: str
    is_above: bool


Contributions = Mapping[UUID, Sequence[Contribution]]


def goals_within_reach(actor: Actor, goal: Goal) -> QuerySet[Goal]:
    """The goals that the goal may contribute to: goals of its organization that the actor may look at, and
    the current one; for a goal of the organization itself none."""
    if goal.discovery.is_of_organization:
        return Goal.objects.none()
    near = visible_discoveries(actor, goal.discovery.domain.organization).filter(domain__is_whole=True)
    now = Q(pk=goal.contributes_to_id) if goal.pk else Q()
    return Goal.objects.filter(Q(discovery__in=near) | now)


def contributions_of(
    discovery: Discovery, goals: Iterable[Goal], actor: Actor | None = None
) -> Contributions:
    """By the `goals` of the discovery, the goals at their other ends. Without an actor no access is checked:
    a report has many readers. One query, and one for the goals that the actor may look at; none where no goal
    of a domain contributes."""
    if discovery.is_of_organization:
        rows = list(_goals_below(discovery))
    else:
        rows = [goal for goal in goals if goal.contributes_to_id is not None]
    if not rows:
        return {}
    visible: frozenset[int] = frozenset()
    if actor is not None:
        near = visible_discoveries(actor, discovery.domain.organization)
        visible = frozenset(near.values_list("pk", flat=True))
    ends: dict[UUID, list[Contribution]] = defaultdict(list)
    for row in rows:
        above = row.contributes_to
        if above is None or above.deleted_at is not None or above.discovery.deleted_at is not None:
            continue
        if discovery.is_of_organization:
            ends[above.uuid].append(_end(row, row.discovery_id in visible, is_above=False))
        else:
            ends[row.uuid].append(_end(above, above.discovery_id in visible, is_above=True))
    return ends


def _goals_below(discovery: Discovery) -> QuerySet[Goal]:
    return (
        Goal.objects.filter(
            contributes_to__discovery=discovery,
            discovery__deleted_at=None,
            discovery__domain__deleted_at=None,
            discovery__domain__organization=discovery.domain.organization_id,
        )
        .select_related("discovery__domain", "contributes_to__discovery")
        .order_by("discovery__domain__name", "discovery", "position", "pk")
    )


def _end(goal: Goal, is_visible: bool, *, is_above: bool) -> Contribution:
    url = f"{reverse('lvt:tree', args=[goal.discovery.slug])}#goal-{goal.uuid}" if is_visible else ""
    domain = "" if is_above else goal.discovery.domain.name
    # What a goal contributes to was chosen, and so named, by editors of its discovery.
    name = goal.title if is_visible or is_above else _("A goal of %(domain)s") % {"domain": domain}
    return Contribution(goal.uuid, name, domain, url, is_above)
