"""Sources and consumers as their pages list them: what uses each, and which names look like the same."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from discovery.models import Discovery
from lvt.models import UseCase
from organizations.selectors.similar_names import perhaps_same_rows
from products.models import (
    Consumer,
    ConsumerUseCase,
    InputPort,
    ProductConsumer,
    Source,
    SourceFeed,
    SourceKind,
    UsagePattern,
)
from products.selectors.connectable import Mention, mention


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source: what feeds it, which integration sources it feeds, and the products that take from it; those
    of other discoveries are named to people who may look at them. `alike` are others whose names mean nearly
    the same."""

    source: Source
    fed_by: tuple[Source, ...]
    feeds: tuple[Mention, ...]
    products: tuple[Mention, ...]
    alike: tuple[Source, ...]

    @property
    def is_integration(self) -> bool:
        return self.source.kind == SourceKind.INTEGRATION

    @property
    def mark(self) -> str:
        return "integration" if self.is_integration else "producer"

    @property
    def is_used(self) -> bool:
        return bool(self.fed_by or self.feeds or self.products)


@dataclass(frozen=True, slots=True)
class ConsumerLine:
    """A consumer, the products that it uses, the number of its usage patterns, and the use cases that it
    works on."""

    consumer: Consumer
    products: tuple[Mention, ...]
    patterns: int
    alike: tuple[Consumer, ...]
    use_cases: tuple[UseCase, ...] = ()

    @property
    def is_used(self) -> bool:
        """Return True if a product or a usage pattern names it."""
        return bool(self.products or self.patterns)


def source_lines(discovery: Discovery, visible: Collection[int]) -> list[SourceLine]:
    """The sources of the discovery, with the things linked to each, in a fixed number of queries. `visible`
    are the keys of the discoveries whose names the reader may see."""
    sources = list(Source.objects.filter(discovery=discovery))
    before: dict[int, list[Source]] = defaultdict(list)
    after: dict[int, list[Mention]] = defaultdict(list)
    links = SourceFeed.objects.filter(source__deleted_at=None, integration__deleted_at=None)
    for link in links.filter(source__in=sources).select_related("integration__domain").order_by("pk"):
        after[link.source_id].append(mention(link.integration, visible))
    for link in links.filter(integration__in=sources).select_related("source").order_by("pk"):
        before[link.integration_id].append(link.source)
    taking: dict[int, dict[int, Mention]] = defaultdict(dict)
    ports = InputPort.objects.filter(source__in=sources, product__deleted_at=None)
    for port in ports.select_related("product__domain").order_by("product__position", "pk"):
        if port.source_id is not None:
            taking[port.source_id][port.product_id] = mention(port.product, visible)
    alike = perhaps_same_rows(sources)
    return [
        SourceLine(
            source,
            tuple(before[source.pk]),
            tuple(after[source.pk]),
            tuple(taking[source.pk].values()),
            alike.get(source.pk, ()),
        )
        for source in sources
    ]


def consumer_lines(discovery: Discovery, visible: Collection[int]) -> list[ConsumerLine]:
    """The consumers of the discovery, with what each uses, in a fixed number of queries. `visible` as for
    source_lines."""
    consumers = list(Consumer.objects.filter(discovery=discovery))
    using: dict[int, dict[int, Mention]] = defaultdict(dict)
    links = ProductConsumer.objects.filter(consumer__in=consumers, product__deleted_at=None)
    for link in links.select_related("product__domain").order_by("product__position", "pk"):
        using[link.consumer_id][link.product_id] = mention(link.product, visible)
    pattern_counts: dict[int | None, int] = defaultdict(int)
    patterns = UsagePattern.objects.filter(consumer__in=consumers, product__deleted_at=None)
    for consumer in patterns.values_list("consumer", flat=True):
        pattern_counts[consumer] += 1
    working: dict[int, list[UseCase]] = defaultdict(list)
    works = ConsumerUseCase.objects.filter(consumer__in=consumers, use_case__deleted_at=None)
    for work in works.select_related("use_case").order_by("use_case__name", "pk"):
        working[work.consumer_id].append(work.use_case)
    alike = perhaps_same_rows(consumers)
    return [
        ConsumerLine(
            each,
            tuple(using[each.pk].values()),
            pattern_counts[each.pk],
            alike.get(each.pk, ()),
            tuple(working[each.pk]),
        )
        for each in consumers
    ]


def takers_elsewhere(discovery: Discovery, visible: Collection[int]) -> dict[str, list[str]]:
    """The data products of other discoveries that take from products of this one, by name as for
    source_lines, each with the names of these. One query."""
    ports = InputPort.objects.filter(feeder__discovery=discovery, feeder__deleted_at=None)
    ports = ports.filter(product__deleted_at=None).exclude(product__discovery=discovery)
    takers: dict[str, dict[str, None]] = defaultdict(dict)
    for port in ports.select_related("feeder", "product__domain").order_by("feeder__position", "pk"):
        if port.feeder is not None:
            takers[mention(port.product, visible).name][port.feeder.name] = None
    return {name: [*products] for name, products in takers.items()}


def consumers_working_on(discovery: Discovery, use_case: UUID) -> QuerySet[Consumer]:
    """The consumers that work on the use case."""
    return Consumer.objects.filter(
        discovery=discovery, use_case_links__use_case__uuid=use_case, use_case_links__deleted_at=None
    )
