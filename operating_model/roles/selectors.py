"""Roles, their people with shares of time and agreements, and the owners of platforms."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.labels import by_name
from core.models import if_there
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from operating_model.models import Agreement
from operating_model.shipped import STANDARD_ROLES
from organizations.models import Organization, Person, Role, RoleAllocation, Team
from organizations.people_and_teams.selectors import allocations_of
from technology.models import Platform

FULL_TIME = 100


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """The share of time, in percent, that all roles of a person take together, in all domains."""

    person: Person
    share: int
    allocations: tuple[RoleAllocation, ...]

    @property
    def is_overloaded(self) -> bool:
        return self.share > FULL_TIME

    @property
    def too_much(self) -> int:
        """Percent beyond full time."""
        return max(0, self.share - FULL_TIME)


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """A person who fills a role, and the load of all their roles."""

    allocation: RoleAllocation
    load: PersonLoad


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role with its people in this domain (or in all); `elsewhere` counts those in others."""

    role: Role
    holders: tuple[RoleHolder, ...]
    elsewhere: int

    @property
    def is_filled(self) -> bool:
        return bool(self.holders)

    @property
    def is_anywhere(self) -> bool:
        """True if it is filled, here or elsewhere."""
        return self.is_filled or self.elsewhere > 0


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person who fills roles here, with their agreement (None: nothing yet)."""

    person: Person
    roles: tuple[RoleAllocation, ...]
    load: PersonLoad
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class PlatformLine:
    """A platform with its owner and team (None for no one, and for those who were deleted), and the sentences
    about missing parts."""

    platform: Platform
    owner: Person | None
    team: Team | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of the organization as they are filled in a domain."""

    lines: tuple[RoleLine, ...]
    people: tuple[PersonLine, ...]
    platforms: tuple[PlatformLine, ...]
    lacks_standard: bool

    @property
    def unfilled(self) -> list[Role]:
        return [line.role for line in self.lines if not line.is_filled]

    @property
    def overloaded(self) -> list[PersonLoad]:
        return [line.load for line in self.people if line.load.is_overloaded]

    @property
    def without_agreement(self) -> list[Person]:
        return [line.person for line in self.people if line.agreement is None]


@cached_per_request
def loads_of(organization: Organization) -> dict[int, PersonLoad]:
    """The load of everyone who fills a role of the organization, by the key of the person. One query."""
    by_person: dict[int, list[RoleAllocation]] = defaultdict(list)
    rows = allocations_of(organization)
    for row in rows.order_by("role__name", "pk"):
        by_person[row.person_id].append(row)
    return {
        key: PersonLoad(shares[0].person, sum(row.share for row in shares), tuple(shares))
        for key, shares in by_person.items()
    }


@cached_per_request
def roles_of(discovery: Discovery) -> Roles:
    """The roles and people of the discovery's domain, in a fixed number of queries."""
    organization = discovery.domain.organization
    loads = {**loads_of(organization)}  # a copy: other readers share the mapping
    here: dict[int, list[RoleHolder]] = defaultdict(list)
    elsewhere: dict[int, int] = defaultdict(int)
    by_person: dict[int, list[RoleAllocation]] = defaultdict(list)
    for load in sorted(loads.values(), key=lambda load: (by_name(load.person.name), load.person.pk)):
        for row in load.allocations:
            if row.domain_id in (None, discovery.domain_id):
                here[row.role_id].append(RoleHolder(row, load))
                by_person[row.person_id].append(row)
            else:
                elsewhere[row.role_id] += 1
    roles = ordered_roles(organization)
    rows = Agreement.objects.filter(discovery=discovery, person__deleted_at=None).select_related("person")
    agreements = {agreement.person_id: agreement for agreement in rows}
    for key, agreement in agreements.items():
        if key not in by_person:
            by_person[key] = []
            loads.setdefault(key, PersonLoad(agreement.person, 0, ()))
    return Roles(
        tuple(RoleLine(role, tuple(here[role.pk]), elsewhere[role.pk]) for role in roles),
        tuple(
            PersonLine(loads[key].person, tuple(rows), loads[key], agreements.get(key))
            for key, rows in by_person.items()
        ),
        tuple(platform_lines(discovery)),
        {standard.key for standard in STANDARD_ROLES} - {role.key for role in roles} != set(),
    )


@cached_per_request
def ordered_roles(organization: Organization) -> list[Role]:
    """The roles of an organization: the standard ones in the order of the method, then its own by name."""
    places = {standard.key: place for place, standard in enumerate(STANDARD_ROLES)}
    roles = Role.objects.filter(organization=organization)
    return sorted(roles, key=lambda role: (places.get(role.key, len(places)), by_name(role.name), role.pk))


def platform_lines(discovery: Discovery) -> list[PlatformLine]:
    """The platforms with their owners. Several have to describe how they align with each other."""
    platforms = list(Platform.objects.filter(discovery=discovery).select_related("owner", "team"))
    lines = []
    for platform in platforms:
        owner = if_there(platform.owner)
        team = if_there(platform.team)
        missing = []
        if owner is None:
            missing.append(_("No owner yet."))
        if team is None:
            missing.append(_("No team yet."))
        if len(platforms) > 1 and not platform.alignment:
            missing.append(_("Alignment with the other platforms isn’t described."))
        lines.append(PlatformLine(platform, owner, team, tuple(missing)))
    return lines
