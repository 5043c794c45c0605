"""The front page and the health check."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpResponse

from discovery.web import access
from discovery.web.pages import page
from discovery.web.requests import Request


@access.public
def home(request: Request) -> HttpResponse:
    return page(request, "discovery/home.html", {})


@access.public
def healthz(request: Request) -> HttpResponse:
    """200 when the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
