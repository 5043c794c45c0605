"""The purpose of a product, and the effects of losing it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from organizations.web import Request, page
from products.landscape.day_without.selectors import day_without
from products.landscape.red_thread.selectors import thread_of
from products.views.common import product_of, viewer


@viewer
@require_safe
def product_thread(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Its red thread: for htmx the sentences alone, which a page of the product takes in."""
    product = product_of(discovery, uuid)
    context = {"discovery": discovery, "product": product, "thread": thread_of(discovery, product.uuid)}
    return page(request, "products/thread/page.html", context, part="thread")


@viewer
@require_safe
def product_without(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The day on which it is gone."""
    product = product_of(discovery, uuid)
    context = {"discovery": discovery, "product": product, "day": day_without(discovery, product)}
    return page(request, "products/thread/without.html", context)
