"""Who is who: people, teams and roles of an organization."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from discovery import permissions
from discovery.actors import Actor
from discovery.exceptions import Conflict, Invalid
from discovery.models import (
    Domain,
    Operation,
    Organization,
    Person,
    Role,
    RoleAllocation,
    Team,
    TeamMembership,
    User,
)
from discovery.models.people import Side
from discovery.services import artefacts
from discovery.services.operations import operation


def _check_same_organization(organization_id: int, *others: Person | Domain | None) -> None:
    if any(other is not None and other.organization_id != organization_id for other in others):
        raise Invalid(_("That belongs to another organization."))


# --- People ---------------------------------------------------------------------------------------


def add_person(
    *,
    actor: Actor,
    organization: Organization,
    name: str,
    side: str = Side.BUSINESS,
    role_title: str = "",
    email: str = "",
    account: User | None = None,
) -> Person:
    permissions.check_start_discovery(actor, organization)
    with operation(actor, "person.added", summary=name, organization=organization):
        return artefacts.add(
            Person,
            organization=organization,
            name=name,
            side=side,
            role_title=role_title,
            email=email,
            account=account,
        )


def change_person(*, actor: Actor, person: Person, revision: int | None = None, **fields: Any) -> Person:
    """`fields` as in `add_person`."""
    permissions.check_start_discovery(actor, person.organization)
    with operation(
        actor, "person.changed", summary=fields.get("name", person.name), organization=person.organization
    ):
        return artefacts.change(person, revision=revision, **fields)


def delete_person(*, actor: Actor, person: Person) -> Operation:
    """Into the trash, out of their teams and roles; what they own keeps their name."""
    permissions.check_start_discovery(actor, person.organization)
    with operation(actor, "person.deleted", summary=person.name, organization=person.organization) as deleted:
        artefacts.trash(person, *person.team_memberships.all(), *person.allocations.all())
    return deleted


# --- Teams ----------------------------------------------------------------------------------------


def add_team(
    *,
    actor: Actor,
    organization: Organization,
    name: str,
    responsibilities: str = "",
    domain: Domain | None = None,
) -> Team:
    permissions.check_start_discovery(actor, organization)
    _check_same_organization(organization.pk, domain)
    with operation(actor, "team.added", summary=name, organization=organization):
        return artefacts.add(
            Team, organization=organization, name=name, responsibilities=responsibilities, domain=domain
        )


def change_team(*, actor: Actor, team: Team, revision: int | None = None, **fields: Any) -> Team:
    """`fields` as in `add_team`."""
    permissions.check_start_discovery(actor, team.organization)
    _check_same_organization(team.organization_id, fields.get("domain"))
    with operation(
        actor, "team.changed", summary=fields.get("name", team.name), organization=team.organization
    ):
        return artefacts.change(team, revision=revision, **fields)


def delete_team(*, actor: Actor, team: Team) -> Operation:
    permissions.check_start_discovery(actor, team.organization)
    with operation(actor, "team.deleted", summary=team.name, organization=team.organization) as deleted:
        artefacts.trash(team, *team.memberships.all())
    return deleted


def add_to_team(*, actor: Actor, team: Team, person: Person) -> TeamMembership:
    """Raises Conflict when the person is in the team already."""
    permissions.check_start_discovery(actor, team.organization)
    _check_same_organization(team.organization_id, person)
    with operation(
        actor, "team.joined", summary=f"{person.name}, {team.name}", organization=team.organization
    ):
        artefacts.locked(team)
        if TeamMembership.objects.filter(team=team, person=person).exists():
            raise Conflict(_("%(person)s is in this team already.") % {"person": person})
        return artefacts.add(TeamMembership, team=team, person=person)


def remove_from_team(*, actor: Actor, membership: TeamMembership) -> Operation:
    organization = membership.team.organization
    permissions.check_start_discovery(actor, organization)
    summary = f"{membership.person.name}, {membership.team.name}"
    with operation(actor, "team.left", summary=summary, organization=organization) as removed:
        artefacts.trash(membership)
    return removed


# --- Roles ----------------------------------------------------------------------------------------


def add_role(*, actor: Actor, organization: Organization, name: str, responsibilities: str = "") -> Role:
    permissions.check_start_discovery(actor, organization)
    with operation(actor, "role.added", summary=name, organization=organization):
        return artefacts.add(Role, organization=organization, name=name, responsibilities=responsibilities)


def change_role(*, actor: Actor, role: Role, revision: int | None = None, **fields: Any) -> Role:
    """`fields` as in `add_role`."""
    permissions.check_start_discovery(actor, role.organization)
    with operation(
        actor, "role.changed", summary=fields.get("name", role.name), organization=role.organization
    ):
        return artefacts.change(role, revision=revision, **fields)


def delete_role(*, actor: Actor, role: Role) -> Operation:
    permissions.check_start_discovery(actor, role.organization)
    with operation(actor, "role.deleted", summary=role.name, organization=role.organization) as deleted:
        artefacts.trash(role, *role.allocations.all())
    return deleted


def allocate(
    *, actor: Actor, role: Role, person: Person, domain: Domain | None = None, share: int = 100
) -> RoleAllocation:
    """`person` fills `role`, for one domain or (None) for all, with `share` percent of their time.

    Raises Invalid for a share outside 1 to 100 or somebody of another organization.
    """
    permissions.check_start_discovery(actor, role.organization)
    _check_same_organization(role.organization_id, person, domain)
    if not 1 <= share <= 100:
        raise Invalid(_("A share of time is between 1 and 100 percent."))
    with operation(
        actor, "role.filled", summary=f"{person.name}, {role.name}", organization=role.organization
    ):
        return artefacts.add(RoleAllocation, role=role, person=person, domain=domain, share=share)


def deallocate(*, actor: Actor, allocation: RoleAllocation) -> Operation:
    organization = allocation.role.organization
    permissions.check_start_discovery(actor, organization)
    summary = f"{allocation.person.name}, {allocation.role.name}"
    with operation(actor, "role.vacated", summary=summary, organization=organization) as removed:
        artefacts.trash(allocation)
    return removed
