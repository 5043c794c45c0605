"""The gap analysis: capabilities that the products that come first need and that the platform lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from core.selectors.request_cache import cached_per_request
from discovery import plan_headlines
from discovery.models import Discovery
from documents import rounded_numbers
from documents.localized_numbers import number
from lvt.models import Goal, UseCase
from organizations.people_and_teams.selectors import shares_of
from products.registries import Blocker
from products.selectors.goal_coverage import Coverage
from products.solver_result import BoundedValue
from technology.capabilities.selectors import CapabilityLine, lines_of
from technology.gaps import rules as gaps
from technology.gaps.time_left import GapPlan, TimeLeft, too_short
from technology.models import ProductNeed
from technology.selectors.prioritized_products import PrioritizedProduct, PrioritizedProducts, prioritized

# The role whose time is for the gaps, by its key in operating_model/tables/roles.csv.
PLATFORM_TEAM = "platform_team"


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap in the order of closing. `blocks` are the products that it blocks, themselves or by what feeds
    them, `use_cases` and `goals` those that they serve; `unlocks` are the products that are no longer blocked
    once it is closed. Where there are none, `unlocked_with` is the place of the gap with which the first of
    those that it blocks is unlocked; 0 for none. `needed_by` is the product of `blocks` that delivers first
    by the roadmap. `short` is the time until it's due, if that's too little."""

    place: int
    line: CapabilityLine
    gap: gaps.Gap
    done_after: Fraction
    blocks: tuple[PrioritizedProduct, ...]
    unlocks: tuple[PrioritizedProduct, ...]
    use_cases: tuple[UseCase, ...]
    goals: tuple[Goal, ...]
    value: Fraction
    unlocked_with: int = 0
    needed_by: PrioritizedProduct | None = None
    short: TimeLeft | None = None

    @property
    def needed_by_names(self) -> list[str]:
        """The products that it blocks because they need it themselves."""
        return [each.product.name for each in self.blocks if each.product.pk in self._needing]

    @property
    def names_through_inputs(self) -> list[str]:
        """The products that it blocks only by what feeds them."""
        return [each.product.name for each in self.blocks if each.product.pk not in self._needing]

    @property
    def _needing(self) -> set[int]:
        return {need.product_id for need in self.line.needs if need.level > self.gap.today}

    @property
    def is_after_delivery(self) -> bool:
        """True if it's due after the roadmap delivers a product that it blocks."""
        until, delivery = self.line.capability.gap_until, self.needed_by and self.needed_by.delivers_on
        return bool(until and delivery and delivery < until)

    @property
    def has_plan(self) -> bool:
        """True if it has a person, an effort and a date."""
        capability = self.line.capability
        return bool(capability.gap_closer and capability.gap_until and capability.gap_effort is not None)

    @property
    def is_planned(self) -> bool:
        """True if it has a plan, whose date is neither too late nor too soon."""
        return self.has_plan and not self.short and not self.is_after_delivery

    @property
    def weeks(self) -> Decimal:
        """The effort in person-weeks."""
        return rounded_numbers.weeks(self.gap.effort)

    @property
    def weeks_until_done(self) -> Decimal:
        """The person-weeks after which it is closed, when gaps are closed in this order."""
        return rounded_numbers.weeks(self.done_after)

    @property
    def weeks_of_person(self) -> Decimal:
        """The person-weeks for which its owner has too little time; 0 if there is enough."""
        return rounded_numbers.weeks(self.short.effort if self.short else Fraction(0))

    @property
    def missing_words(self) -> str:
        """The person-weeks that the time until it's due is short of, in words; "" if there is enough."""
        if self.short is None:
            return ""
        weeks = rounded_numbers.as_typed(rounded_numbers.weeks(self.short.missing))
        words = ngettext(
            "%(weeks)s person-week short", "%(weeks)s person-weeks short", 1 if weeks == "1" else 2
        )
        return words % {"weeks": number(weeks)}

    @property
    def worth(self) -> Decimal:
        """The value of its products, as a score."""
        return rounded_numbers.score(self.value)


@dataclass(frozen=True, slots=True)
class NeedCell:
    """A product's need of a capability: `level` is None when it needs nothing of it, `gap` the number of
    missing levels."""

    line: CapabilityLine
    level: int | None
    gap: int
    reason: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product with its needs, in the order of the capabilities."""

    prioritized: PrioritizedProduct
    cells: tuple[NeedCell, ...]

    @property
    def needs(self) -> tuple[NeedCell, ...]:
        return tuple(cell for cell in self.cells if cell.level is not None)

    @property
    def blocking(self) -> tuple[NeedCell, ...]:
        return tuple(cell for cell in self.cells if cell.gap)

    @property
    def worth(self) -> Decimal:
        """Its value (PrioritizedProduct), as it is shown."""
        return rounded_numbers.score(self.prioritized.value)


@dataclass(frozen=True, slots=True)
class GapAnalysis:
    """`lines` are the gaps in the order that unlocks most value first, with its `cost`
    (gaps.GapOrder); `rows` the products. `columns` are the capabilities that one of them needs, and
    `others` those that none needs."""

    prioritized: PrioritizedProducts
    lines: tuple[GapLine, ...]
    rows: tuple[ProductRow, ...]
    columns: tuple[CapabilityLine, ...]
    others: tuple[CapabilityLine, ...]
    cost: BoundedValue
    has_capabilities: bool

    @property
    def is_proven(self) -> bool:
        """True if no order is better."""
        return self.cost.is_proven

    @property
    def has_other_dates(self) -> bool:
        """True if a gap is due before one that is closed earlier in this order."""
        dates = [line.line.capability.gap_until for line in self.lines if line.line.capability.gap_until]
        return dates != sorted(dates)

    @property
    def after_delivery(self) -> tuple[GapLine, ...]:
        """The gaps that are due after the roadmap delivers a product that they block."""
        return tuple(line for line in self.lines if line.is_after_delivery)

    @property
    def too_short(self) -> tuple[GapLine, ...]:
        """The gaps that are due too soon for the time that their people have."""
        return tuple(line for line in self.lines if line.short)

    @property
    def headline(self) -> str:
        """The title of the gaps; there is at least one."""
        return plan_headlines.gaps(
            count=len(self.lines),
            blocked=len(self.blocked),
            of=len(self.rows),
            first=self.lines[0].line.name,
            is_proven=self.is_proven,
        )

    @property
    def message(self) -> str:
        """The number of gaps and of data products that they block, in a sentence."""
        count, blocked, of = len(self.lines), len(self.blocked), len(self.rows)
        if blocked == of > 2:
            words = ngettext(
                "%(count)s platform gap blocks all %(of)s prioritized data products that aren’t live yet.",
                "%(count)s platform gaps block all %(of)s prioritized data products that aren’t live yet.",
                count,
            )
        else:
            words = ngettext(
                "%(count)s platform gap blocks %(blocked)s of %(of)s prioritized data products "
                "that aren’t live yet.",
                "%(count)s platform gaps block %(blocked)s of %(of)s prioritized data products "
                "that aren’t live yet.",
                count,
            )
        return words % {"count": count, "blocked": blocked, "of": of}

    @property
    def certainty(self) -> str:
        """The quality of the order, in a sentence."""
        if self.is_proven:
            return _("No other order unlocks more value earlier.")
        return _(
            "This order isn’t proven to be the best. But no other order would shorten the wait "
            "for value by more than %(percent)s%%."
        ) % {"percent": number(str(rounded_numbers.at_most(100 * self.cost.slack, 1)))}

    @property
    def without_needs(self) -> tuple[ProductRow, ...]:
        """Products without recorded needs."""
        return tuple(row for row in self.rows if not row.needs)

    @property
    def ready(self) -> tuple[ProductRow, ...]:
        """Products that the platform can do everything for."""
        return tuple(row for row in self.rows if row.needs and not row.blocking)

    @property
    def blocked(self) -> tuple[ProductRow, ...]:
        """The products that a gap blocks, themselves or by what feeds them."""
        keys = {each.key for line in self.lines for each in line.blocks}
        return tuple(row for row in self.rows if row.prioritized.key in keys)

    @property
    def unplanned(self) -> tuple[GapLine, ...]:
        """Gaps that block something, and lack an effort, a person or a realistic date."""
        return tuple(line for line in self.lines if line.blocks and not line.is_planned)

    @property
    def assumed(self) -> tuple[GapLine, ...]:
        return tuple(line for line in self.lines if line.gap.is_assumed)

    @property
    def most_products(self) -> tuple[GapLine, ...]:
        """The gaps that block the most products: several that block as many; none where all do."""
        return self._most(lambda line: len(line.blocks))

    @property
    def most_goals(self) -> tuple[GapLine, ...]:
        """The gaps that block the most goals, as `most_products`."""
        return self._most(lambda line: len(line.goals))

    def _most(self, count: Callable[[GapLine], int]) -> tuple[GapLine, ...]:
        most = max(map(count, self.lines), default=0)
        lines = tuple(line for line in self.lines if most and count(line) == most)
        return lines if len(lines) == 1 or len(lines) < len(self.lines) else ()

    @property
    def weeks(self) -> Decimal:
        """The efforts of all gaps together, in person-weeks."""
        return rounded_numbers.weeks(sum((line.gap.effort for line in self.lines), Fraction(0)))


@cached_per_request
def gap_analysis(discovery: Discovery, current: Coverage | None = None) -> GapAnalysis:
    """The gap analysis of the products that come first, in a fixed number of queries. `current` replaces the
    recorded coverage of the discovery."""
    first = prioritized(discovery, current)
    products = {each.key: each for each in first.products}
    lines = lines_of(discovery, first)
    own = [
        gaps.Need(str(need.product.uuid), str(line.capability.uuid), need.level)
        for line in lines
        for need in line.needs
        if str(need.product.uuid) in products
    ]
    offers = [
        gaps.CapabilityOffer(
            str(line.capability.uuid),
            line.today,
            line.capability.needed,
            None if line.capability.gap_effort is None else Fraction(line.capability.gap_effort),
        )
        for line in lines
    ]
    needs = gaps.through_inputs(own, {each.key: each.feeding for each in first.products})
    order = gaps.best_order(gaps.gaps_of(offers, needs), first.values)
    by_key = {str(line.capability.uuid): line for line in lines}
    needed_keys = {need.capability for need in own}
    columns = tuple(line for line in lines if str(line.capability.uuid) in needed_keys)
    needs_in = [(line, {need.product_id: need for need in line.needs}) for line in columns]
    unlocked_at = {key: place for place, step in enumerate(order.steps, start=1) for key in step.unlocks}
    has_people = any(line.capability.gap_closer for line in lines)
    percents = shares_of(discovery.domain.organization, exclude=PLATFORM_TEAM) if has_people else {}
    plans = [
        each for step in order.steps if (each := _plan_of(step.gap, by_key[step.gap.capability], percents))
    ]
    short = too_short(plans, timezone.localdate())
    return GapAnalysis(
        first,
        tuple(
            _gap_line(place, step, by_key[step.gap.capability], products, unlocked_at, short)
            for place, step in enumerate(order.steps, start=1)
        ),
        tuple(_row(each, needs_in) for each in first.products),
        columns,
        tuple(line for line in lines if line not in columns),
        order.cost,
        bool(lines),
    )


def _gap_line(
    place: int,
    step: gaps.GapStep,
    line: CapabilityLine,
    products: dict[str, PrioritizedProduct],
    unlocked_at: Mapping[str, int],
    short: Mapping[str, TimeLeft],
) -> GapLine:
    blocks = tuple(products[key] for key in step.gap.blocks)
    dated = (each for each in blocks if each.delivers_on)
    later = (unlocked_at[key] for key in step.gap.blocks)
    return GapLine(
        place,
        line,
        step.gap,
        step.done_after,
        blocks,
        tuple(products[key] for key in step.unlocks),
        tuple(dict.fromkeys(use_case for each in blocks for use_case in each.use_cases)),
        tuple(dict.fromkeys(goal for each in blocks for goal in each.goals)),
        step.value,
        0 if step.unlocks else min(later, default=0),
        min(dated, key=lambda each: each.delivers_on or date.max, default=None),
        short.get(step.gap.capability),
    )


def _plan_of(gap: gaps.Gap, line: CapabilityLine, percents: Mapping[int, int]) -> GapPlan | None:
    """The gap with who closes it and until when; None where one of these isn't known, or the effort.
    `percents` of time are those of other roles, by the key of the person."""
    person, until = line.capability.gap_closer, line.capability.gap_until
    if person is None or until is None or gap.is_assumed:
        return None
    share = Fraction(max(0, 100 - percents.get(person.pk, 0)), 100)
    return GapPlan(gap.capability, person, gap.effort, until, share)


def _row(
    each: PrioritizedProduct, columns: Iterable[tuple[CapabilityLine, Mapping[int, ProductNeed]]]
) -> ProductRow:
    cells = []
    for line, by_product in columns:
        need = by_product.get(each.product.pk)
        level = need.level if need else None
        gap = max(0, (level or 0) - (line.today or 0))
        cells.append(NeedCell(line, level, gap, need.reason if need else ""))
    return ProductRow(each, tuple(cells))


def blockers_by_product(discovery: Discovery) -> dict[int, list[Blocker]]:
    """The gaps that block a product, by its primary key."""
    blockers: dict[int, list[Blocker]] = defaultdict(list)
    if not ProductNeed.objects.filter(product__discovery=discovery).exists():
        return blockers
    for line in gap_analysis(discovery).lines:
        capability, gap = line.line.capability, line.gap
        blocker = Blocker(
            gap.capability,
            capability.name,
            gap.effort,
            gap.is_assumed,
            capability.gap_closer,
            capability.gap_until,
            line.short is not None,
            line.short.missing if line.short else Fraction(0),
        )
        for each in line.blocks:
            blockers[each.product.pk].append(blocker)
    return blockers


def gaps_by_product(discovery: Discovery) -> dict[int, list[str]]:
    """The capabilities that block a product, by its primary key."""
    return {
        row.prioritized.product.pk: [cell.line.name for cell in row.blocking]
        for row in gap_analysis(discovery).rows
    }
