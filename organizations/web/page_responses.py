"""Answers of views: a whole page, or with htmx the part of it that changed."""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from core.models import Operation
from core.selectors.request_cache import Share
from organizations.web.requests import page_shown

# A random mark, so that text of a user cannot contain it.
_HOLE: Final = f"-{secrets.token_hex(16)}-"
_IN_HOLES: Final = re.compile(rf"{_HOLE}(\w+){_HOLE}")


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


def attachment(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    """The content as a file that the browser saves under this name, and caches nowhere."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def page_for_many(
    request: HttpRequest,
    template: str,
    context: Callable[[], Mapping[str, Any]],
    *,
    own: Mapping[str, Any],
    once: Share,
) -> HttpResponse:
    """`template`, drawn once for people who open it at the same moment. `once` caches the drawn page with a
    placeholder for each name in `own`; each answer has the person's own values in these places.

    The shared page is drawn without a request and without the values in `own`, so it cannot hold one person's
    data. `context` must be the same for everyone. The template can print a value of `own` anywhere, but
    cannot test it in a condition. A person with pending messages gets a page drawn for them alone.
    """
    if len(get_messages(request)):
        return page(request, template, {**context(), **own})
    put_in = {"csrf_token": get_token(request), **own}

    def draw() -> list[str]:
        holes = {name: f"{_HOLE}{name}{_HOLE}" for name in put_in}
        return _IN_HOLES.split(render_to_string(template, {**context(), **holes}))

    parts = list(once(("page", template, get_language()), draw))
    parts[1::2] = [conditional_escape(put_in[name]) for name in parts[1::2]]
    return HttpResponse("".join(parts))


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
