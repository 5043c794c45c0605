"""The keys of a discovery or an organization: a page each, on which they are made and revoked."""

from collections.abc import Callable
from functools import cache
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from api.external_catalogs.selectors import catalogs_of
from api.keys import services
from api.keys.forms import KeyForm
from api.keys.selectors import Place, keys_of, place_url
from api.product_feed_links.selectors import feed_of
from api.product_feed_links.services import signer_of
from api.views.v1_products import INTERFACE
from api.web.openapi import described
from api.web.problems import problem
from core.exceptions import Invalid
from core.forms import refuse
from discovery.discoveries.selectors import added_parts
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from organizations.recent_sign_in.web import grants
from organizations.web import (
    Request,
    access as organization_access,
    find,
    form_methods,
    form_page,
    page,
    posted,
    redirect_with_toast,
    way_back,
)
from organizations.web.access import View
from organizations.web.languages import for_facilitators
from organizations.web.page_scopes import framed


def of_both(view: Callable[..., HttpResponse]) -> tuple[View, View]:
    """The view of a place for facilitators of a discovery, and for admins of an organization. Views of an
    organization concern all its discoveries."""
    return access.discovery(DiscoveryRole.FACILITATOR)(view), organization_access.organization("admin")(view)


def paths_of_both(end: str, views: tuple[View, View], name: str) -> list[URLPattern]:
    """The addresses of a view of keys: of a discovery, and of an organization."""
    of_discovery, of_organization = views
    return [
        path(f"d/<slug:slug>/access/keys/{end}", of_discovery, name=f"discovery_{name}"),
        path(
            f"organizations/<slug:organization_slug>/keys/{end}", of_organization, name=f"organization_{name}"
        ),
    ]


@of_both
@require_safe
def keys(request: Request, place: Place) -> HttpResponse:
    """The keys of the place, its feed, and the parts that features add."""
    return keys_page(request, place)


@of_both
@form_methods
@grants
def key_add(request: Request, place: Place) -> HttpResponse:
    """Make a key. The answer shows its secret, this once."""
    form = KeyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            _key, secret = services.add_key(actor=request.actor, place=place, **form.cleaned_data)
        except Invalid as wrong:
            refuse(form, wrong)
        else:
            return keys_page(request, place, secret=secret)
    return form_page(request, form, title=_("New API key"), back=place_url(place), place=place)


@of_both
@require_POST
def key_revoke(request: Request, place: Place, uuid: UUID) -> HttpResponse:
    """Revoke a key: programs that use it are refused from now on."""
    key = find(keys_of(place), uuid=uuid)
    services.revoke_key(actor=request.actor, key=key)
    return redirect_with_toast(request, way_back(request, place_url(place)), _("Key revoked"))


@for_facilitators
@organization_access.public
@require_safe
def openapi(request: Request) -> HttpResponse:
    """The interface as OpenAPI 3.1."""
    return HttpResponse(_openapi(), content_type="application/json")


@cache
def _openapi() -> bytes:
    """It is the same for everyone, and anyone may ask for it as often as they like."""
    return JsonResponse(described(INTERFACE), json_dumps_params={"indent": 2}).content


def keys_page(request: Request, place: Place, *, secret: str = "", link: str = "") -> HttpResponse:
    """The page, with the secret of a new key or a new link of the feed, which it shows this once."""
    rows = [(key, place_url(place, "key_revoke", key.uuid)) for key in keys_of(place)]
    context = {
        **framed(place),
        "keys": rows,
        "secret": secret,
        "primary": not (secret or link),
        "add": place_url(place, "key_add"),
        "parts": added_parts(place, request.actor, "keys"),
        **(_of_discovery(place, link) if isinstance(place, Discovery) else {}),
    }
    response = page(request, "api/keys.html", context)
    if secret or link:
        response.headers["Cache-Control"] = "no-store"
    return response


def _of_discovery(discovery: Discovery, link: str) -> dict[str, object]:
    return {
        "feed": feed_of(discovery),
        "link": link,
        "signed_by": signer_of(discovery).name,
        "catalogs": [(each, place_url(discovery, "catalog", each.uuid)) for each in catalogs_of(discovery)],
        "catalog_add": place_url(discovery, "catalog_add"),
        "feed_make": reverse("api:feed_make", args=[discovery.slug]),
        "feed_withdraw": reverse("api:feed_withdraw", args=[discovery.slug]),
    }


@csrf_exempt
@for_facilitators
@organization_access.public
def unknown(request: Request) -> HttpResponse:
    """Any other address of the interface answers as the interface does."""
    return problem(404, _("There is nothing at this address."))
