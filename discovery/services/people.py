"""Who is who: people, teams and roles of an organization."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from discovery import permissions
from discovery.actors import Actor
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
from discovery.services import artifacts
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
    uuid: UUID | None = None,
) -> Person:
    """`uuid` is the one that the form chose: sent again, it is the same person."""
    permissions.check_start_discovery(actor, organization)
    with operation(actor, "person.added", summary=name, organization=organization):
        if held := artifacts.added_already(Person, uuid, organization_id=organization.pk):
            return held
        return artifacts.add(
            Person,
            uuid=uuid,
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
        return artifacts.change(person, revision=revision, **fields)


def delete_person(*, actor: Actor, person: Person) -> Operation:
    """Into the trash, out of their teams and roles; what they own keeps their name."""
    permissions.check_start_discovery(actor, person.organization)
    with operation(actor, "person.deleted", summary=person.name, organization=person.organization) as deleted:
        artifacts.trash(person, *person.team_memberships.all(), *person.allocations.all())
    return deleted


# --- Teams ----------------------------------------------------------------------------------------


def _check_time(is_today: bool, is_tomorrow: bool) -> None:
    if not is_today and not is_tomorrow:
        raise Invalid(_("Say whether this is so today, will be tomorrow, or both."))


def add_to_team(
    *, actor: Actor, team: Team, person: Person, is_today: bool = True, is_tomorrow: bool = True
) -> TeamMembership:
    """Raises Conflict when the person is in the team already, Invalid for a membership of no time."""
    permissions.check_start_discovery(actor, team.organization)
    _check_same_organization(team.organization_id, person)
    _check_time(is_today, is_tomorrow)
    with operation(
        actor, "team.joined", summary=f"{person.name}, {team.name}", organization=team.organization
    ):
        artifacts.locked(team)
        if TeamMembership.objects.filter(team=team, person=person).exists():
            raise Conflict(_("%(person)s is in this team already.") % {"person": person})
        return artifacts.add(
            TeamMembership, team=team, person=person, is_today=is_today, is_tomorrow=is_tomorrow
        )


def change_membership(
    *,
    actor: Actor,
    membership: TeamMembership,
    revision: int | None = None,
    is_today: bool,
    is_tomorrow: bool,
) -> TeamMembership:
    """When the person belongs to the team. Raises Invalid for a membership of no time, and Stale."""
    organization = membership.team.organization
    permissions.check_start_discovery(actor, organization)
    _check_time(is_today, is_tomorrow)
    summary = f"{membership.person.name}, {membership.team.name}"
    with operation(actor, "team.member_changed", summary=summary, organization=organization):
        return artifacts.change(membership, revision=revision, is_today=is_today, is_tomorrow=is_tomorrow)


def remove_from_team(*, actor: Actor, membership: TeamMembership) -> Operation:
    organization = membership.team.organization
    permissions.check_start_discovery(actor, organization)
    summary = f"{membership.person.name}, {membership.team.name}"
    with operation(actor, "team.left", summary=summary, organization=organization) as removed:
        artifacts.trash(membership)
    return removed


# --- Roles ----------------------------------------------------------------------------------------


def allocate(
    *, actor: Actor, role: Role, person: Person, domain: Domain | None = None, share: int = 100
) -> RoleAllocation:
    """`person` fills `role`, for one domain or (None) for all, with `share` percent of their time. Shares of
    a person may add up to more than 100: pages show who has too much.

    Raises Invalid for a share outside 1 to 100 or somebody of another organization, Conflict when the person
    fills the role there already.
    """
    permissions.check_start_discovery(actor, role.organization)
    _check_same_organization(role.organization_id, person, domain)
    _check_share(share)
    with operation(
        actor, "role.filled", summary=f"{person.name}, {role.name}", organization=role.organization
    ):
        artifacts.locked(role)
        _check_allocated_once(role, person, domain)
        return artifacts.add(RoleAllocation, role=role, person=person, domain=domain, share=share)


def change_allocation(
    *, actor: Actor, allocation: RoleAllocation, revision: int | None = None, **fields: Any
) -> RoleAllocation:
    """`fields` are the person, domain and share of allocate. Raises as allocate, and Stale."""
    role = allocation.role
    permissions.check_start_discovery(actor, role.organization)
    person, domain = fields.get("person", allocation.person), fields.get("domain", allocation.domain)
    _check_same_organization(role.organization_id, person, domain)
    _check_share(fields.get("share", allocation.share))
    with operation(
        actor, "role.share_changed", summary=f"{person.name}, {role.name}", organization=role.organization
    ):
        artifacts.locked(role)
        _check_allocated_once(role, person, domain, besides=allocation)
        return artifacts.change(allocation, revision=revision, **fields)


def deallocate(*, actor: Actor, allocation: RoleAllocation) -> Operation:
    """The person fills the role no more; returns the operation, for undo."""
    organization = allocation.role.organization
    permissions.check_start_discovery(actor, organization)
    summary = f"{allocation.person.name}, {allocation.role.name}"
    with operation(actor, "role.vacated", summary=summary, organization=organization) as removed:
        artifacts.trash(allocation)
    return removed


def _check_share(share: int) -> None:
    if not 1 <= share <= 100:
        raise Invalid(_("A share of time is between 1 and 100 percent."))


def _check_allocated_once(
    role: Role, person: Person, domain: Domain | None, besides: RoleAllocation | None = None
) -> None:
    others = RoleAllocation.objects.filter(role=role, person=person, domain=domain)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise Conflict(
            _("%(person)s fills this role there already. Change the share instead.") % {"person": person}
        )
