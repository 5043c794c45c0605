"""Steps of the console with the results of an assessment."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.web import Request, with_toast
from workshops.contributions.assessment import services
from workshops.contributions.assessment.selectors import ASSESSMENT
from workshops.models import Workshop
from workshops.web import access, activity_of, check_kind


@access.console
@require_POST
def record_all(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Record the room's numbers for everything that it rated."""
    return _record(request, workshop, uuid, None)


@access.console
@require_POST
def record_one(request: Request, workshop: Workshop, uuid: UUID, subject: UUID) -> HttpResponse:
    """Record the room's number for one thing that it rated."""
    return _record(request, workshop, uuid, subject)


def _record(request: Request, workshop: Workshop, uuid: UUID, subject: UUID | None) -> HttpResponse:
    activity = activity_of(workshop, uuid)
    check_kind(activity, ASSESSMENT)
    recorded = services.record(actor=request.actor, activity=activity, subject=subject)
    return with_toast(HttpResponse(status=204), _("The room’s answers are recorded"), undoes=recorded)
