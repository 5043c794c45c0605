"""Addresses of keys, and of the interface that they open."""

from __future__ import annotations

import re
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from api.views import keys, webhooks
from api.views.of_products import INTERFACE
from api.web.description import queries
from api.web.problems import not_allowed, problem
from organizations.web.access import View, declare

app_name = "api"


def _declared(pattern: Any) -> URLPattern:
    """An address of the interface, which declares its access: a key. No browser sends one by itself, so it
    needs no token against forged requests."""
    view = pattern.callback
    address = f"api/v1/{pattern.pattern}"
    described_as = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address)

    @csrf_exempt
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = queries(INTERFACE)[described_as] if request.GET else {}
        if unknown := sorted({*request.GET} - asked.get(request.method or "", {*request.GET})):
            return problem(
                422,
                _("This address has no such parameter."),
                errors=[{"field": unknown[0][:80], "detail": _("Unknown")}],
            )
        response: HttpResponse = view(request, *args, **kwargs)
        return not_allowed(response) if isinstance(response, HttpResponseNotAllowed) else response

    of_discovery = "slug" in str(pattern.pattern)
    declare(wrapper, "api_key:discovery" if of_discovery else "api_key")
    return path(address, wrapper, name=pattern.name)


def _interface() -> list[URLPattern]:
    """Each address of the interface once, whichever methods it answers; ninja's page about itself is none."""
    addresses = {
        str(each.pattern): each
        for each in INTERFACE.urls[0]
        if isinstance(each, URLPattern) and each.name != "api-root"
    }
    return [_declared(each) for each in addresses.values()]


def _of_both(end: str, views: tuple[View, View], name: str) -> list[URLPattern]:
    """The addresses of a view of keys: of a discovery, and of an organization."""
    of_discovery, of_organization = views
    return [
        path(f"d/<slug:slug>/access/keys/{end}", of_discovery, name=f"discovery_{name}"),
        path(
            f"organizations/<slug:organization_slug>/keys/{end}", of_organization, name=f"organization_{name}"
        ),
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    *_of_both("", keys.keys, "keys"),
    *_of_both("add/", keys.key_add, "key_add"),
    *_of_both("<uuid:uuid>/revoke/", keys.key_revoke, "key_revoke"),
    *_of_both("webhooks/add/", webhooks.webhook_add, "webhook_add"),
    *_of_both("webhooks/<uuid:uuid>/", webhooks.webhook, "webhook"),
    *_of_both("webhooks/<uuid:uuid>/stop/", webhooks.webhook_stop, "webhook_stop"),
    *_of_both("webhooks/<uuid:uuid>/<uuid:delivery>/again/", webhooks.webhook_again, "webhook_again"),
    path("api/v1/openapi.json", keys.openapi, name="openapi"),
    *_interface(),
    re_path(r"^api/v1(?:/.*)?$", keys.unknown, name="unknown"),
]
