"""Permissions in a workshop, also for undoing. The state of the room is checked in policies.py.

`check_x(actor, …)` raises NotFound for what the actor may not even see, NotAllowed for what they may see but
not do; the trusted actors (commands, imports) pass. A guest belongs to one workshop.
"""

from django.utils.translation import gettext as _

from core.exceptions import NotAllowed, NotFound
from core.models import ActorKind, Operation
from core.registries import undo_rules
from discovery.models import Discovery, DiscoveryRole
from discovery.operation_scopes.selectors import scope_of
from discovery.permissions import check_discovery, check_edit_discovery, check_facilitate
from organizations.actors import Actor
from organizations.permissions import check_administer_organization, check_start_discovery
from workshops.actors import RoomActor, participant_behind
from workshops.models import Activity, Participant, Workshop


def check_facilitate_workshop(actor: Actor, workshop: Workshop) -> None:
    """Raises NotAllowed or NotFound for an actor who is no facilitator of its discovery."""
    check_facilitate(actor, workshop.discovery)


def check_take_part(actor: Actor, workshop: Workshop) -> Participant:
    """The participant that the actor is in this workshop.

    Raises NotFound for anyone else: an account takes part only after joining, as a participant.
    """
    participant = participant_behind(actor)
    if participant is None or participant.workshop_id != workshop.pk or participant.removed_at is not None:
        raise NotFound(_("You’re not in this workshop. Join with its code."))
    return participant


def check_write(actor: Actor, discovery: Discovery, activity: Activity | None) -> None:
    """Check the right to edit on pages and to write in rooms: editors write whenever they like, a guest in an
    activity of the workshop they are in. Whether that activity is the current one is a question of state.
    Raises NotAllowed or NotFound."""
    if participant_behind(actor) is None:
        check_edit_discovery(actor, discovery)
        return
    if activity is None or activity.track.workshop.discovery_id != discovery.pk:
        raise NotFound(_("This activity wasn’t found in your workshop."))
    check_take_part(actor, activity.track.workshop)


def check_contribute(actor: Actor, activity: Activity) -> None:
    """Notes, votes and answers: for the participants of the workshop, and in an anonymous activity for those
    who hold a key of it (which workshops.web.authorization has verified): nothing links them to a
    participant. Raises NotFound for an actor who is no participant, and NotAllowed without such a key."""
    if activity.is_anonymous:
        if not (isinstance(actor, RoomActor) and actor.key and actor.activity == activity):
            raise NotAllowed(_("This activity is anonymous. Reload the page so that your device gets a key."))
    else:
        check_take_part(actor, activity.track.workshop)


def undo_needs(target: Operation) -> DiscoveryRole:
    """The role in its discovery that undoing an operation takes: the one that doing it took."""
    noun = target.root.verb.partition(".")[0]
    only_facilitators = any(noun in rules.of_facilitators for rules in undo_rules)
    return DiscoveryRole.FACILITATOR if only_facilitators else DiscoveryRole.EDITOR


def check_undo(actor: Actor, target: Operation) -> None:
    """Changes of a discovery are undone by the people who may make them (`undo_needs`). Changes of an
    organization are undone by its admins; its facilitators and guests undo their own. Raises NotAllowed, and
    NotFound for what belongs to nothing that the actor may see."""
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
