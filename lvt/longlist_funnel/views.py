"""Dots for use cases from phones, and calling back what they left below the best."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discovery.models import Discovery
from lvt.longlist_funnel.selectors import CARD_DOTS
from lvt.longlist_funnel.services import call_back, give_dots
from lvt.tree.views import editor
from lvt.use_cases.selectors import use_cases_of
from organizations.web import Request, find, redirect_with_toast, with_toast
from workshops.contributions.artifact_dots.views import dots_from_phone
from workshops.models import Activity
from workshops.web import access, check_kind


@access.contributor
@require_POST
def card_vote(request: Request, activity: Activity) -> JsonResponse:
    """Dots from a phone."""
    check_kind(activity, CARD_DOTS)
    return dots_from_phone(request, activity, give_dots)


@editor
@require_POST
def use_case_call_back(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Let a use case go to scoring after all. From the console (`?in=room`), the page stays, since it
    follows."""
    use_case = call_back(actor=request.actor, use_case=find(use_cases_of(discovery), uuid=uuid))
    words = _("“%(name)s” goes to scoring") % {"name": use_case.name}
    if request.htmx and request.GET.get("in") == "room":
        return with_toast(HttpResponse(status=204), words)
    return redirect_with_toast(request, reverse("lvt:use_case", args=[discovery.slug, use_case.uuid]), words)
