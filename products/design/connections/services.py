"""Connecting a product by name: a thing of the domain with that name is linked, else a new one is made."""

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Conflict, Invalid
from core.services import artifacts, kinds, operation
from discovery.permissions import check_edit_discovery
from organizations.actors import Actor
from products.design.product.services import add_product
from products.design.sources_and_consumers.services import use_product
from products.design.unique_names.selectors import taken_by
from products.models import (
    Consumer,
    DataProduct,
    InputPort,
    ProductConsumer,
    ProductKind,
    Source,
    SourceKind,
)

ITSELF = gettext_lazy("A data product can’t take data from itself.")


def connect_producer(
    *, actor: Actor, product: DataProduct, name: str, kind: str = SourceKind.SOURCE
) -> InputPort:
    """The product takes data from the source or product called `name`; a new one is made as `kind`: a
    SourceKind, or "product" for a source-oriented product. The port there is when it does already.

    Raises Invalid for the product itself, and Conflict for a name that another discovery of the domain uses.
    """
    check_edit_discovery(actor, product.discovery)
    with operation(actor, "product.connected", summary=product.name, place=product.discovery):
        artifacts.locked(product)
        origin = origin_called(product, name, products_first=kind == "product")
        if origin is None and kind == "product":
            origin = add_product(
                actor=actor, discovery=product.discovery, name=name, kind=ProductKind.SOURCE_ORIENTED
            )
        elif origin is None:
            origin = kinds.add(actor=actor, draft=Source(discovery=product.discovery, name=name, kind=kind))
        return connect(actor=actor, product=product, origin=origin)


def connect(*, actor: Actor, product: DataProduct, origin: Source | DataProduct) -> InputPort:
    """An input port for `origin`; the one there is when the product takes from it already. Raises Invalid,
    with the field "name", for the product itself."""
    ports = InputPort.objects.filter(product=product)
    if isinstance(origin, DataProduct):
        if origin.pk == product.pk:
            raise Invalid(ITSELF, "name")
        existing, draft = ports.filter(feeder=origin), InputPort(product=product, feeder=origin)
    else:
        existing, draft = ports.filter(source=origin), InputPort(product=product, source=origin)
    return existing.first() or kinds.add(actor=actor, draft=draft)


def connect_consumer(*, actor: Actor, product: DataProduct, name: str) -> ProductConsumer:
    """The consumer called `name`, made when it is new, uses the product; the link there is when it does
    already. Raises Conflict for a name that another discovery of the domain uses."""
    check_edit_discovery(actor, product.discovery)
    with operation(actor, "product.connected", summary=product.name, place=product.discovery):
        artifacts.locked(product)
        consumer = taken_by(Consumer, product.domain_id, name)
        if consumer is None:
            consumer = kinds.add(actor=actor, draft=Consumer(discovery=product.discovery, name=name))
        _check_is_here(product, consumer)
        link = ProductConsumer.objects.filter(product=product, consumer=consumer).first()
        return link or use_product(actor=actor, product=product, consumer=consumer)


def origin_called(product: DataProduct, name: str, *, products_first: bool) -> Source | DataProduct | None:
    """The source or product called `name`; where both are, `products_first` decides. Raises Conflict for a
    name that another discovery of the domain uses."""
    models: tuple[type[DataProduct | Source], ...] = (Source, DataProduct)
    for model in reversed(models) if products_first else models:
        origin = taken_by(model, product.domain_id, name)
        if origin is not None:
            _check_is_here(product, origin)
            return origin
    return None


def _check_is_here(product: DataProduct, artifact: Consumer | DataProduct | Source) -> None:
    if artifact.discovery_id != product.discovery_id:
        raise Conflict(
            _("“%(name)s” belongs to another discovery of this domain. Choose another name.")
            % {"name": artifact.name}
        )
