"""Reads of people, teams and roles."""

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from organizations.models import Organization, Person, Role, RoleAllocation, Team, TeamMembership


def allocations_of(organization: Organization) -> QuerySet[RoleAllocation]:
    """Allocations of people to roles of the organization, without deleted people, roles and domains."""
    rows = RoleAllocation.objects.filter(
        role__organization=organization, role__deleted_at=None, person__deleted_at=None
    )
    return rows.exclude(domain__deleted_at__isnull=False).select_related("person", "role", "domain")


def shares_of(organization: Organization, *, exclude: str) -> dict[int, int]:
    """The time, in percent, that roles take, by the key of the person, without the role whose key is
    `exclude`."""
    rows = allocations_of(organization).exclude(role__key=exclude).order_by()
    return dict(rows.values_list("person").annotate(Sum("share")))


def people_of(organization: Organization) -> QuerySet[Person]:
    """By name, with the teams and roles they have; `load` is the share of time, in percent, that all their
    roles take together."""
    own = allocations_of(organization).filter(person=OuterRef("pk")).order_by().values("person")
    shares = own.annotate(share_of_all=Sum("share")).values("share_of_all")
    people = Person.objects.filter(organization=organization).annotate(load=Coalesce(Subquery(shares), 0))
    return people.prefetch_related(
        Prefetch(
            "team_memberships",
            TeamMembership.objects.filter(team__deleted_at=None).select_related("team"),
        ),
        Prefetch("allocations", allocations_of(organization)),
    )


def teams_of(organization: Organization) -> QuerySet[Team]:
    """By name, with domain and members."""
    members = (
        TeamMembership.objects.filter(person__deleted_at=None)
        .select_related("person")
        .order_by("person__name", "pk")
    )
    return (
        Team.objects.filter(organization=organization)
        .select_related("domain")
        .prefetch_related(Prefetch("memberships", members))
    )


def roles_of(organization: Organization) -> QuerySet[Role]:
    """By name, with the people who fill them."""
    allocations = allocations_of(organization).order_by("person__name", "pk")
    return Role.objects.filter(organization=organization).prefetch_related(
        Prefetch("allocations", allocations)
    )
