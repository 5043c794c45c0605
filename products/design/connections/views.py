"""Producers and consumers, added and removed in the drawing of a product's template."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.services import kinds
from discovery.models import Discovery
from organizations.web import Request, edit_in_place, find, form_methods, posted
from products.design.connections import services as connecting
from products.design.connections.forms import ConsumerForm, ProducerForm
from products.design.sources_and_consumers.services import stop_using
from products.design.template.views import template_part
from products.models import InputPort, ProductConsumer
from products.views.common import editor, product_of


@editor
@form_methods
def producer_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Say from where the product gets its data."""
    product = product_of(discovery, uuid)
    form = ProducerForm(posted(request), product=product)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: connecting.connect_producer(actor=request.actor, product=product, **form.cleaned_data),
        part=template_part(request, product),
        slot="slot-producer",
        title=_("Add a source"),
        message=_("Source added: “%(name)s” is a new data product") % {"name": form.data.get("name", "")}
        if form.makes_product
        else _("Source added"),
    )


@editor
@require_POST
def producer_remove(request: Request, discovery: Discovery, uuid: UUID, port: UUID) -> HttpResponse:
    """No longer get data from there: its input port is deleted."""
    product = product_of(discovery, uuid)
    removed = find(InputPort.objects.all(), product=product, uuid=port)
    operation = kinds.delete(actor=request.actor, artifact=removed)
    return template_part(request, product).answer(request, _("Source removed"), undoes=operation)


@editor
@form_methods
def consumer_link_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Say who uses the product."""
    product = product_of(discovery, uuid)
    form = ConsumerForm(posted(request), product=product)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: connecting.connect_consumer(actor=request.actor, product=product, **form.cleaned_data),
        part=template_part(request, product),
        slot="slot-consumer",
        title=_("Add a consumer"),
        message=_("Consumer added"),
    )


@editor
@require_POST
def consumer_link_remove(request: Request, discovery: Discovery, uuid: UUID, link: UUID) -> HttpResponse:
    """Someone no longer uses the product."""
    product = product_of(discovery, uuid)
    removed = find(ProductConsumer.objects.select_related("consumer", "port"), product=product, uuid=link)
    operation = stop_using(actor=request.actor, product=product, consumer=removed.consumer, port=removed.port)
    return template_part(request, product).answer(request, _("Consumer removed"), undoes=operation)
