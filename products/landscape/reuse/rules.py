"""Reuse as a figure: how many use cases need each data product. Pure.

This is the network effect of Data Mesh: a product that several use cases need is paid for once, so each
further use case that draws on what is there costs less than the one before. What a use case needs is what
serves it with all that feeds that (`landscape.rules.needs`). Retired products and the use cases of a stopped
hypothesis do not count (products/figure_states.py).
"""

from dataclasses import dataclass
from fractions import Fraction

from products.landscape.rules import Graph, Node, services_of


@dataclass(frozen=True, slots=True)
class ReusedProduct:
    """A product with the use cases that need it, and the names of their domains in order."""

    product: Node
    use_cases: tuple[Node, ...]

    @property
    def domains(self) -> list[str]:
        return sorted({each.domain for each in self.use_cases})

    @property
    def is_shared(self) -> bool:
        """Return True if several use cases need it."""
        return len(self.use_cases) > 1

    @property
    def crosses(self) -> bool:
        """Return True if use cases of several domains need it."""
        return len(self.domains) > 1


@dataclass(frozen=True, slots=True)
class Reuse:
    """The products that use cases need, the most needed first."""

    products: tuple[ReusedProduct, ...]

    @property
    def needed(self) -> int:
        return len(self.products)

    @property
    def shared(self) -> int:
        """The number of products that several use cases need."""
        return sum(each.is_shared for each in self.products)

    @property
    def across(self) -> int:
        """The number of products that use cases of several domains need."""
        return sum(each.crosses for each in self.products)

    @property
    def per_product(self) -> Fraction | None:
        """The average number of use cases that need a product; 1 is no reuse at all. None without
        products."""
        if not self.products:
            return None
        return Fraction(sum(len(each.use_cases) for each in self.products), len(self.products))


def reuse(graph: Graph) -> Reuse:
    """The reuse of all products in the graph that a use case needs."""
    rows = (
        ReusedProduct(graph.by_id[product], tuple(graph.by_id[each] for each in service.needed_by))
        for product, service in services_of(graph).items()
        if service.needed_by
    )
    return Reuse(
        tuple(sorted(rows, key=lambda each: (-len(each.use_cases), -len(each.domains), each.product.name)))
    )
