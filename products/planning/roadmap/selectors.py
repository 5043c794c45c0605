"""The content of the roadmap: the iterations of all products on one line of time, and those without dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.labels import listed
from discovery import plan_headlines
from discovery.models import Discovery
from products.landscape.selectors import current_graph, node_id
from products.models import DataProduct, Iteration, ProductState
from products.planning.roadmap.rules import undated_inputs
from products.planning.roadmap.time_axis import Axis, DateSpan, RoadmapBar, axis_for
from products.registries import Blocker
from products.selectors.blockers import blocked_until, blockers_of


@dataclass(frozen=True, slots=True)
class RoadmapStep:
    """An iteration, and where it is drawn; `bar` is None when it has no dates. `is_late` when it should have
    ended and is not done, `is_running` when it has begun, and neither. `blocked_until` is the last day of
    what its product waits for, if that's after its end, and `blocked_to` the end of this day on the axis.
    `blocked_by` are the names of what takes until then.
    `undated` are the names of products without any date that feed its product: it can't end before its end,
    or before it's no longer blocked, but later."""

    iteration: Iteration
    bar: RoadmapBar | None
    is_late: bool
    is_running: bool = False
    blocked_until: date | None = None
    blocked_to: int | None = None
    blocked_by: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()

    @property
    def earliest(self) -> date | None:
        """The first day on which it can end, if that's only a lower bound; None if it's not."""
        return (self.blocked_until or self.iteration.ends_on) if self.undated else None

    @property
    def tone(self) -> str:
        """The class of its bar and of the chip with the same in a word."""
        if self.iteration.done_on is not None:
            return "good"
        return "warn" if self.is_late else "accent" if self.is_running else ""


@dataclass(frozen=True, slots=True)
class RoadmapRow:
    """A product and its dated iterations, in their order."""

    product: DataProduct
    steps: tuple[RoadmapStep, ...]


@dataclass(frozen=True, slots=True)
class Roadmap:
    """`undated` are the iterations without dates, `without` the products without iterations. `today` is
    where today is drawn, None outside of the axis."""

    axis: Axis | None
    rows: tuple[RoadmapRow, ...]
    undated: tuple[RoadmapRow, ...]
    without: tuple[DataProduct, ...]
    today: int | None

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.undated

    @property
    def unplanned(self) -> tuple[DataProduct, ...]:
        """The products without iterations that aren't live yet."""
        return tuple(each for each in self.without if each.state != ProductState.LIVE)

    @property
    def blocking_words(self) -> str:
        """A sentence with the gaps that iterations with dates wait for, and their days; "" for none."""
        steps = [step for row in self.rows for step in row.steps]
        days = {name: step.blocked_until for step in steps for name in step.blocked_by}
        gaps = [
            _("%(name)s until %(date)s") % {"name": name, "date": date_format(day, "SHORT_DAY_FORMAT")}
            for name, day in days.items()
            if day is not None
        ]
        return _("Blocked by %(gaps)s.") % {"gaps": listed(gaps)} if gaps else ""

    @property
    def headline(self) -> str:
        """Its title (discovery.headlines): the late iterations, else the one blocked longest, else the
        next one. It isn't empty."""
        steps = [(row.product, step) for row in self.rows for step in row.steps]
        if not steps:
            return plan_headlines.undated(sum(len(row.steps) for row in self.undated))
        coming = [
            (step.iteration.ends_on, product.name, step.blocked_until, step.undated)
            for product, step in steps
            if step.iteration.done_on is None and step.iteration.ends_on is not None
        ]
        # The one that is blocked longest, else the next one.
        due, name, until, open_inputs = min(
            coming,
            key=lambda each: (-(each[2] or date.min).toordinal(), *each[:2]),
            default=(None, "", None, ()),
        )
        return plan_headlines.roadmap(
            iterations=len(steps),
            late=sum(step.is_late for _product, step in steps),
            done_count=sum(step.iteration.done_on is not None for _product, step in steps),
            product=name,
            due=due,
            blocked_until=until,
            undated=open_inputs,
        )


def roadmap_of(discovery: Discovery, today: date | None = None) -> Roadmap:
    """The roadmap of the products that are not retired, with what they wait for."""
    now = today or timezone.localdate()
    products = list(DataProduct.objects.filter(discovery=discovery).exclude(state=ProductState.RETIRED))
    own: dict[int, list[Iteration]] = {product.pk: [] for product in products}
    for iteration in Iteration.objects.filter(product__in=products):
        own[iteration.product_id].append(iteration)
    blockers = blockers_of(discovery)
    open_inputs = _undated_inputs(discovery, products, own)
    axis = axis_for(
        span
        for product in products
        for each in own[product.pk]
        for span in (span_of(each), DateSpan(None, _blocked_until(each, blockers.get(product.pk, ()))))
    )
    dated, undated = [], []
    for product in products:
        steps = [
            _step(each, axis, now, blockers.get(product.pk, ()), open_inputs.get(product.pk, ()))
            for each in own[product.pk]
        ]
        with_dates = tuple(step for step in steps if step.bar is not None)
        open_ = tuple(step for step in steps if step.bar is None)
        if with_dates:
            dated.append(RoadmapRow(product, with_dates))
        if open_:
            undated.append(RoadmapRow(product, open_))
    return Roadmap(
        axis,
        tuple(dated),
        tuple(undated),
        tuple(product for product in products if not own[product.pk]),
        axis.place(now) if axis is not None else None,
    )


def _undated_inputs(
    discovery: Discovery, products: Sequence[DataProduct], own: Mapping[int, Sequence[Iteration]]
) -> Mapping[int, tuple[str, ...]]:
    """The names of the products without any date that feed each product, by its primary key; none while no
    delivery is planned."""
    live = {node_id(each) for each in products if each.state == ProductState.LIVE}
    undated = {
        node_id(each)
        for each in products
        if node_id(each) not in live and not any(one.ends_on or one.done_on for one in own[each.pk])
    }
    planned = any(one.ends_on and one.done_on is None for each in own.values() for one in each)
    if not undated or not planned:
        return {}
    graph = current_graph(discovery)
    inputs = undated_inputs(graph, undated, live)
    return {
        each.pk: tuple(graph.by_id[key].name for key in inputs.get(node_id(each), ())) for each in products
    }


def span_of(iteration: Iteration) -> DateSpan:
    """From when until when: what was done early or late ends when it was done."""
    end = iteration.done_on or iteration.ends_on
    start = iteration.starts_on
    if start is not None and end is not None and end < start:
        start = end
    return DateSpan(start, end)


def _step(
    iteration: Iteration,
    axis: Axis | None,
    today: date,
    blockers: Sequence[Blocker] = (),
    undated: tuple[str, ...] = (),
) -> RoadmapStep:
    span = span_of(iteration)
    is_open = iteration.done_on is None
    is_late = is_open and iteration.ends_on is not None and iteration.ends_on < today
    is_running = is_open and not is_late and iteration.starts_on is not None and iteration.starts_on <= today
    until = _blocked_until(iteration, blockers)
    blocked_by = tuple(each.name for each in blockers if until is not None and each.until == until)
    if axis is None or not span.is_dated:
        return RoadmapStep(iteration, None, is_late, is_running, until, None, blocked_by)
    undated = undated if is_open and iteration.ends_on is not None else ()
    blocked_to = axis.place(until + timedelta(days=1)) if until is not None else None
    bar = axis.bar(span)
    return RoadmapStep(iteration, bar, is_late, is_running, until, blocked_to, blocked_by, undated)


def _blocked_until(iteration: Iteration, blockers: Sequence[Blocker]) -> date | None:
    """The last day of what blocks the iteration; None if that's no later than its end, or it's done."""
    return blocked_until(blockers, iteration.ends_on) if iteration.done_on is None else None


def steps_of(product: DataProduct, today: date | None = None) -> tuple[RoadmapStep, ...]:
    """The iterations of one product, in their order, on no axis."""
    now = today or timezone.localdate()
    return tuple(_step(each, None, now) for each in Iteration.objects.filter(product=product))
