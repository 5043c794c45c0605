"""The logical architecture: one picture for the domain of the discovery, one for the organization."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discovery.discoveries.selectors import seen_by
from discovery.models import Discovery
from discovery.selectors.change_counter import pulse_among, pulse_of
from discovery.web.drawings import pending_drawing
from documents.diagrams import Part
from organizations.web import AccountRequest, page
from products.landscape.views import visible_slugs
from products.views.node_addresses import addresses
from technology.architecture.drawing import Architecture, architecture_parts, short, without_sources
from technology.architecture.selectors import (
    architecture_of,
    architecture_of_organization,
    drawn_architecture,
)
from technology.architecture.stage_drawing import architecture_page_source
from technology.views.page_access import viewer


@viewer
@require_safe
def architecture(request: AccountRequest, discovery: Discovery) -> HttpResponse:
    """The logical architecture of the domain: products with ports, consumers, use cases, actions, sources,
    and the platform."""
    pulse = pulse_of(discovery)
    drawing_data, _rows = architecture_of(discovery)
    here = reverse("technology:architecture", args=[discovery.slug])
    title = _("Logical architecture of %(place)s") % {"place": discovery.domain}
    drawing = drawn_architecture(discovery)
    context = _context(request, discovery, drawing_data, drawing, here, here, title) | {"pulse": pulse}
    return page(request, "technology/architecture/page.html", context, part="architecture")


@viewer
@require_safe
def architecture_organization(request: AccountRequest, discovery: Discovery) -> HttpResponse:
    """The logical architecture across the domains of the organization, for the discoveries that the account
    may see."""
    organization = discovery.domain.organization
    discoveries = seen_by(request.account, organization)
    pulse = pulse_among(discoveries)
    drawing_data, _rows = architecture_of_organization(organization, discoveries)
    # Several domains are read as a whole without details, and without sources.
    brief = short(without_sources(drawing_data))
    drawing = architecture_page_source(brief), architecture_parts(brief)
    here = reverse("technology:architecture_organization", args=[discovery.slug])
    title = _("Logical architecture of %(place)s") % {"place": organization}
    # People see different discoveries of the organization: so each of them has a drawing.
    key = f"{here}\0{request.account.pk}"
    context = _context(request, discovery, drawing_data, drawing, here, key, title)
    context |= {"pulse": pulse, "is_organization": True}
    return page(request, "technology/architecture/page.html", context, part="architecture")


@viewer
@require_safe
def architecture_table(request: AccountRequest, discovery: Discovery) -> HttpResponse:
    """The architecture in words, of the domain or with `?of=organization` across the domains: a page, or what
    the page of the drawing opens."""
    if request.GET.get("of") == "organization":
        organization = discovery.domain.organization
        _architecture, rows = architecture_of_organization(
            organization, seen_by(request.account, organization)
        )
        back = "technology:architecture_organization"
    else:
        _architecture, rows = architecture_of(discovery)
        back = "technology:architecture"
    context = {"discovery": discovery, "rows": rows, "back": reverse(back, args=[discovery.slug])}
    return page(request, "technology/architecture/table.html", context, part="table")


def _context(
    request: AccountRequest,
    discovery: Discovery,
    drawing_data: Architecture,
    drawing: tuple[str, Mapping[str, Part]],
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
        "has_products": bool(drawing_data.graph.products),
        "has_cards": bool(drawing_data.cards),
        "links": addresses(drawing_data.graph, visible_slugs(request, discovery, drawing_data.graph)),
        "places": [
            {"words": words, "href": url, "current": url == here}
            for name, words in places
            for url in [reverse(name, args=[discovery.slug])]
        ],
    }
    if context["has_products"]:
        source, parts = drawing
        context |= pending_drawing(
            request,
            key,
            source,
            title=title,
            description=_(
                "Layers, from the bottom: platform capabilities, sources, data products with output "
                "ports, consumers, use cases and their actions. The table shows the same."
            ),
            parts=parts,
            links=context["links"],
        )
    return context
