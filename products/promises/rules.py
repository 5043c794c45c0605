"""Error budgets: how much may be missed over a window, how much was, and what is left. Pure.

Everything is computed exactly, in Fraction; only words round. The terms and formulas are those of "Site
Reliability Engineering" (Beyer et al., 2016), chapters 3 "Embracing Risk" and 4 "Service Level Objectives",
and "The Site Reliability Workbook" (Beyer et al., 2018), chapter 2 "Implementing SLOs" and its appendix B
"Example Error Budget Policy":

    budget = 1 - target,   allowed = budget * total,   left = allowed - spent

A promise is violated when its budget is exceeded or used up, as in the source texts of the process: "Should
the error budget be exceeded or used up, it amounts to a violation of the SLO". Nothing missed uses up
nothing, even where nothing may be missed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from math import prod
from zoneinfo import ZoneInfo

Number = int | Decimal | Fraction

HUNDRED = Fraction(100)
LONGEST = 1000
"""Units that a window may have at most."""


class Unit(StrEnum):
    """The unit of a window's length."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
_DAYS = {Unit.DAY: 1, Unit.WEEK: 7}
# Where the blocks of a calendar window begin: the first Monday of the common era is 0001-01-01 itself.
_FIRST_DAY = date(1, 1, 1)


class SloProblem(StrEnum):
    """Possible errors in a target or a window; products/selectors and forms have their sentences."""

    NOT_A_NUMBER = "not_a_number"
    NO_TARGET = "no_target"
    EVERYTHING = "everything"
    TOO_MUCH = "too_much"
    NEGATIVE = "negative"
    SHARE = "share"
    NO_WINDOW = "no_window"
    TOO_LONG = "too_long"
    UNKNOWN_ZONE = "unknown_zone"


class Nonsense(ValueError):
    """A target or window that promises nothing; `problem` is the reason."""

    def __init__(self, problem: SloProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


# --- Targets --------------------------------------------------------------------------------------


def parse_target(text: str) -> Decimal:
    """The target in percent that someone typed: "99.5", "99,5 %".

    Raises Nonsense for words ("often"), and for what no promise can be: 1 % or less, 100 % and more.
    """
    bare = text.strip().removesuffix("%").strip().replace(",", ".")
    try:
        target = Decimal(bare)
    except InvalidOperation:
        raise Nonsense(SloProblem.NOT_A_NUMBER) from None
    if not target.is_finite():
        raise Nonsense(SloProblem.NOT_A_NUMBER)
    check_promised(target)
    return target


def check_target(target: Number) -> None:
    """Raises Nonsense unless the target (percent) is between 0 and 100, both excluded: at 0 % nothing is
    promised, and 100 % leaves no budget (SRE book, chapter 3: "100% is probably never the right reliability
    target")."""
    if target < 0:
        raise Nonsense(SloProblem.NEGATIVE)
    if target == 0:
        raise Nonsense(SloProblem.NO_TARGET)
    if target == 100:
        raise Nonsense(SloProblem.EVERYTHING)
    if target > 100:
        raise Nonsense(SloProblem.TOO_MUCH)


def check_promised(target: Number) -> None:
    """Raises Nonsense as check_target, and for a target of at most 1 %: anyone who writes 0.995 means 99.5 %,
    and a promise that 99 of 100 misses keep is none."""
    check_target(target)
    if target <= 1:
        raise Nonsense(SloProblem.SHARE)


def budget_share(target: Number) -> Fraction:
    """1 - target: the share (0 to 1) that may be missed. Raises Nonsense as check_target."""
    check_target(target)
    return 1 - Fraction(target) / HUNDRED


# --- Windows --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From `start` (included) to `end` (excluded), both aware."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> Fraction:
        """Elapsed, not by the clock: a day on which clocks change has 23 or 25 hours."""
        return _seconds(self.end.astimezone(UTC) - self.start.astimezone(UTC))


_LATE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Window:
    """`length` units, the last ones until a moment (`is_rolling`) or blocks of the calendar in `zone` (IANA).

    Days are days of the calendar in both: a rolling week over a change of clocks has 167 or 169 hours.
    Several units make blocks that follow each other: hours from midnight, days and weeks from Monday
    0001-01-01, months, quarters and years from January of year 0. So two months are January and February.

    Raises Nonsense for a length below 1 or above LONGEST, and for a zone that does not exist.
    """

    length: int
    unit: Unit
    is_rolling: bool = False
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if self.length < 1:
            raise Nonsense(SloProblem.NO_WINDOW)
        if self.length > LONGEST:
            raise Nonsense(SloProblem.TOO_LONG)
        zone_of(self.zone)

    def span_at(self, moment: datetime) -> TimeSpan:
        """The window that `moment` (aware) lies in; a rolling one is the one that ends with it.

        Near the end of years that dates can express, Nonsense (TOO_LONG).
        """
        try:
            return self._rolling(moment) if self.is_rolling else self._block(moment)
        except (OverflowError, ValueError) as error:
            raise Nonsense(SloProblem.TOO_LONG) from error

    def spans_between(self, start: datetime, end: datetime, most: int = 400) -> list[TimeSpan]:
        """The calendar blocks that touch start to end, oldest first, at most the last `most` of them; of a
        rolling window only the one that ends with `end`."""
        if self.is_rolling:
            return [self.span_at(end)]
        spans = [self.span_at(end - timedelta(microseconds=1) if end > start else end)]
        while spans[-1].start > start and len(spans) < most:
            spans.append(self.span_at(spans[-1].start.astimezone(UTC) - timedelta(microseconds=1)))
        return spans[::-1]

    def spans_still_open(
        self, start: datetime, end: datetime, now: datetime, most: int = 400
    ) -> list[TimeSpan]:
        """Those of spans_between in which something can still be done about what was missed `now`: calendar
        blocks that are not over, and of blocks up to a week those that ended up to a week ago, as people
        measure a day once it is over; of a rolling window the one that ends now."""
        if self.is_rolling:
            return [self.span_at(now)]
        return [
            span
            for span in self.spans_between(start, end, most)
            if span.end > now or (span.end - span.start <= _LATE and span.end > now - _LATE)
        ]

    def _rolling(self, moment: datetime) -> TimeSpan:
        if self.unit is Unit.HOUR:
            start = moment.astimezone(UTC) - timedelta(hours=self.length)
            return TimeSpan(start, moment)
        zone = zone_of(self.zone)
        local = moment.astimezone(zone)
        day = _back(local.date(), self.length, self.unit)
        start = datetime.combine(day, local.timetz().replace(tzinfo=None, fold=local.fold), zone)
        return TimeSpan(start, moment)

    def _block(self, moment: datetime) -> TimeSpan:
        zone = zone_of(self.zone)
        local = moment.astimezone(zone)
        if self.unit is Unit.HOUR:
            return self._hours(local, zone)
        first = self._first_day(local.date())
        return TimeSpan(_midnight(first, zone), _midnight(_back(first, -self.length, self.unit), zone))

    def _hours(self, local: datetime, zone: ZoneInfo) -> TimeSpan:
        """Hours that pass from midnight on; the last block of a day ends with it, unless blocks are longer
        than a day: those are counted on from the first day, in UTC."""
        step = timedelta(hours=self.length)
        if self.length > 24:
            origin = datetime.combine(_FIRST_DAY, time(), UTC)
            start = origin + (local.astimezone(UTC) - origin) // step * step
            return TimeSpan(start, start + step)
        midnight = _midnight(local.date(), zone).astimezone(UTC)
        next_day = _midnight(local.date() + timedelta(days=1), zone).astimezone(UTC)
        start = midnight + (local.astimezone(UTC) - midnight) // step * step
        return TimeSpan(start, min(start + step, next_day))

    def _first_day(self, day: date) -> date:
        if self.unit in _DAYS:
            size = _DAYS[self.unit] * self.length
            return day - timedelta(days=(day - _FIRST_DAY).days % size)
        size = _MONTHS[self.unit] * self.length
        months = day.year * 12 + day.month - 1
        return _of_months(months - months % size)


def zone_of(name: str) -> ZoneInfo:
    """Raises Nonsense for the name of a time zone that does not exist."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Nonsense(SloProblem.UNKNOWN_ZONE) from None


def _of_months(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _back(day: date, length: int, unit: Unit) -> date:
    """So many units before the day; a month earlier than the 31st of March is the last day of February."""
    if unit in _DAYS:
        return day - timedelta(days=_DAYS[unit] * length)
    first = _of_months(day.year * 12 + day.month - 1 - _MONTHS[unit] * length)
    last = _of_months(first.year * 12 + first.month) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which the day begins: the first one that there is where clocks skip midnight."""
    begins = datetime.combine(day, time(), zone)
    return begins.astimezone(UTC).astimezone(zone)


def _seconds(delta: timedelta) -> Fraction:
    return Fraction(delta // timedelta(microseconds=1), 1_000_000)


# --- What was measured ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeasuredInterval:
    """`bad` of `total` (events, or seconds) between two times (aware)."""

    start: datetime
    end: datetime
    total: Number
    bad: Number


@dataclass(frozen=True, slots=True)
class Burn:
    """The measurements inside a window together: `bad` of `total`, `seconds` seconds of it covered by
    measurements."""

    total: Fraction
    bad: Fraction
    seconds: Fraction


def burn(span: TimeSpan, intervals: Iterable[MeasuredInterval]) -> Burn:
    """The measurements inside the window, together. A measurement that crosses its edge counts with the share
    of its time that lies inside: events are taken to be spread evenly within an interval."""
    total = bad = seconds = Fraction(0)
    start, end = span.start.astimezone(UTC), span.end.astimezone(UTC)
    for each in intervals:
        first, last = each.start.astimezone(UTC), each.end.astimezone(UTC)
        inside = min(last, end) - max(first, start)
        if inside <= timedelta(0):
            continue
        share = Fraction(inside // timedelta(microseconds=1), (last - first) // timedelta(microseconds=1))
        total += Fraction(each.total) * share
        bad += Fraction(each.bad) * share
        seconds += _seconds(inside)
    return Burn(total, bad, seconds)


# --- The status of a budget -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BudgetStanding:
    """The budget of one window: `allowed`, `spent` and `left` in events or in seconds; `left` is
    negative when more was missed than allowed. `total` is the base of the budget, `measured_total` the part
    of it that was measured. `achieved` is the percentage of that which was good, None while nothing was
    measured, and `spent_share` the part of the budget that is used (1 is all of it), None with no budget."""

    span: TimeSpan
    target: Fraction
    total: Fraction
    measured_total: Fraction
    allowed: Fraction
    spent: Fraction
    is_measured: bool

    @property
    def left(self) -> Fraction:
        return self.allowed - self.spent

    @property
    def achieved(self) -> Fraction | None:
        return HUNDRED * (1 - self.spent / self.measured_total) if self.measured_total else None

    @property
    def spent_share(self) -> Fraction | None:
        return self.spent / self.allowed if self.allowed else None

    @property
    def is_violated(self) -> bool:
        """Something was missed, and nothing is left of the budget."""
        return self.spent > 0 and self.spent >= self.allowed


def standing_in(
    target: Number, span: TimeSpan, intervals: Iterable[MeasuredInterval], basis: str
) -> BudgetStanding:
    """The status of the budget in the span of a window. `basis` is "events" or "time".

    In time, the budget is that of the whole window, however much of it was measured: 99 % over 28 days is
    6 h 43 min on the first day too. In events it grows with the events that were counted: 0.5 % of those so
    far. Raises Nonsense as check_target.
    """
    share = budget_share(target)
    burned = burn(span, intervals)
    total = span.seconds if basis == "time" else burned.total
    return BudgetStanding(
        span=span,
        target=Fraction(target),
        total=total,
        measured_total=burned.total,
        allowed=share * total,
        spent=burned.bad,
        is_measured=burned.seconds > 0,
    )


# --- What inputs allow ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bounds:
    """The highest promise of a product, in percent, with the promises of its inputs: `least` if all their
    misses fall on the same moments, `product` if they fail independently of each other."""

    least: Fraction
    product: Fraction

    def allows(self, target: Number) -> bool:
        """Return True if a target is possible at all: not above the least of the inputs."""
        return Fraction(target) <= self.least

    def is_likely(self, target: Number) -> bool:
        """Return True if a target is kept also when the inputs fail independently."""
        return Fraction(target) <= self.product


def bounds(targets: Sequence[Number]) -> Bounds | None:
    """The bounds that inputs with these targets (percent) set; None without inputs.

    A product that needs all of its inputs is good at most while all of them are: P(all good) is at most the
    least P, and the product of them if they are independent (Treynor et al., "The Calculus of Service
    Availability", ACM Queue 15 (2), 2017).
    """
    if not targets:
        return None
    shares = [Fraction(target) / HUNDRED for target in targets]
    return Bounds(HUNDRED * min(shares), HUNDRED * prod(shares, start=Fraction(1)))
