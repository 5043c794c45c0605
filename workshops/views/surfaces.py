"""The three surfaces of a room, and single regions of them."""

import time
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import live
from core.exceptions import NotFound, PageOutdated
from core.selectors.request_cache import sharing
from live import Snapshot
from organizations.permissions import allows, check_start_discovery
from organizations.web import Request, page, page_for_many
from organizations.web.access import account_actor
from workshops.activities import console_regions, personal_parts, regions
from workshops.activities.ended_workshop import draw_mail_offer
from workshops.activities.room_snapshot import state_of
from workshops.activities.steering_regions import draw_you
from workshops.actors import device_behind
from workshops.joining import invitation
from workshops.models import Participant, Workshop
from workshops.permissions import check_facilitate_workshop
from workshops.results.quick_captures.forms import labels_of_kinds, letters_of_kinds
from workshops.results.quick_captures.views import room_capture_context
from workshops.room.running.selectors import room_state
from workshops.selectors.person_places import place_of
from workshops.web import access

_ROOM: Final = "workshops/live/room.html"


@access.room
@never_cache
@require_safe
def room(request: Request, workshop: Workshop, participant: Participant) -> HttpResponse:
    """A stakeholder's phone or laptop. The parts that are the same for all are drawn once, also for two
    hundred people who come in at once."""
    lent, revision = live.room_cache(workshop.pk, workshop.live_revision)
    with sharing(lent.once):
        of_room = _context(_snapshot(workshop, "room", place_of(workshop, participant)))
        state = of_room["room"]
        own = {
            "live_url": of_room["live_url"],
            "live_rev": min(revision, of_room["live_rev"]),
            "live_now": f"{time.time():.6f}",
            "live_people": of_room["live_people"],
            "own_uuid": participant.uuid,
            "own_name": participant.display_name,
            "own_mail": draw_mail_offer(state.workshop, participant),
            "own_side": participant.get_side_display(),
            "capture_uuid": uuid4(),
            "mine": personal_parts.draw_mine(request, state, request.actor),
            "you": draw_you(request, state, participant),
            **{f"region_{key}": html for key, html in of_room["regions"].items()},
        }

        def context() -> dict[str, Any]:
            return {"workshop": state.workshop, **room_capture_context(state.workshop)}

        if participant.is_proxy:
            own["live_url"] += f"&for={participant.uuid}"
            return page(request, _ROOM, {**context(), **own, "participant": participant})
        return page_for_many(request, _ROOM, context, own=own, once=lent.once)


@access.console
@never_cache
@require_safe
def console(request: Request, workshop: Workshop) -> HttpResponse:
    """The facilitator's screen."""
    context = _context(_snapshot(workshop, "console", request.track_id))
    organization = workshop.discovery.domain.organization
    context |= {
        "capture_kinds": labels_of_kinds().items(),
        "capture_letters": letters_of_kinds(),
        "capture_uuid": uuid4(),
        "may_organize": allows(check_start_discovery, request.actor, organization),
    }
    return page(request, "workshops/live/console.html", context)


@access.stage
@never_cache
@require_safe
def stage(request: Request, workshop: Workshop) -> HttpResponse:
    """The projector."""
    context = _context(_snapshot(workshop, "stage", request.track_id))
    context["invitation"] = invitation.of(workshop)
    # Also for a facilitator who is here as a participant.
    context["may_steer"] = allows(check_facilitate_workshop, account_actor(request), workshop)
    return page(request, "workshops/live/stage.html", context)


@access.remote
@never_cache
@require_safe
def remote(request: Request, workshop: Workshop) -> HttpResponse:
    """The console as a remote control, for the facilitator's phone."""
    context = _context(_snapshot(workshop, "remote", request.track_id))
    context["is_paired"] = device_behind(request.actor) is not None
    return page(request, "workshops/live/remote.html", context)


@access.console
@never_cache
@require_safe
def invite(request: Request, workshop: Workshop) -> HttpResponse:
    """Show the ways in, for the facilitator's dialog."""
    context = {
        "workshop": workshop,
        "invitation": invitation.of(workshop),
        "observer_url": invitation.observer_url(workshop),
    }
    return page(request, "workshops/live/invite.html", context, part="content")


@access.surface
@never_cache
@require_safe
def region(
    request: Request, workshop: Workshop, surface: str, participant: Participant | None, key: str
) -> HttpResponse:
    """The inner HTML of one region as it is now, with the revision that it shows in the header
    `Headwaters-Revision`. Some are never pushed: `mine` and `you`, the participant's own
    parts of the room, and the console's `everybody` and `devices`."""
    track = place_of(workshop, participant) if participant is not None else request.track_id
    if key == "mine" and participant is not None:
        html = personal_parts.draw_mine(request, room_state(workshop.pk, track), request.actor)
    elif key == "you" and participant is not None:
        html = draw_you(request, room_state(workshop.pk, track), participant)
    elif key == "everybody" and surface == "console":
        html = console_regions.draw_everybody(_snapshot(workshop, surface, track))
    elif key == "devices" and surface == "console":
        html = console_regions.draw_devices(workshop)
    else:
        region = next((each for each in live.regions_for(surface) if each.key == key and each.render), None)
        if region is None or region.render is None:
            raise NotFound(_("This part of the page wasn’t found."))
        try:
            html = SafeString(region.render(_snapshot(workshop, surface, track)))
        except live.PlaceGone:
            raise PageOutdated(_("This page has changed. Reload it.")) from None
    return HttpResponse(html, headers={"Headwaters-Revision": str(workshop.live_revision)})


def _snapshot(workshop: Workshop, surface: str, track: int | None = None) -> Snapshot:
    # The revision came with the workshop, before anything else was read: what is drawn is at least that new.
    return Snapshot(workshop.pk, workshop.live_revision, surface, live.connected(workshop.pk), track_id=track)


def surface_context(workshop: Workshop, surface: str) -> dict[str, Any]:
    """The context of a surface's page that follows the track for everyone."""
    return _context(_snapshot(workshop, surface))


def _context(snapshot: Snapshot) -> dict[str, Any]:
    snapshot = replace(snapshot, for_page=True)  # with the cache of the one given
    state = state_of(snapshot)
    html_by_region, revision = regions.draw_surface(snapshot)
    query = {"surface": snapshot.audience, "language": get_language()}
    if snapshot.track_id is not None and snapshot.audience != "room":  # phones follow their participants
        query["track"] = str(state.track.uuid)
    return {
        "room": state,
        "workshop": state.workshop,
        "discovery": state.workshop.discovery,
        "regions": html_by_region,
        "live_url": f"{reverse('discovery:events', args=[state.workshop.code])}?{urlencode(query)}",
        "live_rev": revision,
        "live_people": len(snapshot.connected),
    }
