"""Addresses that make a room, join it and change it, beside the real event stream."""

import itertools
import os
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.csrf import csrf_exempt

import live
from config import errors
from live import regions, revision
from organizations.web.access import public
from tests import factories
from workshops.models import Participant, Workshop
from workshops.views import region_polls
from workshops.views.event_stream import events
from workshops.web import access
from workshops.web.authorization import workshop_at
from workshops.web.cookies import remember

# The product's regions link to the product's addresses, which are not served here.
regions._regions.clear()
# A server that starts again must not use the numbers of the one before.
factories._numbers = itertools.count(time.time_ns())
CARDS: dict[tuple[int, str], str] = {}
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Room</title>
<script src="/static/vendor/htmx/htmx.min.js" defer></script>
<script type="module" src="/static/js/live.js"></script>
<script type="module" src="/static/js/timer.js"></script>
<body data-live-url="/w/{code}/events/?surface=room" data-live-rev="{revision}" data-live-people="1">
<span data-connection data-state="connecting"></span><span data-timer data-ends-at="{ends}"></span>
<div data-region="purpose">{purpose}</div><div data-region="mine"></div><div data-region="present"></div>
<ul data-region="cards">{cards}</ul></body></html>"""


def _purpose(workshop_id: int) -> str:
    purpose = Workshop.objects.get(pk=workshop_id).purpose
    return format_html(
        """<p id="purpose">{}</p><form><input name="idea" aria-label="Idea"></form>
        <details id="more"><summary>More</summary>Text</details>""",
        purpose,
    )


def _cards(workshop_id: int) -> str:
    keys = sorted(key for room, key in CARDS if room == workshop_id)
    return format_html_join("", "{}", ((_card(workshop_id, key),) for key in keys))


def _card(workshop_id: int, key: str) -> str | None:
    text = CARDS.get((workshop_id, key))
    mark = '<li data-item="{0}" data-position="{0}">{1}</li>'
    return None if text is None else format_html(mark, key, text)


def _register(key: str, topic: str, **fields: Any) -> None:
    live.register(live.Region(key, "room", frozenset({topic}), **fields))


_register("purpose", "activity", render=lambda snapshot: _purpose(snapshot.workshop_id))
_register(
    "cards",
    "cards",
    render=lambda snapshot: _cards(snapshot.workshop_id),
    render_item=lambda snapshot, key: _card(snapshot.workshop_id, key),
)
_register("mine", "activity", pull=True)
live.register(
    live.Region(
        "present",
        "room",
        frozenset({live.PEOPLE}),
        lambda snapshot: ",".join(sorted(snapshot.connected)),
    )
)


@csrf_exempt
@public
def make_room(request: HttpRequest) -> HttpResponse:
    workshop = factories.workshop()
    return JsonResponse({"code": workshop.code, "id": workshop.pk})


@csrf_exempt
@public
def join(request: HttpRequest, code: str) -> HttpResponse:
    participant = factories.participant(workshop_at(request, code))
    return remember(JsonResponse({"uuid": str(participant.uuid)}), participant)


@csrf_exempt
@public
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Change the purpose; `silent=1` as a worker would, which can tell nobody but the database."""
    workshop = workshop_at(request, code)
    with transaction.atomic():
        if request.GET.get("silent"):
            new = revision.bump(workshop.pk)
        else:
            new = live.publish_change(workshop.pk, "activity")
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE workshops_workshop SET purpose = %s WHERE id = %s",
                [request.body.decode(), workshop.pk],
            )
    return JsonResponse({"revision": new})


@csrf_exempt
@public
def remove(request: HttpRequest, code: str, uuid: str) -> HttpResponse:
    workshop = workshop_at(request, code)
    with transaction.atomic():
        Participant.objects.filter(uuid=uuid).update(removed_at=timezone.now())
        live.close_participant(workshop.pk, uuid)
    return HttpResponse()


@public
def costs(request: HttpRequest) -> HttpResponse:
    """The threads of this process, and how often it has the database file open."""
    name = str(connection.settings_dict["NAME"])
    open_files = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return JsonResponse({"threads": threading.active_count(), "connections": open_files.count(name)})


@public
def present(request: HttpRequest, workshop_id: int) -> HttpResponse:
    return JsonResponse({"connected": sorted(live.connected(workshop_id)), "process": os.getpid()})


@access.room
def surface(request: HttpRequest, workshop: Workshop, participant: Participant) -> HttpResponse:
    """A page as the room's are: pushed and pulled regions, a form, a board, a timer."""
    return HttpResponse(
        format_html(
            PAGE,
            code=workshop.code,
            revision=revision.current([workshop.pk])[workshop.pk],
            purpose=_purpose(workshop.pk),
            cards=_cards(workshop.pk),
            ends=(timezone.now() + timedelta(seconds=75)).isoformat(),
        )
    )


@access.room
def own_part(request: HttpRequest, workshop: Workshop, participant: Participant, key: str) -> HttpResponse:
    return HttpResponse(format_html("{} sees {}", participant.display_name, workshop.purpose))


@csrf_exempt
@public
def card(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Write a card of the board, or remove it when the body is empty."""
    workshop = workshop_at(request, code)
    with transaction.atomic():
        live.publish_change(workshop.pk, keys={"cards": [key]})
        if text := request.body.decode():
            CARDS[workshop.pk, key] = text
        else:
            del CARDS[workshop.pk, key]
    return HttpResponse()


urlpatterns = [
    path("refused/<int:status>/", errors.refused),
    path("w/<str:code>/", surface),
    path("w/<str:code>/regions/<str:key>/", own_part),
    path("rooms/<str:code>/cards/<str:key>/", card),
    path("w/<str:code>/events/", events, name="events"),
    path("w/<str:code>/poll/", region_polls.poll),
    path("rooms/", make_room),
    path("rooms/<str:code>/join/", join),
    path("rooms/<str:code>/write/", write),
    path("rooms/<str:code>/remove/<str:uuid>/", remove),
    path("costs/", costs),
    path("present/<int:workshop_id>/", present),
]
