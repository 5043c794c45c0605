"""Writing consumers, and which products they use."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from discovery.actors import Actor
from discovery.exceptions import Conflict, Invalid
from discovery.models import Discovery, Operation
from discovery.services import artefacts
from discovery.services.operations import operation
from products.models import Consumer, DataProduct, OutputPort, ProductConsumer
from products.permissions import check_edit_products
from products.services.names import unique_name


def add_consumer(
    *, actor: Actor, discovery: Discovery, name: str, description: str = "", uuid: UUID | None = None
) -> Consumer:
    """A new consumer. `uuid` is the one that the form chose: sent again, it is the same consumer. Raises
    Invalid for a name that its domain has already."""
    check_edit_products(actor, discovery)
    with operation(actor, "consumer.added", summary=name, discovery=discovery):
        uuid = uuid or uuid4()
        sent_before = artefacts.added_already(Consumer, uuid, discovery_id=discovery.pk)
        if sent_before is not None:
            return sent_before
        with unique_name(Consumer, discovery.domain_id, name):
            return artefacts.add(
                Consumer,
                uuid=uuid,
                discovery=discovery,
                domain_id=discovery.domain_id,
                name=name,
                description=description,
            )


def change_consumer(
    *, actor: Actor, consumer: Consumer, revision: int | None = None, **fields: Any
) -> Consumer:
    """`fields` are those of add_consumer. Raises as it does, and Stale."""
    check_edit_products(actor, consumer.discovery)
    name = fields.get("name")
    with (
        operation(actor, "consumer.changed", summary=name or consumer.name, discovery=consumer.discovery),
        unique_name(Consumer, consumer.domain_id, name, besides=consumer),
    ):
        return artefacts.change(consumer, revision=revision, **fields)


def delete_consumer(*, actor: Actor, consumer: Consumer) -> Operation:
    """The consumer goes to the trash, and uses no product any more; returns the operation, for undo.

    What it said about how it uses a product stays.
    """
    check_edit_products(actor, consumer.discovery)
    with operation(actor, "consumer.deleted", summary=consumer.name, discovery=consumer.discovery) as done:
        artefacts.trash(*ProductConsumer.objects.filter(consumer=consumer), consumer)
    return done


def use_product(
    *, actor: Actor, product: DataProduct, consumer: Consumer, port: OutputPort | None = None
) -> ProductConsumer:
    """The consumer uses the product, through `port` where that is known; the link there is when it does
    already.

    Raises Invalid for a consumer of another domain, and for a port of another product.
    """
    check_edit_products(actor, product.discovery)
    if consumer.domain_id != product.domain_id:
        raise Invalid(_("This consumer belongs to another domain."))
    with operation(actor, "product.used", summary=product.name, discovery=product.discovery):
        artefacts.locked(product)  # so that two who connect the same come one after the other
        _check_port(product, port)
        found = ProductConsumer.objects.filter(product=product, consumer=consumer, port=port).first()
        return found or artefacts.add(ProductConsumer, product=product, consumer=consumer, port=port)


def use_through(*, actor: Actor, link: ProductConsumer, port: OutputPort | None) -> ProductConsumer:
    """The consumer uses the product through another port, or through one that is not known.

    Where it uses that one already, the link goes to the trash, and the one there is comes back. Raises
    Invalid for a port of another product.
    """
    product = link.product
    check_edit_products(actor, product.discovery)
    with operation(actor, "product.used", summary=product.name, discovery=product.discovery):
        artefacts.locked(product)
        _check_port(product, port)
        same = ProductConsumer.objects.filter(product=product, consumer=link.consumer_id, port=port)
        found = same.exclude(pk=link.pk).first()
        if found is not None:
            artefacts.trash(link)
            return found
        return artefacts.change(link, port=port)


def stop_using(
    *, actor: Actor, product: DataProduct, consumer: Consumer, port: OutputPort | None = None
) -> Operation:
    """The consumer uses the product no more through `port`, the consumer itself stays; returns the operation,
    for undo. Raises Conflict when it did not."""
    check_edit_products(actor, product.discovery)
    with operation(actor, "product.unused", summary=product.name, discovery=product.discovery) as done:
        found = ProductConsumer.objects.filter(product=product, consumer=consumer, port=port).first()
        if found is None:
            raise Conflict(_("This was changed in the meantime. It is shown as it is now."))
        artefacts.trash(found)
    return done


def _check_port(product: DataProduct, port: OutputPort | None) -> None:
    if port is None:
        return
    if port.product_id != product.pk or port.deleted_at is not None:
        raise Invalid(_("This output port belongs to another data product."))
