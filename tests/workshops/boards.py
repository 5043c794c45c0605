"""A live room that brainstorms: what the tests of the board start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from core.services import artifacts
from core.services.operations import operation
from discovery.models import Discovery
from live.regions import AUDIENCES
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM
from workshops.activities.large_boards import forget_board
from workshops.actors import RoomActor
from workshops.contributions.notes.selectors import GROUP
from workshops.contributions.notes.services import add_note
from workshops.contributions.services import SavedContribution
from workshops.contributions.votes.services import give_dots
from workshops.models import Activity, Note, NoteGroup, Participant, Workshop
from workshops.services.activity_phases import set_phase
from workshops.services.note_groups import move_note
from workshops.workshop.models import WorkshopState


@dataclass
class Board:
    workshop: Workshop
    activity: Activity

    def join(self, name: str) -> Participant:
        return factories.participant(self.workshop, name)

    def actor(self, name: str) -> RoomActor:
        """Somebody who joined just now; in an anonymous activity the holder of a key with this name."""
        if self.activity.is_anonymous:
            return RoomActor.of_key(name, self.activity)
        return RoomActor.of_participant(self.join(name))

    def write(self, actor: Actor, text: str, uuid: UUID | None = None) -> SavedContribution[Note]:
        return add_note(actor=actor, activity=self.activity, uuid=uuid or uuid4(), text=text)

    def go(self, to: str) -> None:
        """Into another phase, past the one it is in."""
        self.activity.refresh_from_db()
        seen = self.activity.phase or "write"
        self.activity = set_phase(actor=SYSTEM, activity=self.activity, from_phase=seen, to=to)

    def group(self, name: str, *notes: Note) -> NoteGroup:
        """A new group of these notes."""
        uuid = uuid4()
        for note in notes:
            move_note(actor=SYSTEM, activity=self.activity, note=note.uuid, group=uuid, is_new=True)
        group = NoteGroup.objects.get(uuid=uuid)
        with operation(SYSTEM, "test.named"):
            return artifacts.change(group, name=name)

    def vote(self, actor: Actor, item: UUID, dots: int, **order: Any) -> int:
        return give_dots(actor=actor, activity=self.activity, item=item, dots=dots, **order)

    def texts(self) -> list[str]:
        return list(Note.objects.filter(activity=self.activity).values_list("text", flat=True))


def forget_boards(activity: Activity) -> None:
    """Forget how the board of the activity was drawn in this language: what is drawn next shows its items,
    and not that it is loading. All at once, because an observer sees the board of the stage."""
    for audience in AUDIENCES:
        forget_board(activity, audience)


def board(
    *texts: str, is_anonymous: bool = False, discovery: Discovery | None = None, **settings: Any
) -> Board:
    """A live workshop whose room is in a brainstorm; with `texts`, these notes are written and revealed."""
    workshop = factories.workshop(discovery or factories.discovery(), state=WorkshopState.LIVE)
    activity = factories.activity(
        workshop,
        "brainstorm",
        "What holds us back?",
        settings=settings,
        is_anonymous=is_anonymous,
        phase="write",
        started_at=workshop.created_at,
    )
    with operation(SYSTEM, "test.moved"):
        activity.track = artifacts.change(activity.track, current=activity)
    activity.track.workshop = workshop
    made = Board(workshop, activity)
    if texts:
        author = made.actor("Author")
        for text in texts:
            made.write(author, text)
        made.go(GROUP)
    return made
