"""Deciding the shortlist, from the ranking on the console."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.exceptions import Invalid
from core.forms import RefusedForm, save_or_refuse
from lvt.activities.shortlist_in_ranking import deciding
from lvt.ranking_focus.selectors import FOCUS
from lvt.ranking_focus.services import focus_on
from lvt.rounds.selectors import current_results
from lvt.shortlist.services import decide
from organizations.web import Request, page, with_toast
from workshops.models import Workshop
from workshops.web import access, activity_of


@access.console
@require_POST
def shortlist_decide(request: Request, workshop: Workshop, activity_uuid: UUID) -> HttpResponse:
    """The decision; with something missing its words again, with messages, and status 422, or 409 when
    something else was decided with this form."""
    activity = activity_of(workshop, activity_uuid)
    decision = deciding(activity, current_results(workshop.discovery), request.POST)
    form = decision.form

    def again(status: int) -> HttpResponse:
        words = "lvt/prioritization/parts/deciding_words.html"
        return page(request, words, {"deciding": decision}, status=status)

    if not form.is_valid():
        return again(Invalid.status)
    words = {**form.cleaned_data, "use_cases": form.chosen()}
    decided = save_or_refuse(form, lambda: decide(actor=request.actor, activity=activity, **words))
    if isinstance(decided, RefusedForm):
        return again(decided.status)
    _decision, operation = decided
    if FOCUS in activity.settings:  # the screens show what was decided, and no use case by itself
        focus_on(actor=request.actor, activity=activity, use_case=None)
    if not request.htmx:
        back = reverse("discovery:console", args=[workshop.code])
        return HttpResponse(status=303, headers={"Location": back})
    return with_toast(HttpResponse(status=204), _("The shortlist is decided"), undoes=operation)
