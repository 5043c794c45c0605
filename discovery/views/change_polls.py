"""Answers to pages that ask once a second if something changed in a discovery (static/js/follow.js)."""

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.views.decorators.http import require_safe

from discovery.discoveries.selectors import seen_by
from discovery.models import Discovery, DiscoveryRole
from discovery.selectors.change_counter import pulse_among, pulse_of
from discovery.web import access
from organizations.web import AccountRequest
from organizations.web.access import by_itself


@by_itself
@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def pulse(request: AccountRequest, discovery: Discovery) -> HttpResponse:
    """`{"pulse": N}`, which grows with every change; 304 for a page that knows N already. `?of=organization`
    asks for that of all discoveries of the organization that the account may see."""
    if request.GET.get("of") == "organization":
        organization = discovery.domain.organization
        discoveries = seen_by(request.account, organization)
        pulse = pulse_among(discoveries)
    else:
        pulse = pulse_of(discovery)
    tag = f'"{pulse}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
    else:
        response = JsonResponse({"pulse": pulse})
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response
