"""Targets for a note on a board, of the things that every discovery has."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from core.clean_text import title_and_rest
from core.models import Artifact
from discovery.models import Discovery
from organizations.actors import Actor
from workshops.models import CapturedOutcome, Note
from workshops.registries import NoteTarget, note_targets
from workshops.results.outcomes.kinds import ACTION, PARKING_LOT, QUESTION, RISK
from workshops.results.quick_captures import services as captures

_LONGEST_TITLE = CapturedOutcome._meta.get_field("title").max_length or 300


def register_own() -> None:
    """Register them after what the streams offer, which is the aim of a brainstorm."""
    for key, label, order, kind in (
        ("risk", _("Risk"), 60, RISK),
        ("action", _("Action"), 70, ACTION),
        ("question", _("Question"), 80, QUESTION),
        ("parking_lot", _("Parking-lot item"), 90, PARKING_LOT),
    ):
        note_targets.register(NoteTarget(key, label, order, kind.model, _capture(kind.model), kind.url))


def _capture(model: type[CapturedOutcome]) -> Callable[[Actor, Discovery, Note, str], Artifact]:
    def make(actor: Actor, discovery: Discovery, note: Note, parent: str) -> Artifact:
        title, detail = title_and_rest(note.text, _LONGEST_TITLE)
        activity = note.activity
        draft = model(
            discovery=discovery,
            title=title,
            detail=detail,
            workshop=activity.track.workshop,
            activity=activity,
        )
        who = None if note.participant is None else note.participant.as_author()
        return captures.add(actor=actor, draft=draft, captured_by=who)

    return make
