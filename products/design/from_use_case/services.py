"""Designing backwards: from a use case to the product that serves it, and to what that needs."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.services import artifacts, operation
from discovery.models import Discovery
from discovery.permissions import check_edit_discovery
from lvt.models import Measure, UseCase
from organizations.actors import Actor
from products.design.connections.services import connect, connect_producer, origin_called
from products.design.product.services import add_product
from products.design.unique_names.selectors import taken_by
from products.models import DataProduct, InputPort, ProductKind, Source


def propose_for(
    *,
    actor: Actor,
    discovery: Discovery,
    use_case: UseCase,
    name: str,
    job: str = "",
    measured: Iterable[Measure] = (),
    sources: Iterable[Source] = (),
    feeders: Iterable[DataProduct] = (),
    new_inputs: Iterable[str] = (),
    uuid: UUID | None = None,
) -> DataProduct:
    """The consumer-oriented product that serves the use case, with its inputs: `sources`, the products
    `feeders`, and new sources of the names `new_inputs`. All in one operation.

    `measured` are measures of success for each of which a product is made that delivers it, unless there is
    one: the first consumer-oriented product of a bet measures whether it pays off. `uuid` is the one that the
    form chose: sent again, it is the same product. Raises Invalid for a name that is taken, and for what
    belongs to another discovery.
    """
    check_edit_discovery(actor, discovery)
    if use_case.discovery_id != discovery.pk:
        raise Invalid(_("A data product can only serve use cases of its own discovery."))
    measures = list(measured)
    origins: list[DataProduct | Source] = [*sources, *feeders]
    if any(origin.discovery_id != discovery.pk for origin in origins):
        raise Invalid(_("An input must be a source or a data product of the same discovery."))
    with operation(actor, "product.designed", summary=name, place=discovery) as designed:
        for measure in measures:
            _measure_product(actor, discovery, use_case, measure)
        product = add_product(
            actor=actor,
            discovery=discovery,
            name=name,
            kind=ProductKind.CONSUMER_ORIENTED,
            job=job,
            use_cases=[use_case],
            measures=measures,
            uuid=uuid or uuid4(),
        )
        if designed.was_sent_before:
            _check_inputs(product, origins, new_inputs)
            return product
        for origin in origins:
            connect(actor=actor, product=product, origin=origin)
        for each in new_inputs:
            connect_producer(actor=actor, product=product, name=each)
    return product


def _check_inputs(
    product: DataProduct, origins: Iterable[DataProduct | Source], names: Iterable[str]
) -> None:
    """Raises Conflict when the product was designed with other inputs."""
    known_origins = [origin_called(product, name, products_first=False) for name in names]
    inputs = [each for each in (*origins, *known_origins) if each is not None]
    keys = {(each.pk, None) if isinstance(each, Source) else (None, each.pk) for each in inputs}
    if None in known_origins:
        artifacts.refuse_other_words(product)
    artifacts.check_was_written_with(product, InputPort, ["source_id", "feeder_id"], keys, product=product)


def _measure_product(actor: Actor, discovery: Discovery, use_case: UseCase, measure: Measure) -> None:
    if DataProduct.objects.filter(discovery=discovery, delivers=measure).exists():
        return
    add_product(
        actor=actor,
        discovery=discovery,
        name=measure_product_name(discovery, measure),
        kind=ProductKind.CONSUMER_ORIENTED,
        job=_("Shows whether “%(measure)s” is reached") % {"measure": measure.name[:400]},
        delivers=measure,
        use_cases=[use_case],
        measures=[measure],
    )


def measure_product_name(discovery: Discovery, measure: Measure) -> str:
    """A name that the domain does not have yet for the product that measures `measure`."""
    whole = " ".join((_("Measure: %(name)s") % {"name": measure.name}).split())
    name, number = whole[:120].rstrip(), 2
    while taken_by(DataProduct, discovery.domain_id, name) is not None:
        name, number = f"{whole[:114].rstrip()} ({number})", number + 1
    return name
