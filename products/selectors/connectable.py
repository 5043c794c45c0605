"""Things that a product may be connected with: products of its organization, sources and consumers of its
domain.

Of other discoveries only what the actor may look at: a list to pick from must not show what is hidden.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from discovery.models import Discovery
from discovery.selectors.visible_discoveries import visible_discoveries
from organizations.actors import Actor
from products.landscape.selectors import unnamed_product
from products.models import Consumer, DataProduct, ProductState, Source

S = TypeVar("S", Consumer, Source)


def looked_at_by(actor: Actor, discovery: Discovery) -> frozenset[int]:
    """The keys of the discoveries whose products and sources are named on the pages of `discovery`: itself,
    and those that the actor may look at."""
    near = visible_discoveries(actor, discovery.domain.organization).values_list("pk", flat=True)
    return frozenset({*near, discovery.pk})


@dataclass(frozen=True, slots=True)
class Mention:
    """A product or source that takes data from here, as it is called here."""

    name: str
    uuid: UUID
    discovery_id: int

    def __str__(self) -> str:
        return self.name


def mention(taker: DataProduct | Source, visible: Collection[int]) -> Mention:
    """`taker` (with its domain) by its name, where its discovery is among the `visible` keys. Elsewhere only
    that there is one, and of which domain: what is built there is for those who may look at it."""
    if taker.discovery_id in visible:
        name = taker.name
    elif isinstance(taker, Source):
        name = _("A source of %(domain)s") % {"domain": taker.domain}
    else:
        name = unnamed_product(taker)
    return Mention(name, taker.uuid, taker.discovery_id)


def products_for(actor: Actor, discovery: Discovery) -> QuerySet[DataProduct]:
    """The products of the discovery's organization that its products may take data from."""
    visible = visible_discoveries(actor, discovery.domain.organization)
    return DataProduct.objects.filter(Q(discovery=discovery) | Q(discovery__in=visible))


def feeders_for(actor: Actor, product: DataProduct) -> QuerySet[DataProduct]:
    """The products that may feed `product`: its own discovery's first, retired ones not among them."""
    return (
        products_for(actor, product.discovery)
        .exclude(pk=product.pk)
        .exclude(state=ProductState.RETIRED)
        .select_related("domain", "discovery")
        .order_by("domain__name", "name", "pk")
    )


def sources_for(actor: Actor, discovery: Discovery) -> QuerySet[Source]:
    """The sources of the discovery's domain that its products may take data from."""
    return _of_domain(Source, actor, discovery)


def consumers_for(actor: Actor, discovery: Discovery) -> QuerySet[Consumer]:
    """The consumers of the discovery's domain that may use its products."""
    return _of_domain(Consumer, actor, discovery)


def _of_domain(model: type[S], actor: Actor, discovery: Discovery) -> QuerySet[S]:
    visible = visible_discoveries(actor, discovery.domain.organization)
    return model.objects.filter(
        Q(discovery=discovery) | Q(domain=discovery.domain_id, discovery__in=visible)
    ).order_by("name", "pk")
