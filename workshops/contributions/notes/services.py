"""Writing notes on a board, taking them off it, and turning them into artifacts.

Operations about notes never say what a note holds: it is hidden until the reveal, from the facilitator's
timeline too.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _, ngettext

import live
from core.exceptions import Conflict, NotFound
from core.models import Artifact, Operation
from core.services import artifacts, operation
from discovery import permissions
from organizations.actors import Actor
from workshops import policies
from workshops.contributions.models import NOTE_LENGTH
from workshops.contributions.notes.selectors import GROUP, WRITE, is_revealed, phase_of, rules_of
from workshops.contributions.services import Contribution, SavedContribution, drop, of_author, take
from workshops.models import Activity, Note, NoteGroup
from workshops.permissions import check_facilitate_workshop
from workshops.registries import NoteTarget, note_targets

COUNT = "count"
"""The item of a board that says how many notes there are while no one sees them."""


class Notes(Contribution[Note]):
    """While notes are hidden, what shows is only how many there are."""

    model = Note
    noun = "note"

    def check_takes(self, activity: Activity) -> Activity:
        fresh = policies.check_is_there(activity)
        policies.check_is_board(fresh)
        phase = phase_of(fresh)
        if phase != WRITE and not (phase == GROUP and rules_of(fresh).late_notes):
            raise Conflict(
                _("The notes are already on the board, so you can’t add more. Tell the room instead.")
            )
        return fresh

    def check_limit(self, activity: Activity, count: int) -> None:
        most = rules_of(activity).notes_each
        if count >= most:
            raise Conflict(
                ngettext(
                    "You’ve written %(most)s note, the limit for one person. Change or delete it to "
                    "write another.",
                    "You’ve written %(most)s notes, the limit for one person. Change or delete one to "
                    "write another.",
                    most,
                )
                % {"most": most}
            )

    def add(self, actor: Actor, activity: Activity, uuid: UUID, **fields: Any) -> Note:
        _tell_of_empty_board(activity)
        return super().add(actor, activity, uuid, **fields)

    def remove(self, row: Note) -> None:
        super().remove(row)
        _tell_of_empty_board(row.activity)

    def items(self, activity: Activity, uuid: UUID) -> list[str]:
        return [COUNT if phase_of(activity) == WRITE else str(uuid)]


NOTES = Notes()


# --- Writing --------------------------------------------------------------------------------------


def add_note(*, actor: Actor, activity: Activity, uuid: UUID, text: str) -> SavedContribution[Note]:
    """A note of the actor. Raises as `contributions.take`."""
    return take(NOTES, actor=actor, activity=activity, uuid=uuid, text=text[:NOTE_LENGTH])


def change_note(
    *, actor: Actor, activity: Activity, uuid: UUID, text: str, revision: int | None = None
) -> SavedContribution[Note]:
    """Another text for a note of one's own; `revision` is the one that its author saw, of which no one asks
    when the text is saved already.

    Raises as `contributions.take`, and Stale when its author changed it on another device meanwhile.
    """
    with of_author(NOTES, "changed", actor=actor, activity=activity, uuid=uuid) as (own, _change):
        if own.row.text == text:
            return own  # it was saved before, and the answer was lost
        return SavedContribution(
            artifacts.change(own.row, revision=revision, text=text[:NOTE_LENGTH]), own.revision
        )


def delete_note(*, actor: Actor, activity: Activity, uuid: UUID) -> SavedContribution[Note]:
    """Delete one's own note; a second time changes nothing. Raises as `contributions.take`."""
    return drop(NOTES, actor=actor, activity=activity, uuid=uuid)


def remove_note(*, actor: Actor, note: Note) -> Operation:
    """The facilitator takes a revealed note off the board. Raises NotAllowed, NotFound, and Conflict while
    the notes are hidden."""
    workshop = note.activity.track.workshop
    check_facilitate_workshop(actor, workshop)
    check_is_revealed(note.activity)
    with operation(actor, "note.deleted", summary=note.activity.title, place=workshop) as change:
        _tell_board(note.activity, note)
        artifacts.trash(note)
        _tell_of_empty_board(note.activity)
    return change


def check_is_revealed(activity: Activity) -> None:
    """Raises Conflict while the notes are still hidden."""
    if not is_revealed(activity):
        raise Conflict(_("The notes are still hidden. Reveal them first."))


def _tell_of_empty_board(activity: Activity) -> None:
    """Called before the first note comes and after the last one goes: while there is none, the stage says so
    in place of the board, and it is not drawn again with an item."""
    if phase_of(activity) == GROUP and not Note.objects.filter(activity=activity).exists():
        live.publish_change(activity.track.workshop_id, "activity", "progress")


def _tell_board(activity: Activity, *items: Note | NoteGroup) -> None:
    # A vote is drawn with what it is about, each phone its own.
    topics = ("activity", "progress") if phase_of(activity) not in (WRITE, GROUP) else ()
    live.publish_change(
        activity.track.workshop_id, *topics, keys={"items": [str(each.uuid) for each in items]}
    )


# --- Turning notes into artifacts -----------------------------------------------------------------


def turn_note(*, actor: Actor, note: Note, target: str, parent: str = "") -> tuple[Artifact, Operation]:
    """Make of a revealed note what `target` (registries.note_targets) says, under `parent` where it needs
    one; the new artifact, and the operation that undoes it together with the link.

    Raises NotAllowed, NotFound, Conflict when the note became something already, Invalid without a parent.
    """
    return _turn(actor, note.activity, [note], note, target, parent)


def turn_group(
    *, actor: Actor, group: NoteGroup, target: str, parent: str = ""
) -> tuple[Artifact, Operation]:
    """The same for a whole group: its name becomes the artifact, and each of its notes keeps the link. Raises
    as turn_note, and Conflict for a group without a name, or without notes that are left to turn."""
    notes = list(Note.objects.filter(group=group, became_uuid=None))
    if not group.name:
        raise Conflict(_("Name the group first. What you create from it gets this name."))
    if not notes:
        raise Conflict(_("All notes of this group have already been converted."))
    spoken_for = Note(activity=group.activity, text=group.name, author="")
    return _turn(actor, group.activity, notes, spoken_for, target, parent)


def target_of(key: str) -> NoteTarget:
    """Raises NotFound for a key that no target has."""
    if key not in note_targets:
        raise NotFound(_("A note can’t be converted to this."))
    return note_targets.get(key)


def _turn(
    actor: Actor, activity: Activity, notes: Sequence[Note], source: Note, target: str, parent: str
) -> tuple[Artifact, Operation]:
    workshop = activity.track.workshop
    permissions.check_edit_discovery(actor, workshop.discovery)
    check_is_revealed(activity)
    note_target = target_of(target)
    if note_target.parents is not None and note_target.parent_is_needed and not parent:
        raise Conflict(_("Choose what it belongs to."))
    with operation(actor, "note.turned", summary=source.text[:300], place=workshop) as change:
        _tell_board(activity, *notes)
        locked = [artifacts.locked(note) for note in notes]
        if any(_is_taken(note) for note in locked):
            raise Conflict(_("This has already been converted. Your screen shows the result."))
        artifact = note_target.make(actor, workshop.discovery, source, parent)
        for note in locked:
            artifacts.change(note, became_kind=target, became_uuid=artifact.uuid)
    return artifact, change


def _is_taken(note: Note) -> bool:
    """Return True if the note was turned into something that is not in the trash."""
    if note.became_uuid is None or note.became_kind not in note_targets:
        return False
    return note_targets.get(note.became_kind).model.objects.filter(uuid=note.became_uuid).exists()
