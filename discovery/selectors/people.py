"""Reads of people, teams and roles."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.naming import is_same
from discovery.models import Domain, Organization, Person, Role, RoleAllocation, Team, TeamMembership


def people_of(organization: Organization) -> QuerySet[Person]:
    """By name, with the teams and roles they have; `load` is the share of time, in percent, that all their
    roles take together."""
    current = Q(allocations__deleted_at=None, allocations__role__deleted_at=None)
    people = Person.objects.filter(organization=organization).annotate(
        load=Coalesce(Sum("allocations__share", filter=current), 0)
    )
    return people.prefetch_related(
        Prefetch(
            "team_memberships",
            TeamMembership.objects.filter(team__deleted_at=None).select_related("team"),
        ),
        Prefetch("allocations", RoleAllocation.objects.filter(role__deleted_at=None).select_related("role")),
    )


def teams_of(organization: Organization) -> QuerySet[Team]:
    """By name, with domain and members."""
    members = (
        TeamMembership.objects.filter(person__deleted_at=None)
        .select_related("person")
        .order_by("person__name")
    )
    return (
        Team.objects.filter(organization=organization)
        .select_related("domain")
        .prefetch_related(Prefetch("memberships", members))
    )


def roles_of(organization: Organization) -> QuerySet[Role]:
    """By name, with the people who fill them."""
    allocations = (
        RoleAllocation.objects.filter(person__deleted_at=None)
        .select_related("person", "domain")
        .order_by("person__name")
    )
    return Role.objects.filter(organization=organization).prefetch_related(
        Prefetch("allocations", allocations)
    )


def role_named(organization: Organization, name: str, *, besides: Role | None = None) -> bool:
    """Whether another role of the organization has this name, or one that looks the same. `besides` is the
    one that is being named; a name that it keeps counts as free."""
    if besides is not None and is_same(besides.name, name):
        return False
    return _is_taken(name, Role.objects.filter(organization=organization), besides)


def team_named(
    organization: Organization, domain: Domain | None, name: str, *, besides: Team | None = None
) -> bool:
    """The same for the teams of a domain, or of none."""
    if besides is not None and is_same(besides.name, name):
        return False
    return _is_taken(name, Team.objects.filter(organization=organization, domain=domain), besides)


def _is_taken(name: str, rows: QuerySet[Role] | QuerySet[Team], besides: Role | Team | None) -> bool:
    others = rows.exclude(pk=besides.pk) if besides else rows
    return any(is_same(name, other) for other in others.values_list("name", flat=True))


def name_taken(name: str) -> str:
    """What is said of a name that another team or role has: two of one name could not be told apart in the
    drawings and the matrix."""
    return _("“%(name)s” exists already. Choose another name.") % {"name": name}
