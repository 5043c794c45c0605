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
from organizations.web.access import declare

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


urlpatterns: list[URLPattern | URLResolver] = [
    path("d/<slug:slug>/access/keys/", keys.discovery_keys, name="discovery_keys"),
    path("d/<slug:slug>/access/keys/add/", keys.discovery_key_add, name="discovery_key_add"),
    path(
        "d/<slug:slug>/access/keys/<uuid:uuid>/revoke/",
        keys.discovery_key_revoke,
        name="discovery_key_revoke",
    ),
    path("organizations/<slug:organization_slug>/keys/", keys.organization_keys, name="organization_keys"),
    path(
        "organizations/<slug:organization_slug>/keys/add/",
        keys.organization_key_add,
        name="organization_key_add",
    ),
    path(
        "organizations/<slug:organization_slug>/keys/<uuid:uuid>/revoke/",
        keys.organization_key_revoke,
        name="organization_key_revoke",
    ),
    path(
        "d/<slug:slug>/access/keys/webhooks/add/",
        webhooks.discovery_webhook_add,
        name="discovery_webhook_add",
    ),
    path(
        "d/<slug:slug>/access/keys/webhooks/<uuid:uuid>/",
        webhooks.discovery_webhook,
        name="discovery_webhook",
    ),
    path(
        "d/<slug:slug>/access/keys/webhooks/<uuid:uuid>/stop/",
        webhooks.discovery_webhook_stop,
        name="discovery_webhook_stop",
    ),
    path(
        "d/<slug:slug>/access/keys/webhooks/<uuid:uuid>/<uuid:delivery>/again/",
        webhooks.discovery_webhook_again,
        name="discovery_webhook_again",
    ),
    path(
        "organizations/<slug:organization_slug>/keys/webhooks/add/",
        webhooks.organization_webhook_add,
        name="organization_webhook_add",
    ),
    path(
        "organizations/<slug:organization_slug>/keys/webhooks/<uuid:uuid>/",
        webhooks.organization_webhook,
        name="organization_webhook",
    ),
    path(
        "organizations/<slug:organization_slug>/keys/webhooks/<uuid:uuid>/stop/",
        webhooks.organization_webhook_stop,
        name="organization_webhook_stop",
    ),
    path(
        "organizations/<slug:organization_slug>/keys/webhooks/<uuid:uuid>/<uuid:delivery>/again/",
        webhooks.organization_webhook_again,
        name="organization_webhook_again",
    ),
    path("api/v1/openapi.json", keys.openapi, name="openapi"),
    *_interface(),
    re_path(r"^api/v1(?:/.*)?$", keys.unknown, name="unknown"),
]
