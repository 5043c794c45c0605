"""How views answer: a whole page, or with htmx the part of it that changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from discovery.models import Operation
from discovery.web.requests import page_shown


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """`template` whole, or only its partial `part` when htmx asked. The server chooses the part, never the
    client."""
    if part and getattr(request, "htmx", None) and not request.htmx.boosted:  # type: ignore[attr-defined]  # set by middleware
        template = f"{template}#{part}"
    return render(request, template, dict(context), status=status)


def with_toast(
    response: HttpResponse, message: str, *, level: str = "good", undoes: Operation | None = None
) -> HttpResponse:
    """The response, which also shows a toast in the browser; with `undoes` the toast offers to undo that
    operation."""
    toast = {"message": message, "level": level}
    if undoes is not None:
        toast["undo"] = reverse("discovery:operation_undo", args=[undoes.uuid])
    return with_trigger(response, "toast", toast)


def with_trigger(response: HttpResponse, event: str, detail: Any = True) -> HttpResponse:
    """The response, which also fires `event` with `detail` in the page that htmx swaps it into."""
    triggers = json.loads(response.headers.get("HX-Trigger", "{}"))
    triggers[event] = detail
    response.headers["HX-Trigger"] = json.dumps(triggers)
    return response


def redirect_htmx(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to `url`, also from an htmx request (which would otherwise swap the page's HTML into a
    part)."""
    if getattr(request, "htmx", None):
        target = urlsplit(url)
        if not target.query and target.path == page_shown(request).path:
            # Going to another fragment of the same page loads nothing; a refresh does, and keeps the place.
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponse(status=303, headers={"Location": url})
