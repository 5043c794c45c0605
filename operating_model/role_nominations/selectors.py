"""People whom a room proposes for roles."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from core.labels import by_name
from core.name_comparison import looks
from discovery.models import Discovery
from discovery.permissions import check_see_discovery
from operating_model.key_questions.selectors import names_of
from operating_model.models import RoleProposal
from operating_model.roles.selectors import RoleLine, roles_of
from organizations.actors import Actor
from organizations.models import Person
from organizations.people_and_teams.selectors import allocations_of
from organizations.permissions import allows
from workshops.actors import participant_behind
from workshops.models import Activity, Participant
from workshops.selectors.activity_prefetch import AtOnce

FILL_ROLES, PROPOSE, LOOK = "fill_roles", "propose", "look"


@dataclass(frozen=True, slots=True)
class RoleCandidate:
    """A person who is proposed for a role by `by`, whose names are shown where the activity is not anonymous.
    `proposal` is the first one, which is accepted for all."""

    name: str
    proposal: RoleProposal
    count: int
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleOnBoard:
    """A role, its people, and its candidates, the most often proposed first."""

    line: RoleLine
    candidates: tuple[RoleCandidate, ...]


def proposals_of(activity: Activity) -> QuerySet[RoleProposal]:
    """Proposals in the activity for roles that aren't deleted, the oldest first."""
    return _of_roles().filter(activity=activity)


def _of_roles() -> QuerySet[RoleProposal]:
    return RoleProposal.objects.filter(role__deleted_at=None).order_by("pk")


PROPOSALS: Final = AtOnce("role_proposals", _of_roles)
"""Proposals in an activity, as in proposals_of."""


def board_of(activity: Activity) -> list[RoleOnBoard]:
    """All roles with their people in the domain, and the candidates who aren't accepted yet."""
    discovery = activity.track.workshop.discovery
    names = names_of(activity)
    proposals: dict[int, dict[str, list[RoleProposal]]] = defaultdict(lambda: defaultdict(list))
    for each in PROPOSALS.of(activity):
        if not each.is_taken:
            proposals[each.role_id][looks(each.name)].append(each)
    return [
        RoleOnBoard(line, _candidates(list(proposals[line.role.pk].values()), names, line))
        for line in roles_of(discovery).lines
    ]


def _candidates(
    groups: Sequence[Sequence[RoleProposal]], names: dict[str, str], line: RoleLine
) -> tuple[RoleCandidate, ...]:
    """Candidates who do not fill the role already."""
    there = {looks(holder.allocation.person.name) for holder in line.holders}
    return tuple(
        RoleCandidate(
            rows[0].name, rows[0], len(rows), tuple(filter(None, (names.get(row.author, "") for row in rows)))
        )
        for rows in sorted(groups, key=lambda rows: (-len(rows), by_name(rows[0].name)))
        if looks(rows[0].name) not in there
    )


def known_names(activity: Activity, actor: Actor) -> list[str]:
    """The names that the actor's phone offers: people in the room, and people who fill a role on the board.
    Accounts that may look at the discovery get the people of the organization, too; a guest does not."""
    discovery: Discovery = activity.track.workshop.discovery
    participant = participant_behind(actor)
    account = participant.account if participant is not None else None
    people = Person.objects.filter(organization=discovery.domain.organization_id)
    if account is None or not allows(check_see_discovery, Actor.of_account(account), discovery):
        of_board = Q(domain=None) | Q(domain=discovery.domain_id)
        people = people.filter(
            pk__in=allocations_of(discovery.domain.organization).filter(of_board).values("person")
        )
    here = Participant.objects.filter(workshop=activity.track.workshop_id, removed_at=None)
    names = [*people.values_list("name", flat=True), *here.values_list("display_name", flat=True)]
    return sorted({looks(name): name for name in reversed(names)}.values(), key=by_name)
