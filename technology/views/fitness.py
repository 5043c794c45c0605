"""How fit data products are: of one, and the supervision dashboard over all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from discovery.models import Discovery, Organization
from discovery.web import access
from discovery.web.pages import page
from discovery.web.requests import Request
from products.selectors.notices import noticed_products
from products.views.common import product_of, product_tabs
from technology.selectors import fitness as selectors
from technology.selectors.fitness_trend import trends
from technology.views.common import viewer


@viewer
@require_safe
def product_fitness(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """What each check says of the product, with a link to what is missing."""
    product = product_of(discovery, uuid)
    verdicts = selectors.fitness_of_product(product)
    context = {
        "discovery": discovery,
        "product": product,
        "fitness": verdicts,
        "tabs": product_tabs(product, "technology:product_fitness"),
    }
    return page(request, "technology/fitness/product.html", context)


@viewer
@require_safe
def supervision(request: Request, discovery: Discovery) -> HttpResponse:
    """All products of the discovery and all functions, and how that changed."""
    fitness = selectors.fitness_of(discovery)
    context = {
        "discovery": discovery,
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
        "counts": counts,
        "counted": list(zip(counts, trends(discoveries, fitness), strict=True)) if fitness else [],
        "gaps": selectors.gaps(fitness),
        "green": sum(each.is_green for each in fitness),
    }
