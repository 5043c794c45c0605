"""The rows of what a board is asked to decide: use cases with the effort of their data products, and the
platform gaps that block these."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from core.labels import both_or_all, listed
from discovery.models import Discovery
from documents import rounded_numbers
from documents.localized_numbers import number
from lvt.measures.selectors import MeasureStanding
from lvt.shortlist.selectors import shortlist
from organizations.models import Person
from products.registries import Blocker
from products.selectors.blockers import blocked_until, blockers_of, last_day
from products.selectors.goal_costs import Effort
from products.selectors.goal_coverage import Coverage, ServedUseCase, ServingProduct, coverage_of


@dataclass(frozen=True, slots=True)
class EffortBar:
    """The place where the bar of an effort begins, and its width, in thousandths of the room."""

    start: int
    width: int


@dataclass(frozen=True, slots=True)
class UseCaseRow:
    """A use case that a board decides on: the `effort` of the new data products it needs, the measure that
    its success is judged by, and who is responsible for it. `is_more` if its effort is added to the rows
    above: then only those count that none of these needs. `blocked_until` is the last day of what blocks its
    data products, if that's after the measure is due. `is_open` if some of them have no planned
    delivery: then it may be later."""

    case: ServedUseCase
    effort: Effort
    measure: MeasureStanding | None
    owner: Person | None
    bar: EffortBar
    is_more: bool
    blocked_until: date | None = None
    is_open: bool = False

    @property
    def weeks(self) -> str:
        """The person-weeks in words; "" if nothing is estimated."""
        return number(rounded_numbers.as_typed(self.effort.likely)) if self.effort.known else ""

    @property
    def is_there(self) -> bool:
        """Return True if all data products that it needs are live."""
        return bool(self.case.products) and all(each.is_live for each in self.case.products)

    @property
    def due(self) -> date | None:
        """The date of the measure."""
        return self.measure.measure.due_on if self.measure else None


@dataclass(frozen=True, slots=True)
class OthersRow:
    """The rest of the use cases in one row: so many, with the effort that they add to those above."""

    count: int
    effort: Effort
    bar: EffortBar

    @property
    def weeks(self) -> str:
        """The person-weeks in words; "" if nothing is estimated."""
        return number(rounded_numbers.as_typed(self.effort.likely)) if self.effort.known else ""


@dataclass(frozen=True, slots=True)
class GapsRow:
    """The `gaps` that block so many data products of the use cases, `blocked`. `late` of them are due after
    one of these delivers."""

    gaps: tuple[Blocker, ...]
    late: int
    bar: EffortBar
    blocked: int

    @property
    def effort(self) -> Decimal:
        """Their person-weeks."""
        return rounded_numbers.weeks(sum((each.weeks for each in self.gaps), Fraction(0)))

    @property
    def weeks(self) -> str:
        """The person-weeks in words."""
        return self._marked(self.effort)

    def with_products(self, effort: Effort) -> str:
        """The person-weeks of gaps and data products together, in words."""
        return self._marked(self.effort + effort.likely)

    def _marked(self, weeks: Decimal) -> str:
        words = number(rounded_numbers.as_typed(weeks))
        return f"≈ {words}" if any(each.is_assumed for each in self.gaps) else words

    @property
    def words(self) -> str:
        """A sentence on how many there are."""
        words = ngettext(
            "%(count)s gap blocks these data products",
            "%(count)s gaps block these data products",
            len(self.gaps),
        )
        return words % {"count": len(self.gaps)}

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on days: those after a planned delivery, and those that leave people too little time."""
        count = len(self.gaps)
        too_short = sum(each.is_short for each in self.gaps)
        if self.late == count:
            every = ngettext(
                "It closes after a product needs it",
                "All %(count)s close after a product needs them",
                count,
            )
            after_delivery = both_or_all(count, _("Both close after a product needs them"), every)
        else:
            after_delivery = ngettext(
                "%(late)s of %(count)s closes after a product needs it",
                "%(late)s of %(count)s close after a product needs them",
                self.late,
            )
        too_soon = ngettext(
            "Too little time to close %(count)s gap by its due date",
            "Too little time to close %(count)s gaps by their due dates",
            too_short,
        )
        return (
            *([after_delivery % {"late": self.late, "count": count}] if self.late else []),
            *([too_soon % {"count": too_short}] if too_short else []),
        )

    @property
    def uncovered(self) -> Decimal:
        """The person-weeks for which no one has time until they're due: those of gaps without an owner, and
        each owner's largest shortfall (`Blocker.missing`), at most the weeks of that owner's gaps."""
        weeks = sum((each.weeks for each in self.gaps if each.owner is None), Fraction(0))
        for owner in self.owners:
            own = [each for each in self.gaps if each.owner == owner]
            weeks += min(max(each.missing for each in own), sum((each.weeks for each in own), Fraction(0)))
        return rounded_numbers.weeks(weeks)

    @property
    def uncovered_words(self) -> str:
        """A sentence on the person-weeks for which no one has time; "" if someone has time for all."""
        if not self.uncovered:
            return ""
        words = ngettext(
            "No one has time for %(part)s of %(weeks)s person-week for platform gaps before they are due.",
            "No one has time for %(part)s of %(weeks)s person-weeks for platform gaps before they are due.",
            1 if self.weeks == "1" else 2,
        )
        # Whole weeks: an estimate of 31 has no tenths. Rounded down, so that it claims no more than is known.
        part = self.uncovered if self.uncovered < 1 else self.uncovered.to_integral_value(ROUND_FLOOR)
        return words % {"part": number(rounded_numbers.as_typed(part)), "weeks": self.weeks}

    @property
    def owners(self) -> tuple[Person, ...]:
        """The people who close them, each once."""
        return tuple(dict.fromkeys(each.owner for each in self.gaps if each.owner))

    @property
    def due(self) -> date | None:
        """The day on which the last one is closed; None if one of them has none."""
        dates = [each.until for each in self.gaps if each.until]
        return max(dates) if len(dates) == len(self.gaps) else None


@dataclass(frozen=True, slots=True)
class AskedRows:
    """The use cases, the `others` of them in one row, and the gaps of their data products, each None without
    any. `effort` is that of all data products, each once."""

    cases: tuple[UseCaseRow, ...]
    others: OthersRow | None
    gaps: GapsRow | None
    effort: Effort

    @property
    def order_reason(self) -> str:
        """A sentence on the first row, if use cases ahead of it in the ranking need all that is built for it;
        "" without any."""
        cases = [each.case for each in self.cases]
        keys = {each.key for each in _to_build(cases[:1])}
        names = [
            str(each)
            for each in cases[1:]
            if keys and _is_ahead(each, cases[0]) and keys <= {product.key for product in each.products}
        ]
        words = _("%(first)s is built first: all its new data products are also needed by %(others)s.")
        return words % {"first": cases[0], "others": listed(names)} if names else ""

    @property
    def question(self) -> str:
        """The decision about measures that are due before their data products are unblocked, in a sentence;
        "" without any."""
        if not self._late:
            return ""
        words = ngettext(
            "To decide: move the due date of %(count)s measure past %(day)s, or add people to close the gaps "
            "earlier.",
            "To decide: move the due dates of %(count)s measures past %(day)s, or add people to close the "
            "gaps earlier.",
            len(self._late),
        )
        return words % {"count": len(self._late), "day": date_format(max(self._late), "LONG_DATE_FORMAT")}

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers to `question`, each a sentence; none without it."""
        if not self._late:
            return ()
        words = ngettext(
            "Move the due date of %(count)s measure past %(day)s.",
            "Move the due dates of %(count)s measures past %(day)s.",
            len(self._late),
        )
        day = date_format(max(self._late), "LONG_DATE_FORMAT")
        return words % {"count": len(self._late), "day": day}, _("Add people to close the gaps earlier.")

    @property
    def _late(self) -> list[date]:
        """For each use case that is blocked beyond the date of its measure, the last day of the block."""
        return [each.blocked_until for each in self.cases if each.due and each.blocked_until]

    @property
    def reservations(self) -> tuple[str, ...]:
        """Sentences on what is asked for and not settled: person-weeks that no one has time for, and data
        products without a date."""
        count, part = len(self.effort.products), len(self.undated)
        words = ngettext(
            "The new data product has no delivery date yet.",
            "No delivery date yet for %(part)s of %(count)s new data products.",
            count,
        )
        dates = words % {"part": part, "count": count} if part else ""
        return tuple(each for each in (self.gaps.uncovered_words if self.gaps else "", dates) if each)

    @property
    def undated(self) -> tuple[ServingProduct, ...]:
        """The data products to be built of which no delivery is planned, in the order of the roadmap."""
        undated = [each for each in self.effort.products if not _is_planned(each)]
        return tuple(sorted(undated, key=lambda each: (each.product.position, each.product.pk)))


def effort_for(cases: Iterable[ServedUseCase]) -> Effort:
    """The effort of the data products that these use cases still need, each counted once."""
    return Effort(tuple(_to_build(cases)))


def requested_products(discovery: Discovery) -> int | None:
    """The number of data products that the shortlist still needs; None without one, or if all are live."""
    decided = shortlist(discovery)
    keys = {each.pk for each in decided.use_cases} if decided else set()
    cases = [each for each in coverage_of(discovery).pursued if each.use_case.pk in keys]
    return len(_to_build(cases)) or None


def asked_rows(
    discovery: Discovery, coverage: Coverage, cases: Sequence[ServedUseCase], *, adds_up: bool, most: int
) -> AskedRows:
    """The rows for `cases`. With `adds_up` each adds its effort to those above, the one that adds least
    first, the others than `most` together, and the gaps come on top; else each has its own, and only `most`
    have one."""
    products = _each_adds(cases) if adds_up else [(each, _to_build([each])) for each in cases]
    rest = [each for _case, more in products[most:] for each in more]
    efforts = [Effort(tuple(each)) for _case, each in products[:most]]
    if adds_up and products[most:]:
        efforts.append(Effort(tuple(rest)))
    together = effort_for(cases)
    blockers = blockers_of(discovery)
    blocking = _blocking(together.products, blockers)
    gaps = tuple({blocker.key: blocker for _each, blocker in blocking}.values())
    late = {blocker.key for each, blocker in blocking if _is_late(each, blocker)}
    bars = _bars(
        [*(each.likely for each in efforts), sum((each.weeks for each in gaps), Fraction(0))], adds_up
    )
    return AskedRows(
        tuple(
            _use_case_row(
                coverage,
                case,
                effort,
                bar,
                last_day(blocker for _each, blocker in _blocking(_to_build([case]), blockers)),
                is_more=adds_up and case != products[0][0],
            )
            for (case, _products), effort, bar in zip(products[:most], efforts, bars, strict=False)
        ),
        OthersRow(len(products) - most, efforts[most], bars[most]) if len(efforts) > most else None,
        GapsRow(gaps, len(late), bars[-1], len({each.key for each, _blocker in blocking})) if gaps else None,
        together,
    )


def _use_case_row(
    coverage: Coverage,
    case: ServedUseCase,
    effort: Effort,
    bar: EffortBar,
    free_on: date | None,
    *,
    is_more: bool,
) -> UseCaseRow:
    """The row of a use case whose data products are blocked until the day `free_on`."""
    measure = _measure_of(coverage, case)
    due = measure.measure.due_on if measure else None
    is_late = free_on is not None and (due is None or due < free_on)
    is_open = not all(map(_is_planned, _to_build([case])))
    until = free_on if is_late else None
    return UseCaseRow(case, effort, measure, _owner_of(case), bar, is_more, until, is_open)


def _blocking(
    products: Iterable[ServingProduct], blockers: Mapping[int, Sequence[Blocker]]
) -> list[tuple[ServingProduct, Blocker]]:
    return [(each, blocker) for each in products for blocker in blockers.get(each.product.pk, ())]


def _each_adds(cases: Iterable[ServedUseCase]) -> list[tuple[ServedUseCase, list[ServingProduct]]]:
    """The use cases with what each adds to those before it, the least effort first."""
    rest, keys, order = list(cases), set[str](), []
    while rest:
        new = [[each for each in _to_build([case]) if each.key not in keys] for case in rest]
        place = min(range(len(rest)), key=lambda at: Effort(tuple(new[at])).likely)
        order.append((rest.pop(place), new[place]))
        keys.update(each.key for each in new[place])
    return order


def _is_ahead(case: ServedUseCase, other: ServedUseCase) -> bool:
    """Return True if the use case is further up in the ranking than the other one."""
    one, two = (each.ranked.rank if each.ranked else None for each in (case, other))
    return one is not None and (two is None or one < two)


def _to_build(cases: Iterable[ServedUseCase]) -> list[ServingProduct]:
    """The data products that are still to be built, each once."""
    return list({each.key: each for case in cases for each in case.products if not each.is_live}.values())


def _is_planned(each: ServingProduct) -> bool:
    """Return True if the roadmap has a day on which the data product delivers."""
    return bool(each.next and each.next.ends_on)


def _is_late(each: ServingProduct, blocker: Blocker) -> bool:
    return blocked_until([blocker], each.next.ends_on if each.next else None) is not None


def _bars(efforts: Sequence[Decimal | Fraction], adds_up: bool) -> list[EffortBar]:
    """The bars of these efforts, with `adds_up` each from the end of the one before."""
    exact = [Fraction(each) for each in efforts]
    most = (sum(exact) if adds_up else max(exact)) or 1
    starts = [sum(exact[:place]) if adds_up else Fraction(0) for place in range(len(exact))]
    return [
        EffortBar(int(1000 * start / most), int(1000 * each / most))
        for start, each in zip(starts, exact, strict=True)
    ]


def _measure_of(coverage: Coverage, case: ServedUseCase) -> MeasureStanding | None:
    """The measure of the card, else of its hypothesis, else of its goal: the first with a target, else the
    first."""
    branches = [
        (bet.branch, goal.branch) for goal in coverage.goals for bet in goal.bets if case in bet.use_cases
    ]
    several = [*case.measures, *(each for bet, goal in branches for each in (*bet.judged_by, *goal.measures))]
    aimed = [each for each in several if each.target_text]
    complete = [each for each in aimed if each.baseline_text]
    return next(iter(complete or aimed or several), None)


def _owner_of(case: ServedUseCase) -> Person | None:
    """The owner of its hypothesis, else of its goal."""
    hypothesis = case.use_case.hypothesis
    return (hypothesis.owner or hypothesis.goal.owner) if hypothesis else None
