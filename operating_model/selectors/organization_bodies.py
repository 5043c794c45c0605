"""Governance that spans the domains: portfolio and technology governance belong to the organization, so their
bodies are in its own discovery."""

from typing import Final

from django.utils.translation import gettext as _

from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from discovery.selectors.visible_discoveries import visible_discoveries
from operating_model.models import Body, GovernanceKind
from organizations.actors import Actor

# The types whose first body is the organization's.
ACROSS: Final = (GovernanceKind.PORTFOLIO, GovernanceKind.TECHNOLOGY)


def own_kinds(discovery: Discovery) -> tuple[GovernanceKind, ...]:
    """The types of governance of which a discovery has the usual bodies: those that span the domains in the
    organization's own, that of its domain in any other."""
    is_across = discovery.is_of_organization
    return tuple(kind for kind in GovernanceKind if (kind in ACROSS) == is_across)


@cached_per_request
def governed_above(discovery: Discovery) -> frozenset[str]:
    """The types of governance of which the organization of a domain's discovery has a body. Readers of
    the discovery learn only that there is one. Empty in the organization's own discovery."""
    if discovery.is_of_organization:
        return frozenset()
    rows = Body.objects.filter(
        discovery__domain__organization=discovery.domain.organization_id,
        discovery__domain__is_whole=True,
        discovery__domain__deleted_at=None,
        discovery__deleted_at=None,
        kind__in=ACROSS,
    )
    return frozenset(rows.order_by().values_list("kind", flat=True))


def decided_above(discovery: Discovery) -> bool:
    """Return True if the organization decides on the standards for this discovery's data products."""
    return GovernanceKind.TECHNOLOGY in governed_above(discovery)


def place_above(actor: Actor, discovery: Discovery) -> Discovery | None:
    """The organization's own discovery, above that of a domain; None where there is none, or the actor may
    not look at it."""
    if discovery.is_of_organization:
        return None
    visible = visible_discoveries(actor, discovery.domain.organization)
    return visible.filter(domain__is_whole=True).select_related("domain__organization").first()


def above_words(kind: GovernanceKind) -> str:
    """A name for the organization's bodies of a type, for readers who may not see their names."""
    if kind == GovernanceKind.TECHNOLOGY:
        return _("Technology governance of the organization")
    return _("Portfolio governance of the organization")
