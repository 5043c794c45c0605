"""What the state allows, whoever asks. Who may ask is checked in permissions.py.

A state machine is one table of allowed transitions; code, buttons and the drawings in docs/ come from it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from discovery.exceptions import Conflict
from discovery.models import Discovery, Domain, Membership, Operation, Track, Workshop
from discovery.models.organization import OrganizationRole
from discovery.models.workshop import WorkshopState
from discovery.registries import undo_rules

WORKSHOP_TRANSITIONS: dict[WorkshopState, frozenset[WorkshopState]] = {
    WorkshopState.PLANNED: frozenset({WorkshopState.LIVE}),
    WorkshopState.LIVE: frozenset({WorkshopState.ENDED}),
    WorkshopState.ENDED: frozenset({WorkshopState.LIVE}),
}


def check_workshop_transition(workshop: Workshop, to: WorkshopState) -> None:
    """Raises Conflict unless the table allows it."""
    if to not in WORKSHOP_TRANSITIONS[WorkshopState(workshop.state)]:
        raise Conflict(
            _("A workshop that is %(state)s cannot become %(to)s.")
            % {"state": str(workshop.get_state_display()).lower(), "to": str(to.label).lower()}
        )


def check_can_join(workshop: Workshop) -> None:
    """People may join from the moment a workshop is planned until it ended."""
    if workshop.state == WorkshopState.ENDED:
        raise Conflict(_("This workshop has ended. Ask the facilitator for the report."))


def check_is_live(workshop: Workshop) -> None:
    if workshop.state == WorkshopState.PLANNED:
        raise Conflict(_("The workshop has not started yet."))
    if workshop.state == WorkshopState.ENDED:
        raise Conflict(_("The workshop has ended."))


def check_cursor_is_at(track: Track, activity_pk: int | None) -> None:
    """Two facilitators who press "next" at once move the room once: the second meant a place that is no
    longer current."""
    if track.current_id != activity_pk:
        raise Conflict(_("Somebody moved the room already. This is where it stands now."))


def may_be_undone(target: Operation) -> bool:
    """Whether an operation is of a kind that can be taken back at all."""
    return not any(target.verb in rules.seen_by_the_room for rules in undo_rules)


def check_may_be_undone(target: Operation) -> None:
    if not may_be_undone(target):
        raise Conflict(_("The room has seen this already, so it cannot be undone."))


def check_room_is_still_at_it(workshop_id: int, target: Operation) -> None:
    """A guest takes back what they did while the room is where it was then; later, others stand on it: it was
    scored, ranked, or went into a report."""
    check_is_live(Workshop.objects.get(pk=workshop_id))
    later = Operation.objects.filter(workshop=workshop_id, pk__gt=target.pk)
    if later.filter(verb__in=("workshop.moved", "workshop.ended")).exists():
        raise Conflict(_("The room has moved on. Your facilitator can undo this for you."))


def check_leaves_an_admin(membership: Membership) -> None:
    """An organization keeps at least one admin: nobody else could give the role to anybody."""
    others = Membership.objects.filter(
        organization=membership.organization_id, role=OrganizationRole.ADMIN, user__is_active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise Conflict(_("This is the last admin. Make somebody else an admin first."))


def check_not_live(*discoveries: Discovery) -> None:
    """Nothing is deleted under a room full of people."""
    live = Workshop.objects.filter(discovery__in=discoveries, state=WorkshopState.LIVE).first()
    if live is not None:
        raise Conflict(_("The workshop “%(workshop)s” is live. End it first.") % {"workshop": live.name})


def check_discoveries_may_go(domain: Domain) -> None:
    """A domain is deleted with its discoveries, so none of them may be live."""
    check_not_live(*Discovery.objects.filter(domain=domain))
