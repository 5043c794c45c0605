"""The keys of a discovery or an organization: a page each, on which they are made and revoked."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from api.catalogs.selectors import catalogs_of
from api.feeds.selectors import feed_of
from api.feeds.services import signer_of
from api.keys import services
from api.keys.forms import KeyForm
from api.keys.selectors import keys_of
from api.views.of_products import INTERFACE
from api.web.description import described
from api.web.problems import problem
from api.webhooks.selectors import webhooks_of
from core.exceptions import Invalid
from core.forms.artifacts import refuse
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from discovery.web import access
from organizations.models import Organization
from organizations.pages.web import page
from organizations.recent_sign_in.web import grants
from organizations.web import access as organization_access
from organizations.web.access import View
from organizations.web.form_pages import done, form_methods, form_page, posted, way_back
from organizations.web.languages import for_facilitators
from organizations.web.lookups import find
from organizations.web.page_scopes import framed
from organizations.web.requests import Request

Place = Discovery | Organization


def of_both(view: Callable[..., HttpResponse]) -> tuple[View, View]:
    """The view of a place for facilitators of a discovery, and for admins of an organization. Views of an
    organization concern all its discoveries."""
    return access.discovery(DiscoveryRole.FACILITATOR)(view), organization_access.organization("admin")(view)


@of_both
@require_safe
def keys(request: Request, place: Place) -> HttpResponse:
    """The keys of the place, its feed and its webhooks."""
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
    return done(request, way_back(request, place_url(place)), _("Key revoked"))


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


def _name(place: Place) -> str:
    return "discovery" if isinstance(place, Discovery) else "organization"


def place_url(place: Place, what: str = "keys", *more: object) -> str:
    """The address of what belongs to the keys of the place: `what` ends its name."""
    return reverse(f"api:{_name(place)}_{what}", args=[place.slug, *more])


def keys_page(request: Request, place: Place, *, secret: str = "", link: str = "") -> HttpResponse:
    """The page, with the secret of a new key or a new link of the feed, which it shows this once."""
    rows = [(key, place_url(place, "key_revoke", key.uuid)) for key in keys_of(place)]
    context = {
        **framed(place),
        "place": place,
        "keys": rows,
        "secret": secret,
        "primary": not (secret or link),
        "add": place_url(place, "key_add"),
        "webhooks": [(each, place_url(place, "webhook", each.uuid)) for each in webhooks_of(place)],
        "webhook_add": place_url(place, "webhook_add"),
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
