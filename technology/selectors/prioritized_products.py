"""The data products that come first, with their value."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from lvt.models import Goal, UseCase
from lvt.shortlist.selectors import shortlist
from products.figure_states import ComputedFigure, counts
from products.landscape.rules import upstream
from products.models import DataProduct
from products.selectors.goal_coverage import Coverage, ServedUseCase, coverage_of
from products.selectors.product_worth import worth_of


@dataclass(frozen=True, slots=True)
class PrioritizedProduct:
    """A product that comes first: the `use_cases` that need it, and the `goals` that it serves. Its next
    iteration is planned to end on the day `delivers_on`. `feeding` are the keys of all products that feed it,
    directly or through others.

    `value` is its worth (products/selectors/product_worth.py, PrioritizedProducts.basis).
    """

    product: DataProduct
    use_cases: tuple[UseCase, ...]
    goals: tuple[Goal, ...]
    value: Fraction
    delivers_on: date | None = None
    feeding: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return str(self.product.uuid)


@dataclass(frozen=True, slots=True)
class PrioritizedProducts:
    """`is_shortlist`: they are those that the use cases of the shortlist need; else all that are to be built.
    `live` ones of the same choice wait for nothing.

    `basis` names the source of their values: "scores" (the totals of use cases in the ranking, shared equally
    by the new products that a use case needs), "use_cases" (each use case counts 1, shared the same way) or
    "products" (each product counts 1).
    """

    products: tuple[PrioritizedProduct, ...]
    live: tuple[DataProduct, ...]
    is_shortlist: bool
    basis: str

    @property
    def values(self) -> Mapping[str, Fraction]:
        return {each.key: each.value for each in self.products}


@cached_per_request
def prioritized(discovery: Discovery, current: Coverage | None = None) -> PrioritizedProducts:
    """The products of the discovery that the use cases of its shortlist need and that are to be built, in
    their order, with their use cases and values; without a shortlist all that are to be built. `current` is
    the coverage of the discovery, by default read here."""
    current = coverage_of(discovery) if current is None else current
    own = [each for each in current.products if each.is_from_here]
    decided = shortlist(discovery)
    use_cases: tuple[ServedUseCase, ...] = current.pursued
    if decided is not None:
        use_case_pks = {use_case.pk for use_case in decided.use_cases}
        use_cases = tuple(each for each in use_cases if each.use_case.pk in use_case_pks)
        product_keys = {product.key for each in use_cases for product in each.products}
        own = [each for each in own if each.key in product_keys]
    new = [each for each in own if counts(ComputedFigure.BLOCKS, each.product.state)]
    needed_for: dict[str, list[UseCase]] = defaultdict(list)
    for serving in use_cases:
        for product in serving.products:
            needed_for[product.key].append(serving.use_case)
    worth, basis = worth_of(current)
    if not any(worth.get(each.key) for each in new):
        worth, basis = {each.key: Fraction(1) for each in new}, "products"
    return PrioritizedProducts(
        tuple(
            PrioritizedProduct(
                each.product,
                tuple(needed_for[each.key]),
                each.goals,
                worth.get(each.key, Fraction(0)),
                each.next.ends_on if each.next else None,
                frozenset(current.graph.by_id[key].uuid for key in upstream(current.graph, each.key)),
            )
            for each in new
        ),
        tuple(each.product for each in own if each.is_live),
        decided is not None,
        basis,
    )
