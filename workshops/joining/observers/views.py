"""Watching a room by a read-only link, and handing that link out."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from organizations.recent_sign_in.web import grants
from organizations.web import Request, page, way_back
from organizations.web.access import public
from workshops.joining import invitation
from workshops.joining.observers import services as observers
from workshops.models import Workshop
from workshops.views.surfaces import surface_context
from workshops.web import access
from workshops.web.cookies import remember_observer
from workshops.workshop.selectors import workshop_with_observer_key


@public
@never_cache
@require_safe
def enter(request: Request, key: str) -> HttpResponse:
    """The link: this browser may watch from now on."""
    workshop = workshop_with_observer_key(key)
    if workshop is None:
        raise NotFound(_("This link for observers is no longer valid. Ask the facilitator for a new one."))
    return remember_observer(redirect("discovery:observe", code=workshop.code), workshop)


@access.observer
@never_cache
@require_safe
def observe(request: Request, workshop: Workshop) -> HttpResponse:
    """Show the stage on a phone or a laptop."""
    return page(request, "workshops/live/observer.html", surface_context(workshop, "observer"))


@access.console
@require_POST
@grants
def renew(request: Request, workshop: Workshop) -> HttpResponse:
    """Make a link, or another one in place of the one that there is; answers with the part of the dialog."""
    link = observers.make_observer_link(actor=request.actor, workshop=workshop)
    return _part(request, link)


@access.console
@require_POST
def revoke(request: Request, workshop: Workshop) -> HttpResponse:
    """End the link; answers with the part of the dialog."""
    return _part(request, observers.end_observer_link(actor=request.actor, workshop=workshop))


def _part(request: Request, workshop: Workshop) -> HttpResponse:
    if not request.htmx:
        back = way_back(request, reverse("discovery:console_invite", args=[workshop.code]))
        return HttpResponse(status=303, headers={"Location": back})
    context = {"workshop": workshop, "observer_url": invitation.observer_url(workshop)}
    return page(request, "workshops/live/invite_observers.html", context)
