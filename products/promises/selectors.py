"""The status of products' promises: budget, spent, left, violated. For pages, report and other parts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext as _

from core.grouping import grouped
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from documents import rounded_numbers
from products.indicator_wording import Aim
from products.models import DataProduct, InputPort, Measurement, ProductState, Slo, SloWindow
from products.promises import rules as slo
from products.selectors import promise_words as words
from workshops.models import ActionItem, ActionState

UNMEASURED = "unmeasured"
"""The state of a promise of which nothing was measured yet: it is neither kept nor violated."""
# Columns of the chart of an objective.
MOST_SHOWN = 30
# The shortest step back over the edge of a window.
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class WindowStanding:
    """One window of an objective and the status of its budget, in numbers (`standing`) and in words.

    `is_now` is False when nothing was measured yet in the window of this moment, and an earlier one is shown;
    `is_over` when it has ended. `is_live` is that of its data product. `period` is its text.
    `rest` is "" while nothing was measured. `counted_words` are how many events were measured in it, without
    the name of the events, which may hold for a day only ("visits of the previous day"). `action` is the one
    that its violation opened, while it is open.
    """

    window: SloWindow
    standing: slo.BudgetStanding
    is_now: bool
    is_over: bool
    is_live: bool
    title: str
    period: str
    allowed: str
    spent: str
    rest: str
    result: str
    counted_words: str
    action: ActionItem | None

    @property
    def state(self) -> str:
        """UNMEASURED, "violated" or "kept": the first that holds."""
        if not self.standing.is_measured:
            return UNMEASURED
        return "violated" if self.standing.is_violated else "kept"

    @property
    def state_words(self) -> str:
        return words.standing_words(self.state, is_over=self.is_over, is_live=self.is_live)

    @property
    def percent_spent(self) -> int:
        """The spent part of the budget from 0 to 100, for a bar."""
        share = self.standing.spent_share
        if share is None:
            return 100 if self.standing.spent else 0
        return rounded_numbers.bar_length(share)

    @property
    def aim(self) -> Aim:
        return aim_of(self.window)


@dataclass(frozen=True, slots=True)
class SloStanding:
    """An objective, the status of each of its windows, and the last measurements (oldest first)."""

    slo: Slo
    windows: tuple[WindowStanding, ...]
    measurements: tuple[Measurement, ...]

    @property
    def sentence(self) -> str:
        """Its sentence, in the reader's language; in a report, in the language of the report."""
        row = self.slo
        aims = [window.aim for window in self.windows]
        return words.translated(row.sentence, row.basis, row.events, row.indicator, row.threshold, aims)

    @property
    def without_targets(self) -> str:
        """Its sentence without the targets of its windows."""
        row = self.slo
        aims = [window.aim for window in self.windows]
        return words.without_targets(row.sentence, row.basis, row.events, row.indicator, row.threshold, aims)

    @property
    def is_measured(self) -> bool:
        return any(window.standing.is_measured for window in self.windows)

    @property
    def is_violated(self) -> bool:
        return any(window.state == "violated" for window in self.windows)

    @property
    def is_over(self) -> bool:
        """Return True if all of its windows have ended."""
        return all(window.is_over for window in self.windows)

    @property
    def state(self) -> str:
        """That of its worst window."""
        states = {window.state for window in self.windows}
        return next((state for state in ("violated", "kept") if state in states), UNMEASURED)

    @property
    def is_live(self) -> bool:
        return _is_live(self.slo)

    @property
    def state_words(self) -> str:
        return words.standing_words(self.state, is_over=self.is_over, is_live=self.is_live)

    @property
    def tightest(self) -> WindowStanding | None:
        """The measured window of whose budget the most is used; None while nothing was measured."""
        measured_windows = [window for window in self.windows if window.standing.is_measured]
        return max(
            measured_windows,
            key=lambda window: (window.standing.is_violated, window.percent_spent),
            default=None,
        )

    @property
    def spent_share(self) -> Fraction:
        """The largest part of a budget that is used; -1 while nothing was measured."""
        shares = [window.standing.spent_share for window in self.windows if window.standing.is_measured]
        return max((share for share in shares if share is not None), default=Fraction(-1))


# --- Rows -----------------------------------------------------------------------------------------


def slos_of(discovery: Discovery) -> QuerySet[Slo]:
    """The objectives of products that are there, with their product, retired ones too: these keep their
    record."""
    return (
        Slo.objects.filter(product__discovery=discovery, product__deleted_at=None)
        .select_related("product__owner", "group", "pattern")
        .order_by("product__position", "product__pk", "position", "pk")
    )


def promised_in(discovery: Discovery) -> QuerySet[Slo]:
    """The objectives that consumers can rely on: a retired product promises nothing any more."""
    return slos_of(discovery).exclude(product__state=ProductState.RETIRED)


def measurements_of(slo_row: Slo) -> QuerySet[Measurement]:
    """The measurements of the promise that are not deleted."""
    return Measurement.objects.filter(slo=slo_row)


def aim_of(window: SloWindow) -> Aim:
    """The window as the arithmetic of promises takes it (products.indicator_wording)."""
    return Aim(window.target, window.length, window.unit, window.is_rolling)


def zone_of(slo_row: Slo) -> str:
    """Its time zone; UTC when there is none of that name any more."""
    try:
        slo.zone_of(slo_row.time_zone)
    except slo.Nonsense:
        return "UTC"
    return slo_row.time_zone


def window_of(row: SloWindow, zone: str) -> slo.Window:
    """The window in the time zone of its promise, as products.promises.rules takes it."""
    return slo.Window(row.length, slo.Unit(row.unit), row.is_rolling, zone)


def intervals_of(rows: Iterable[Measurement]) -> list[slo.MeasuredInterval]:
    """The measurements as products.promises.rules takes them."""
    return [slo.MeasuredInterval(row.starts_at, row.ends_at, row.total, row.bad) for row in rows]


# --- Standings ------------------------------------------------------------------------------------


def standings(product: DataProduct, *, at: datetime | None = None) -> list[SloStanding]:
    """The status of the product's objectives, in their order. Three queries."""
    rows = Slo.objects.filter(product=product).select_related("product__owner", "group", "pattern")
    return _standings(list(rows), at)


@cached_per_request
def standings_of(discovery: Discovery, *, at: datetime | None = None) -> list[SloStanding]:
    """The status of objectives of products that are not retired, the most urgent first: violated, then by
    the part of the budget that is used; objectives that were never measured come last. Three queries."""
    standings = _standings(list(promised_in(discovery)), at)
    return sorted(standings, key=_urgency)


def sentences_in(discovery: Discovery, *, wording: Callable[..., str] = words.translated) -> dict[int, str]:
    """The sentences of objectives in the reader's language, by primary key, retired products included. Two
    queries. `wording` is one of promise_words."""
    windows = grouped(SloWindow.objects.filter(slo__product__discovery=discovery), lambda each: each.slo_id)
    return {
        row.pk: wording(
            row.sentence,
            row.basis,
            row.events,
            row.indicator,
            row.threshold,
            [aim_of(each) for each in windows[row.pk]],
        )
        for row in slos_of(discovery)
    }


def standing_of(slo_row: Slo, *, at: datetime | None = None) -> SloStanding:
    """The status of one objective. Two queries."""
    return _standings([slo_row], at)[0]


def most_urgent(promises: Iterable[SloStanding]) -> SloStanding | None:
    """The one to look at first, as `standings_of` sorts them; None without any."""
    return min(promises, key=_urgency, default=None)


def _urgency(one: SloStanding) -> tuple[bool, Fraction]:
    return (not one.is_violated, -one.spent_share)


def _standings(rows: Sequence[Slo], at: datetime | None) -> list[SloStanding]:
    at = at or timezone.now()
    windows: dict[int, list[SloWindow]] = defaultdict(list)
    for window in SloWindow.objects.filter(slo__in=rows).select_related("action__owner"):
        windows[window.slo_id].append(window)
    history: dict[int, list[Measurement]] = defaultdict(list)
    if rows:
        for each in Measurement.objects.filter(slo__in=rows, starts_at__lt=at):
            history[each.slo_id].append(each)
    standings = []
    for row in rows:
        rows_of_slo = history[row.pk]
        windows_of_row = tuple(_window_standing(row, window, rows_of_slo, at) for window in windows[row.pk])
        standings.append(SloStanding(row, windows_of_row, tuple(rows_of_slo[-MOST_SHOWN:])))
    return standings


def _is_live(slo_row: Slo) -> bool:
    """Return True unless its data product has still to go live: a retired one keeps its record."""
    return slo_row.product.state in (ProductState.LIVE, ProductState.RETIRED)


def _window_standing(
    row: Slo, window: SloWindow, history: Sequence[Measurement], at: datetime
) -> WindowStanding:
    zone = zone_of(row)
    pure = window_of(window, zone)
    span = pure.span_at(at)
    is_now = True
    if history and history[-1].ends_at <= span.start:
        # What is measured afterwards, such as yesterday, is judged by the window that it fell into.
        is_now = False
        span = pure.span_at(history[-1].ends_at if window.is_rolling else history[-1].ends_at - _INSTANT)
    inside = intervals_of(each for each in history if each.ends_at > span.start and each.starts_at < span.end)
    standing = slo.standing_in(window.target, span, inside, row.basis)
    budget = words.budget_in_words(standing, row.basis, aim_of(window))
    return WindowStanding(
        window=window,
        standing=standing,
        is_now=is_now,
        is_over=span.end <= at,
        is_live=_is_live(row),
        title=_("%(target)s %(window)s")
        % {"target": words.percent(window.target), "window": words.window_words(aim_of(window))},
        period=period_of(span, zone),
        allowed=budget.allowed,
        spent=budget.spent,
        rest=budget.rest,
        result=budget.result,
        counted_words=""
        if row.basis == "time"
        else _("of %(count)s measured") % {"count": words.quantity(standing.measured_total, row.basis)},
        action=_open(window.action),
    )


def period_of(span: slo.TimeSpan, zone: str) -> str:
    """From when until when, as clocks in the zone of the objective show it; in days if it takes several."""
    return _period(span.start, span.end, zone, get_language())


@lru_cache(256)  # the objectives of a discovery have few periods
def _period(start: datetime, end: datetime, zone: str, _language: str | None) -> str:
    at = slo.zone_of(zone)
    if end - start >= timedelta(days=2):
        days = (start.astimezone(at), (end - _INSTANT).astimezone(at))
        return " – ".join(formats.date_format(each, "SHORT_DATE_FORMAT") for each in days)
    clocks = (start.astimezone(at), end.astimezone(at))
    return " – ".join(formats.date_format(each, "SHORT_DATETIME_FORMAT") for each in clocks)


def _open(action: ActionItem | None) -> ActionItem | None:
    is_open = action is not None and action.deleted_at is None and action.state == ActionState.OPEN
    return action if is_open else None


# --- What inputs allow ----------------------------------------------------------------------------


def promised_by_inputs(product: DataProduct, kind: str) -> list[tuple[str, Decimal]]:
    """The products that feed this one, are not retired and promise something of the same kind, each by name
    with the highest target of it. One query."""
    feeders = InputPort.objects.filter(product=product, feeder__deleted_at=None).exclude(feeder=None)
    feeders = feeders.exclude(feeder__state=ProductState.RETIRED)
    rows = SloWindow.objects.filter(
        slo__kind=kind, slo__deleted_at=None, slo__product__in=feeders.values("feeder")
    ).values_list("slo__product_id", "slo__product__name", "target")
    best: dict[int, tuple[str, Decimal]] = {}
    for pk, name, target in rows:
        if pk not in best or target > best[pk][1]:
            best[pk] = (name, target)
    return sorted(best.values(), key=lambda each: (each[1], each[0]))


def too_tight(targets: Iterable[Decimal], inputs: Sequence[tuple[str, Decimal]]) -> list[str]:
    """Sentences about targets that are tighter than the inputs allow; none when all are possible."""
    limits = slo.bounds([target for _name, target in inputs])
    highest = max(targets, default=None)
    if limits is None or highest is None:
        return []
    weakest, least = inputs[0]
    values = {
        "target": words.percent(highest),
        "weakest": weakest,
        "least": words.percent(least),
        "product": words.percent(limits.product, highest),
    }
    if not limits.allows(highest):
        return [
            _(
                "%(target)s is stricter than its inputs allow: %(weakest)s promises only %(least)s. "
                "If its inputs fail independently, expect %(product)s at most."
            )
            % values
        ]
    if not limits.is_likely(highest):
        return [
            _(
                "%(target)s can only be kept if all inputs fail at the same time. If they fail "
                "independently, expect %(product)s at most."
            )
            % values
        ]
    return []
