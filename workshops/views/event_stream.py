"""The one view that answers for hours: an event stream."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, gettext as _

from core.exceptions import TooMany
from live import current_broker
from live.broker import Broker
from workshops.room.breakouts.services import place_if_returning
from workshops.web.authorization import authorize_stream


def events(request: HttpRequest, code: str) -> HttpResponseBase:
    """Answer ``GET /w/<code>/events/?surface=room|console|stage|observer&track=<uuid>&language=de&rev=N``
    with the events of that surface, in the breakout room ``track`` (without it, in the room for everyone),
    in the ``language`` of the page.

    ``rev``, or the Last-Event-ID of a reconnection, is the revision that the page shows. Raises NotFound,
    NotAllowed, and TooMany for one person's flood of streams; 405 for other methods; 503 in a process that
    serves pages only.
    """
    if request.method != "GET":
        return HttpResponse(status=405, headers={"Allow": "GET"})
    surface = request.GET.get("surface", "room")
    grant = authorize_stream(request, code, surface)
    broker = current_broker.broker()
    if isinstance(broker, Broker) and broker.has_enough(grant.holder):
        raise TooMany(_("This page is open in too many tabs. Close some of them."), 5)
    # From here on nothing asks the database: an open stream holds no thread, so no connection either.
    if not isinstance(broker, Broker):
        return HttpResponse(
            "Live updates aren't running in this process.",
            status=503,
            content_type="text/plain; charset=utf-8",
        )
    if grant.participant is not None:
        place_if_returning(grant.workshop_id, grant.participant)
    claims = (request.headers.get("Last-Event-ID", ""), request.GET.get("rev", ""))
    return StreamingHttpResponse(
        broker.stream(
            grant.workshop_id,
            grant.audience,
            grant.participant,
            latest(claims),
            grant.holder,
            grant.track_id,
            get_language(),
        ),
        content_type="text/event-stream; charset=utf-8",
        headers={
            "Cache-Control": "no-store, no-transform",
            "X-Accel-Buffering": "no",  # nginx would collect events before passing them on
            "Content-Encoding": "identity",  # a compressing middleware would too
        },
    )


def latest(claims: Iterable[str]) -> int | None:
    """Return the highest of the revisions that are numbers at all."""
    numbers = [int(claim) for claim in claims if claim.isascii() and claim.isdigit() and len(claim) < 19]
    return max(numbers, default=None)


events.access = "stream"  # type: ignore[attr-defined]  # read by the middleware and by the access table
