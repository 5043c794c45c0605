"""Reads of organizations: who belongs to one, and what a person may see of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from core.models import Operation
from discovery.models import Discovery, DiscoveryAccess, DiscoveryRole
from organizations.models import Domain, Membership, Organization, OrganizationRole, User
from workshops.models import Workshop, WorkshopState


@dataclass(frozen=True, slots=True)
class DiscoveryCard:
    """A discovery on a list: counts of its workshops, and the one that is live or comes next."""

    discovery: Discovery
    workshop: Workshop | None
    past: int
    may_facilitate: bool
    workshops: tuple[Workshop, ...] = ()

    @property
    def is_live(self) -> bool:
        return self.workshop is not None and self.workshop.state == WorkshopState.LIVE


@dataclass(frozen=True, slots=True)
class DomainCard:
    """A domain with the discoveries that the person may see."""

    domain: Domain
    discoveries: list[DiscoveryCard] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OrganizationCard:
    """An organization as one person sees it: the domains, and of the discoveries those that are open to
    them. `own` are those of the organization itself."""

    organization: Organization
    role: OrganizationRole
    domains: list[DomainCard] = field(default_factory=list)
    own: list[DiscoveryCard] = field(default_factory=list)

    @property
    def discoveries(self) -> list[DiscoveryCard]:
        return [*self.own, *(card for domain in self.domains for card in domain.discoveries)]

    @property
    def without_discovery(self) -> list[DomainCard]:
        """The domains in which the person sees no discovery."""
        return [domain for domain in self.domains if not domain.discoveries]

    @property
    def may_start(self) -> bool:
        return self.role in (OrganizationRole.ADMIN, OrganizationRole.FACILITATOR)

    @property
    def is_admin(self) -> bool:
        return self.role == OrganizationRole.ADMIN


def organizations_of(user: User, *, only: Organization | None = None) -> list[OrganizationCard]:
    """The organizations of an account (or `only` one of them) with domains and visible discoveries, by name.

    Five queries, however many there are.
    """
    memberships = Membership.objects.filter(user=user, organization__deleted_at=None).select_related(
        "organization"
    )
    if only is not None:
        memberships = memberships.filter(organization=only)
    roles = {membership.organization_id: OrganizationRole(membership.role) for membership in memberships}
    domains = defaultdict(list)
    listed = list(Domain.objects.filter(organization__in=roles))
    for domain in listed:
        if not domain.is_whole:
            domains[domain.organization_id].append(domain)
    cards = _discovery_cards(user, roles)
    organizations = sorted(
        (membership.organization for membership in memberships), key=lambda each: each.name
    )
    whole = {domain.organization_id: domain for domain in listed if domain.is_whole}
    return [
        OrganizationCard(
            organization,
            roles[organization.pk],
            [DomainCard(domain, cards[domain.pk]) for domain in domains[organization.pk]],
            cards[whole[organization.pk].pk] if organization.pk in whole else [],
        )
        for organization in organizations
    ]


def _discovery_cards(user: User, roles: dict[int, OrganizationRole]) -> dict[int, list[DiscoveryCard]]:
    """Cards by the key of the domain."""
    own = dict(DiscoveryAccess.objects.filter(user=user).values_list("discovery_id", "role"))
    administered = [pk for pk, role in roles.items() if role == OrganizationRole.ADMIN]
    visible = Discovery.objects.filter(domain__organization__in=roles, domain__deleted_at=None).filter(
        Q(pk__in=own) | Q(domain__organization__in=administered)
    )
    discoveries = list(visible.select_related("domain"))
    workshops = defaultdict(list)
    for workshop in Workshop.objects.filter(discovery__in=discoveries):
        workshops[workshop.discovery_id].append(workshop)
    for discovery in discoveries:
        for workshop in workshops[discovery.pk]:
            workshop.discovery = discovery
    cards = defaultdict(list)
    for discovery in discoveries:
        facilitates = (
            discovery.domain.organization_id in administered
            or own.get(discovery.pk) == DiscoveryRole.FACILITATOR
        )
        cards[discovery.domain_id].append(
            _discovery_card(discovery, workshops[discovery.pk], may_facilitate=facilitates)
        )
    return cards


def _discovery_card(
    discovery: Discovery, workshops: Iterable[Workshop], *, may_facilitate: bool
) -> DiscoveryCard:
    workshops = list(workshops)
    return DiscoveryCard(
        discovery,
        next_workshop(workshops),
        sum(workshop.state == WorkshopState.ENDED for workshop in workshops),
        may_facilitate,
        tuple(workshops),
    )


def next_workshop(workshops: Iterable[Workshop]) -> Workshop | None:
    """The live one, else the planned or paused one that starts first. Overdue ones come after those
    to come, and those without a date last, in order of creation."""
    live = [workshop for workshop in workshops if workshop.state == WorkshopState.LIVE]
    to_hold = (WorkshopState.PLANNED, WorkshopState.PAUSED)
    planned = [workshop for workshop in workshops if workshop.state in to_hold]

    def by_start(workshop: Workshop) -> tuple[bool, bool, float, int]:
        starts_at = workshop.starts_at
        begins = starts_at.timestamp() if starts_at else 0.0
        return (starts_at is None, workshop.is_overdue, begins, workshop.pk)

    return min(live or planned, key=by_start, default=None)


def deleted_discoveries(organization: Organization) -> list[tuple[Discovery, Operation]]:
    """The discoveries in the trash whose domain is not, newest first, each with the operation that put it
    there and would bring it back. At most twenty."""
    in_trash = {
        discovery.uuid: discovery
        for discovery in Discovery.everything.filter(
            domain__organization=organization, domain__deleted_at=None, deleted_at__isnull=False
        ).order_by("-deleted_at", "-pk")[:20]
    }
    operations = {
        operation.scope_uuid: operation
        for operation in Operation.objects.filter(scope_uuid__in=in_trash, verb="discovery.deleted").order_by(
            "pk"
        )
    }
    return [(discovery, operations[uuid]) for uuid, discovery in in_trash.items() if uuid in operations]
