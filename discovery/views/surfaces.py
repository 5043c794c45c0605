"""The three surfaces of a room, and single regions of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from discovery import invitation, live
from discovery.activities import regions
from discovery.exceptions import NotFound
from discovery.live import Snapshot
from discovery.models import Participant, Workshop
from discovery.selectors.running import room_state
from discovery.web import access
from discovery.web.pages import page
from discovery.web.requests import Request


@access.room
@never_cache
@require_safe
def room(request: Request, workshop: Workshop, participant: Participant) -> HttpResponse:
    """A stakeholder's phone or laptop."""
    snapshot = _snapshot(workshop, "room")
    context = _context(snapshot)
    context["participant"] = participant
    context["mine"] = regions.draw_mine(request, context["room"], participant)
    return page(request, "discovery/live/room.html", context)


@access.console
@never_cache
@require_safe
def console(request: Request, workshop: Workshop) -> HttpResponse:
    """The facilitator's screen."""
    return page(request, "discovery/live/console.html", _context(_snapshot(workshop, "console")))


@access.stage
@never_cache
@require_safe
def stage(request: Request, workshop: Workshop) -> HttpResponse:
    """The projector."""
    context = _context(_snapshot(workshop, "stage"))
    context["invitation"] = invitation.of(workshop)
    return page(request, "discovery/live/stage.html", context)


@access.console
@never_cache
@require_safe
def invite(request: Request, workshop: Workshop) -> HttpResponse:
    """How people get in, for the facilitator's dialog."""
    context = {"workshop": workshop, "invitation": invitation.of(workshop)}
    return page(request, "discovery/live/invite.html", context, part="content")


@access.surface
@never_cache
@require_safe
def region(
    request: Request, workshop: Workshop, surface: str, participant: Participant | None, key: str
) -> HttpResponse:
    """The inner HTML of one region as it is now, with the revision that it shows in the header
    `Headwaters-Revision`. Two are never pushed: `mine`, the participant's own part of the room, and the
    console's `everybody`."""
    if key == "mine" and participant is not None:
        html = regions.draw_mine(request, room_state(workshop.pk), participant)
    elif key == "everybody" and surface == "console":
        html = regions.draw_everybody(_snapshot(workshop, surface))
    else:
        found = next((each for each in live.regions_for(surface) if each.key == key and each.render), None)
        if found is None or found.render is None:
            raise NotFound(_("There is no such part of the page."))
        html = SafeString(found.render(_snapshot(workshop, surface)))
    return HttpResponse(html, headers={"Headwaters-Revision": str(workshop.live_revision)})


def _snapshot(workshop: Workshop, surface: str) -> Snapshot:
    # The revision came with the workshop, before anything else was read: what is drawn is at least that new.
    return Snapshot(workshop.pk, workshop.live_revision, surface, live.connected(workshop.pk))


def _context(snapshot: Snapshot) -> dict[str, Any]:
    state = regions.state_of(snapshot)
    events = reverse("discovery:events", args=[state.workshop.code])
    return {
        "room": state,
        "workshop": state.workshop,
        "discovery": state.workshop.discovery,
        "regions": regions.draw_surface(snapshot),
        "live_url": f"{events}?surface={snapshot.audience}",
        "live_rev": snapshot.revision,
    }
