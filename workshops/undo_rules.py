"""Operations of this app that only facilitators may undo, and those that no one may."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.exceptions import Conflict
from core.models import Artifact, Operation
from core.registries import UndoRules, undo_rules
from core.selectors.operations import tracked_models
from core.services import artifacts
from discovery.discoveries.models import IMPORTED
from discovery.models import Discovery
from discovery.policies import check_one_of_organization
from organizations.selectors.unique_names import WITHIN, holder, namesake
from workshops import policies
from workshops.models import Activity, Note, NoteGroup


def register_own() -> None:
    """Register what of discoveries and rooms only facilitators undo, and what rooms have seen."""
    undo_rules.register(
        UndoRules(
            "discovery",
            of_facilitators=frozenset(
                {
                    "access",
                    "activity",
                    "agenda",
                    "breakout",
                    "demo",
                    "discovery",
                    "participant",
                    "results",
                    "timer",
                    "workshop",
                }
            ),
            # What a whole room saw happen cannot be unseen: the way on is another step, not an undo. And the
            # demo shows its past by its dates.
            seen_by_the_room=frozenset(
                {
                    "activity.answered_anonymously",
                    "activity.closed_ahead",
                    "activity.moved_on",
                    "activity.opened_ahead",
                    "activity.proposed",
                    "activity.slide_shown",
                    "demo.dated",
                    "device.paired",
                    "device.unpaired",
                    IMPORTED,
                    "participant.added",
                    "participant.merged",  # separating them takes it back
                    "participant.removed",
                    "participant.separated",
                    "participant.took_over",
                    "participant.let_in",
                    "participant.nudged",
                    # A link that was withdrawn leads nowhere any more; sharing again makes another.
                    "results.mailed",
                    "results.shared",
                    "results.withdrawn",
                    "timer.set",
                    "workshop.camera_moved",
                    "workshop.closed_to_observers",
                    "workshop.code_hidden",
                    "workshop.code_shown",
                    "workshop.ended",
                    "workshop.eyes_released",
                    "workshop.eyes_up",
                    "workshop.gathered",
                    "workshop.message_shown",
                    "workshop.message_withdrawn",
                    "workshop.moved",
                    "workshop.opened_to_observers",
                    "workshop.paused",
                    "workshop.reopened",
                    "workshop.resumed",
                    "workshop.rooms_opened",
                    "workshop.spotlight_shown",
                    "workshop.spotlight_stopped",
                    "workshop.started",
                }
            ),
            settle=_check_what_came_back,
        )
    )
    undo_rules.register(
        UndoRules(
            "board",
            of_facilitators=frozenset({"note", "note_group"}),
            seen_by_the_room=frozenset(),
            check=_check_set_back,
            settle=_drop_groups_left_empty,
        )
    )


def _check_set_back(artifact: Artifact, before: Mapping[str, Any] | None) -> None:
    policies.check_board_stays(artifact)
    if isinstance(artifact, Activity) and before is not None:
        policies.check_anonymity(artifact, before["is_anonymous"])


def _drop_groups_left_empty(target: Operation) -> None:
    """A group goes with the last of its notes when the move that filled it first is undone."""
    if target.verb != "note.moved":
        return
    rows = list(Note.history.filter(operation=target))
    undone = Operation.objects.exclude(undoes=None).values("undoes")
    for group in NoteGroup.objects.filter(pk__in={past.group_id for past in rows} - {None}):
        before = Note.history.filter(group_id=group.pk, history_id__lt=min(past.history_id for past in rows))
        if (
            not Note.objects.filter(group=group).exists()
            and not before.exclude(operation__in=undone).exists()
        ):
            artifacts.trash(group)


def _check_what_came_back(target: Operation) -> None:
    """An organization has one discovery for itself, and what came back, or got its name back, has that alone.
    Raises Conflict where another took the place or the name since."""
    for past in Discovery.history.filter(operation=target):
        back = Discovery.objects.select_related("domain").filter(uuid=past.uuid).first()
        if back is not None and back.domain.is_whole:
            artifacts.locked(back.domain)
            check_one_of_organization(back.domain, exclude=back)
    for model in tracked_models():
        if not hasattr(model, WITHIN):
            continue
        for past in model.history.filter(operation=target):
            row: Any = model.objects.filter(uuid=past.uuid).first()
            if row is None:
                continue
            artifacts.locked(holder(row))  # one after the other, as when they are added or renamed
            if namesake(row, past.instance if past.deleted_at is None else None):
                message = _(
                    "There’s another “%(name)s” now, so this can’t be restored. Rename that one first."
                )
                raise Conflict(message % {"name": row.name})
