"""The tabs of a product that show parts: its interface, its promise and its plan."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from discovery.selectors.change_counter import pulse_of
from organizations.web import Request, page
from products.views.common import part_html, product_of, product_parts, product_tabs, viewer


@viewer
@require_safe
def product_tab(request: Request, discovery: Discovery, uuid: UUID, tab: str) -> HttpResponse:
    """The parts of one tab, each as its own address draws it."""
    pulse = pulse_of(discovery)
    product = product_of(discovery, uuid)
    parts = sorted((part for part in product_parts if part.tab == tab), key=lambda part: part.order)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "product": product,
        "parts": [(part, part_html(request, product, part)) for part in parts],
        "tabs": product_tabs(product, tab),
    }
    return page(request, "products/templates/tab.html", context)
