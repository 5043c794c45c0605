"""The feed of a discovery: its link beside the keys, and what everyone with the link reads."""

import hashlib
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from api.keys.selectors import place_url
from api.keys.views import keys_page
from api.models import Feed
from api.outgoing.product_feed import CONTENT_TYPE, document_text, feed_text
from api.product_feed_links import selectors, services
from core.exceptions import NotFound, TooMany
from core.rate_limits import Buckets, Limit
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from documents.concurrency_limit import turn_of
from organizations.recent_sign_in.web import grants
from organizations.web import Request, redirect_with_toast, way_back
from organizations.web.access import public
from organizations.web.languages import for_facilitators
from workshops.web import rate_limits

SIGNATURE: Final = "x-jws-signature"
# A reader that fetches the feed and all documents of thirty products.
READS: Final = Limit(burst=300, per_second=1)
# All of them take one turn together: they have no account, and a turn is left to people who have one.
READERS: Final = "readers of feeds"
_buckets: Final = Buckets()


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
@grants
def feed_make(request: Request, discovery: Discovery) -> HttpResponse:
    """Make the link, or another one in its place. The answer shows it, this once."""
    key = services.make_link(actor=request.actor, discovery=discovery)
    return keys_page(request, discovery, link=_address(key))


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def feed_withdraw(request: Request, discovery: Discovery) -> HttpResponse:
    """Withdraw the link: it leads nowhere from now on."""
    services.withdraw_link(actor=request.actor, discovery=discovery)
    return redirect_with_toast(request, way_back(request, place_url(discovery)), _("Link withdrawn"))


# --- Everyone with the link ----------------------------------------------------------------------


@for_facilitators
@public
@require_safe
def feed(request: Request, key: str) -> HttpResponseBase:
    """The published data products as a JSON Feed."""
    row = _behind(request, key)
    with turn_of(READERS):
        contents = selectors.published_of(row.discovery)
        times = selectors.changed_at(row.discovery)
        body = feed_text(contents, base=_address(key), times=times)
    return _signed(request, row, body, CONTENT_TYPE)


@for_facilitators
@public
@require_safe
def feed_document(request: Request, key: str, format: str, uuid: UUID) -> HttpResponseBase:
    """One of the documents that the feed names."""
    row = _behind(request, key)
    with turn_of(READERS):
        contents = selectors.published_of(row.discovery)
        body, content_type = document_text(contents, format, str(uuid))
    if not body:
        raise NotFound(_("Document not found in this feed."))
    return _signed(request, row, body, content_type)


@for_facilitators
@public
@require_safe
def feed_keys(request: Request, key: str) -> HttpResponse:
    """With what the signatures are checked, as a JSON Web Key Set."""
    row = _behind(request, key)
    return _unlisted(JsonResponse(services.signer_of(row.discovery).public_keys()))


def _behind(request: Request, key: str) -> Feed:
    """Raises NotFound, and TooMany for people who guess keys or read too fast. Only a key that never existed
    counts as a guess."""
    row = selectors.feed_behind(key)
    if row is None:
        rate_limits.check_may_try_code(request)
        if not selectors.is_known_key(key):
            rate_limits.count_wrong_code(request)
        raise NotFound(_("This link no longer works. Ask the person who gave it to you."))
    if wait := _buckets.take(row.pk, READS):
        raise TooMany(_("Too many requests with this link. Wait a moment, then try again."), wait)
    services.note_read(row)
    return row


def _signed(request: Request, row: Feed, body: bytes, content_type: str) -> HttpResponseBase:
    """The answer with its signature, or 304 for a reader who has it already. It has no date: a change that
    began before another one may be saved after it, and a reader who asks by date would miss it."""
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response = _unlisted(HttpResponse(body, content_type=content_type))
    response.headers[SIGNATURE] = services.signer_of(row.discovery).sign(body)
    response.headers["ETag"] = etag
    answer: HttpResponseBase = get_conditional_response(request, etag, response=response) or response
    return answer


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _address(key: str) -> str:
    return f"{settings.BASE_URL}{reverse('api:feed', args=[key])}"
