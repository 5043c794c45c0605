"""The buttons of the console, and the one of the room. Screens follow through the event streams."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.web import Request, page, sent_values, with_toast
from workshops.models import Participant, Workshop
from workshops.registries import activity_kinds
from workshops.room.running import services as running
from workshops.room.running.forms import DoneForm, MoveForm, PhaseForm, TimerForm
from workshops.services import activity_phases
from workshops.web import access, activity_of, room_asked
from workshops.workshop.selectors import track_of


@access.remote
@require_POST
def start(request: Request, workshop: Workshop) -> HttpResponse:
    """Start the workshop."""
    running.start_workshop(actor=request.actor, workshop=workshop)
    return with_toast(_nothing(), _("The workshop is live"))


@access.remote
@require_POST
def end(request: Request, workshop: Workshop) -> HttpResponse:
    """End the workshop."""
    running.end_workshop(actor=request.actor, workshop=workshop)
    return with_toast(_nothing(), _("The workshop has ended"))


@access.console
@require_POST
def reopen(request: Request, workshop: Workshop) -> HttpResponse:
    """Go on with a workshop that has ended."""
    running.reopen_workshop(actor=request.actor, workshop=workshop)
    return with_toast(_nothing(), _("The workshop is live again"))


@access.remote
@require_POST
def move(request: Request, workshop: Workshop) -> HttpResponse:
    """Move everyone, or a breakout room: to the activity `to`, or by `step` from `at`, where the facilitator
    saw the room."""
    values = sent_values(MoveForm(request.POST))
    track = room_asked(request, workshop) or track_of(workshop)
    at = activity_of(workshop, values["at"]) if values["at"] else None
    if values["to"]:
        to = activity_of(workshop, values["to"])
        running.move_cursor(actor=request.actor, track=track, from_activity=at, to_activity=to)
    else:
        running.move_on(actor=request.actor, track=track, from_activity=at, steps=values["step"])
    return _nothing()


@access.remote
@require_POST
def phase(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Move an activity into its next phase."""
    values = sent_values(PhaseForm(request.POST))
    activity_phases.set_phase(
        actor=request.actor, activity=activity_of(workshop, uuid), from_phase=values["from_"], to=values["to"]
    )
    return _nothing()


@access.remote
@require_POST
def timer(request: Request, workshop: Workshop) -> HttpResponse:
    """Set, pause, resume, extend or clear the timer."""
    values = sent_values(TimerForm(request.POST))
    track, actor = room_asked(request, workshop) or track_of(workshop), request.actor
    if values["do"] == "start":
        running.start_timer(actor=actor, track=track, seconds=60 * (values["minutes"] or 5))
    elif values["do"] == "pause":
        running.pause_timer(actor=actor, track=track)
    elif values["do"] == "resume":
        running.resume_timer(actor=actor, track=track)
    elif values["do"] == "extend":
        running.extend_timer(actor=actor, track=track, seconds=60 * (values["minutes"] or 1))
    else:
        running.clear_timer(actor=actor, track=track)
    return _nothing()


@access.room
@require_POST
def participant_done(request: Request, workshop: Workshop, participant: Participant) -> HttpResponse:
    """A participant is done with the current activity, or not yet; answers with the button as it is now."""
    values = sent_values(DoneForm(request.POST))
    activity = activity_of(workshop, values["activity"])
    running.set_done(actor=request.actor, activity=activity, is_done=values["done"])
    kind = activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None
    context = {"workshop": workshop, "activity": activity, "kind": kind, "is_done": values["done"]}
    return page(request, "workshops/live/done.html", context)


def _nothing() -> HttpResponse:
    return HttpResponse(status=204)
