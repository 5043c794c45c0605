"""Writes of both ends: sources, products that consumers use, and use cases that consumers work on."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from core.models import Operation
from core.services import artifacts, kinds, operation
from discovery.permissions import check_edit_discovery
from lvt.models import UseCase
from organizations.actors import Actor
from products.design.sources_and_consumers.kinds import check_feeds
from products.design.unique_names.selectors import taken_by
from products.models import (
    Consumer,
    ConsumerUseCase,
    DataProduct,
    OutputPort,
    ProductConsumer,
    Source,
    SourceKind,
)


def add_source(*, actor: Actor, draft: Source, feeds: Iterable[Source] = ()) -> Source:
    """A new source. `feeds` are sources of its domain that an integration source brings together. Raises
    Invalid for those of a plain source, and as kinds.add."""
    sources = list(feeds)
    check_feeds(draft.kind, sources)
    return kinds.add(actor=actor, draft=draft, feeds=sources)


def change_source(*, actor: Actor, source: Source, revision: int | None = None, **fields: Any) -> Source:
    """`feeds` among the `fields` replaces what the source brings together. A source that is no integration
    source any more brings nothing together. Raises as add_source, and Stale."""
    kind, sources = fields.get("kind", source.kind), list(fields.get("feeds", ()))
    check_feeds(kind, sources)
    if "feeds" in fields or kind == SourceKind.SOURCE:
        fields["feeds"] = sources
    return kinds.change(actor=actor, artifact=source, revision=revision, **fields)


def say_users(*, actor: Actor, use_case: UseCase, consumers: Iterable[Consumer], name: str = "") -> Operation:
    """Just these consumers of the use case's discovery work on it, and one called `name`, made when it is
    new. The products that they use serve it from then on (docs/adr/0035).

    Raises Invalid for consumers of elsewhere.
    """
    discovery = use_case.discovery
    check_edit_discovery(actor, discovery)
    users = set(consumers)
    with operation(actor, "use_case.users_said", summary=use_case.name, place=discovery) as current:
        artifacts.locked(use_case)
        if name:
            existing = taken_by(Consumer, discovery.domain_id, name)
            users.add(existing or kinds.add(actor=actor, draft=Consumer(discovery=discovery, name=name)))
        if any(consumer.discovery_id != discovery.pk for consumer in users):
            raise Invalid(_("This consumer belongs to another discovery."))
        links = ConsumerUseCase.objects.filter(use_case=use_case, consumer__discovery=discovery)
        links = links.select_related("consumer")
        for link in artifacts.set_rows(links, ["consumer"], [(user,) for user in users], use_case=use_case):
            artifacts.touch(link.consumer)
    return current


def use_product(
    *, actor: Actor, product: DataProduct, consumer: Consumer, port: OutputPort | None = None
) -> ProductConsumer:
    """The consumer uses the product, through `port` where that is known; the link there is when it does
    already.

    Raises Invalid for a consumer of another domain, and for a port of another product.
    """
    check_edit_discovery(actor, product.discovery)
    if consumer.domain_id != product.domain_id:
        raise Invalid(_("This consumer belongs to another domain."))
    with operation(actor, "product.used", summary=product.name, place=product.discovery) as current:
        artifacts.locked(product)  # so that two who connect the same come one after the other
        _check_port(product, port)
        link = ProductConsumer.objects.filter(product=product, consumer=consumer, port=port).first()
        current.was_sent_before |= link is not None
        return link or artifacts.add(ProductConsumer, product=product, consumer=consumer, port=port)


def use_through(*, actor: Actor, link: ProductConsumer, port: OutputPort | None) -> ProductConsumer:
    """The consumer uses the product through another port, or through one that is not known.

    Where it uses that one already, the link goes to the trash, and the one there is comes back. Raises
    Invalid for a port of another product.
    """
    product = link.product
    check_edit_discovery(actor, product.discovery)
    with operation(actor, "product.used", summary=product.name, place=product.discovery):
        artifacts.locked(product)
        _check_port(product, port)
        same = ProductConsumer.objects.filter(product=product, consumer=link.consumer_id, port=port)
        other = same.exclude(pk=link.pk).first()
        if other is not None:
            artifacts.trash(link)
            return other
        return artifacts.change(link, port=port)


def stop_using(
    *, actor: Actor, product: DataProduct, consumer: Consumer, port: OutputPort | None = None
) -> Operation:
    """The consumer uses the product no more through `port`, the consumer itself stays. Raises Conflict when
    it did not."""
    check_edit_discovery(actor, product.discovery)
    with operation(actor, "product.unused", summary=product.name, place=product.discovery) as current:
        link = ProductConsumer.objects.filter(product=product, consumer=consumer, port=port).first()
        if link is None:
            raise Conflict(_("This has changed. You now see the current version."))
        artifacts.trash(link)
    return current


def _check_port(product: DataProduct, port: OutputPort | None) -> None:
    if port is None:
        return
    if port.product_id != product.pk or port.deleted_at is not None:
        raise Invalid(_("This output port belongs to another data product."))
