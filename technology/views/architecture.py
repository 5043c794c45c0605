"""The logical architecture: one picture for the domain of the discovery, one for the organization."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from discovery.selectors.discoveries import seen_by
from discovery.selectors.operations import pulse_among, pulse_of
from discovery.web.drawings import pending_drawing
from organizations.web.pages import page
from organizations.web.requests import AccountRequest
from products.views.landscape import seen_slugs
from products.views.map_links import addresses
from technology.architecture_drawing import Architecture, architecture_parts, architecture_source
from technology.selectors.architecture import (
    ArchitectureRow,
    architecture_of,
    architecture_of_organization,
)
from technology.views.common import viewer


@viewer
@require_safe
def architecture(request: AccountRequest, discovery: Discovery) -> HttpResponse:
    """The logical architecture of the domain: products with ports, users, use cases, actions, sources, and
    the platform."""
    pulse = pulse_of(discovery)
    shown, rows = architecture_of(discovery)
    here = reverse("technology:architecture", args=[discovery.slug])
    title = _("Logical architecture of %(place)s") % {"place": discovery.domain}
    context = _context(request, discovery, shown, rows, here, here, title) | {"pulse": pulse}
    return page(request, "technology/architecture/page.html", context, part="architecture")


@viewer
@require_safe
def architecture_organization(request: AccountRequest, discovery: Discovery) -> HttpResponse:
    """The logical architecture across the domains of the organization, for the discoveries that the account
    may see."""
    organization = discovery.domain.organization
    seen = seen_by(request.account, organization)
    pulse = pulse_among(seen)
    shown, rows = architecture_of_organization(organization, seen)
    here = reverse("technology:architecture_organization", args=[discovery.slug])
    title = _("Logical architecture of %(place)s") % {"place": organization}
    # People see different discoveries of the organization: so a drawing is kept for each of them.
    key = f"{here}\0{request.account.pk}"
    context = _context(request, discovery, shown, rows, here, key, title)
    context |= {"pulse": pulse, "is_organization": True}
    return page(request, "technology/architecture/page.html", context, part="architecture")


def _context(
    request: AccountRequest,
    discovery: Discovery,
    shown: Architecture,
    rows: tuple[ArchitectureRow, ...],
    here: str,
    key: str,
    title: str,
) -> dict[str, Any]:
    places = (
        ("technology:architecture", _("Domain")),
        ("technology:architecture_organization", _("Organization")),
    )
    context: dict[str, Any] = {
        "discovery": discovery,
        "here": here,
        "title": title,
        "rows": rows,
        "has_cards": bool(shown.cards),
        "links": addresses(shown.graph, seen_slugs(request, discovery, shown.graph)),
        "places": [
            {"words": words, "href": url, "current": url == here}
            for name, words in places
            for url in [reverse(name, args=[discovery.slug])]
        ],
    }
    if rows:
        context |= pending_drawing(
            request,
            key,
            architecture_source(shown),
            title=title,
            description=_(
                "In layers, from the bottom: platform capabilities, sources, data products with their output "
                "ports, users, use cases, and what they do with it. The same stands in the table."
            ),
            parts=architecture_parts(shown),
            links=context["links"],
        )
    return context
