"""The dress rehearsal of a workshop: start, progress, and discard."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from exchange.dress_rehearsal import services
from exchange.dress_rehearsal.forms import RehearsalForm
from organizations.web import Request, page, redirect_with_toast
from workshops.agenda.time_estimates.rules import COUNT
from workshops.dress_rehearsal.rules import SPEEDS
from workshops.dress_rehearsal.selectors import standing_of
from workshops.models import Workshop, WorkshopState
from workshops.web import workshop_of


@access.discovery(DiscoveryRole.FACILITATOR)
@never_cache
@require_safe
def rehearsal(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The state of the rehearsal, or the form that starts one. The page polls while it runs."""
    workshop = workshop_of(discovery, uuid)
    services.reap(workshop)
    standing = standing_of(workshop)
    context = {
        "discovery": discovery,
        "workshop": workshop,
        "standing": standing,
        "may_begin": workshop.state == WorkshopState.PLANNED
        and not discovery.domain.organization.is_rehearsal,
        "people": COUNT,
        "speeds": SPEEDS,
    }
    return page(request, "exchange/dress_rehearsal/page.html", context, part="standing")


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def begin(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Start a rehearsal at the selected speed. The worker runs it in a copy of the discovery."""
    workshop = workshop_of(discovery, uuid)
    form = RehearsalForm(request.POST)
    services.begin(actor=request.actor, workshop=workshop, speed=form.chosen())
    return redirect_with_toast(request, _address(discovery, workshop), _("Rehearsal started"))


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def throw_away(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """End the rehearsal, and delete its copy of the discovery."""
    workshop = workshop_of(discovery, uuid)
    services.throw_away(actor=request.actor, workshop=workshop)
    return redirect_with_toast(request, _address(discovery, workshop), _("Rehearsal discarded"))


def _address(discovery: Discovery, workshop: Workshop) -> str:
    return reverse("discovery:rehearsal", args=[discovery.slug, workshop.uuid])
