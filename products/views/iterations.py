"""The iterations of a product, and the roadmap across all products."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery
from discovery.selectors.operations import pulse_of
from discovery.web.form_pages import form_methods, posted
from discovery.web.in_place import PagePart, edit_in_place
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request, sent_order
from products.forms.iterations import IterationForm
from products.models import DataProduct, Iteration
from products.permissions import may_edit_products
from products.selectors.roadmap import roadmap_of, steps_of
from products.services import iterations as services
from products.views.common import editor, product_of, product_tabs, section_tabs, viewer


@viewer
@require_safe
def product_iterations(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    return _iterations(request, product_of(discovery, uuid))


def _iterations(request: Request, found: DataProduct) -> HttpResponse:
    discovery = found.discovery
    pulse = pulse_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "product": found,
        "steps": steps_of(found),
        "tabs": product_tabs(found, "products:product_iterations"),
        "editing": may_edit_products(request.actor, discovery),
    }
    return page(request, "products/iterations/list.html", context, part="iterations")


def _part(request: Request, found: DataProduct) -> PagePart:
    url = reverse("products:product_iterations", args=[found.discovery.slug, found.uuid])
    return PagePart("iterations", url, lambda: _iterations(request, product_of(found.discovery, found.uuid)))


@editor
@form_methods
def iteration_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    found = product_of(discovery, uuid)
    form = IterationForm(posted(request))
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.add_iteration(actor=request.actor, product=found, **form.values()),
        part=_part(request, found),
        slot="slot-add",
        title=_("Add an iteration"),
        message=_("Iteration added"),
    )


@editor
@form_methods
def iteration_edit(request: Request, discovery: Discovery, uuid: UUID, iteration: UUID) -> HttpResponse:
    found = product_of(discovery, uuid)
    changed = _iteration(found, iteration)
    form = IterationForm(posted(request), instance=changed)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.change_iteration(
            actor=request.actor, iteration=changed, revision=form.seen, **form.values()
        ),
        part=_part(request, found),
        slot=f"slot-{iteration}",
        title=_("Change the iteration"),
        message=_("Saved"),
    )


@editor
@require_POST
def iteration_delete(request: Request, discovery: Discovery, uuid: UUID, iteration: UUID) -> HttpResponse:
    found = product_of(discovery, uuid)
    operation = services.delete_iteration(actor=request.actor, iteration=_iteration(found, iteration))
    return _part(request, found).answer(request, _("Iteration deleted"), undoes=operation)


@editor
@require_POST
def iteration_order(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    order = sent_order(request, "iterations")
    services.reorder_iterations(actor=request.actor, product=product_of(discovery, uuid), order=order)
    return HttpResponse(status=204)


def _iteration(product: DataProduct, uuid: UUID) -> Iteration:
    iteration = find(Iteration.objects.all(), product=product, uuid=uuid)
    iteration.product = product
    return iteration


@viewer
@require_safe
def roadmap(request: Request, discovery: Discovery) -> HttpResponse:
    """The iterations of all products on one line of time."""
    pulse = pulse_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "roadmap": roadmap_of(discovery),
        "tabs": section_tabs(discovery, "products:roadmap"),
    }
    return page(request, "products/roadmap/roadmap.html", context, part="roadmap")
