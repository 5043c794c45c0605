"""The iterations of a product, and the roadmap across all products."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.change_counter import pulse_of
from organizations.web import PagePart, Request, page
from organizations.web.kind_pages import InPlace
from products.design.iterations.kinds import ITERATION
from products.models import DataProduct, Iteration
from products.planning.roadmap.chart import PAGE, PHONE
from products.planning.roadmap.drawing import chart_of, svg_of
from products.planning.roadmap.selectors import roadmap_of, steps_of
from products.views.common import (
    PLAN,
    ProductPart,
    answer_part,
    product_of,
    product_parts,
    viewer,
)


def _context(request: Request, product: DataProduct) -> dict[str, Any]:
    return {"steps": steps_of(product), "editing": may_edit(request.actor, product.discovery)}


ITERATIONS = ProductPart(
    "iterations",
    gettext_lazy("Iterations"),
    PLAN,
    10,
    "products:product_iterations",
    "products/iterations/list.html",
    _context,
)
product_parts.register(ITERATIONS)


class IterationPages(InPlace[Iteration]):
    """Forms of an iteration, at its place on the page."""

    kind = ITERATION
    add_title = gettext_lazy("Add an iteration")

    def part(self, request: Request, discovery: Discovery, artifact: Iteration) -> PagePart:
        product = artifact.product.uuid
        url = reverse("products:product_iterations", args=[discovery.slug, product])
        return PagePart(
            "iterations", url, lambda: answer_part(request, product_of(discovery, product), ITERATIONS)
        )


ITERATION_PAGES = IterationPages()


@viewer
@require_safe
def roadmap(request: Request, discovery: Discovery) -> HttpResponse:
    """The iterations of all products on one line of time."""
    pulse = pulse_of(discovery)
    plan = roadmap_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "roadmap": plan,
        "charts": [svg_of(chart_of(plan, room)) for room in (PAGE, PHONE)] if plan.rows else [],
    }
    return page(request, "products/roadmap/roadmap.html", context, part="roadmap")
