"""Reuse over the discoveries of an organization, today and before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from discovery.selectors.visible_discoveries import visible_discoveries
from organizations.actors import Actor
from organizations.models import Organization
from products.landscape.reuse.rules import Reuse, reuse
from products.landscape.rules import Graph, without_states
from products.landscape.selectors import graph_of
from products.models import ProductState

# So many days ago it is read again.
BEFORE = (360, 180, 90, 30)


@dataclass(frozen=True, slots=True)
class VisibleReuse:
    """Reuse among the `discoveries` (a count) that one person may look at: `now`, and on earlier `days`, the
    earliest first. Days on which no use case needed a product yet are left out."""

    now: Reuse
    days: tuple[tuple[date, Reuse], ...]
    discoveries: int


def reuse_of(actor: Actor, organization: Organization) -> VisibleReuse:
    """Counts products and use cases of the discoveries that the actor may look at, and of no other. Eleven
    queries for each earlier day."""
    visible = visible_discoveries(actor, organization)
    slugs = frozenset(visible.values_list("slug", flat=True))
    moment = timezone.now()

    def at(as_of: datetime | None) -> Reuse:
        return reuse(_of(graph_of(organization, as_of=as_of, among=visible), slugs))

    earlier = ((moment - timedelta(days=days)) for days in BEFORE)
    pairs = ((timezone.localdate(then), at(then)) for then in earlier)
    return VisibleReuse(at(None), tuple(pair for pair in pairs if pair[1].products), len(slugs))


def _of(graph: Graph, slugs: frozenset[str]) -> Graph:
    """The part of the graph in these discoveries, without retired products."""
    return without_states(
        graph.part({node.id for node in graph.nodes if node.discovery in slugs}), ProductState.RETIRED
    )
