"""The agenda on the console, also while the room is live: what the facilitator changes without leaving it.

The console's region is drawn again by the event stream; what is typed goes into a form in place or a dialog.
"""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

import live
from core.exceptions import Conflict
from core.forms import refuse
from core.models import Operation
from core.selectors.operations import last_change
from live import Snapshot
from organizations.web import (
    PagePart,
    Request,
    edit_in_place,
    form_methods,
    form_page,
    form_view,
    posted,
    sent_order,
    with_toast,
    with_trigger,
)
from workshops.activities import console_regions
from workshops.agenda import services as agenda
from workshops.agenda.forms import ActivityForm, ActivityTimeForm, NewActivityForm
from workshops.agenda.views import minutes_in_words, seen_order, with_minutes
from workshops.contributions.answers.forms import QuickQuestionForm
from workshops.models import Activity, Workshop
from workshops.room.quick_questions import services as quick_questions
from workshops.room.quick_questions.selectors import unanswered
from workshops.room.running import services as running
from workshops.web import access, activity_of, room_asked
from workshops.workshop.selectors import track_of

PART = "console-agenda"


@access.console
@form_methods
def add(request: Request, workshop: Workshop) -> HttpResponse:
    """Add an activity, by default right after the current one."""
    room = room_asked(request, workshop)
    form = NewActivityForm(posted(request))
    now = (room or track_of(workshop)).current

    def save() -> Activity:
        values = dict(form.cleaned_data)
        after = now if values.pop("place") == "next" else None
        return agenda.add_activity(actor=request.actor, workshop=workshop, track=room, after=after, **values)

    return form_view(
        request,
        form,
        save,
        answer=lambda item: _closed(request, workshop, _("“%(title)s” was added") % {"title": item.title}),
        title=_("Add an activity"),
        back=_console(workshop),
        save_label=_("Add"),
        discovery=workshop.discovery,
    )


@access.console
@form_methods
def ask(request: Request, workshop: Workshop) -> HttpResponse:
    """Ask a quick question: one dialog, and the room has it."""
    track = room_asked(request, workshop)
    form = QuickQuestionForm(posted(request))
    still_open = unanswered((track or track_of(workshop)).current)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            quick_questions.ask(actor=request.actor, workshop=workshop, track=track, **values)
        except Conflict as refused:
            # In the form, where the question is not lost.
            refuse(form, refused)
        else:
            return _closed(request, workshop, _("The room has your question"))
    return form_page(
        request,
        form,
        title=_("Quick question"),
        intro="" if form.errors else still_open,
        back=_console(workshop),
        save_label=_("Ask now"),
        discovery=workshop.discovery,
    )


@access.console
@form_methods
def edit(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Everything about an activity, in a dialog."""
    activity = activity_of(workshop, uuid)
    form = ActivityForm(posted(request), instance=activity)
    return form_view(
        request,
        form,
        lambda: agenda.change_activity(actor=request.actor, activity=activity, **form.changes()),
        message=_("Activity saved"),
        title=_("Edit the activity"),
        back=_console(workshop),
        stays=True,
        discovery=workshop.discovery,
    )


@access.console
@form_methods
def time(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Title and minutes, in place."""
    activity = activity_of(workshop, uuid)
    form = ActivityTimeForm(posted(request), instance=activity)
    return edit_in_place(
        request,
        workshop.discovery,
        form,
        lambda: agenda.change_activity(actor=request.actor, activity=activity, **form.changes()),
        part=_part(workshop, activity),
        slot=f"agenda-{activity.uuid}",
        title=_("Title and minutes"),
        message=_("Activity saved"),
    )


@access.console
@require_POST
def minutes(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Other minutes for an activity whose edge was dragged; the event stream shows the agenda again."""
    before = activity_of(workshop, uuid)
    was = before.minutes
    after = with_minutes(request, before)
    return _toast(minutes_in_words(after), undoes=last_change(after) if after.minutes != was else None)


@access.console
@require_POST
def order(request: Request, workshop: Workshop) -> HttpResponse:
    """The activities in another order, which screens show from the revision in `Headwaters-Revision` on."""
    revision = agenda.reorder_activities(
        actor=request.actor,
        workshop=workshop,
        track=room_asked(request, workshop),
        order=sent_order(request, "order"),
        before=seen_order(request),
    )
    return HttpResponse(status=204, headers={"Headwaters-Revision": str(revision)})


@access.console
@require_POST
def skip(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Leave an activity out; from the current one the room moves on."""
    skipped = running.skip_activity(actor=request.actor, activity=activity_of(workshop, uuid))
    return _toast(_("“%(title)s” is skipped") % {"title": skipped.title})


@access.console
@require_POST
def take_in(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Take a skipped activity in again."""
    activity = running.take_in_again(actor=request.actor, activity=activity_of(workshop, uuid))
    return _toast(_("“%(title)s” is back on the agenda") % {"title": activity.title})


@access.console
@require_POST
def delete(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Take an activity off the agenda and offer to undo it."""
    deletion = agenda.delete_activity(actor=request.actor, activity=activity_of(workshop, uuid))
    return _toast(_("Activity deleted"), undoes=deletion)


def _part(workshop: Workshop, activity: Activity) -> PagePart:
    track = activity.track.pk if activity.track.breakout_id else None
    query = f"?surface=console&track={activity.track.uuid}" if track else "?surface=console"

    def render() -> HttpResponse:
        now = live.connected(workshop.pk)
        snapshot = Snapshot(workshop.pk, workshop.live_revision, "console", now, track_id=track)
        return HttpResponse(console_regions.draw_agenda(snapshot))

    return PagePart(PART, reverse("discovery:region", args=[workshop.code, "agenda"]) + query, render)


def _console(workshop: Workshop) -> str:
    return reverse("discovery:console", args=[workshop.code])


def _closed(request: Request, workshop: Workshop, message: str) -> HttpResponse:
    """The dialog closes; the event stream shows what changed."""
    if not request.htmx:
        return HttpResponse(status=303, headers={"Location": _console(workshop)})
    return with_trigger(_toast(message), "dialog:close")


def _toast(message: str, *, undoes: Operation | None = None) -> HttpResponse:
    return with_toast(HttpResponse(status=204), message, undoes=undoes)
