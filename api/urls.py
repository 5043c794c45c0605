"""Addresses of keys, and of the interface that they open."""

import re
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from api.external_catalogs import views as catalogs
from api.keys import views as keys
from api.product_feed_links import views as feeds
from api.views.v1_products import INTERFACE
from api.web.openapi import queries
from api.web.problems import not_allowed, problem
from core import plugging
from organizations.web.access import View, declare
from organizations.web.audit_middleware import answer_with_audit

app_name = "api"


def _declared(pattern: Any) -> URLPattern:
    """An address of the interface, which declares its access: a key. No browser sends one by itself, so it
    needs no token against forged requests."""
    view = pattern.callback
    described_as = "/api/v1/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        parameters = queries(INTERFACE)[described_as] if request.GET else {}
        if unknown := sorted({*request.GET} - parameters.get(request.method or "", {*request.GET})):
            return problem(
                422,
                _("Unknown parameter in this address."),
                errors=[{"field": unknown[0][:80], "detail": _("Unknown")}],
            )
        response: HttpResponse = view(request, *args, **kwargs)
        return not_allowed(response) if isinstance(response, HttpResponseNotAllowed) else response

    wrapper = csrf_exempt(_with_log_line(wraps(view)(answer)))
    of_discovery = "slug" in str(pattern.pattern)
    declare(wrapper, "api_key:discovery" if of_discovery else "api_key")
    return path(str(pattern.pattern), wrapper, name=pattern.name)


def _with_log_line(view: View) -> View:
    """The view, with a line in the log for each request."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return answer_with_audit(request, partial(view, request, *args, **kwargs))

    return wrapper


def _interface() -> list[URLPattern]:
    """Each address of the interface once, whichever methods it answers; without ninja's page about itself."""
    addresses = {
        str(each.pattern): each
        for each in INTERFACE.urls[0]
        if isinstance(each, URLPattern) and each.name != "api-root"
    }
    return [_declared(each) for each in addresses.values()]


def _of_discovery(end: str, view: View, name: str) -> URLPattern:
    return path(f"d/<slug:slug>/access/keys/{end}", view, name=name)


urlpatterns: list[URLPattern | URLResolver] = [
    *keys.paths_of_both("", keys.keys, "keys"),
    *keys.paths_of_both("add/", keys.key_add, "key_add"),
    *keys.paths_of_both("<uuid:uuid>/revoke/", keys.key_revoke, "key_revoke"),
    *plugging.addresses(app_name),
    _of_discovery("catalogs/add/", catalogs.catalog_add, "discovery_catalog_add"),
    _of_discovery("catalogs/<uuid:uuid>/", catalogs.catalog, "discovery_catalog"),
    _of_discovery("catalogs/<uuid:uuid>/edit/", catalogs.catalog_edit, "discovery_catalog_edit"),
    _of_discovery("catalogs/<uuid:uuid>/push/", catalogs.catalog_push, "discovery_catalog_push"),
    _of_discovery("catalogs/<uuid:uuid>/stop/", catalogs.catalog_stop, "discovery_catalog_stop"),
    _of_discovery("feed/make/", feeds.feed_make, "feed_make"),
    _of_discovery("feed/withdraw/", feeds.feed_withdraw, "feed_withdraw"),
    path("feed/<slug:key>/", feeds.feed, name="feed"),
    path("feed/<slug:key>/keys", feeds.feed_keys, name="feed_keys"),
    path("feed/<slug:key>/<slug:format>/<uuid:uuid>", feeds.feed_document, name="feed_document"),
    path("api/v1/", include([path("openapi.json", keys.openapi, name="openapi"), *_interface()])),
    re_path(r"^api/v1(?:/.*)?$", _with_log_line(keys.unknown), name="unknown"),
]
