"""Data products in the value tree: as texts, so that they can be cached until someone writes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from uuid import UUID

from django.utils.translation import gettext as _, ngettext

from core.selectors.cache_until_write import cached_while_unchanged
from core.url_cache import reverse
from discovery.models import Discovery
from discovery.state_looks import ItemState
from discovery.use_count_words import count_words
from discovery.use_counts import NO_COUNT, UseCount
from lvt.models import UseCase
from products.design.product.selectors import NO_USES, Uses, uses_of
from products.landscape.drawing import item_state
from products.landscape.selectors import node_id
from products.models import ProductKind
from products.selectors.goal_coverage import ServingProduct, coverage_of


@dataclass(frozen=True, slots=True)
class NeededProduct:
    """A product that a use case needs. `url` is "" where it belongs to another discovery; `uses` is the
    number in its mark; `about` is a further note about it there, `state` that of its outline. `drawn_name` is
    its name in a drawing, "" where it isn't drawn below the use case."""

    name: str
    url: str
    uses: UseCount
    about: str
    state: ItemState
    drawn_name: str


@dataclass(frozen=True, slots=True)
class ProductsOfUseCase:
    """The products that a use case needs, those first that serve it themselves. One that `is_stopped` needs
    none."""

    uuid: UUID
    name: str
    products: tuple[NeededProduct, ...]
    is_stopped: bool = False


@cached_while_unchanged
def needed_products(discovery: Discovery) -> Mapping[UUID, ProductsOfUseCase]:
    """The products that each use case of the tree needs, by the uuid of the use case."""
    coverage = coverage_of(discovery)
    # By discovery, once: in an answer to a write, selectors cache nothing.
    uses = {discovery.pk: uses_of(discovery)}
    for serving in coverage.products:
        if (elsewhere := serving.product.discovery_id) not in uses:
            uses[elsewhere] = uses_of(serving.product.discovery)
    directly = {
        each.key: _needed_product(discovery, uses, each, is_direct=True) for each in coverage.products
    }
    as_input = {
        each.key: _needed_product(discovery, uses, each, is_direct=False) for each in coverage.products
    }
    return MappingProxyType(
        {
            each.use_case.uuid: ProductsOfUseCase(
                each.use_case.uuid,
                each.use_case.name,
                tuple(
                    replace(by_key[serving.key], drawn_name=_drawn_name(serving, each.use_case))
                    for by_key, products in ((directly, each.direct), (as_input, each.feeding))
                    for serving in products
                ),
                each.is_stopped,
            )
            for each in coverage.use_cases
        }
    )


@cached_while_unchanged
def serving_no_goal(discovery: Discovery) -> tuple[str, str] | None:
    """A text about products that serve no goal, and the address that lists them; None where each serves
    one."""
    count = len(coverage_of(discovery).products_without)
    if not count:
        return None
    words = ngettext("%(count)d product serves no goal", "%(count)d products serve no goal", count)
    return words % {"count": count}, reverse("products:value", [discovery.slug])


def _needed_product(
    discovery: Discovery,
    uses_by_discovery: Mapping[int, Mapping[str, Uses]],
    serving: ServingProduct,
    *,
    is_direct: bool,
) -> NeededProduct:
    product, about = serving.product, ""
    uses = uses_by_discovery[product.discovery_id].get(node_id(product), NO_USES).count
    if uses.count:
        about = count_words(uses)
    elif not is_direct:
        about = _("As input")
    return NeededProduct(
        str(product),
        reverse("products:product", [discovery.slug, product.uuid]) if serving.is_from_here else "",
        uses,
        about,
        item_state(product.state),
        str(product),
    )


def _drawn_name(serving: ServingProduct, use_case: UseCase) -> str:
    """Its name below the use case. Where other data products are in between, a drawing has only the
    consumer-oriented one that is reused, as such: its number doesn't count the use case, and the inputs of it
    are below another one."""
    if use_case not in serving.only_through_others:
        return str(serving)
    is_reused = serving.product.kind == ProductKind.CONSUMER_ORIENTED
    return _("Reuses %(name)s") % {"name": serving} if is_reused else ""


def names_of(cell: ProductsOfUseCase) -> list[tuple[str, UseCount, ItemState]]:
    """The products of a use case as in a drawing, each with its number and state; an empty place if it has
    none."""
    if not cell.products and not cell.is_stopped:
        return [(_("No data product yet"), NO_COUNT, ItemState.MISSING)]
    return [(each.drawn_name, each.uses, each.state) for each in cell.products if each.drawn_name]
