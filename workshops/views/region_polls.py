"""Updates of screens besides their event streams: by polls, and by pages of large boards."""

import time
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import live
from core.exceptions import NotFound
from live import Screen, Snapshot, current_broker
from live.polls import PollRequest
from organizations.web import Request
from workshops.activities import large_boards as boards, regions
from workshops.activities.room_snapshot import look_of
from workshops.models import Participant, Workshop
from workshops.room.breakouts.services import place_if_returning
from workshops.selectors.person_places import place_of
from workshops.views.event_stream import latest
from workshops.web import access

SOON_MS = 250
"""When to ask again while the screen is being drawn."""


@access.surface
@never_cache
@require_safe
def poll(request: Request, workshop: Workshop, surface: str, participant: Participant | None) -> HttpResponse:
    """Answer `GET /w/<code>/poll/?surface=…&track=…&rev=…&place=…&since=…` with what changed since then.

    JSON {rev, place, cursor, patches}, the patches as in the event stream; 204 when nothing did, with
    `Headwaters-Again` (milliseconds) when the screen is only being drawn. `since` are the cursors of the last
    answers, one of each serving process, with spaces between. 410 when the page shows a revision that never
    was, 503 in a process that serves pages only.
    """
    claim = latest([request.GET.get("rev", "")])
    if claim is not None and claim > workshop.live_revision:
        return HttpResponse(status=410)
    poll_request = PollRequest(
        workshop.pk,
        Screen(surface, request.track_id, get_language()),
        str(participant.uuid) if participant is not None else None,
        claim,
        request.GET.get("place", ""),
        request.GET.get("since", ""),
    )
    if poll_request.participant is not None:
        place_if_returning(workshop.pk, poll_request.participant)
    broker = current_broker.broker()
    answer = broker.poll(poll_request) if broker else None
    if answer is None:
        return HttpResponse(status=503, headers={"Retry-After": "2"})
    headers = {"Headwaters-Now": str(int(time.time() * 1000))}
    if not answer.is_ready:
        return HttpResponse(status=204, headers=headers | {"Headwaters-Again": str(SOON_MS)})
    if not answer.is_new:
        return HttpResponse(status=204, headers=headers)
    return HttpResponse(answer.encoded(), content_type="application/json", headers=headers)


@access.surface
@require_safe
def board(
    request: Request,
    workshop: Workshop,
    surface: str,
    participant: Participant | None,
    activity: UUID,
    number: int,
) -> HttpResponse:
    """A page of a large board, compressed once for everyone who fetches it, as it was at the revision `rev`
    or later: `Headwaters-Revision` says at which. Pages of one board are to be of one revision.

    Raises NotFound when the screen has no board, such as the remote, when the activity is not what it shows,
    and when the board has no such page.
    """
    if not any(region.key == "items" for region in live.regions_for(surface)):
        raise NotFound(_("This part of the page wasn’t found."))
    revision = latest([request.GET.get("rev", "")]) or 0
    track = place_of(workshop, participant) if participant is not None else request.track_id
    snapshot = Snapshot(workshop.pk, workshop.live_revision, surface, frozenset(), track_id=track)
    items = boards.cached_board(str(activity), look_of(snapshot), since=min(revision, workshop.live_revision))
    if items is None or items.activity.track.workshop_id != workshop.pk or not _shows(snapshot, items):
        items = regions.board_of(snapshot, str(activity))
    if items is None or number >= len(items.pages):
        raise NotFound(_("The room has moved on from this board."))
    return _compressed(request, items, number)


def _shows(snapshot: Snapshot, board: boards.DrawnBoard) -> bool:
    """Return True if the board is one of the track that the screen shows."""
    track = board.activity.track
    return snapshot.track_id == (track.pk if track.breakout_id is not None else None)


def _compressed(request: HttpRequest, board: boards.DrawnBoard, number: int) -> HttpResponse:
    accepts_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(
        board.compressed(number) if accepts_gzip else board.pages[number],
        headers={
            # An address names a revision, and is not asked for again once that is here.
            "Cache-Control": "private, max-age=3600, immutable",
            "Headwaters-Revision": str(board.revision),
        },
    )
    if accepts_gzip:
        answer.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(answer, ["Accept-Encoding", "Cookie"])
    return answer
