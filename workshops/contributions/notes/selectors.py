"""The board of a brainstorm: its rules, notes and groups. The texts of the notes are hidden until the reveal:
check `is_revealed` before you show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from core.models import Artifact
from organizations.actors import Actor
from workshops.contributions.notes.similar_notes import like_texts
from workshops.models import Activity, Note, NoteGroup, Workshop
from workshops.registries import note_targets

BOARD = "brainstorm"
"""The kind of activity that has a board."""
WRITE, GROUP, VOTE, RESULTS = "write", "group", "vote", "results"
"""The phases of a brainstorm."""

BOTH, NOTES = "both", "notes"
"""What is voted on: groups and the notes outside of them, or every note."""
EVERYBODY, FACILITATORS = "everybody", "facilitators"
"""Who groups the notes."""


@dataclass(frozen=True, slots=True)
class BoardRules:
    """Settings of a facilitator for a brainstorm; `notes_each` and `dots` are per person, `most` per item."""

    prompt: str = ""
    notes_each: int = 50
    late_notes: bool = False
    grouped_by: str = EVERYBODY
    votes_on: str = BOTH
    dots: int = 5
    most: int = 2

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> BoardRules:
        """From `activity.settings`, of which any part may be missing."""
        values = {name: settings[name] for name in cls.__slots__ if settings.get(name) not in (None, "")}
        return cls(**values)

    @property
    def everybody_groups(self) -> bool:
        return self.grouped_by == EVERYBODY


@dataclass(frozen=True, slots=True)
class OnBoard:
    """A group with its notes, or with `group` None one note that is in none."""

    group: NoteGroup | None
    notes: tuple[Note, ...]

    @property
    def uuid(self) -> UUID:
        return self.notes[0].uuid if self.group is None else self.group.uuid

    @property
    def text(self) -> str:
        """The name of the group, or the text of the note."""
        return self.notes[0].text if self.group is None else self.group.name

    @property
    def became_kind(self) -> str:
        """The kind that the note became, or all notes of the group; "" while one became nothing, or they
        differ."""
        kinds = {note.became_kind for note in self.notes}
        return kinds.pop() if len(kinds) == 1 else ""


def rules_of(activity: Activity) -> BoardRules:
    """The notes and dots that each person has on the board."""
    return BoardRules.of(activity.settings)


def phase_of(activity: Activity) -> str:
    """The phase of a brainstorm; the first one before it started."""
    return activity.phase or WRITE


def is_revealed(activity: Activity) -> bool:
    """Return True if everyone may read the notes."""
    return phase_of(activity) != WRITE


def notes_of(activity: Activity) -> QuerySet[Note]:
    """All notes in their order: as they were written, or by chance where that would tell who wrote them."""
    return Note.objects.filter(activity=activity)


def groups_of(activity: Activity) -> QuerySet[NoteGroup]:
    """The groups of notes on the board."""
    return NoteGroup.objects.filter(activity=activity)


def board(activity: Activity, *, every_note: bool = False) -> list[OnBoard]:
    """The groups that hold notes, then the notes outside of them; with `every_note` each note by itself. Two
    queries."""
    notes = list(activity.notes.all())
    if every_note:
        return [OnBoard(None, (note,)) for note in notes]
    within: dict[int | None, list[Note]] = {}
    for note in notes:
        within.setdefault(note.group_id, []).append(note)
    with_notes = [group for group in activity.note_groups.all() if group.pk in within]
    groups = [OnBoard(group, tuple(within.pop(group.pk))) for group in with_notes]
    # What is left is in no group, or in one that lies in the trash.
    outside = sorted((note for rest in within.values() for note in rest), key=lambda note: note.pk)
    return groups + [OnBoard(None, (note,)) for note in outside]


def notes_by(workshop: Workshop, actor: Actor) -> list[Note]:
    """Notes of the actor on all boards of the workshop."""
    if not actor.author:
        return []
    notes = Note.objects.filter(
        activity__track__workshop=workshop, activity__deleted_at=None, author=actor.author
    )
    return list(notes.select_related("activity").order_by("pk"))


def count_notes(activity: Activity) -> int:
    """The number of notes on the board."""
    return notes_of(activity).count()


def notes_by_author(activity: Activity) -> Counter[str]:
    """The number of notes of each author; those that came in from a file have none."""
    return Counter(notes_of(activity).exclude(author="").order_by().values_list("author", flat=True))


def note_in(workshop: Workshop, uuid: UUID) -> Note | None:
    """A revealed note of the workshop, with its activity, group and author; None for any other."""
    note = (
        Note.objects.select_related("activity__track", "group", "participant")
        .filter(uuid=uuid, activity__track__workshop=workshop)
        .first()
    )
    if note is None or not is_revealed(note.activity):
        return None
    note.activity.track.workshop = workshop
    return note


def group_in(workshop: Workshop, uuid: UUID) -> NoteGroup | None:
    """A group of the workshop, with its activity."""
    groups = NoteGroup.objects.select_related("activity__track")
    group = groups.filter(uuid=uuid, activity__track__workshop=workshop).first()
    if group is not None:
        group.activity.track.workshop = workshop
    return group


# --- What notes became ----------------------------------------------------------------------------


def became(note: Note) -> Artifact | None:
    """The artifact that the note was turned into; None when that is in the trash, or nothing."""
    if note.became_uuid is None or note.became_kind not in note_targets:
        return None
    return note_targets.get(note.became_kind).model.objects.filter(uuid=note.became_uuid).first()


def turned_notes(group: NoteGroup) -> list[Note]:
    """Notes of a group of which all became something, one for each thing; none while one is left."""
    notes = list(Note.objects.filter(group=group).order_by("pk"))
    if any(note.became_uuid is None for note in notes):
        return []
    return list({note.became_uuid: note for note in notes}.values())


def notes_behind(artifact: Artifact) -> list[Note]:
    """The notes of boards that the artifact was made from, each with its activity and workshop."""
    rows = Note.objects.filter(became_uuid=artifact.uuid).select_related("activity__track__workshop")
    return list(rows.order_by("pk"))


# --- Like notes -----------------------------------------------------------------------------------

MOST_LIKE = 8
"""How many notes are suggested for a group."""


def like_notes(group: NoteGroup) -> list[Note]:
    """Notes in no group that are perhaps about the same as this one, the nearest first. A group without name
    and notes has none."""
    notes = list(notes_of(group.activity))
    group_keys = set(groups_of(group.activity).values_list("pk", flat=True))
    texts = [group.name, *(note.text for note in notes if note.group_id == group.pk)]
    loose = [note for note in notes if note.group_id not in group_keys]
    places = like_texts([text for text in texts if text], [note.text for note in loose], MOST_LIKE)
    return [loose[place] for place in places]
