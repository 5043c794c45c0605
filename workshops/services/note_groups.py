"""Grouping the notes of a board: a move writes only the notes that are moved, so that of three people
who move at once no one loses a move."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, NotFound
from core.models import Artifact, Operation
from core.services import artifacts, operation
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.contributions.notes.selectors import GROUP, groups_of, phase_of, rules_of
from workshops.models import Activity, Note, NoteGroup

G = TypeVar("G", bound=Artifact)


@dataclass(frozen=True, slots=True)
class NoteMove:
    """The number of notes that were moved, the operation that did it, if any was, and the revision of the
    room."""

    notes: int
    operation: Operation | None
    revision: int


def move_note(
    *, actor: Actor, activity: Activity, note: UUID, group: UUID | None, is_new: bool = False
) -> int:
    """Put a note into a group, or with None into none; the room's revision. With `is_new` the group is made,
    under the uuid that the mover's screen gave it: sent twice, it is there once.

    People in the room move while the rules let everyone group, facilitators always. Raises NotFound and
    NotAllowed, and Conflict when the room is not grouping, or when the note or the group is gone.
    """
    return move_notes(actor=actor, activity=activity, notes=[note], group=group, is_new=is_new).revision


def move_notes(
    *,
    actor: Actor,
    activity: Activity,
    notes: Sequence[UUID],
    group: UUID | None,
    is_new: bool = False,
    only_loose: bool = False,
) -> NoteMove:
    """Put several notes into a group at once, with one undo. Notes that were deleted meanwhile are left out,
    with `only_loose` also those that are in a group. Raises as move_note, and Conflict when every note was
    deleted."""
    _check_may_group(actor, activity)
    with transaction.atomic():
        if is_new and group is not None:
            _add_group(actor, activity, group)
        return _move(actor, activity, notes, group, only_loose=only_loose)


def _add_group(actor: Actor, activity: Activity, group: UUID) -> None:
    """Add the group in its own operation: once it has a name, the move into it can still be undone."""
    if NoteGroup.everything.filter(uuid=group).exists():
        return
    workshop = activity.track.workshop
    with operation(actor, "note_group.added", summary=activity.title, place=workshop):
        # The console says how many groups have no name.
        live.publish_change(workshop.pk, "progress", keys={"items": [str(group)]})
        group_to_join(NoteGroup, group, is_new=True, activity=_grouping(actor, activity))


def _move(
    actor: Actor, activity: Activity, notes: Sequence[UUID], group: UUID | None, *, only_loose: bool
) -> NoteMove:
    workshop = activity.track.workshop
    with operation(actor, "note.moved", summary=activity.title, place=workshop) as change:
        revision = live.publish_change(workshop.pk, keys={"items": [str(note) for note in notes]})
        fresh = _grouping(actor, activity)
        rows = list(Note.objects.filter(activity=fresh, uuid__in=notes))
        if not rows:
            raise Conflict(
                _("This note was deleted in the meantime.")
                if len(notes) == 1
                else _("These notes were deleted in the meantime.")
            )
        joined = group_to_join(NoteGroup, group, is_new=False, activity=fresh)
        elsewhere = [row for row in rows if row.group_id != (joined.pk if joined else None)]
        if only_loose:
            grouped = set(groups_of(fresh).values_list("pk", flat=True))
            elsewhere = [row for row in elsewhere if row.group_id not in grouped]
        for row in elsewhere:
            artifacts.change(row, group=joined)
        change.was_sent_before = not elsewhere
    return NoteMove(len(elsewhere), change if elsewhere else None, revision)


def name_group(
    *, actor: Actor, activity: Activity, group: UUID, name: str, revision: int | None = None
) -> int:
    """Name the group; return the room's revision. Raises as move_note, and Stale when someone else named it
    since `revision`."""
    workshop = activity.track.workshop
    _check_may_group(actor, activity)
    with operation(actor, "note_group.named", summary=name, place=workshop):
        room = live.publish_change(workshop.pk, "progress", keys={"items": [str(group)]})
        existing = existing_group(NoteGroup, group, activity=_grouping(actor, activity))
        if existing.name != name:  # else it was saved before, and the answer was lost
            artifacts.change(existing, revision=revision, name=name)
    return room


def dissolve_group(*, actor: Actor, group: NoteGroup) -> Operation:
    """Take the group apart: its notes are in none again. Raises NotAllowed for anyone but facilitators, and
    Conflict when the room is not grouping."""
    activity = group.activity
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "note_group.dissolved", summary=group.name, place=workshop) as change:
        revision = live.publish_change(workshop.pk)
        _grouping(actor, activity)
        notes = list(Note.objects.filter(group=group))
        uuids = [str(each.uuid) for each in (group, *notes)]
        live.publish(workshop.pk, "progress", keys={"items": uuids}, revision=revision)
        for note in notes:
            artifacts.change(note, group=None)
        artifacts.trash(group)
    return change


def _check_may_group(actor: Actor, activity: Activity) -> None:
    if actor.account is not None or actor.is_trusted:
        permissions.check_facilitate_workshop(actor, activity.track.workshop)
        return
    permissions.check_contribute(actor, activity)
    if not rules_of(activity).everybody_groups:
        raise Conflict(_("Only the facilitator groups the notes here. Tell them where you’d put it."))


def _grouping(actor: Actor, activity: Activity) -> Activity:
    """The activity as it is, while its notes are grouped."""
    if actor.account is None and not actor.is_trusted:
        board = policies.check_is_there(activity)
    else:
        board = artifacts.locked(activity)
    policies.check_is_board(board)
    if phase_of(board) != GROUP:
        raise Conflict(_("The room isn’t grouping notes now. Your screen shows where it is."))
    return board


def group_to_join(model: type[G], uuid: UUID | None, *, is_new: bool, **parent: Any) -> G | None:
    """The group of the `parent` (a field and its value) that has the uuid; None without one. With `is_new` it
    is added at the end, unless it is there already. Raises as `existing_group`."""
    if uuid is None:
        return None
    if is_new and not model.everything.filter(uuid=uuid).exists():
        position = artifacts.next_position(model.objects.filter(**parent))
        return artifacts.add(model, uuid=uuid, position=position, **parent)
    return existing_group(model, uuid, **parent)


def existing_group(model: type[G], uuid: UUID, **parent: Any) -> G:
    """Raises NotFound for a group that the `parent` never had, and Conflict for a deleted one."""
    group = model.everything.filter(uuid=uuid, **parent).first()
    if group is None:
        raise NotFound(_("This group doesn’t exist."))
    if group.deleted_at is not None:
        raise Conflict(_("This group has been ungrouped."))
    return group
