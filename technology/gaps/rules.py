"""The capabilities of a platform that products lack, in the order of closing that unlocks most value first.
Pure.

A product that needs a capability at a higher level than today's is blocked by that gap, and so is all that it
feeds, directly or through others. Gaps are closed one after the other; a product is unlocked when all that
block it are closed. The best order minimizes

    sum over products of value * (time until it is unlocked),

so that much value comes early (weighted completion time; for gaps that products share this is scheduling with
precedence, NP-hard: Lawler, Ann. Discrete Math. 2, 1978). Up to EXACT gaps the best order is found by dynamic
programming over subsets; beyond that it is put together of parts, with a bound (technology.gaps.order).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from products.solver_result import BoundedValue
from technology.gaps.order import EXACT, Groups, order_of

__all__ = [
    "EXACT",
    "CapabilityOffer",
    "Gap",
    "GapOrder",
    "GapStep",
    "Need",
    "best_order",
    "gaps_of",
    "through_inputs",
]


@dataclass(frozen=True, slots=True)
class Need:
    """The product `product` needs the capability `capability` at `level`, 1 to 5."""

    product: str
    capability: str
    level: int


@dataclass(frozen=True, slots=True)
class CapabilityOffer:
    """A capability: its maturity `today` (0 to 5, None counts as 0), the level that is `target` whatever
    products need, and the `effort` in person-weeks to close its gap, None if unknown."""

    key: str
    today: int | None = None
    target: int | None = None
    effort: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A capability that is not mature enough. `needed` is the highest level that is needed, `size` the number
    of levels that are missing; `blocks` are the products that need more than today's level, in the order of
    the needs. `effort` is in person-weeks, and `is_assumed` without an estimate."""

    capability: str
    today: int
    needed: int
    blocks: tuple[str, ...]
    effort: Fraction
    is_assumed: bool

    @property
    def size(self) -> int:
        return self.needed - self.today


@dataclass(frozen=True, slots=True)
class GapStep:
    """A gap in the order of closing: `done_after` is the effort until then, in person-weeks; `unlocks` are
    the products that are no longer blocked then, with their `value`."""

    gap: Gap
    done_after: Fraction
    unlocks: tuple[str, ...]
    value: Fraction


@dataclass(frozen=True, slots=True)
class GapOrder:
    """The steps in order. `cost` is the sum of value * time; no order has one below its bound."""

    steps: tuple[GapStep, ...]
    cost: BoundedValue


def through_inputs(needs: Iterable[Need], feeding: Mapping[str, Collection[str]]) -> tuple[Need, ...]:
    """The needs of products, and then for each of them those of all that feeds it: `feeding` are the keys of
    that, directly or through others, by the key of the product."""
    own = tuple(needs)
    of_inputs = (
        Need(product, need.capability, need.level)
        for product, feeders in feeding.items()
        for need in own
        if need.product != product and need.product in feeders
    )
    return (*own, *of_inputs)


def gaps_of(offers: Iterable[CapabilityOffer], needs: Iterable[Need]) -> tuple[Gap, ...]:
    """The gaps, in the order of the capabilities. A need of an unknown capability is passed over.

    A gap without an estimate gets the mean effort per level of those that have one, times its size; one
    person-week per level when there is none.
    """
    capabilities = list(offers)
    by_capability: dict[str, list[Need]] = {offer.key: [] for offer in capabilities}
    for need in needs:
        if need.capability in by_capability:
            by_capability[need.capability].append(need)
    sizes: dict[str, int] = {}
    for offer in capabilities:
        levels = [need.level for need in by_capability[offer.key]]
        sizes[offer.key] = max([offer.target or 0, *levels]) - (offer.today or 0)
    open_ones = [offer for offer in capabilities if sizes[offer.key] > 0]
    estimates = [(offer.effort, sizes[offer.key]) for offer in open_ones if offer.effort is not None]
    levels_total = sum(size for _effort, size in estimates)
    per_level = (
        sum((effort for effort, _size in estimates), Fraction(0)) / levels_total
        if levels_total
        else Fraction(1)
    )
    return tuple(
        Gap(
            offer.key,
            offer.today or 0,
            (offer.today or 0) + sizes[offer.key],
            tuple(
                dict.fromkeys(
                    need.product for need in by_capability[offer.key] if need.level > (offer.today or 0)
                )
            ),
            per_level * sizes[offer.key] if offer.effort is None else offer.effort,
            offer.effort is None,
        )
        for offer in open_ones
    )


def best_order(gaps: Sequence[Gap], values: Mapping[str, Fraction]) -> GapOrder:
    """The gaps in the order that unlocks most value first; `values` are those of the products, by default 0.
    Gaps that block nothing of value come last, the smaller efforts first.

    Of several best orders of up to EXACT gaps the one is taken that names earlier gaps first, so that the
    answer does not change by chance.
    """
    worth = [gap for gap in gaps if any(values.get(product, 0) > 0 for product in gap.blocks)]
    rest = sorted((gap for gap in gaps if gap not in worth), key=lambda gap: gap.effort)
    places, bound = order_of(tuple(gap.effort for gap in worth), _groups(worth, values))
    return _gap_order([*(worth[place] for place in places), *rest], values, bound)


def _gap_order(order: Sequence[Gap], values: Mapping[str, Fraction], bound: Fraction) -> GapOrder:
    waiting: dict[str, int] = {}
    for gap in order:
        for product in gap.blocks:
            waiting[product] = waiting.get(product, 0) + 1
    steps, time, cost = [], Fraction(0), Fraction(0)
    for gap in order:
        time += gap.effort
        unlocked = []
        for product in gap.blocks:
            waiting[product] -= 1
            if not waiting[product]:
                unlocked.append(product)
        value = sum((values.get(product, Fraction(0)) for product in unlocked), Fraction(0))
        cost += value * time
        steps.append(GapStep(gap, time, tuple(unlocked), value))
    return GapOrder(tuple(steps), BoundedValue(cost, min(bound, cost)))


def _groups(gaps: Sequence[Gap], values: Mapping[str, Fraction]) -> Groups:
    masks: dict[str, int] = {}
    for place, gap in enumerate(gaps):
        for product in gap.blocks:
            masks[product] = masks.get(product, 0) | 1 << place
    by_group: dict[int, Fraction] = {}
    for product, mask in masks.items():
        value = values.get(product, Fraction(0))
        if value > 0:
            by_group[mask] = by_group.get(mask, Fraction(0)) + value
    return tuple(sorted(by_group.items()))
