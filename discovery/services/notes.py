"""Writing notes on a board, taking them off it, and turning them into artifacts.

Operations about notes never say what a note holds: it is hidden until the reveal, from the facilitator's
timeline too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import live
from core.exceptions import Conflict, NotFound
from discovery import permissions, policies
from discovery.actors import Actor
from discovery.models import Activity, Artifact, Note, NoteGroup, Operation
from discovery.models.board import NOTE_LENGTH
from discovery.registries import note_targets
from discovery.selectors.notes import GROUP, WRITE, is_revealed, own_uuids, phase_of, rules_of
from discovery.services import artifacts
from discovery.services.operations import operation

COUNT = "count"
"""The item of a board that says how many notes there are while nobody sees them."""


@dataclass(frozen=True, slots=True)
class Saved:
    """`revision` is the room's after the note."""

    note: Note
    revision: int


# --- Writing --------------------------------------------------------------------------------------


def add_note(*, actor: Actor, activity: Activity, uuid: UUID, text: str) -> Saved:
    """A note of the actor, a participant or the holder of an anonymous key. `uuid` was made where it was
    typed: sent twice, it is there once, and one that was deleted meanwhile stays away.

    Raises NotFound and NotAllowed for people who do not take part, and Conflict when no notes are taken now,
    or when the actor has written as many as the activity allows.
    """
    permissions.check_contribute(actor, activity)
    workshop = activity.track.workshop
    with transaction.atomic():
        held, revision = _writing(activity, uuid)
        own = own_uuids(held, actor.author)
        if uuid in own:
            return Saved(_find(uuid), revision)
        most = rules_of(held).notes_each
        if sum(own.values()) >= most:
            raise Conflict(
                ngettext(
                    "You have written %(most)s note, which is all this activity takes from one person. "
                    "Change it or delete it to write another.",
                    "You have written %(most)s notes, which is all this activity takes from one person. "
                    "Change one or delete one to write another.",
                    most,
                )
                % {"most": most}
            )
        try:
            with operation(actor, "note.added", summary=activity.title, workshop=workshop):
                note = artifacts.add(
                    Note,
                    uuid=uuid,
                    activity=held,
                    author=actor.author,
                    participant=actor.participant,
                    text=text[:NOTE_LENGTH],
                )
        except IntegrityError:
            raise _not_yours() from None  # the only thing that two notes cannot share is their uuid
    return Saved(note, revision)


def change_note(
    *, actor: Actor, activity: Activity, uuid: UUID, text: str, revision: int | None = None
) -> Saved:
    """Another text for a note of one's own; `revision` is the one that its author saw.

    Raises as add_note, and Stale when its author changed it on another device meanwhile.
    """
    permissions.check_contribute(actor, activity)
    workshop = activity.track.workshop
    with transaction.atomic():
        held, room = _writing(activity, uuid)
        note = _own(_find(uuid), actor, held)
        if note.text == text:
            return Saved(note, room)  # it was saved before, and the answer was lost
        with operation(actor, "note.changed", summary=activity.title, workshop=workshop):
            return Saved(artifacts.change(note, revision=revision, text=text[:NOTE_LENGTH]), room)


def delete_note(*, actor: Actor, activity: Activity, uuid: UUID) -> Saved:
    """Take back a note of one's own; twice is as good as once. Raises as add_note."""
    permissions.check_contribute(actor, activity)
    workshop = activity.track.workshop
    with transaction.atomic():
        held, revision = _writing(activity, uuid)
        note = _own(_find(uuid), actor, held)
        if note.deleted_at is None:
            with operation(actor, "note.deleted", summary=activity.title, workshop=workshop):
                artifacts.trash(note)
    return Saved(note, revision)


def remove_note(*, actor: Actor, note: Note) -> Operation:
    """The facilitator takes a revealed note off the board; the operation, for undo."""
    workshop = note.activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    check_is_revealed(note.activity)
    with operation(actor, "note.deleted", summary=note.activity.title, workshop=workshop) as done:
        _tell_board(note.activity, note)
        artifacts.trash(note)
    return done


def check_is_revealed(activity: Activity) -> None:
    """Raises Conflict while the notes are still hidden."""
    if not is_revealed(activity):
        raise Conflict(_("The notes are still hidden. Reveal them first."))


def _writing(activity: Activity, note: UUID) -> tuple[Activity, int]:
    """Lock the room, tell it that the note changes, and hand out the activity as it is, while it takes notes,
    with the room's revision. While notes are hidden, what shows is only how many there are."""
    workshop_id = activity.track.workshop_id
    revision = live.changed(workshop_id, "progress")
    held = policies.check_is_there(activity)
    policies.check_is_board(held)
    phase = phase_of(held)
    if phase != WRITE and not (phase == GROUP and rules_of(held).late_notes):
        raise Conflict(
            _("The notes are on the board already, so it takes no more. Say it to the room instead.")
        )
    item = COUNT if phase == WRITE else str(note)
    live.publish(workshop_id, keys={"items": [item]}, revision=revision)
    return held, revision


def _find(uuid: UUID) -> Note:
    note = Note.everything.filter(uuid=uuid).first()
    if note is None:
        raise NotFound(_("This note does not exist."))
    return note


def _own(note: Note, actor: Actor, activity: Activity) -> Note:
    if note.activity_id != activity.pk or note.author != actor.author:
        raise _not_yours()
    return note


def _not_yours() -> NotFound:
    return NotFound(_("This note is not yours."))


def _tell_board(activity: Activity, *changed: Note | NoteGroup) -> None:
    # A vote is drawn with what it is about, each phone its own.
    topics = ("activity", "progress") if phase_of(activity) not in (WRITE, GROUP) else ()
    live.changed(activity.track.workshop_id, *topics, keys={"items": [str(each.uuid) for each in changed]})


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
    """The same for a whole group: its name becomes the artifact, and each of its notes keeps the link."""
    notes = list(Note.objects.filter(group=group, became_uuid=None))
    if not group.name:
        raise Conflict(_("Give the group a name first: that is what it becomes."))
    if not notes:
        raise Conflict(_("All notes of this group became something already."))
    spoken_for = Note(activity=group.activity, text=group.name, author="")
    return _turn(actor, group.activity, notes, spoken_for, target, parent)


def _turn(
    actor: Actor, activity: Activity, notes: Sequence[Note], source: Note, target: str, parent: str
) -> tuple[Artifact, Operation]:
    workshop = activity.track.workshop
    permissions.check_edit_discovery(actor, workshop.discovery)
    check_is_revealed(activity)
    if target not in note_targets:
        raise NotFound(_("A note cannot become this."))
    note_target = note_targets.get(target)
    if note_target.parents is not None and note_target.parent_is_needed and not parent:
        raise Conflict(_("Choose what it belongs to."))
    with operation(actor, "note.turned", summary=source.text[:300], workshop=workshop) as done:
        _tell_board(activity, *notes)
        held = [artifacts.locked(note) for note in notes]
        if any(_is_taken(note) for note in held):
            raise Conflict(_("This became something already. It is shown as it is now."))
        made = note_target.make(actor, workshop.discovery, source, parent)
        for note in held:
            artifacts.change(note, became_kind=target, became_uuid=made.uuid)
    return made, done


def _is_taken(note: Note) -> bool:
    """Whether the note is something already that is not in the trash."""
    if note.became_uuid is None or note.became_kind not in note_targets:
        return False
    return note_targets.get(note.became_kind).model.objects.filter(uuid=note.became_uuid).exists()
