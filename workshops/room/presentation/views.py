"""Buttons of the console for a presentation and for a break."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.exceptions import Conflict, Invalid
from organizations.web import Request
from workshops.activities.breaks import Break
from workshops.contributions.answers.views import check_sent
from workshops.models import Activity, Workshop
from workshops.room.presentation.activity import Presentation
from workshops.room.presentation.forms import BackAtForm, SlideForm
from workshops.room.presentation.services import show_slide
from workshops.room.running.services import start_timer
from workshops.web import access, activity_of


@access.console
@require_POST
def slide(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Show everyone another slide."""
    form = SlideForm(request.POST)
    check_sent(form)
    show_slide(
        actor=request.actor,
        activity=_activity(workshop, uuid, Presentation.key),
        from_slide=form.cleaned_data["seen"],
        to=form.cleaned_data["to"],
    )
    return HttpResponse(status=204)


@access.console
@require_POST
def back_at(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Let the break end at a time of day."""
    activity = _activity(workshop, uuid, Break.key)
    form = BackAtForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose a time of day, such as 10:45."))
    try:
        seconds = form.seconds()
    except ValidationError as error:
        raise Invalid(error.messages[0]) from None
    start_timer(actor=request.actor, track=activity.track, seconds=seconds)
    return HttpResponse(status=204)


def _activity(workshop: Workshop, uuid: UUID, kind: str) -> Activity:
    activity = activity_of(workshop, uuid)
    if activity.kind != kind:
        raise Conflict(_("This is a different kind of activity. Reload the page."))
    return activity
