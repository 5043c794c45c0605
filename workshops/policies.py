"""Steps that the state of a row allows. permissions.py checks who may take them.

A state machine is one table of allowed transitions; code, buttons and the drawings in docs/ come from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from core.clean_text import is_visible
from core.exceptions import Conflict, Invalid
from core.models import Artifact, Operation
from core.registries import undo_rules
from discovery.models import Discovery
from workshops.activity_kind import Phase
from workshops.contributions.notes.selectors import BOARD
from workshops.contributions.votes.selectors import has_votes
from workshops.models import (
    Activity,
    MergedParticipant,
    NoteGroup,
    Participant,
    Track,
    Workshop,
    WorkshopState,
)
from workshops.registries import activity_kinds
from workshops.selectors.person_places import is_open_ahead, is_track_open
from workshops.workshop.selectors import read_anew

_FURTHEST = timedelta(days=365)
EMPTY = gettext_lazy("Write something before you send it.")


def check_says(text: str, most: int) -> None:
    """Raises Invalid where a text from the room has nothing that can be seen, or is longer than `most`."""
    if not is_visible(text):
        raise Invalid(EMPTY, "text")
    check_fits(text, most)


def check_fits(text: str, most: int) -> None:
    """Raises Invalid where a text from the room is longer than `most`."""
    if len(text) > most:
        words = _("Use at most %(most)s characters: this has %(now)s.")
        raise Invalid(words % {"most": most, "now": len(text)}, "text")


def check_deadline(until: datetime, now: datetime) -> None:
    """Raises Invalid where people cannot take part ahead until then: it has passed, or is a year away."""
    if until <= now:
        raise Invalid(_("This time has passed. Choose a later one."), "until")
    if until > now + _FURTHEST:
        raise Invalid(_("Choose a deadline within a year."), "until")


@dataclass(frozen=True, slots=True)
class WorkshopStep:
    """A step in the life of a workshop: `key` is in the name of its address, `action` what its button says,
    and `refusal` what someone reads who takes it in another state."""

    key: str
    action: str | Promise
    refusal: str | Promise
    icon: str = ""


START = WorkshopStep(
    "start",
    gettext_lazy("Start the workshop"),
    gettext_lazy("Someone has already started this workshop."),
    "play",
)
PAUSE = WorkshopStep(
    "pause",
    gettext_lazy("Pause the workshop"),
    gettext_lazy("Only a live workshop can be paused."),
    "pause",
)
RESUME = WorkshopStep(
    "resume", gettext_lazy("Resume the workshop"), gettext_lazy("This workshop is not paused."), "play"
)
END = WorkshopStep(
    "end",
    gettext_lazy("End the workshop"),
    gettext_lazy("Only a live or paused workshop can be ended."),
    "flag",
)
REOPEN = WorkshopStep(
    "reopen", gettext_lazy("Reopen the workshop"), gettext_lazy("This workshop has not ended.")
)
# From each state, the states that may follow, and by which step. Services, buttons and the drawing in docs/
# come from this table.
WORKSHOP_TRANSITIONS: Mapping[WorkshopState, Mapping[WorkshopState, WorkshopStep]] = {
    WorkshopState.PLANNED: {WorkshopState.LIVE: START},
    WorkshopState.LIVE: {WorkshopState.PAUSED: PAUSE, WorkshopState.ENDED: END},
    WorkshopState.PAUSED: {WorkshopState.LIVE: RESUME, WorkshopState.ENDED: END},
    WorkshopState.ENDED: {WorkshopState.LIVE: REOPEN},
}
# People are in the room, or come back to it: nothing is deleted under them.
UNDER_WAY = frozenset({WorkshopState.LIVE, WorkshopState.PAUSED})

_LONGEST_MESSAGE = 300
# The steering of a workshop that has ended: no message, spotlight, code or pause lies over its screens.
NOTHING_STEERED: dict[str, Any] = {
    "eyes_up": False,
    "is_gathered": False,
    "message": "",
    "shows_code": False,
    "spotlight_kind": "",
    "spotlight_uuid": None,
}


def check_message(text: str, field: str) -> None:
    """Raises Invalid where what lies over all screens is longer than fits on a phone."""
    if len(text) > _LONGEST_MESSAGE:
        words = _("This has %(length)s characters. Only %(most)s fit on a phone.")
        raise Invalid(words % {"length": len(text), "most": _LONGEST_MESSAGE}, field)


def state_after(workshop: Workshop, step: WorkshopStep) -> WorkshopState:
    """The state that the step leads to. Raises Conflict where the table does not have it."""
    for state, allowed in WORKSHOP_TRANSITIONS[WorkshopState(workshop.state)].items():
        if allowed is step:
            return state
    raise Conflict(str(step.refusal))


def check_can_join(workshop: Workshop) -> None:
    """Raises Conflict once the workshop has ended; people may join before it starts."""
    if workshop.state == WorkshopState.ENDED:
        raise Conflict(_("This workshop has ended. Ask the facilitator for the report."))


def check_can_be_merged(workshop: Workshop, target: Participant, other: Participant) -> None:
    """Raises Conflict unless these are two people who are in the workshop."""
    if target == other:
        raise Conflict(_("Choose another person. This is the same entry."))
    for each in (target, other):
        if each.workshop_id != workshop.pk or each.removed_at is not None:
            raise Conflict(_("%(name)s is no longer in the workshop.") % {"name": each})


def check_is_not_merged(participant: Participant) -> None:
    """Raises Conflict for someone who counts as another person."""
    if MergedParticipant.objects.filter(other=participant).exists():
        raise Conflict(
            _("%(name)s was merged with another person. Separate them instead.") % {"name": participant}
        )


def check_lets_new_people_in(workshop: Workshop) -> None:
    """Raises Conflict while the room is locked. It is asked of new people only: who is in the room may come
    back."""
    if workshop.is_locked:
        raise Conflict(_("The room is locked. Ask the facilitator to let you in."))


def check_has_not_ended(workshop: Workshop) -> None:
    """Raises Conflict once the workshop has ended."""
    if workshop.state == WorkshopState.ENDED:
        raise Conflict(_("The workshop has ended."))


def check_is_live(workshop: Workshop) -> None:
    """Raises Conflict, which says why, for a workshop that has not started, is paused or has ended."""
    if workshop.state == WorkshopState.PLANNED:
        raise Conflict(_("The workshop has not started yet."))
    if workshop.state == WorkshopState.PAUSED:
        raise Conflict(_("The workshop is paused. What you typed is kept on this device."))
    if workshop.state == WorkshopState.ENDED:
        raise Conflict(_("The workshop has ended."))


def check_takes_contributions(activity: Activity) -> Activity:
    """Notes, votes and answers: while the room is in the activity, or it is open ahead of the workshop, and
    while its phase is open; the activity as it is. Call it behind the room's lock.

    Raises Conflict with what the person should do instead; their text is kept by their device.
    """
    fresh = check_is_there(activity)
    kind = activity_kinds.get(fresh.kind) if fresh.kind in activity_kinds else None
    phase = kind.phase(fresh) if kind else None
    if phase is not None and not phase.is_open:
        raise Conflict(
            _("“%(activity)s” is closed. You can’t add to it anymore.") % {"activity": fresh.title}
        )
    return fresh


def check_is_there(activity: Activity) -> Activity:
    """The activity, read again with track and workshop, while the room is in it or it is open ahead of the
    workshop. Call it behind the room's lock. Raises Conflict."""
    fresh = read_anew(activity)
    if fresh is None:
        raise Conflict(_("The facilitator removed this activity. Copy what you wrote. It’s still here."))
    workshop = fresh.track.workshop
    if not (is_open_ahead(fresh, timezone.now()) and workshop.state != WorkshopState.ENDED):
        if fresh.opens_at is not None and fresh.started_at is None and workshop.state != WorkshopState.ENDED:
            raise Conflict(_("The deadline has passed. What you sent before is kept and counts."))
        check_is_live(workshop)
        check_room_is_at(fresh)
    return fresh


def obstacle_ahead(activity: Activity) -> str:
    """Return why people cannot take part in the activity ahead of the workshop; "" when they can."""
    workshop = activity.track.workshop
    kind = activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None
    if kind is None or not kind.may_be_ahead or activity.track.breakout_id is not None:
        return _("People can’t take part in this activity before the workshop.")
    if activity.started_at is not None:
        return _("The room has already been in this activity.")
    if workshop.state == WorkshopState.LIVE:
        return _("The workshop is live. Move the room to this activity instead.")
    if workshop.state == WorkshopState.ENDED:
        return _("The workshop has ended.")
    return str(kind.obstacle_ahead(activity))


def check_opens_ahead(activity: Activity) -> None:
    """Raises Conflict with the obstacle."""
    if obstacle := obstacle_ahead(activity):
        raise Conflict(obstacle)


def check_is_open_ahead(activity: Activity) -> None:
    """Raises Conflict."""
    if not is_open_ahead(activity, timezone.now()):
        raise Conflict(_("This is already closed."))


def check_room_is_at(activity: Activity) -> None:
    """The activity, read again with its track, is the current one, and so is the breakout around it. Raises
    Conflict."""
    if activity.track.current_id != activity.pk or not is_track_open(activity.track):
        raise Conflict(_("The room has moved on. Your screen shows where it is now."))


def check_track_is_open(track: Track) -> None:
    """A breakout room is steered while its breakout lasts. Raises Conflict."""
    if not is_track_open(track):
        raise Conflict(_("This breakout isn’t open right now. Move everyone there first."))


def anonymity_is_settled(activity: Activity) -> bool:
    """Return True if people may have written already, so that the activity stays anonymous, or stays not."""
    return activity.started_at is not None or activity.opens_at is not None


def check_anonymity(activity: Activity, is_anonymous: bool) -> None:
    """The activity may become anonymous, or not anonymous: before it starts or opens. Raises Conflict."""
    if activity.is_anonymous == is_anonymous:
        return
    if anonymity_is_settled(activity):
        raise Conflict(
            _("You can’t change whether an activity is anonymous once it has opened. Add a new one.")
        )
    kind = activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None
    if is_anonymous and not (kind and kind.may_be_anonymous):
        raise Conflict(_("This kind of activity can’t be anonymous."))


def check_phase(activity: Activity, from_phase: str, to: str) -> Phase:
    """The phase `to`, which the activity may enter from where the facilitator saw it. Raises Conflict."""
    kind = activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None
    now = kind.phase(activity) if kind else None
    if kind is None or now is None or now.key != from_phase:
        raise Conflict(_("Someone has already moved this activity on. Your screen shows where it is now."))
    phase = next((each for each in kind.next_phases(activity) if each.key == to), None)
    if phase is None:
        raise Conflict(_("The activity can’t go to that step from here."))
    return phase


def check_has_answers(activity: Activity) -> None:
    """Raise Conflict before the reveal, and where no one answered: then there are no answers to record."""
    kind = activity_kinds.get(activity.kind)
    if not kind.is_settled(activity):
        raise Conflict(_("Reveal the answers first."))
    if kind.has_nothing_to_show(activity):
        raise Conflict(_("No one has answered, so there’s nothing to record. Open it again."))


def check_is_board(activity: Activity) -> None:
    """Notes are written and grouped on boards alone. Raises Conflict."""
    if activity.kind != BOARD:
        raise Conflict(_("This activity doesn’t accept notes."))


def check_has_begun(activity: Activity) -> None:
    """Raises Conflict while the room has not come to the activity, unless it was opened ahead."""
    has_begun = activity.started_at is not None or activity.opens_at is not None
    if not has_begun and activity.track.current_id != activity.pk:
        raise Conflict(_("The room hasn’t reached this activity yet."))


def check_board_stays(artifact: Artifact) -> None:
    """Groups of notes stay as they are once people voted on them. Raises Conflict."""
    if isinstance(artifact, NoteGroup) and has_votes(artifact.activity):
        raise Conflict(_("People have voted on these groups, so they can’t be changed."))


def check_cursor_is_at(track: Track, activity_pk: int | None) -> None:
    """Raises Conflict when another activity is current by now: two facilitators who press "next" at the same
    moment move the room once."""
    if track.current_id != activity_pk:
        raise Conflict(_("Someone has already moved the room. Your screen shows where it is now."))


def may_be_undone(target: Operation) -> bool:
    """Return True if an operation is of a kind that can be undone at all."""
    return not any(target.verb in rules.seen_by_the_room for rules in undo_rules)


def check_may_be_undone(target: Operation) -> None:
    """Raises Conflict for what a room has seen."""
    if not may_be_undone(target):
        raise Conflict(_("The room has already seen this, so it can’t be undone."))


def check_room_is_still_at_it(workshop_id: int, target: Operation) -> None:
    """Raises Conflict when the workshop is not live, or when the room has moved since a guest did what they
    want to take back: it may have been scored or ranked, or be in a report."""
    room = Workshop.objects.get(pk=workshop_id)
    check_is_live(room)
    later = Operation.objects.filter(room_uuid=room.uuid, pk__gt=target.pk)
    if later.filter(verb__in=("workshop.moved", "workshop.ended")).exists():
        raise Conflict(_("The room has moved on. Your facilitator can undo this for you."))


def check_not_under_way(workshop: Workshop) -> None:
    """Nothing is deleted under a room full of people, nor what they come back to. Raises Conflict."""
    if workshop.state in UNDER_WAY:
        raise Conflict(
            _("The workshop “%(workshop)s” is %(state)s. End it first.")
            % {"workshop": workshop.name, "state": str(workshop.get_state_display()).lower()}
        )


def check_discoveries_may_go(discoveries: QuerySet[Discovery]) -> None:
    """Discoveries are deleted with their workshops. Raises Conflict."""
    for workshop in Workshop.objects.filter(discovery__in=discoveries, state__in=UNDER_WAY):
        check_not_under_way(workshop)
