"""The people whom the cover of the report names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from core.labels import Text, listed
from core.selectors.request_cache import cached_per_request
from discovery.discoveries.selectors import accesses_of
from discovery.models import Discovery, DiscoveryRole
from organizations.models import RoleAllocation

# The key of the role of those who commission a discovery, among the shipped ones.
_SPONSOR = "executive_sponsor"


@dataclass(frozen=True, slots=True)
class CoverPeople:
    """The sponsors and the facilitators, each as names in words, "" without any."""

    sponsors: str
    facilitators: str


@cached_per_request
def people_of_cover(discovery: Discovery) -> CoverPeople:
    """The executive sponsors of the domain, and those who facilitate the discovery. Two queries."""
    allocations = RoleAllocation.objects.filter(
        Q(domain=None) | Q(domain=discovery.domain),
        role__organization=discovery.domain.organization_id,
        role__key=_SPONSOR,
        role__deleted_at=None,
        person__deleted_at=None,
    )
    sponsors = allocations.order_by("person__name").values_list("person__name", flat=True)
    facilitators = accesses_of(discovery).filter(role=DiscoveryRole.FACILITATOR)
    return CoverPeople(_in_words(sponsors), _in_words(each.user.name for each in facilitators))


def _in_words(names: Iterable[Text]) -> str:
    """The names, each once."""
    return listed(list(dict.fromkeys(str(name) for name in names if name)))
