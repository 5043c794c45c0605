"""How fit data products are: of one, and the supervision dashboard over all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from organizations.models import Organization
from organizations.web import access
from organizations.web.pages import page
from organizations.web.requests import Request
from products.models import DataProduct
from products.selectors.notices import noticed_products
from products.views.common import PROMISE, ProductPart, product_parts
from technology.selectors import fitness as selectors
from technology.selectors.fitness_trend import trends
from technology.views.common import viewer


def _context(request: Request, product: DataProduct) -> dict[str, Any]:
    return {"fitness": selectors.fitness_of_product(product)}


FITNESS = ProductPart(
    "fitness",
    gettext_lazy("Fitness"),
    PROMISE,
    30,
    "technology:product_fitness",
    "technology/fitness/product.html",
    _context,
)
product_parts.register(FITNESS)


@viewer
@require_safe
def supervision(request: Request, discovery: Discovery) -> HttpResponse:
    """All products of the discovery and all functions, and how that changed."""
    fitness = selectors.fitness_of(discovery)
    context = {
        "discovery": discovery,
        "groups": [(discovery, fitness)],
        "noticed": noticed_products(discovery),
        **_over_all([discovery], fitness),
    }
    return page(request, "technology/fitness/supervision.html", context)


@access.organization("member")
@require_safe
def organization_supervision(request: Request, organization: Organization) -> HttpResponse:
    """The same over the discoveries of the organization that the person may look at, by domain."""
    groups = selectors.fitness_of_organization(request.actor, organization)
    products = [each for _discovery, fitness in groups for each in fitness]
    context = {
        "organization": organization,
        "groups": groups,
        **_over_all([discovery for discovery, _fitness in groups], products),
    }
    return page(request, "technology/fitness/organization.html", context)


def _over_all(
    discoveries: Sequence[Discovery], fitness: Sequence[selectors.ProductFitness]
) -> dict[str, Any]:
    """What both dashboards show of the products of the discoveries."""
    counts = selectors.counts(fitness)
    return {
        "fitness": fitness,
        "counted": list(zip(counts, trends(discoveries, fitness), strict=True)) if fitness else [],
        "gaps": selectors.gaps(fitness),
        "green": sum(each.is_green for each in fitness),
    }
