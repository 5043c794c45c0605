"""Consumers of an output port."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discovery.models import Discovery
from organizations.web import Request, edit_in_place, find, form_methods, posted
from products.design.ports.forms import ConsumerPortForm, PortConsumerForm
from products.design.ports.views import output_of, ports_part
from products.design.sources_and_consumers.services import stop_using, use_product, use_through
from products.models import DataProduct, ProductConsumer
from products.views.common import editor, product_of


@editor
@form_methods
def port_consumer_add(request: Request, discovery: Discovery, uuid: UUID, port: UUID) -> HttpResponse:
    """Add a consumer of this output port."""
    product = product_of(discovery, uuid)
    output = output_of(product, port)
    form = PortConsumerForm(posted(request), actor=request.actor, product=product, port=output)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: use_product(actor=request.actor, product=product, port=output, **form.cleaned_data),
        part=ports_part(request, product),
        slot=f"slot-consumers-{port}",
        title=_("Add a consumer"),
        message=_("Consumer added"),
    )


@editor
@form_methods
def port_consumer_edit(request: Request, discovery: Discovery, uuid: UUID, link: UUID) -> HttpResponse:
    """The port through which a consumer uses the product."""
    product = product_of(discovery, uuid)
    link_ = _link(product, link)
    form = ConsumerPortForm(posted(request), product=product, initial={"port": link_.port_id})
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: use_through(actor=request.actor, link=link_, **form.cleaned_data),
        part=ports_part(request, product),
        slot=f"slot-{link}",
        title=_("Usage by %(consumer)s") % {"consumer": link_.consumer.name},
        message=_("Saved"),
    )


@editor
@require_POST
def port_consumer_remove(request: Request, discovery: Discovery, uuid: UUID, link: UUID) -> HttpResponse:
    """Someone no longer uses this output port."""
    product = product_of(discovery, uuid)
    removed = _link(product, link)
    operation = stop_using(actor=request.actor, product=product, consumer=removed.consumer, port=removed.port)
    return ports_part(request, product).answer(request, _("Consumer removed"), undoes=operation)


def _link(product: DataProduct, uuid: UUID) -> ProductConsumer:
    return find(ProductConsumer.objects.select_related("consumer", "port"), product=product, uuid=uuid)
