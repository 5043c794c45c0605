"""Deciding the shortlist, from the ranking on the console."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discovery.models import Workshop
from discovery.web import access
from discovery.web.lookups import activity_of
from discovery.web.pages import page, with_toast
from discovery.web.requests import Request
from lvt.activities.deciding import deciding
from lvt.selectors.focus import FOCUS
from lvt.selectors.rounds import current_results
from lvt.services.focus import focus_on
from lvt.services.shortlist import decide


@access.console
@require_POST
def shortlist_decide(request: Request, workshop: Workshop, activity_uuid: UUID) -> HttpResponse:
    """The decision; with something missing its words again, which say what, with status 422."""
    activity = activity_of(workshop, activity_uuid)
    offered = deciding(activity, current_results(workshop.discovery), request.POST)
    form = offered.form
    if not form.is_valid():
        return page(
            request, "lvt/prioritization/parts/deciding_words.html", {"deciding": offered}, status=422
        )
    if FOCUS in activity.settings:  # the screens show what was decided, and no use case by itself
        focus_on(actor=request.actor, activity=activity, use_case=None)
    _decision, operation = decide(
        actor=request.actor,
        activity=activity,
        use_cases=form.chosen(),
        reason=form.cleaned_data["reason"],
        decided_by=form.cleaned_data["decided_by"],
        dissent=form.cleaned_data["dissent"],
        uuid=form.cleaned_data["uuid"],
    )
    if not request.htmx:
        back = reverse("discovery:console", args=[workshop.code])
        return HttpResponse(status=303, headers={"Location": back})
    return with_toast(HttpResponse(status=204), _("The shortlist is decided"), undoes=operation)
