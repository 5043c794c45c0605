"""Addresses that make a room, join it and change it, beside the real event stream."""

import os
import threading
from pathlib import Path

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt

from discovery import live
from discovery.live import revision
from discovery.live.stream import events
from discovery.models import Participant, Workshop
from discovery.web import access
from tests import factories

live.register(
    live.Region(
        "purpose",
        "room",
        frozenset({"activity"}),
        lambda snapshot: format_html("<p>{}</p>", Workshop.objects.get(pk=snapshot.workshop_id).purpose),
    )
)
live.register(
    live.Region(
        "present", "room", frozenset({live.PEOPLE}), lambda snapshot: ",".join(sorted(snapshot.connected))
    )
)


@csrf_exempt
@access.public
def make_room(request: HttpRequest) -> HttpResponse:
    workshop = factories.workshop()
    return JsonResponse({"code": workshop.code, "id": workshop.pk})


@csrf_exempt
@access.public
def join(request: HttpRequest, code: str) -> HttpResponse:
    participant = factories.participant(access.find_workshop(code))
    return access.remember(JsonResponse({"uuid": str(participant.uuid)}), participant)


@csrf_exempt
@access.public
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Change the purpose; `silent=1` as a worker would, which can tell nobody but the database."""
    workshop = access.find_workshop(code)
    with transaction.atomic():
        if request.GET.get("silent"):
            new = revision.bump(workshop.pk)
        else:
            new = live.changed(workshop.pk, "activity")
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE discovery_workshop SET purpose = %s WHERE id = %s",
                [request.body.decode(), workshop.pk],
            )
    return JsonResponse({"revision": new})


@csrf_exempt
@access.public
def remove(request: HttpRequest, code: str, uuid: str) -> HttpResponse:
    from django.utils import timezone

    workshop = access.find_workshop(code)
    with transaction.atomic():
        Participant.objects.filter(uuid=uuid).update(removed_at=timezone.now())
        live.close_participant(workshop.pk, uuid)
    return HttpResponse()


@access.public
def costs(request: HttpRequest) -> HttpResponse:
    """The threads of this process, and how often it has the database file open."""
    name = str(connection.settings_dict["NAME"])
    open_files = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return JsonResponse({"threads": threading.active_count(), "connections": open_files.count(name)})


@access.public
def present(request: HttpRequest, workshop_id: int) -> HttpResponse:
    return JsonResponse({"connected": sorted(live.connected(workshop_id)), "process": os.getpid()})


urlpatterns = [
    path("w/<str:code>/events/", events, name="events"),
    path("rooms/", make_room),
    path("rooms/<str:code>/join/", join),
    path("rooms/<str:code>/write/", write),
    path("rooms/<str:code>/remove/<str:uuid>/", remove),
    path("costs/", costs),
    path("present/<int:workshop_id>/", present),
]
