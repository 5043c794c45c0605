"""Proposing people for roles in a room, and filling the roles."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Conflict
from core.name_comparison import looks
from core.services import artifacts, kinds
from operating_model.models import RoleProposal
from organizations.actors import Actor
from organizations.kinds.roles import ALLOCATION
from organizations.models import Organization, Person, Role, RoleAllocation, Side
from workshops.contributions.services import Offer
from workshops.models import Activity, Participant

BOARD = "board"
"""The one item of the activity: all roles, with their people and candidates."""
SHARE = 20
"""The share of time in percent that a person begins with; it can be changed on the page of roles."""


class Fillings(Offer[RoleProposal]):
    """Proposals of people for roles. Accepting one accepts all proposals of the same person for the role."""

    model = RoleProposal
    noun = "role_proposal"
    action = "taken"

    def items(self, activity: Activity, uuid: UUID) -> list[str]:
        return [BOARD]

    def summary(self, row: RoleProposal) -> str:
        return f"{row.name}, {row.role.name}"

    def add(self, actor: Actor, activity: Activity, uuid: UUID, **values: Any) -> RoleProposal:
        organization = activity.track.workshop.discovery.domain.organization_id
        role = Role.objects.filter(organization=organization, uuid=values["role"]).first()
        if role is None:
            raise Conflict(_("This role was deleted. Your screen shows the current roles."))
        return super().add(actor, activity, uuid, **{**values, "role": role})

    def check_open(self, row: RoleProposal) -> None:
        if row.is_taken:
            raise Conflict(_("This person already fills the role."))

    def take_up(self, actor: Actor, row: RoleProposal) -> RoleProposal:
        """The person fills the role for the domain; a new person is added to the organization. Raises
        NotAllowed for an actor who may not write its roles, and Conflict when they fill it already."""
        discovery = row.activity.track.workshop.discovery
        organization = discovery.domain.organization
        domain = None if discovery.domain.is_whole else discovery.domain
        draft = RoleAllocation(role=row.role, domain=domain, share=SHARE)
        ALLOCATION.check_may_edit(actor, draft)
        draft.person = _person(organization, row)
        kinds.insert(draft)
        for other in RoleProposal.objects.filter(activity=row.activity, role=row.role, is_taken=False):
            if other.pk != row.pk and looks(other.name) == looks(row.name):
                artifacts.change(other, is_taken=True)
        return artifacts.change(row, is_taken=True)

    def author_of(self, row: RoleProposal) -> str:
        return "" if row.activity.is_anonymous else row.author


FILLINGS = Fillings()


def _person(organization: Organization, row: RoleProposal) -> Person:
    """The person of this name in the organization, or a new one. A new person has the side of the participant
    with this name in the room."""
    name = looks(row.name)
    for person in Person.objects.filter(organization=organization):
        if looks(person.name) == name:
            return person
    people = Participant.objects.filter(workshop=row.activity.track.workshop_id)
    sides = [each.side for each in people if looks(each.display_name) == name]
    return kinds.insert(
        Person(organization=organization, name=row.name, side=sides[0] if sides else Side.BUSINESS)
    )
