"""The iterations of a product, and the roadmap across all products."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from discovery.selectors.operations import pulse_of
from discovery.web.in_place import PagePart
from discovery.web.kind_pages import InPlace
from discovery.web.pages import page
from discovery.web.requests import Request
from products.kinds.iterations import ITERATION
from products.models import DataProduct, Iteration
from products.permissions import may_edit_products
from products.selectors.roadmap import roadmap_of, steps_of
from products.views.common import product_of, product_tabs, viewer


@viewer
@require_safe
def product_iterations(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    return _iterations(request, product_of(discovery, uuid))


def _iterations(request: Request, product: DataProduct) -> HttpResponse:
    discovery = product.discovery
    pulse = pulse_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "product": product,
        "steps": steps_of(product),
        "tabs": product_tabs(product, "products:product_iterations"),
        "editing": may_edit_products(request.actor, discovery),
    }
    return page(request, "products/iterations/list.html", context, part="iterations")


class IterationPages(InPlace[Iteration]):
    kind = ITERATION
    add_title = gettext_lazy("Add an iteration")
    edit_title = gettext_lazy("Change the iteration")
    added = gettext_lazy("Iteration added")
    deleted = gettext_lazy("Iteration deleted")

    def part(self, request: Request, discovery: Discovery, artifact: Iteration) -> PagePart:
        product = artifact.product.uuid
        url = reverse("products:product_iterations", args=[discovery.slug, product])
        return PagePart("iterations", url, lambda: _iterations(request, product_of(discovery, product)))


ITERATION_PAGES = IterationPages()


@viewer
@require_safe
def roadmap(request: Request, discovery: Discovery) -> HttpResponse:
    """The iterations of all products on one line of time."""
    pulse = pulse_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "roadmap": roadmap_of(discovery),
    }
    return page(request, "products/roadmap/roadmap.html", context, part="roadmap")
