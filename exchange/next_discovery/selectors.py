"""Finds the discovery that a new discovery of a domain can start from."""

from core.kinds import artifact_kinds, rows_below, written_out_kinds
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from discovery.permissions import may_edit
from exchange.format.table_rules import carried_on
from organizations.actors import Actor
from workshops.models import Workshop, WorkshopState
from workshops.workshop.selectors import workshops_of


def last_before(actor: Actor, discovery: Discovery) -> Discovery | None:
    """Return the latest earlier discovery of the same domain that the actor may edit and that has content;
    None if this one has content."""
    if says_something(discovery):
        return None
    earlier = Discovery.objects.filter(domain=discovery.domain_id, created_at__lt=discovery.created_at)
    candidates = earlier.select_related("domain").order_by("-created_at", "-pk")
    return next((each for each in candidates if may_edit(actor, each) and says_something(each)), None)


def prepared_workshops(discovery: Discovery) -> list[Workshop]:
    """Return the workshops of a discovery without content, each with its `minutes`; an empty list once one of
    them began."""
    if says_something(discovery):
        return []
    workshops = list(workshops_of(discovery).order_by("pk"))
    return workshops if all(each.state == WorkshopState.PLANNED for each in workshops) else []


@cached_per_request
def says_something(discovery: Discovery) -> bool:
    """Return True if the discovery has content that a new discovery can start from."""
    labels = carried_on()
    return any(
        rows_below(kind.model, kind.paths, discovery).exists()
        for kind in (*artifact_kinds, *written_out_kinds)
        if kind.key in labels and not kind.has_parents
    )
