"""Who may do what. Whether the state allows it is asked in policies.py.

`check_x(actor, …)` raises NotFound for what the actor may not even see, NotAllowed for what they may see but
not do; the trusted actors (commands, imports) pass. The roles: an organization's admin may do everything in
it; its facilitators may start discoveries; a discovery is open to those with access to it, as facilitator,
editor or viewer; a guest belongs to one workshop.
"""

from __future__ import annotations

from django.db.models import Subquery
from django.utils.translation import gettext as _

from core.exceptions import NotAllowed, NotFound
from core.models import Operation
from core.models.history import ActorKind
from core.registries import undo_rules
from core.selectors.once import read_once
from discovery.actors import RoomActor, participant_behind
from discovery.models import Activity, Discovery, DiscoveryAccess, Participant, Workshop
from discovery.models.discovery import DiscoveryRole
from discovery.registries import discovery_followers
from discovery.selectors.scopes import scope_of
from organizations.actors import Actor
from organizations.models import Membership, User
from organizations.models.organization import OrganizationRole
from organizations.permissions import allows, check_administer_organization, check_start_discovery

# What a role includes.
_INCLUDES = {
    DiscoveryRole.VIEWER: frozenset({DiscoveryRole.VIEWER}),
    DiscoveryRole.EDITOR: frozenset({DiscoveryRole.VIEWER, DiscoveryRole.EDITOR}),
    DiscoveryRole.FACILITATOR: frozenset(DiscoveryRole),
}


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
