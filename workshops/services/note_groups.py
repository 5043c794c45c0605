"""Grouping the notes of a board: each move is a write of its own on that one note, so that of three people
who move at once nobody loses a move."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, NotFound
from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.models import Activity, Note, NoteGroup
from workshops.selectors.notes import GROUP, groups_of, phase_of, rules_of


def move_note(
    *, actor: Actor, activity: Activity, note: UUID, group: UUID | None, is_new: bool = False
) -> int:
    """Put a note into a group, or with None into none; the room's revision. With `is_new` the group is made,
    under the uuid that the mover's screen gave it: sent twice, it is there once.

    People in the room move while the rules let everybody group, facilitators always. Raises NotFound and
    NotAllowed, and Conflict when the room is not grouping, or when the note or the group is gone.
    """
    workshop = activity.track.workshop
    _check_may_group(actor, activity)
    with operation(actor, "note.moved", summary=activity.title, place=workshop):
        changed = [str(note), *([str(group)] if is_new else [])]
        revision = live.changed(workshop.pk, keys={"items": changed})
        held = _grouping(actor, activity)
        row = Note.objects.filter(activity=held, uuid=note).first()
        if row is None:
            raise Conflict(_("This note was deleted in the meantime."))
        artifacts.change(row, group=_target(held, group, is_new))
    return revision


def name_group(
    *, actor: Actor, activity: Activity, group: UUID, name: str, revision: int | None = None
) -> int:
    """What the room calls the group; the room's revision. Raises as move_note, and Stale when somebody else
    named it since `revision`."""
    workshop = activity.track.workshop
    _check_may_group(actor, activity)
    with operation(actor, "note_group.named", summary=name, place=workshop):
        room = live.changed(workshop.pk, keys={"items": [str(group)]})
        held = _existing(_grouping(actor, activity), group)
        if held.name != name:  # else it was saved before, and the answer was lost
            artifacts.change(held, revision=revision, name=name)
    return room


def dissolve_group(*, actor: Actor, group: NoteGroup) -> Operation:
    """Take the group apart: its notes are in none again; the operation, for undo. Facilitators only."""
    activity = group.activity
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "note_group.dissolved", summary=group.name, place=workshop) as done:
        revision = live.changed(workshop.pk)
        _grouping(actor, activity)
        notes = list(Note.objects.filter(group=group))
        changed = [str(each.uuid) for each in (group, *notes)]
        live.publish(workshop.pk, keys={"items": changed}, revision=revision)
        for note in notes:
            artifacts.change(note, group=None)
        artifacts.trash(group)
    return done


def _check_may_group(actor: Actor, activity: Activity) -> None:
    if actor.account is not None or actor.is_trusted:
        permissions.check_facilitate_workshop(actor, activity.track.workshop)
        return
    permissions.check_contribute(actor, activity)
    if not rules_of(activity).everybody_groups:
        raise Conflict(_("Here the facilitator groups the notes. Say where you would put it."))


def _grouping(actor: Actor, activity: Activity) -> Activity:
    """The activity as it is, while its notes are grouped."""
    if actor.account is None and not actor.is_trusted:
        held = policies.check_is_there(activity)
    else:
        held = artifacts.locked(activity)
    policies.check_is_board(held)
    if phase_of(held) != GROUP:
        raise Conflict(_("The room is not grouping now. This is where it stands."))
    return held


def _target(activity: Activity, group: UUID | None, is_new: bool) -> NoteGroup | None:
    if group is None:
        return None
    if not is_new:
        return _existing(activity, group)
    note_group = NoteGroup.everything.filter(uuid=group).first()
    if note_group is None:
        position = artifacts.next_position(groups_of(activity))
        return artifacts.add(NoteGroup, uuid=group, activity=activity, position=position)
    return _existing(activity, group)


def _existing(activity: Activity, group: UUID) -> NoteGroup:
    note_group = NoteGroup.everything.filter(uuid=group, activity=activity).first()
    if note_group is None:
        raise NotFound(_("This group does not exist."))
    if note_group.deleted_at is not None:
        raise Conflict(_("This group was taken apart in the meantime."))
    return note_group
