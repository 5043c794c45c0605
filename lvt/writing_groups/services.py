"""Putting people together who write cards in pairs or groups."""

import hashlib

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, NotFound
from core.services import artifacts, operation
from lvt.selectors.activity_people import people_at
from lvt.writing_groups.selectors import deal_groups, groups_of, size_of
from organizations.actors import Actor
from workshops import permissions
from workshops.models import Activity, Participant

# How often it is tried to make other groups: two people make only one.
TURNS = 20


def put_together(*, actor: Actor, activity: Activity) -> Activity:
    """Groups of those who are here, of both sides where there are both; other groups than those before, where
    there are others. The same people at the same revision of the activity make the same groups.

    Raises NotAllowed, NotFound, and Conflict where everyone writes alone.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    size = size_of(activity)
    if size == 1:
        raise Conflict(_("In this activity, everyone writes alone."))
    with operation(actor, "groups.shuffled", summary=activity.title, place=workshop):
        live.publish_change(workshop.pk, "activity")
        current = artifacts.locked(activity)
        people = [(str(uuid), side) for uuid, side in people_at(activity).values_list("uuid", "side")]
        return artifacts.change(current, groups=_others(current, people, size))


def move_person(
    *, actor: Actor, activity: Activity, participant: Participant, to: Participant | None
) -> Activity:
    """Seat a participant in the group of another one, or, without, in a new group.

    Raises NotAllowed, NotFound for people who are not in this room, and Conflict where everyone writes alone.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "groups.changed", summary=participant.display_name, place=workshop):
        live.publish_change(workshop.pk, "activity")
        current = artifacts.locked(activity)
        current.track = activity.track
        groups = [[person.uuid for person in group] for group in groups_of(current)]
        if not groups:
            raise Conflict(_("In this activity, everyone writes alone."))
        uuid, target = str(participant.uuid), str(to.uuid) if to else ""
        seated = {person for group in groups for person in group}
        if uuid not in seated or (target and target not in seated):
            raise NotFound(_("This person isn’t in this room."))
        if uuid != target:
            groups = [[person for person in group if person != uuid] for group in groups]
            home = next((group for group in groups if target in group), None)
            if home is None:
                groups.append([uuid])
            else:
                home.append(uuid)
        return artifacts.change(current, groups=[group for group in groups if group])


def _others(activity: Activity, people: list[tuple[str, str]], size: int) -> list[list[str]]:
    """Few people make few groups, so chance alone might bring back those that are there."""
    present = _as_sets(activity.groups)
    groups: list[list[str]] = []
    for turn in range(TURNS):
        people.sort(key=lambda each: _shuffled(f"{activity.uuid} {activity.revision} {turn} {each[0]}"))
        groups = deal_groups(people, size)
        if _as_sets(groups) != present:
            break
    return groups


def _as_sets(groups: list[list[str]]) -> set[frozenset[str]]:
    return {frozenset(group) for group in groups}


def _shuffled(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()
