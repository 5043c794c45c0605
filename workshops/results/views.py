"""The results of a workshop: for the members of its discovery, and for everyone with the shared link."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from discovery import permissions
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from organizations.recent_sign_in.web import grants
from organizations.web import Request, form_methods, form_view, page, posted, redirect_with_toast, way_back
from organizations.web.access import public
from organizations.web.languages import speak
from workshops.agenda.selectors import unsettled_of
from workshops.joining import invitation
from workshops.models import Workshop, WorkshopState
from workshops.results.forms import ShareForm
from workshops.results.result_mails.selectors import mails_to_send
from workshops.results.result_rendering import DrawnResult, draw, draw_pair, that_left_something
from workshops.results.selectors import PARTS, compare, results_of
from workshops.results.services import share_results, withdraw_results
from workshops.web import workshop_of


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def results(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The page of a workshop afterwards; with `?with=` another workshop (uuid) beside it."""
    workshop = workshop_of(discovery, uuid)
    results = results_of(workshop)
    others = discovery.workshops.exclude(pk=workshop.pk).exclude(state=WorkshopState.PLANNED)
    context = {
        "discovery": discovery,
        "workshop": workshop,
        "results": results,
        "others": list(others),
        "may_facilitate": permissions.may_facilitate(request.actor, discovery),
        "unsettled": unsettled_of(workshop),
        "shared_url": invitation.results_url(workshop),
        "shared_parts": [PARTS[part] for part in workshop.result_parts if part in PARTS],
        "parts": list(PARTS),
        "with_names": True,
        "mails": mails_to_send(workshop),
    }
    if other := _other(discovery, workshop, request.GET.get("with", "")):
        second = results_of(other)
        pairs = [draw_pair(pair) for pair in compare(results, second)]
        context |= {"other": other, "second": second, "pairs": pairs}
        return page(request, "workshops/results/compare.html", context)
    drawings = [draw(each, decisions_are_listed=True) for each in results.activities]
    return page(request, "workshops/results/page.html", {**context, **_in_parts(drawings)})


def _other(discovery: Discovery, workshop: Workshop, key: str) -> Workshop | None:
    """The workshop to compare with; None when nothing was chosen. Raises NotFound for a foreign one."""
    if not key:
        return None
    try:
        other = workshop_of(discovery, UUID(key))
    except ValueError:
        raise NotFound from None
    return None if other.pk == workshop.pk else other


def _in_parts(drawings: list[DrawnResult]) -> dict[str, Any]:
    """The activities that end in an order or a decision, the others, and those that nothing came out of."""
    full = [each for each in drawings if not each.is_empty]
    return {
        "concluding": [each for each in full if each.result.concludes],
        "activities": [each for each in full if not each.result.concludes],
        "empty": [each for each in drawings if each.is_empty],
    }


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
@grants
def share(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Choose what people with the link may see; the link is made with the first choice."""
    workshop = workshop_of(discovery, uuid)
    form = ShareForm(posted(request), initial={"parts": workshop.result_parts or list(PARTS)})
    return form_view(
        request,
        form,
        lambda: share_results(actor=request.actor, workshop=workshop, parts=form.cleaned_data["parts"]),
        message=_("Shared. Copy the link and pass it on."),
        title=_("Share the results"),
        intro=_("Anyone with the link can read these parts without signing in, until you withdraw it."),
        save_label=_("Share"),
        back=_page_of(discovery, workshop),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def withdraw(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The link no longer works."""
    workshop = workshop_of(discovery, uuid)
    withdraw_results(actor=request.actor, workshop=workshop)
    back = way_back(request, _page_of(discovery, workshop))
    return redirect_with_toast(request, back, _("Withdrawn. The link no longer works."))


@public
@never_cache
@require_safe
def shared(request: Request, key: str) -> HttpResponse:
    """The parts that a facilitator chose to share, for everyone with the link. Search engines are asked not
    to index it. A withdrawn link gets the same answer as an unknown one."""
    workshop = (
        Workshop.objects.select_related("discovery__domain__organization")
        .filter(result_key=key, discovery__deleted_at=None, discovery__domain__deleted_at=None)
        .first()
    )
    if workshop is None:
        raise NotFound(_("This link no longer works. Ask the facilitator."))
    speak(request, workshop.language)
    results, parts = results_of(workshop), workshop.result_parts
    # Readers who were not there are spared what nothing came out of.
    is_listed = "decisions" in parts
    drawings = that_left_something(
        draw(each, nameless=True, decisions_are_listed=is_listed) for each in results.activities
    )
    context = {
        "workshop": workshop,
        "results": results,
        **_in_parts(drawings),
        "is_empty": not any(
            drawings if part == "activities" else getattr(results.outcomes, part, ()) for part in parts
        ),
        "parts": parts,
        "with_names": False,
    }
    response = page(request, "workshops/results/shared.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _page_of(discovery: Discovery, workshop: Workshop) -> str:
    return reverse("discovery:workshop_results", args=[discovery.slug, workshop.uuid])
