"""The texts of the supervision dashboards, so that they can be kept until someone writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.selectors.cache_until_write import cached_while_unchanged
from core.url_cache import reverse
from discovery.models import Discovery
from products.selectors.product_notices import noticed_products
from technology.registries import UNMEASURED
from technology.selectors.fitness import (
    GREEN,
    RED,
    FunctionCount,
    FunctionResult,
    ProductFitness,
    counts,
    fitness_of,
    gaps,
)
from technology.selectors.fitness_trend import Trend, trends

_ICONS = {GREEN: "check", RED: "close", UNMEASURED: "clock"}


@dataclass(frozen=True, slots=True)
class ProductLink:
    """A product by its name, with the address of one of its pages; `words` are about the product."""

    name: str
    url: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class FunctionCell:
    """A function of a product: "2 of 5"; `words` tell it to people who don't see the color."""

    key: str
    label: str
    state: str
    passed: str
    words: str

    @property
    def icon(self) -> str:
        return _ICONS[self.state]


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product with all functions in their order. `url` is its page of fitness."""

    name: str
    url: str
    cells: tuple[FunctionCell, ...]

    @property
    def open_cells(self) -> tuple[FunctionCell, ...]:
        """The functions that it doesn't pass, or that aren't measured yet."""
        return tuple(cell for cell in self.cells if cell.state != GREEN)


@dataclass(frozen=True, slots=True)
class MissedCheck:
    """A check that some products do not pass, with the address where each can be fixed."""

    label: str
    function: str
    products: tuple[ProductLink, ...]


@dataclass(frozen=True, slots=True)
class Supervision:
    """The products of `groups` by discovery; `functions` are the functions over all of them, `missed` the
    checks that products miss, the most frequent first; `green` products pass all."""

    groups: tuple[tuple[ProductLine, ...], ...]
    functions: tuple[tuple[FunctionCount, Trend], ...]
    missed: tuple[MissedCheck, ...]
    green: int

    @property
    def of(self) -> int:
        return sum(map(len, self.groups))


@cached_while_unchanged
def supervision_of(discovery: Discovery) -> Supervision:
    """The dashboard over the products of the discovery that are not retired."""
    return supervision_over([(discovery, fitness_of(discovery))])


@cached_while_unchanged
def noticed_in(discovery: Discovery) -> tuple[ProductLink, ...]:
    """The products of the discovery in which other apps find something missing, with their notices."""
    return tuple(
        ProductLink(
            product.name,
            reverse("products:product", [discovery.slug, product.uuid]),
            " ".join(str(notice.words) for notice in notices),
        )
        for product, notices in noticed_products(discovery)
    )


def supervision_over(groups: Sequence[tuple[Discovery, Sequence[ProductFitness]]]) -> Supervision:
    """The dashboard over the products of several discoveries. One query."""
    fitness = [each for _discovery, products in groups for each in products]
    over_time = trends([discovery for discovery, _products in groups], fitness)
    return Supervision(
        tuple(tuple(_lines(discovery, products)) for discovery, products in groups),
        tuple(zip(counts(fitness), over_time, strict=True)) if fitness else (),
        tuple(
            MissedCheck(
                str(gap.check.label),
                str(gap.function.label),
                tuple(ProductLink(product.name, verdict.url) for product, verdict in gap.failures),
            )
            for gap in gaps(fitness)
        ),
        sum(each.is_green for each in fitness),
    )


def _lines(discovery: Discovery, products: Iterable[ProductFitness]) -> Iterable[ProductLine]:
    for each in products:
        name = each.product.name
        url = reverse("technology:product_fitness", [discovery.slug, each.product.uuid])
        yield ProductLine(name, url, tuple(_cell(name, result) for result in each.functions))


def _cell(name: str, result: FunctionResult) -> FunctionCell:
    state = result.state
    color = {GREEN: _("green"), RED: _("red"), UNMEASURED: _("promised, not measured yet")}[state]
    passed = _("%(passed)s of %(of)s") % {"passed": result.passed, "of": result.of}
    label = str(result.function.label)
    return FunctionCell(result.function.key, label, state, passed, f"{color}: {label}, {name}")
