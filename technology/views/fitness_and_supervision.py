"""The fitness of data products: of one, and the supervision dashboard over all."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from organizations.models import Organization
from organizations.web import Request, access, page
from products.models import DataProduct
from products.views.common import PROMISE, ProductPart, product_parts
from technology.selectors import fitness as selectors
from technology.selectors.fitness_dashboard import noticed_in, supervision_of, supervision_over
from technology.views.page_access import viewer


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
    """All products of the discovery and all functions, with their trend."""
    supervision = supervision_of(discovery)
    context = {
        "discovery": discovery,
        "supervision": supervision,
        "groups": list(zip([discovery], supervision.groups, strict=True)),
        "noticed": noticed_in(discovery),
    }
    return page(request, "technology/fitness/supervision.html", context)


@viewer
@require_safe
def supervision_checks(request: Request, discovery: Discovery) -> HttpResponse:
    """All checks that some products do not pass: a page, or those that the dashboard opens."""
    context = {"discovery": discovery, "missed": supervision_of(discovery).missed}
    return page(request, "technology/fitness/checks.html", context, part="more")


@access.organization("member")
@require_safe
def organization_supervision(request: Request, organization: Organization) -> HttpResponse:
    """The same over the discoveries of the organization that the person may look at, by domain."""
    groups = selectors.fitness_of_organization(request.actor, organization)
    supervision = supervision_over(groups)
    discoveries = [discovery for discovery, _fitness in groups]
    context = {
        "organization": organization,
        "supervision": supervision,
        "groups": list(zip(discoveries, supervision.groups, strict=True)),
    }
    return page(request, "technology/fitness/organization.html", context)
