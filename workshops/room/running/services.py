"""Running a workshop: start and end, the cursor that moves everyone, the timer, and "I am done".

Each service names what changed first: that takes the lock of the room's row, so the writers of one room
follow each other, and what is checked afterwards is what holds.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, Invalid, NotFound
from core.services import artifacts, operation
from documents import rounded_numbers
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.actors import begin_anonymously
from workshops.agenda.rules import LONGEST_TIMER
from workshops.joining.device_pairing import services as pairing
from workshops.models import Activity, ActivityCompletion, LeadNotice, Track, Workshop
from workshops.registries import activity_kinds
from workshops.room.quick_questions.selectors import (
    NOTED,
    Return,
    interrupted_by,
    way_back,
    what_to_return_to,
)
from workshops.workshop.selectors import track_of

# From the track as it is held and the time: until when the timer runs, or the seconds at which it is paused.
TimerChange = Callable[[Track, datetime], tuple[datetime | None, int | None]]

EVERYTHING = ("cursor", "timer", "agenda", "people", "progress", "activity", "items", "steering", "hands")


# --- Start and end --------------------------------------------------------------------------------


def start_workshop(*, actor: Actor, workshop: Workshop) -> Workshop:
    """Open the room: everyone is moved to the first activity and its timer runs.

    Raises NotAllowed, NotFound, and Conflict when it is live or ended, or when its agenda is empty.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "workshop.started", summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, *EVERYTHING, "you", "lead")
        current = artifacts.locked(workshop)
        after = policies.state_after(current, policies.START)
        track = artifacts.locked(track_of(current))
        first = track.activities.first()
        if first is None:
            raise Conflict(_("The agenda is empty. Add an activity before you start."))
        current = artifacts.change(current, state=after, lead=actor.account, shows_code=False)
        LeadNotice.objects.filter(workshop=current).delete()
        arrive(track, first, actor)
    return current


def end_workshop(*, actor: Actor, workshop: Workshop) -> Workshop:
    """Close the room: nothing is written there any more until it is reopened.

    Raises NotAllowed, NotFound, and Conflict unless it is live or paused.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "workshop.ended", summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, *EVERYTHING, "you", "lead")
        current = artifacts.locked(workshop)
        after = policies.state_after(current, policies.END)
        track = artifacts.locked(track_of(current))
        leave(track, actor)
        artifacts.change(track, timer_ends_at=None, timer_left=None)
        # What was to be said in the room ends with it, also when it is opened again.
        workshop.participants.update(hand_raised_at=None, nudged_at=None)
        LeadNotice.objects.filter(workshop=current).delete()
        pairing.end_with(current)
        return artifacts.change(current, state=after, **policies.NOTHING_STEERED)


def reopen_workshop(*, actor: Actor, workshop: Workshop) -> Workshop:
    """Take the room up again where it ended; its timer stays off until someone starts it.

    Raises NotAllowed, NotFound, and Conflict unless it has ended.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "workshop.reopened", summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, *EVERYTHING, "you")
        current = artifacts.locked(workshop)
        after = policies.state_after(current, policies.REOPEN)
        track = artifacts.locked(track_of(current))
        activity = _standing_at(track) or track.activities.last()
        if activity is None:
            raise Conflict(_("The agenda is empty. Add an activity before you reopen the workshop."))
        artifacts.change(track, current=activity)
        for each in (activity, *Activity.objects.filter(pk__in=activity.rooms.values("current"))):
            artifacts.change(each, ended_at=None)
        pairing.go_on_with(current)
        return artifacts.change(current, state=after)


# --- The cursor -----------------------------------------------------------------------------------


def move_cursor(
    *, actor: Actor, track: Track, from_activity: Activity | None, to_activity: Activity
) -> Activity:
    """Move everyone from the activity that the facilitator saw to another one, and start its timer; the
    message to everyone ends. In a breakout room (its `track`) that is everyone in it, and the message
    stays.

    Raises NotAllowed, NotFound, and Conflict when the room is not live or someone moved it already.
    """
    workshop = track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "workshop.moved", summary=to_activity.title, place=workshop):
        live.publish_change(workshop.pk, *EVERYTHING)
        room = artifacts.locked(workshop)
        policies.check_is_live(room)
        current = artifacts.locked(track)
        policies.check_track_is_open(current)
        policies.check_cursor_is_at(current, from_activity.pk if from_activity else None)
        if to_activity.track_id != current.pk:
            raise NotFound(_("This activity is on another agenda."))
        came_from, to_activity, now = _standing_at(current), artifacts.locked(to_activity), timezone.now()
        before = what_to_return_to(came_from, to_activity, now)
        if to_activity.asked_in and came_from is not None:
            # It was asked before; from now on it leads back to here.
            settings = {name: value for name, value in to_activity.settings.items() if name not in NOTED}
            noted = way_back(current, came_from, now)
            to_activity = artifacts.change(to_activity, settings={**settings, **noted})
        leave(current, actor)
        if current.breakout_id is None and room.message:
            artifacts.change(room, message="")
        arrived = arrive(current, to_activity, actor)
        if before is not None:
            _restore(current, arrived, before)
        return arrived


def _restore(track: Track, activity: Activity, before: Return) -> None:
    """Inside of an operation, the clocks of the track, and of the rooms that were there, as they were."""
    were = {str(track.uuid): before.timer, **before.rooms}
    for each in (track, *activity.rooms.all()):
        if timer := were.get(str(each.uuid)):
            artifacts.change(each, timer_ends_at=timer[0], timer_left=timer[1])
    if before.is_gathered:
        artifacts.change(track.workshop, is_gathered=True)


def move_on(*, actor: Actor, track: Track, from_activity: Activity | None, steps: int = 1) -> Activity:
    """Move everyone by one activity (`steps` −1: back), past those that are skipped or only interrupted
    another; back from a quick question to the activity that it interrupted. Raises as `move_cursor`; Conflict
    at either end."""
    activities = list(track.activities.all())
    try:
        place = activities.index(from_activity) + steps if from_activity else 0
    except ValueError:
        raise Conflict(_("Someone changed the agenda. Your screen shows where the room is now.")) from None
    if steps < 0 and (interrupted := interrupted_by(from_activity, activities)):
        place = activities.index(interrupted)
    while 0 <= place < len(activities) and activities[place].is_passed_over:
        place += steps
    if place < 0:
        raise Conflict(_("This is the first activity."))
    if place >= len(activities):
        raise Conflict(_last(track))
    return move_cursor(actor=actor, track=track, from_activity=from_activity, to_activity=activities[place])


def _last(track: Track) -> str:
    if track.breakout_id is not None:
        return _("This was the last activity of this room.")
    return _("This was the last activity. You can end the workshop now.")


def skip_activity(*, actor: Actor, activity: Activity) -> Activity:
    """Leave an activity out: the room moves on when it is in it, or back from a quick question, and passes
    over it when it comes later. Jumping there takes it in again.

    Raises NotAllowed, NotFound, and Conflict when the room is not live, the activity is over, or it is the
    current one and nothing comes after it.
    """
    workshop, track = activity.track.workshop, activity.track
    permissions.check_facilitate_workshop(actor, workshop)
    is_current = Track.objects.filter(pk=track.pk, current=activity).exists()
    # Skipping the current activity moves the room, which everyone sees, like any other move.
    verb = "workshop.moved" if is_current else "activity.skipped"
    with operation(actor, verb, summary=activity.title, place=workshop):
        live.publish_change(workshop.pk, *EVERYTHING)
        policies.check_is_live(artifacts.locked(workshop))
        locked = artifacts.locked(activity)
        if locked.ended_at is not None:
            raise Conflict(_("This activity is already over."))
        if is_current:
            leads_back = interrupted_by(locked, track.activities.all()) is not None
            move_on(actor=actor, track=track, from_activity=locked, steps=-1 if leads_back else 1)
        return artifacts.change(locked, skipped_at=timezone.now())


def take_in_again(*, actor: Actor, activity: Activity) -> Activity:
    """Undo the skipping of an activity that is still to come. Raises NotAllowed or NotFound."""
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "activity.taken_in", summary=activity.title, place=workshop):
        live.publish_change(workshop.pk, *EVERYTHING)
        return artifacts.change(activity, skipped_at=None)


def leave(track: Track, actor: Actor) -> None:
    """End what the track is at, inside an operation."""
    activity = _standing_at(track)
    if activity is None:
        return
    activity = artifacts.change(activity, ended_at=timezone.now())
    activity.track = track
    if activity.kind in activity_kinds:
        activity_kinds.get(activity.kind).on_leave(activity, actor)


def arrive(track: Track, activity: Activity, actor: Actor) -> Activity:
    """Make the activity the track's current one, inside an operation: its timer runs, its kind is told. Who
    comes back to what the room is through with looks at what came out, without a timer."""
    now = timezone.now()
    activity.track = track
    is_through = activity.kind in activity_kinds and activity_kinds.get(activity.kind).is_settled(activity)
    ends = None if is_through else now + timedelta(minutes=activity.minutes)
    artifacts.change(track, current=activity, timer_ends_at=ends, timer_left=None, camera="")
    away = now - activity.ended_at if activity.started_at and activity.ended_at else timedelta()
    activity = artifacts.change(
        activity,
        started_at=activity.started_at or now,
        ended_at=None,
        skipped_at=None,
        away_seconds=activity.away_seconds + max(0, rounded_numbers.seconds(away)),
    )
    activity.track = track
    return begin(activity, actor, now)


def begin(activity: Activity, actor: Actor, now: datetime) -> Activity:
    """Begin an activity, inside an operation, when the room gets to it, or it is opened ahead of the
    workshop; the first time, it enters its first phase."""
    if activity.is_anonymous:
        begin_anonymously(activity, now)
    if activity.kind in activity_kinds:
        kind, track = activity_kinds.get(activity.kind), activity.track
        if kind.phases and not activity.phase:
            activity = artifacts.change(activity, phase=kind.phases[0].key)
            activity.track = track
        kind.on_start(activity, actor)
    return activity


def _standing_at(track: Track) -> Activity | None:
    return None if track.current_id is None else Activity.objects.filter(pk=track.current_id).first()


# --- The timer ------------------------------------------------------------------------------------


def start_timer(*, actor: Actor, track: Track, seconds: int) -> Track:
    """Run the timer for `seconds` from now. Raises NotAllowed, NotFound, Conflict, Invalid."""
    if not 1 <= seconds <= LONGEST_TIMER:
        raise Invalid(_("A timer can run from one second to eight hours."))
    return _set_timer(actor, track, lambda _timer, now: (now + timedelta(seconds=seconds), None))


def pause_timer(*, actor: Actor, track: Track) -> Track:
    """Stop the timer where it is; a paused or unset one stays as it is. Raises as `start_timer`."""

    def paused(timer: Track, now: datetime) -> tuple[datetime | None, int | None]:
        if timer.timer_ends_at is None:
            return None, timer.timer_left
        return None, max(0, rounded_numbers.seconds(timer.timer_ends_at - now))

    return _set_timer(actor, track, paused)


def resume_timer(*, actor: Actor, track: Track) -> Track:
    """Go on from where the timer was paused. Raises as `start_timer`."""

    def resumed(timer: Track, now: datetime) -> tuple[datetime | None, int | None]:
        if timer.timer_left is None:
            return timer.timer_ends_at, None
        return now + timedelta(seconds=timer.timer_left), None

    return _set_timer(actor, track, resumed)


def extend_timer(*, actor: Actor, track: Track, seconds: int = 60) -> Track:
    """Give the room more time; one that is over begins again with `seconds`. Raises as `start_timer`."""

    def extended(timer: Track, now: datetime) -> tuple[datetime | None, int | None]:
        if timer.timer_left is not None:
            return None, min(timer.timer_left + seconds, LONGEST_TIMER)
        return max(timer.timer_ends_at or now, now) + timedelta(seconds=seconds), None

    return _set_timer(actor, track, extended)


def clear_timer(*, actor: Actor, track: Track) -> Track:
    """Take the timer off all screens. Raises as `start_timer`."""
    return _set_timer(actor, track, lambda _timer, _now: (None, None))


def _set_timer(actor: Actor, track: Track, change: TimerChange) -> Track:
    workshop = track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "timer.set", place=workshop):
        # The overview of the breakout shows the timers of its rooms.
        live.publish_change(workshop.pk, "timer", *(["activity"] if track.breakout_id else []))
        policies.check_is_live(artifacts.locked(workshop))
        locked = artifacts.locked(track)
        policies.check_track_is_open(locked)
        ends_at, remaining = change(locked, timezone.now())
        return artifacts.change(locked, timer_ends_at=ends_at, timer_left=remaining)


# --- "I am done" ----------------------------------------------------------------------------------


def set_done(*, actor: Actor, activity: Activity, is_done: bool) -> None:
    """Note that a participant is done with the current activity, or take it back; a second time changes
    nothing.

    A completion is not an artifact: its row names the person, so there is nothing for an operation to
    attribute. Raises NotFound, and Conflict when the room has moved on or is not live.
    """
    workshop = activity.track.workshop
    participant = permissions.check_take_part(actor, workshop)
    if activity.is_anonymous:
        raise Conflict(_("This activity is anonymous, so no one is asked whether they’re done."))
    with transaction.atomic():
        live.publish_change(workshop.pk, "progress")
        policies.check_is_there(activity)
        if is_done:
            ActivityCompletion.objects.get_or_create(activity=activity, participant=participant)
        else:
            ActivityCompletion.objects.filter(activity=activity, participant=participant).delete()
