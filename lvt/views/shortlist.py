"""Deciding the shortlist from the console, in a dialog: what is typed there is not touched by what the room
does."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from discovery.models import Workshop
from discovery.web import access
from discovery.web.form_pages import form_methods, form_page, posted
from discovery.web.lookups import activity_of
from discovery.web.pages import with_toast, with_trigger
from discovery.web.requests import Request
from lvt.forms.shortlist import ShortlistForm
from lvt.models import UseCase
from lvt.selectors.results import Results
from lvt.selectors.rounds import current_results
from lvt.selectors.shortlist import Shortlist, shortlist_of
from lvt.services.shortlist import decide


@access.console
@form_methods
def shortlist_decide(request: Request, workshop: Workshop, activity_uuid: UUID) -> HttpResponse:
    """The form, and with POST the decision. Deciding again starts from what was decided."""
    activity = activity_of(workshop, activity_uuid)
    before = shortlist_of(activity)
    sent = posted(request)
    results = current_results(workshop.discovery)
    form = ShortlistForm(
        _choices(results, workshop),
        sent,
        initial=_initial(before),
        close=results.close_places() if results else (),
    )
    back = reverse("discovery:console", args=[workshop.code])
    if request.method == "POST" and form.is_valid():
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
            return HttpResponse(status=303, headers={"Location": back})
        response = with_toast(HttpResponse(status=204), _("The shortlist is decided"), undoes=operation)
        return with_trigger(response, "dialog:close")
    return form_page(
        request,
        form,
        title=_("Decide the shortlist"),
        back=back,
        save_label=_("Decide"),
        discovery=workshop.discovery,
    )


def _choices(results: Results | None, workshop: Workshop) -> list[tuple[UseCase, str]]:
    """The use cases with rank and total, in the order of the ranking, then those that were not scored."""
    ranked = results.ranking if results else ()
    choices = [
        (
            each.use_case,
            f"{each.rank}. {each.use_case.name} ({each.total})" if each.rank else each.use_case.name,
        )
        for each in ranked
    ]
    known = {use_case.pk for use_case, _words in choices}
    others = UseCase.objects.filter(discovery=workshop.discovery).exclude(pk__in=known)
    return choices + [(use_case, use_case.name) for use_case in others]


def _initial(before: Shortlist | None) -> dict[str, object]:
    if before is None:
        return {}
    return {
        "use_cases": [str(use_case.uuid) for use_case in before.use_cases],
        "reason": before.decision.reason,
        "decided_by": before.decision.decided_by,
        "dissent": before.decision.dissent,
    }
