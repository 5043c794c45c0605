"""Reads of people, teams and roles."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from organizations.models import Organization, Person, Role, RoleAllocation, Team, TeamMembership


def people_of(organization: Organization) -> QuerySet[Person]:
    """By name, with the teams and roles they have; `load` is the share of time, in percent, that all their
    roles take together."""
    current = Q(allocations__deleted_at=None, allocations__role__deleted_at=None)
    people = Person.objects.filter(organization=organization).annotate(
        load=Coalesce(Sum("allocations__share", filter=current), 0)
    )
    # Queries that sum leave out the order of the model.
    return people.order_by("name", "pk").prefetch_related(
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
        .order_by("person__name", "pk")
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
        .order_by("person__name", "pk")
    )
    return Role.objects.filter(organization=organization).prefetch_related(
        Prefetch("allocations", allocations)
    )
