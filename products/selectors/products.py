"""Data products: the list, and one product with what stands in its template."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from discovery.models import Discovery
from discovery.selectors.names import perhaps_same_rows
from lvt.models import UseCase
from products.interaction_map import Node, served
from products.models import DataProduct, ProductState, ProductUseCase
from products.selectors.landscape import graph_of, node_id


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in the list, with the use cases that it serves (as nodes of the map), and the products of the
    discovery whose names perhaps mean the same."""

    product: DataProduct
    use_cases: tuple[Node, ...]
    alike: tuple[DataProduct, ...] = ()

    @property
    def is_shared(self) -> bool:
        return len(self.use_cases) > 1


def products_of(discovery: Discovery) -> QuerySet[DataProduct]:
    """The products of the discovery in their order, with owner, team and the measure they deliver."""
    return DataProduct.objects.filter(discovery=discovery).select_related(
        "owner", "team", "delivers", "domain"
    )


def product_cards(discovery: Discovery, *, state: str = "", kind: str = "") -> list[ProductCard]:
    """The products in `state` and of `kind`, of all when "": as many queries whatever their number."""
    rows = products_of(discovery)
    alike = perhaps_same_rows(rows)
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    serves = served_by(discovery)
    return [ProductCard(row, serves.get(node_id(row), ()), alike.get(row.pk, ())) for row in rows]


def served_by(discovery: Discovery) -> dict[str, tuple[Node, ...]]:
    """For each product of the map, by its id there, the use cases that it serves: those that it is linked
    with, and for a source-oriented one those of the products that it feeds."""
    graph = graph_of(discovery)
    return {
        product: tuple(graph.by_id[each] for each in service.use_cases)
        for product, service in served(graph).items()
    }


def use_cases_without(discovery: Discovery) -> QuerySet[UseCase]:
    """The use cases that no product serves, apart from retired ones: what has to be designed next."""
    served = (
        ProductUseCase.objects.filter(product__deleted_at=None)
        .exclude(product__state=ProductState.RETIRED)
        .values("use_case")
    )
    return UseCase.objects.filter(discovery=discovery).exclude(pk__in=served)
