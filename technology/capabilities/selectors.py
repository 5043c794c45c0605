"""The capabilities of the platforms by plane: maturity today and needed, and other entries of the catalog."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from core.selectors.cache_until_write import cached_while_unchanged
from core.selectors.request_cache import cached_per_request
from discovery import appendix_headlines
from discovery.models import Discovery
from discovery.selectors.shipped_texts import in_language_of_now
from process.delta.chart import LARGE, Dumbbell, dumbbell
from products.models import ProductState
from technology import capability_catalog
from technology.capability_catalog import CatalogEntry
from technology.models import Capability, Plane, Platform, ProductNeed
from technology.selectors.prioritized_products import PrioritizedProducts, prioritized
from technology.selectors.trash_filter import without_trash


@dataclass(frozen=True, slots=True)
class CapabilityLine:
    """A capability; `number` is the same on pages, in drawings and in the report. `needs` are those of all
    products that are not retired. `needed` is the highest level that the capability itself asks for, or one
    of the products that come first (needs.selectors); None without any."""

    number: int
    capability: Capability
    needs: tuple[ProductNeed, ...]
    needed: int | None

    @property
    def today(self) -> int | None:
        return self.capability.today

    @property
    def gap(self) -> int:
        """The number of missing levels; 0 for none. Today's level counts as 0 while it isn't recorded."""
        return max(0, (self.needed or 0) - (self.today or 0))

    @property
    def known_gap(self) -> int | None:
        """`gap`; None while no needed level is recorded."""
        return None if self.needed is None else self.gap

    @property
    def name(self) -> str:
        """Its name; that of the catalog, if no one changed it, is translated into the reader's language."""
        return in_language_of_now(self.capability.name, self._entry.name if self._entry else None)

    @property
    def description(self) -> str:
        """Its description, translated like its name."""
        return in_language_of_now(
            self.capability.description, self._entry.description if self._entry else None
        )

    @property
    def _entry(self) -> CatalogEntry | None:
        return capability_catalog.BY_KEY.get(self.capability.key)

    @property
    def picture(self) -> Dumbbell:
        """Both levels on a scale; an arrow leads up to the needed one, and none leads down to it."""
        return self._dumbbell(1.0)

    @property
    def large_picture(self) -> Dumbbell:
        """The `picture` with larger marks."""
        return self._dumbbell(LARGE)

    def _dumbbell(self, size: float) -> Dumbbell:
        chart = dumbbell(self.today, self.needed, size=size)
        return chart if self.gap else replace(chart, arrow=None)

    @property
    def words(self) -> str:
        """Both levels, each with its meaning."""
        levels = {"today": _level(self.today), "needed": _level(self.needed)}
        return _("Today %(today)s, needed %(needed)s") % levels

    @property
    def today_words(self) -> str:
        return level_words(self.today)


def _level(level: int | None) -> str:
    return "?" if level is None else f"{level} ({level_words(level)})"


@dataclass(frozen=True, slots=True)
class PlaneLines:
    """The capabilities of one plane; `missing` are the entries of the catalog that are not among them."""

    plane: Plane
    lines: tuple[CapabilityLine, ...]
    missing: tuple[CatalogEntry, ...]

    @property
    def label(self) -> str:
        return str(self.plane.label)

    @property
    def key(self) -> str:
        return self.plane.value


def level_words(level: int | None) -> str:
    """The meaning of the level of maturity; "" for None."""
    return "" if level is None else str(capability_catalog.LEVELS[level])


@cached_per_request
def capabilities_of(discovery: Discovery) -> list[Capability]:
    """The capabilities of the discovery, with platform and people, each plane in its order. To be shown, not
    to be written: platforms and people in the trash are None."""
    return without_trash(Capability.objects.filter(discovery=discovery))


@cached_per_request
def needs_of(discovery: Discovery) -> list[ProductNeed]:
    """Needs of the discovery's products for capabilities, without those in the trash."""
    capabilities = {each.pk: each for each in capabilities_of(discovery)}
    needs = list(
        ProductNeed.objects.filter(capability__in=capabilities, product__deleted_at=None)
        .prefetch_related("product")  # each of which is named by many needs
        .order_by("product__position", "product_id", "capability__position", "capability_id")
    )
    for need in needs:
        need.capability = capabilities[need.capability_id]
    return needs


@cached_per_request
def planes_of(discovery: Discovery, first: PrioritizedProducts | None = None) -> tuple[PlaneLines, ...]:
    """All three planes in their order, also empty ones, in a fixed number of queries; `first` are the
    products that come first, where they are known already."""
    first_keys = _coming_first(discovery) if first is None else {each.product.pk for each in first.products}
    needs: dict[int, list[ProductNeed]] = defaultdict(list)
    for need in needs_of(discovery):
        if need.product.state != ProductState.RETIRED:
            needs[need.capability_id].append(need)
    rows = capabilities_of(discovery)
    planes, number = [], 0
    for plane in Plane:
        lines = []
        for capability in rows:
            if capability.plane == plane:
                number += 1
                lines.append(_line(number, capability, needs, first_keys))
        there = {line.capability.key for line in lines}
        planes.append(
            PlaneLines(
                plane,
                tuple(lines),
                tuple(
                    entry
                    for entry in capability_catalog.CATALOG
                    if entry.plane == plane and entry.key not in there
                ),
            )
        )
    return tuple(planes)


@cached_while_unchanged
def _coming_first(discovery: Discovery) -> frozenset[int]:
    return frozenset(each.product.pk for each in prioritized(discovery).products)


def lines_of(discovery: Discovery, first: PrioritizedProducts | None = None) -> tuple[CapabilityLine, ...]:
    """The capabilities of all planes, in their order; as planes_of."""
    return tuple(line for plane in planes_of(discovery, first) for line in plane.lines)


def capabilities_headline(lines: Sequence[CapabilityLine], *, has_order: bool = False) -> str:
    """The title of capabilities (discovery.headlines). Where gaps have an order of closing, the widest one
    isn't named: it may be the last."""
    widest = sorted((line for line in lines if line.gap), key=lambda line: -line.gap)
    is_single = len(widest) == 1 or (len(widest) > 1 and widest[0].gap > widest[1].gap)
    has_single = is_single and not has_order
    return appendix_headlines.capabilities(
        gaps=[line.name for line in widest],
        count=len(lines),
        widest=widest[0].name if has_single else "",
        levels=widest[0].gap if has_single else 0,
    )


def platforms_of(discovery: Discovery) -> list[Platform]:
    """The platforms of the discovery in their order, with owner and team, to be shown as capabilities_of."""
    rows = Platform.objects.filter(discovery=discovery).prefetch_related("feedback__team", "changes")
    return without_trash(rows)


def _line(
    number: int,
    capability: Capability,
    needs: Mapping[int, list[ProductNeed]],
    first_keys: Collection[int],
) -> CapabilityLine:
    product_needs = tuple(needs.get(capability.pk, ()))
    levels = [need.level for need in product_needs if need.product_id in first_keys]
    if capability.needed is not None:
        levels.append(capability.needed)
    return CapabilityLine(number, capability, product_needs, max(levels, default=None))
