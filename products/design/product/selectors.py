"""Data products: the list, and one product with the content of its template."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from core.selectors.cache_until_write import cached_while_unchanged
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from discovery.use_counts import UseCount, use_count
from lvt.models import UseCase
from lvt.use_cases.selectors import pursued_in
from organizations.selectors.similar_names import perhaps_same_rows
from products.landscape.rules import Node, needs
from products.landscape.selectors import current_graph, needed_graph, node_id, services_of
from products.models import DataProduct, InputPort, ProductKind, ProductState
from products.promises.selectors import SloStanding, standings_of


@dataclass(frozen=True, slots=True)
class Uses:
    """The use cases of a product as nodes of the map: the use cases that need it (landscape.rules.needs),
    those that share it (landscape.rules.shared), none for a single use case, and those that needed it until
    their hypothesis was `stopped`."""

    needed_by: tuple[Node, ...] = ()
    shared_by: tuple[Node, ...] = ()
    stopped: tuple[Node, ...] = ()

    @property
    def is_shared(self) -> bool:
        return self.count.is_shared

    @property
    def count(self) -> UseCount:
        """The number that a map writes beside it."""
        return use_count(len(self.shared_by))


NO_USES = Uses()


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in the list, with the use cases that it is there for, and the products of the discovery
    whose names perhaps mean the same. `perhaps_aggregate`: whether it is one is open. `promise` is the most
    urgent of its promises."""

    product: DataProduct
    uses: Uses
    perhaps_aggregate: bool
    alike: tuple[DataProduct, ...] = ()
    promise: SloStanding | None = None

    @property
    def is_only_named(self) -> bool:
        """Return True if it has only a name: it was typed as a producer of another one."""
        product = self.product
        return not (product.job or product.description or product.owner_id or product.team_id)


def products_of(discovery: Discovery) -> QuerySet[DataProduct]:
    """The products of the discovery in their order, with owner, team and the measure they deliver."""
    return DataProduct.objects.filter(discovery=discovery).select_related(
        "owner", "team", "delivers", "domain"
    )


def has_products(discovery: Discovery) -> bool:
    """Return True if the discovery has a product."""
    return DataProduct.objects.filter(discovery=discovery).exists()


def products_serving(discovery: Discovery, use_case: UUID) -> QuerySet[DataProduct]:
    """The products that serve the use case without another one between, apart from retired ones."""
    return (
        products_of(discovery)
        .filter(use_case_links__use_case__uuid=use_case, use_case_links__deleted_at=None)
        .exclude(state=ProductState.RETIRED)
    )


def product_cards(discovery: Discovery, *, state: str = "", kind: str = "") -> list[ProductCard]:
    """The products in `state` and of `kind`, of all when "": as many queries whatever their number."""
    rows = products_of(discovery)
    alike = perhaps_same_rows(rows)
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    uses, perhaps = uses_of(discovery), set(perhaps_aggregates(discovery).values_list("pk", flat=True))
    # The most urgent come first: the last one of a product stays in the table.
    promises = {each.slo.product_id: each for each in reversed(standings_of(discovery))}
    return [
        ProductCard(
            row,
            uses.get(node_id(row), NO_USES),
            row.pk in perhaps,
            alike.get(row.pk, ()),
            promises.get(row.pk),
        )
        for row in rows
    ]


@cached_per_request
@cached_while_unchanged
def uses_of(discovery: Discovery) -> Mapping[str, Uses]:
    """The uses of each product of the map that is not retired, by its id there."""
    graph = current_graph(discovery)
    return MappingProxyType(
        {
            product: Uses(
                tuple(graph.by_id[each] for each in service.needed_by),
                tuple(graph.by_id[each] for each in service.shared_by),
                tuple(graph.by_id[each] for each in service.stopped),
            )
            for product, service in services_of(graph, needed_graph(discovery, graph)).items()
        }
    )


def perhaps_aggregates(discovery: Discovery) -> QuerySet[DataProduct]:
    """The consumer-oriented products that feed others, and of which it is open whether they are
    aggregates."""
    fed = InputPort.objects.filter(feeder=OuterRef("pk"), product__deleted_at=None)
    return DataProduct.objects.filter(
        Exists(fed.exclude(product__state=ProductState.RETIRED)),
        discovery=discovery,
        kind=ProductKind.CONSUMER_ORIENTED,
        is_no_aggregate=False,
    ).exclude(state=ProductState.RETIRED)


def use_cases_without(discovery: Discovery) -> QuerySet[UseCase]:
    """The use cases that no product serves, apart from retired ones, and whose bet was not stopped: what has
    to be designed next."""
    graph = current_graph(discovery)
    uuids = [graph.by_id[use_case].uuid for use_case, products in needs(graph).items() if products]
    return pursued_in(discovery).exclude(uuid__in=uuids)
