"""The template of one product as it is drawn: the origins of its data, and its users."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _, pgettext

from discovery.marks import MARKS
from lvt.models import Measure, UseCase
from products.design.ports.selectors import mark_of
from products.design.product.selectors import NO_USES, Uses, uses_of
from products.design.template.drawing import TemplateCell, TemplateSheet
from products.landscape.rules import Node
from products.landscape.selectors import node_id
from products.models import (
    DataProduct,
    InputPort,
    OutputPort,
    ProductConsumer,
    ProductMeasure,
    ProductUseCase,
    Source,
    TemplateAnswer,
)
from products.selectors.connectable import Mention, mention


@dataclass(frozen=True, slots=True)
class Producer:
    """The origin of an input port's data. `mark` is its key in discovery.marks; `is_gone` when the
    origin is in the trash, `is_open` while it isn't known."""

    port: InputPort
    mark: str
    name: str
    origin: Source | DataProduct | None
    is_gone: bool = False

    @property
    def is_open(self) -> bool:
        return self.origin is None

    @property
    def is_product(self) -> bool:
        return isinstance(self.origin, DataProduct)


@dataclass(frozen=True, slots=True)
class Template:
    """`feeds` are products that take from this one, named to people who may look at them. `use_cases` are
    those that it is linked with, `uses` all that it is there for, as nodes of the map."""

    product: DataProduct
    producers: tuple[Producer, ...]
    consumers: tuple[ProductConsumer, ...]
    outputs: tuple[OutputPort, ...]
    feeds: tuple[Mention, ...]
    use_cases: tuple[UseCase, ...]
    uses: Uses
    measures: tuple[Measure, ...]
    answer_count: int

    @property
    def needed_further(self) -> tuple[Node, ...]:
        """The use cases that need it without being linked with it: for what it feeds."""
        linked = {str(use_case.uuid) for use_case in self.use_cases}
        return tuple(node for node in self.uses.needed_by if node.uuid not in linked)

    @property
    def stopped(self) -> frozenset[UUID]:
        """The uuids of the use cases that needed it until their hypothesis was stopped."""
        return frozenset(UUID(node.uuid) for node in self.uses.stopped)

    @property
    def mark(self) -> str:
        return "shared" if self.uses.is_shared else "product"


def template_of(product: DataProduct, visible: Collection[int] = ()) -> Template:
    """All that the drawing of the product shows, in seven queries and those of the map. `visible` are the
    keys of other discoveries whose names the reader may see."""
    [template] = templates_of([product], uses_of(product.discovery), visible)
    return template


def templates_of(
    products: Sequence[DataProduct], uses: Mapping[str, Uses], visible: Collection[int] = ()
) -> list[Template]:
    """The templates of the products, in their order: seven queries, however many there are. `uses` is what
    `uses_of` found, `visible` as for template_of."""
    visible_discoveries = {*visible, *(product.discovery_id for product in products)}
    ports = InputPort.objects.filter(product__in=products).select_related("source", "feeder")
    consumers = ProductConsumer.objects.filter(product__in=products, consumer__deleted_at=None)
    fed = InputPort.objects.filter(feeder__in=products, product__deleted_at=None)
    fed = fed.select_related("product__domain")
    case_links = ProductUseCase.objects.filter(product__in=products, use_case__deleted_at=None)
    judged = ProductMeasure.objects.filter(product__in=products, measure__deleted_at=None)
    producers, links, outputs, feeds, use_cases, measures = (
        defaultdict[int, list[Any]](list) for _each in range(6)
    )
    for port in ports:
        producers[port.product_id].append(producer(port))
    for use in consumers.select_related("consumer", "port").order_by("pk"):
        links[use.product_id].append(use)
    for output in OutputPort.objects.filter(product__in=products):
        outputs[output.product_id].append(output)
    for port in fed:
        taker = mention(port.product, visible_discoveries)
        if port.feeder_id is not None and taker not in feeds[port.feeder_id]:
            feeds[port.feeder_id].append(taker)
    for link in case_links.select_related("use_case").order_by("use_case__position", "use_case_id"):
        use_cases[link.product_id].append(link.use_case)
    for judging in judged.select_related("measure").order_by("pk"):
        measures[judging.product_id].append(judging.measure)
    answers = TemplateAnswer.objects.filter(product__in=products)
    answer_counts = Counter(answers.values_list("product_id", flat=True))
    return [
        Template(
            product,
            tuple(producers[product.pk]),
            tuple(links[product.pk]),
            tuple(outputs[product.pk]),
            tuple(feeds[product.pk]),
            tuple(use_cases[product.pk]),
            uses.get(node_id(product), NO_USES),
            tuple(measures[product.pk]),
            answer_counts[product.pk],
        )
        for product in products
    ]


def producer(port: InputPort) -> Producer:
    """The origin of the data of the port (with its source and feeder)."""
    origin = port.source or port.feeder
    name = origin.name if origin else port.name
    return Producer(port, mark_of(origin), name, origin, origin is not None and origin.deleted_at is not None)


def sheet_of(template: Template) -> TemplateSheet:
    """The template as it is drawn on paper."""
    product = template.product
    kind = str(product.get_kind_display())
    shared = pgettext("data product", "shared")
    word = f"{kind}, {shared}" if template.uses.is_shared else kind
    return TemplateSheet(
        TemplateCell(template.mark, product.name, word),
        product.domain.name,
        product.job,
        [
            TemplateCell(
                "producer" if each.mark == "product" else each.mark,
                each.name or _("Not set yet"),
                _("Deleted") if each.is_gone else _origin_word(each),
                is_open=each.is_gone or each.is_open,
            )
            for each in template.producers
        ],
        [
            *(TemplateCell("consumer", name, "") for name in _consumer_names(template)),
            *(TemplateCell("product", fed.name, _("Data product that it feeds")) for fed in template.feeds),
        ],
    )


def _origin_word(producer: Producer) -> str:
    if producer.mark == "product":
        # Green like all producers: the small hexagon shows that it is a data product.
        return f"\N{BLACK HEXAGON} {MARKS['product'].word}"
    if producer.mark == "integration":
        return str(MARKS[producer.mark].word)
    return str(producer.port.get_kind_display())


def _consumer_names(template: Template) -> list[str]:
    return list(dict.fromkeys(link.consumer.name for link in template.consumers))
