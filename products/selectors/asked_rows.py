"""The rows of what a board is asked to decide: use cases with the effort of their data products, and the
platform gaps that block these."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from core.labels import listed
from discovery.models import Discovery
from documents import rounded_numbers
from documents.localized_numbers import number
from lvt.measures.selectors import MeasureStanding
from lvt.shortlist.selectors import shortlist
from organizations.models import Person
from products.registries import Blocker
from products.selectors.blockers import blocked_until, blockers_of, last_day
from products.selectors.gap_rows import EffortBar, GapsRow
from products.selectors.goal_costs import Effort
from products.selectors.goal_coverage import Coverage, ServedUseCase, ServingProduct, coverage_of


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
class AskedRows:
    """The use cases, the `others` of them in one row, and the gaps of their data products, each None without
    any. `effort` is that of all data products, each once. `late` has the measures of all use cases, by
    primary key, that are due before a block of their data products ends, with the last day of the block."""

    cases: tuple[UseCaseRow, ...]
    others: OthersRow | None
    gaps: GapsRow | None
    effort: Effort
    late: Mapping[int, date]

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
        if not self.late:
            return ""
        words = ngettext(
            "To decide: move the due date of %(count)s measure past %(day)s, or add people to close the gaps "
            "earlier.",
            "To decide: move the due dates of %(count)s measures past %(day)s, or add people to close the "
            "gaps earlier.",
            len(self.late),
        )
        day = date_format(max(self.late.values()), "LONG_DATE_FORMAT")
        return words % {"count": len(self.late), "day": day}

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers to `question`, each a sentence; none without it."""
        if not self.late:
            return ()
        words = ngettext(
            "Move the due date of %(count)s measure past %(day)s.",
            "Move the due dates of %(count)s measures past %(day)s.",
            len(self.late),
        )
        day = date_format(max(self.late.values()), "LONG_DATE_FORMAT")
        return words % {"count": len(self.late), "day": day}, _("Add people to close the gaps earlier.")

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
                blockers,
                is_more=adds_up and case != products[0][0],
            )
            for (case, _products), effort, bar in zip(products[:most], efforts, bars, strict=False)
        ),
        OthersRow(len(products) - most, efforts[most], bars[most]) if len(efforts) > most else None,
        GapsRow(gaps, len(late), bars[-1], len({each.key for each, _blocker in blocking})) if gaps else None,
        together,
        _late_measures(coverage, cases, blockers),
    )


def _late_measures(
    coverage: Coverage, cases: Iterable[ServedUseCase], blockers: Mapping[int, Sequence[Blocker]]
) -> dict[int, date]:
    late: dict[int, date] = {}
    for case in cases:
        measure, until = _blocked(coverage, case, blockers)
        if measure and measure.measure.due_on and until:
            late[measure.measure.pk] = max(until, late.get(measure.measure.pk, until))
    return late


def _use_case_row(
    coverage: Coverage,
    case: ServedUseCase,
    effort: Effort,
    bar: EffortBar,
    blockers: Mapping[int, Sequence[Blocker]],
    *,
    is_more: bool,
) -> UseCaseRow:
    measure, until = _blocked(coverage, case, blockers)
    is_open = not all(map(_is_planned, _to_build([case])))
    return UseCaseRow(case, effort, measure, _owner_of(case), bar, is_more, until, is_open)


def _blocked(
    coverage: Coverage, case: ServedUseCase, blockers: Mapping[int, Sequence[Blocker]]
) -> tuple[MeasureStanding | None, date | None]:
    """The measure of the use case, and the last day of what blocks its data products, if later than due."""
    measure = _measure_of(coverage, case)
    due = measure.measure.due_on if measure else None
    free_on = last_day(blocker for _each, blocker in _blocking(_to_build([case]), blockers))
    return measure, None if free_on is None or (due and due >= free_on) else free_on


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
