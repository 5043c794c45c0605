"""The front page and the health check."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from discovery.selectors.organizations import organizations_of
from discovery.web import access
from discovery.web.pages import page
from discovery.web.requests import Request


@access.public
@require_safe
def home(request: Request) -> HttpResponse:
    """Guests find where to enter a code; accounts find what is theirs."""
    account = request.actor.account
    if account is None:
        return page(request, "discovery/welcome.html", {})
    context = {
        "organizations": organizations_of(account),
        "has_password": account.has_usable_password(),
    }
    return page(request, "discovery/home.html", context)


@access.public
@require_safe
def healthz(request: Request) -> HttpResponse:
    """200 when the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
