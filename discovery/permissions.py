"""Who may do what. Whether the state allows it is asked in policies.py.

`check_x(actor, …)` raises NotFound for what the actor may not even see, NotAllowed for what they may see but
not do; the trusted actors (commands, imports) pass. The roles: an organization's admin may do everything in
it; its facilitators may start discoveries; a discovery is open to those with access to it, as facilitator,
editor or viewer; a guest belongs to one workshop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Subquery
from django.utils.translation import gettext as _

from core.exceptions import NotAllowed, NotFound
from core.models import Operation
from core.models.history import ActorKind
from core.registries import undo_rules
from core.selectors.once import read_once
from discovery.actors import Actor, RoomActor, participant_behind
from discovery.models import (
    Activity,
    Discovery,
    DiscoveryAccess,
    Membership,
    Organization,
    Participant,
    User,
    Workshop,
)
from discovery.models.discovery import DiscoveryRole
from discovery.models.organization import OrganizationRole
from discovery.registries import discovery_followers
from discovery.selectors.scopes import scope_of

T = TypeVar("T")

# What a role includes.
_INCLUDES = {
    DiscoveryRole.VIEWER: frozenset({DiscoveryRole.VIEWER}),
    DiscoveryRole.EDITOR: frozenset({DiscoveryRole.VIEWER, DiscoveryRole.EDITOR}),
    DiscoveryRole.FACILITATOR: frozenset(DiscoveryRole),
}


def allows(check: Callable[[Actor, T], object], actor: Actor, target: T) -> bool:
    """Whether `check` lets the actor pass: for showing a button only to those who may press it."""
    try:
        check(actor, target)
    except (NotAllowed, NotFound):
        return False
    return True


def organization_role(actor: Actor, organization: Organization) -> OrganizationRole | None:
    """The role of the actor's account in the organization, None for strangers and guests."""
    if actor.account is None or not actor.account.is_active:
        return None
    return _role_of_member(actor.account, organization)


@read_once
def _role_of_member(account: User, organization: Organization) -> OrganizationRole | None:
    membership = Membership.objects.filter(organization=organization, user=account).first()
    return OrganizationRole(membership.role) if membership else None


def discovery_role(actor: Actor, discovery: Discovery) -> DiscoveryRole | None:
    """The role of the actor's account in the discovery; an admin of its organization has all of it."""
    if actor.account is None or not actor.account.is_active:
        return None
    return _role_given(actor.account, discovery)


@read_once
def _role_given(account: User, discovery: Discovery) -> DiscoveryRole | None:
    given = DiscoveryAccess.objects.filter(discovery=discovery, user=account).values("role")
    memberships = Membership.objects.filter(organization=discovery.domain.organization_id, user=account)
    roles = memberships.values_list("role", Subquery(given)).first()
    if roles is None:
        # Who left the organization has no access left, whatever the discovery says. The copy of a rehearsal
        # has no members: who may do something in the discovery that is rehearsed may do it there.
        originals = (follower.copied_from(discovery) for follower in discovery_followers)
        original = next((each for each in originals if each is not None), None)
        return None if original is None else _role_given(account, original)
    of_organization, of_discovery = roles
    if of_organization == OrganizationRole.ADMIN:
        return DiscoveryRole.FACILITATOR
    return DiscoveryRole(of_discovery) if of_discovery else None


def check_see_organization(actor: Actor, organization: Organization) -> None:
    if not actor.is_trusted and organization_role(actor, organization) is None:
        raise NotFound(_("There is no such organization, or it is not yours."))


def check_administer_organization(actor: Actor, organization: Organization) -> None:
    """Its name, its members, deleting a domain: for admins."""
    check_see_organization(actor, organization)
    if not actor.is_trusted and organization_role(actor, organization) != OrganizationRole.ADMIN:
        raise NotAllowed(_("Only an admin of %(organization)s may do this.") % {"organization": organization})


def check_start_discovery(actor: Actor, organization: Organization) -> None:
    """Discoveries, domains, people, teams and roles: for admins and facilitators of the organization."""
    check_see_organization(actor, organization)
    allowed = (OrganizationRole.ADMIN, OrganizationRole.FACILITATOR)
    if not actor.is_trusted and organization_role(actor, organization) not in allowed:
        raise NotAllowed(
            _("Only facilitators of %(organization)s may do this.") % {"organization": organization}
        )


def check_discovery(actor: Actor, discovery: Discovery, needed: DiscoveryRole) -> None:
    """The actor has at least the role `needed` in the discovery."""
    if actor.is_trusted:
        return
    role = discovery_role(actor, discovery)
    if role is None:
        raise NotFound(_("There is no such discovery, or it is not yours."))
    if needed not in _INCLUDES[role]:
        raise NotAllowed(_("You can look at this discovery, but not change this."))


def check_see_discovery(actor: Actor, discovery: Discovery) -> None:
    check_discovery(actor, discovery, DiscoveryRole.VIEWER)


def check_edit_discovery(actor: Actor, discovery: Discovery) -> None:
    """Tree, cards, measures, decisions: for editors and facilitators."""
    check_discovery(actor, discovery, DiscoveryRole.EDITOR)


def check_facilitate(actor: Actor, discovery: Discovery) -> None:
    """Workshops, access, methods, running the room: for facilitators."""
    check_discovery(actor, discovery, DiscoveryRole.FACILITATOR)


def may_edit(actor: Actor, discovery: Discovery) -> bool:
    """Whether pages offer the actor what check_edit_discovery would let them do."""
    return allows(check_edit_discovery, actor, discovery)


def may_facilitate(actor: Actor, discovery: Discovery) -> bool:
    """Whether pages offer the actor what check_facilitate would let them do."""
    return allows(check_facilitate, actor, discovery)


def check_facilitate_workshop(actor: Actor, workshop: Workshop) -> None:
    check_facilitate(actor, workshop.discovery)


def check_take_part(actor: Actor, workshop: Workshop) -> Participant:
    """The participant that the actor is in this workshop.

    Raises NotFound for anybody else: an account takes part only after joining, as a participant.
    """
    participant = participant_behind(actor)
    if participant is None or participant.workshop_id != workshop.pk or participant.removed_at is not None:
        raise NotFound(_("You are not in this workshop. Join with its code."))
    return participant


def check_write(actor: Actor, discovery: Discovery, activity: Activity | None) -> None:
    """What is edited on pages and written in rooms alike: editors write whenever they like, a guest in an
    activity of the workshop they are in. Whether that activity is the current one is a question of state."""
    if participant_behind(actor) is None:
        check_edit_discovery(actor, discovery)
        return
    if activity is None or activity.track.workshop.discovery_id != discovery.pk:
        raise NotFound(_("There is no such activity in your workshop."))
    check_take_part(actor, activity.track.workshop)


def check_contribute(actor: Actor, activity: Activity) -> None:
    """Notes, votes and answers: for the participants of the workshop, and in an anonymous activity for those
    who hold a key of it (which discovery.web.doors has verified), whom nothing links to a participant."""
    if activity.is_anonymous:
        if not (isinstance(actor, RoomActor) and actor.key and actor.activity == activity):
            raise NotAllowed(
                _("This activity is anonymous. Reload the page, so that your device gets a key.")
            )
    else:
        check_take_part(actor, activity.track.workshop)


def check_issue_sign_in_link(actor: Actor, user: User) -> None:
    """A link signs its holder in. An admin may therefore issue one only for an account that nobody else uses
    yet: without a password, never signed in, and in organizations of this admin alone."""
    if actor.is_trusted:
        return
    memberships = list(Membership.objects.filter(user=user).select_related("organization"))
    for membership in memberships:
        check_administer_organization(actor, membership.organization)
    if not memberships or user.has_usable_password() or user.last_login is not None:
        raise NotAllowed(_("This person has an account already and signs in with it."))


def undo_needs(target: Operation) -> DiscoveryRole:
    """The role in its discovery that undoing an operation takes: the one that doing it took."""
    while target.undoes is not None:
        target = target.undoes
    noun = target.verb.partition(".")[0]
    only_facilitators = any(noun in rules.of_facilitators for rules in undo_rules)
    return DiscoveryRole.FACILITATOR if only_facilitators else DiscoveryRole.EDITOR


def check_undo(actor: Actor, target: Operation) -> None:
    """Changes of a discovery are undone by the people who may make them (`undo_needs`). Changes of an
    organization are undone by its admins; its facilitators and guests undo their own."""
    is_own = actor.uuid is not None and (target.actor_kind, target.actor_uuid) == (actor.kind, actor.uuid)
    if actor.kind == ActorKind.PARTICIPANT and is_own:
        return
    scope = scope_of(target)
    if isinstance(scope, Discovery):
        check_discovery(actor, scope, undo_needs(target))
    elif scope is not None:
        if is_own:
            check_start_discovery(actor, scope)
        else:
            check_administer_organization(actor, scope)
    elif not actor.is_trusted:
        raise NotFound(_("There is nothing to undo here."))
