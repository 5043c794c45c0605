"""The ports of a product as their page shows them: the origin of each, the things linked to it, and
errors."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.grouping import grouped
from discovery.selectors.visible_discoveries import visible_discoveries
from organizations.actors import Actor
from products.models import (
    DataProduct,
    InputPort,
    OutputPort,
    PortColumn,
    ProductConsumer,
    ProductState,
    Source,
    SourceKind,
)
from products.selectors.product_cycles import Circles, circles_of


@dataclass(frozen=True, slots=True)
class InputLine:
    """An input port. `trouble` is a sentence about a lost origin, "" when all is well;
    `mark` is the key of what it takes from in discovery.marks. `is_visible` when the actor may open that."""

    port: InputPort
    origin: Source | DataProduct | None
    trouble: str
    mark: str
    is_visible: bool

    @property
    def is_product(self) -> bool:
        return isinstance(self.origin, DataProduct)


@dataclass(frozen=True, slots=True)
class DrawnBy:
    """Another product that takes data from this one; `is_visible` when the actor may see its name."""

    port: InputPort
    is_visible: bool

    @property
    def product(self) -> DataProduct:
        return self.port.product


@dataclass(frozen=True, slots=True)
class OutputLine:
    """An output port with its columns, and who uses it. `is_second` when it delivers another data set than
    the first port of the product."""

    port: OutputPort
    columns: tuple[PortColumn, ...]
    consumers: tuple[ProductConsumer, ...]
    drawn_by: tuple[DrawnBy, ...]
    is_second: bool

    @property
    def is_used(self) -> bool:
        return bool(self.consumers or self.drawn_by)


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set that a product delivers, as its ports name it; upper and lower case make no difference."""

    name: str
    ports: tuple[OutputPort, ...]


@dataclass(frozen=True, slots=True)
class Ports:
    """All ports of a product. `consumers` and `drawn_by` use it through a port that is not known, or gone."""

    product: DataProduct
    inputs: tuple[InputLine, ...]
    outputs: tuple[OutputLine, ...]
    consumers: tuple[ProductConsumer, ...]
    drawn_by: tuple[DrawnBy, ...]
    data_sets: tuple[DataSet, ...]

    @property
    def has_several_data_sets(self) -> bool:
        return len(self.data_sets) > 1


def data_sets(ports: Iterable[OutputPort]) -> tuple[DataSet, ...]:
    """The data sets that the ports name, in order; ports that name none are of none."""
    ports_by_set: dict[str, list[OutputPort]] = defaultdict(list)
    for port in ports:
        if port.data_set.strip():
            ports_by_set[port.data_set.strip().casefold()].append(port)
    return tuple(DataSet(each[0].data_set.strip(), tuple(each)) for each in ports_by_set.values())


def ports_of(actor: Actor, product: DataProduct) -> Ports:
    """The ports of the product for their page, in a fixed number of queries."""
    organization = product.discovery.domain.organization
    visible = set(visible_discoveries(actor, organization).values_list("pk", flat=True))
    visible.add(product.discovery_id)
    outputs = list(OutputPort.objects.filter(product=product))
    columns = grouped(PortColumn.objects.filter(port__in=outputs), lambda column: column.port_id)
    own = {port.pk for port in outputs}
    links_by_port: dict[int | None, list[ProductConsumer]] = defaultdict(list)
    links = ProductConsumer.objects.filter(product=product, consumer__deleted_at=None)
    for link in links.select_related("consumer", "port").order_by("consumer__name", "pk"):
        links_by_port[link.port_id if link.port_id in own else None].append(link)
    draws: dict[int | None, list[DrawnBy]] = defaultdict(list)
    fed = InputPort.objects.filter(feeder=product, product__deleted_at=None)
    for port in fed.select_related("product__discovery", "product__domain", "feeder_port"):
        key = port.feeder_port_id if port.feeder_port_id in own else None
        draws[key].append(DrawnBy(port, port.product.discovery_id in visible))
    sets = data_sets(outputs)
    second = {port.pk for each in sets[1:] for port in each.ports}
    return Ports(
        product,
        input_lines(product, visible),
        tuple(
            OutputLine(
                port,
                tuple(columns[port.pk]),
                tuple(links_by_port[port.pk]),
                tuple(draws[port.pk]),
                port.pk in second,
            )
            for port in outputs
        ),
        tuple(links_by_port[None]),
        tuple(draws[None]),
        sets,
    )


def input_lines(product: DataProduct, visible: set[int]) -> tuple[InputLine, ...]:
    """The input ports of the product; `visible` are the discoveries that the reader may look at."""
    rows = InputPort.objects.filter(product=product).select_related(
        "product", "source", "feeder__domain", "feeder__discovery", "feeder_port"
    )
    circles = circles_of(product.discovery)
    return tuple(_input_line(port, visible, circles) for port in rows)


def _input_line(port: InputPort, visible: set[int], circles: Circles) -> InputLine:
    origin = port.source or port.feeder
    is_visible = origin is not None and origin.deleted_at is None and origin.discovery_id in visible
    return InputLine(port, origin, trouble_of(port) or circles.trouble_of(port), mark_of(origin), is_visible)


def mark_of(origin: Source | DataProduct | None) -> str:
    """The mark of what an input port takes from (discovery.marks)."""
    if isinstance(origin, DataProduct):
        return "product"
    is_integration = origin is not None and origin.kind == SourceKind.INTEGRATION
    return "integration" if is_integration else "producer"


def trouble_of(port: InputPort) -> str:
    """The message about a lost origin of the port (with its source, feeder and feeder_port); "" for none."""
    if port.source is not None and port.source.deleted_at is not None:
        return _("The source “%(name)s” was deleted.") % {"name": port.source.name}
    if port.feeder is None:
        return ""
    if port.feeder.deleted_at is not None:
        return _("The data product “%(name)s” was deleted.") % {"name": port.feeder.name}
    if port.feeder.state == ProductState.RETIRED:
        return _("The data product “%(name)s” is retired.") % {"name": port.feeder.name}
    if port.feeder_port is not None and port.feeder_port.deleted_at is not None:
        return _("Its output port “%(name)s” was deleted.") % {"name": port.feeder_port.name}
    if port.feeder_port is not None and port.feeder_port.product_id != port.feeder_id:
        return _("Its output port “%(name)s” now belongs to another data product.") % {
            "name": port.feeder_port.name
        }
    return ""


def proposed_for_split(ports: Sequence[OutputPort]) -> tuple[OutputPort, ...]:
    """The ports that another product would take over: those of the second data set."""
    sets = data_sets(ports)
    return sets[1].ports if len(sets) > 1 else ()
