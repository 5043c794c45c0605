"""Common parts of the pages of the product stream: rights to see and change them, a product's tabs, and their
parts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.labels import Text
from core.registry import Registry
from discovery.models import Discovery, DiscoveryRole
from discovery.web.access import discovery as of_discovery
from organizations.web import Request, find
from organizations.web.access import View
from products.models import DataProduct

viewer = of_discovery(DiscoveryRole.VIEWER)
editor = of_discovery(DiscoveryRole.EDITOR)
facilitator = of_discovery(DiscoveryRole.FACILITATOR)

# The tabs over one product, in order. The first is its template; the others show the parts that name them.
INTERFACE, PROMISE, PLAN = "interface", "promise", "plan"
_TABS: tuple[tuple[str, Text], ...] = (
    ("", gettext_lazy("Template")),
    (INTERFACE, gettext_lazy("Interface")),
    (PROMISE, gettext_lazy("Promise")),
    (PLAN, gettext_lazy("Plan")),
)


@dataclass(frozen=True, slots=True)
class ProductPart:
    """A part of a tab of a product, sorted by `order`: `template` with what `context` gives, below its
    `label`. Its address is `url_name`, which takes the slug of the discovery and the uuid.
    `about` explains it, with the `term` that the method has for it."""

    key: str
    label: Text
    tab: str
    order: int
    url_name: str
    template: str
    context: Callable[[Request, DataProduct], dict[str, Any]]
    about: Text = ""
    term: str = ""


# The views that change what a part shows register it.
product_parts: Registry[ProductPart] = Registry("parts of a data product")


def product_of(discovery: Discovery, uuid: UUID) -> DataProduct:
    """A product of the discovery. Raises NotFound for an unknown, foreign or deleted one."""
    rows = DataProduct.objects.select_related("domain__organization", "owner", "team", "delivers")
    return find(rows, discovery=discovery, uuid=uuid)


def tab_url(product: DataProduct, tab: str) -> str:
    """The address of a tab."""
    args = [product.discovery.slug, product.uuid]
    return (
        reverse("products:product_tab", args=[*args, tab]) if tab else reverse("products:product", args=args)
    )


def product_tabs(product: DataProduct, current: str) -> list[dict[str, Any]]:
    """The tabs over the pages of a product, for components/tabs.html."""
    return [
        {"words": words, "href": tab_url(product, tab), "current": tab == current} for tab, words in _TABS
    ]


def part_html(request: Request, product: DataProduct, part: ProductPart) -> str:
    """The part as HTML."""
    context = {"discovery": product.discovery, "product": product, **part.context(request, product)}
    return render_to_string(part.template, context, request)


def answer_part(request: Request, product: DataProduct, part: ProductPart) -> HttpResponse:
    """At the part's own address: the part alone for htmx, else the way to its tab."""
    if request.htmx and not request.htmx.boosted:
        return HttpResponse(part_html(request, product, part))
    # Without a fragment: browsers keep the one of the link, which may name a row of the part.
    return redirect(tab_url(product, part.tab))


def part_view(part: ProductPart) -> View:
    """The view at the part's own address."""

    @viewer
    @require_safe
    def show(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
        return answer_part(request, product_of(discovery, uuid), part)

    return show
