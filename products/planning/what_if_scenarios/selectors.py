"""Scenarios beside one another and beside what is recorded: each is a what-if, saved under a name or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import combinations
from uuid import UUID, uuid5

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.labels import listed
from core.selectors.operations import who_did
from discovery import spotlight_headlines
from discovery.models import Discovery
from documents import rounded_numbers
from documents.localized_numbers import number
from lvt.bump_chart import LETTERS, BumpChart, bump_chart
from lvt.models import UseCase
from products.models import Scenario
from products.planning.cut_line.selectors import ReachedTotal
from products.planning.cut_line_answers.selectors import SearchProgress
from products.planning.what_if.selectors import WhatIf, World
from workshops.models import Decision

# So many can be read side by side, and are tried at once.
MOST_COMPARED = 4
# So many of a name have room beside a what-if.
_LETTERS = 30
# On the stage a chart has the width of the screen above a few lines: its width for its height, and letters.
_SHAPE, _LETTERS_WIDE = 3.2, 40


@dataclass(frozen=True, slots=True)
class PlaceInWorld:
    """A use case in a world: its place, and whether the cut line serves it."""

    rank: int | None
    is_served: bool


@dataclass(frozen=True, slots=True)
class NamedWorld:
    """A changed world by its name, and the scenario as which it is saved, None for one that is not."""

    name: str
    comparison: WhatIf
    scenario: Scenario | None = None

    @property
    def query(self) -> str:
        return query_of(self.comparison)

    @property
    def decision(self) -> Decision | None:
        """The decision that chose it."""
        return self.scenario.decided_by if self.scenario else None


@dataclass(frozen=True, slots=True)
class WorldOutcome:
    """A world beside others. `number` is 0 for the recorded one. `whole` is the highest total that any of
    them could reach, or it alone where their totals can't be compared; `bar` is its total in percent of that.
    `is_best`: no other world can reach its total. `decision` chose it."""

    number: int
    name: str
    world: World
    comparison: WhatIf | None
    bar: int
    whole: Fraction
    is_best: bool
    decision: Decision | None = None

    @property
    def total(self) -> ReachedTotal:
        return self.world.line.reached

    @property
    def weeks(self) -> Decimal | None:
        """The person-weeks of what it builds; None where they aren't known of all."""
        effort = self.world.line.effort
        return None if effort.unknown else rounded_numbers.weeks(effort.likely)

    @property
    def weeks_words(self) -> str:
        """The person-weeks of what it builds, and of how many products they are known where not of all; "–"
        where they are known of none."""
        effort = self.world.line.effort
        weeks = number(str(rounded_numbers.weeks(effort.likely)))
        if not effort.unknown:
            return weeks
        words = _("%(weeks)s (%(known)s of %(all)s estimated)")
        counts = {"weeks": weeks, "known": len(effort.known), "all": len(effort.products)}
        return words % counts if effort.known else "–"


@dataclass(frozen=True, slots=True)
class ScenarioComparison:
    """Scenarios of one discovery. `worlds` are the recorded one and theirs, each by its name; `rows` are
    the places of each use case in them, in the recorded order, and `chart` draws the places."""

    scenarios: tuple[NamedWorld, ...]

    @property
    def recorded_name(self) -> str:
        """The name of the recorded world: a decision for one of the scenarios makes that the current plan."""
        is_decided = any(each.decision for each in self.scenarios)
        return _("Before the decision") if is_decided else _("Current plan")

    @property
    def worlds(self) -> tuple[tuple[str, World], ...]:
        recorded = (self.recorded_name, self.scenarios[0].comparison.before)
        return recorded, *((each.name, each.comparison.after) for each in self.scenarios)

    @property
    def is_proven(self) -> bool:
        return all(world.line.is_proven for _name, world in self.worlds)

    @property
    def progress(self) -> SearchProgress:
        return max(each.comparison.progress for each in self.scenarios)

    @property
    def changes_nothing(self) -> bool:
        """Return True if one of them is as recorded."""
        return any(not each.comparison.words for each in self.scenarios)

    @property
    def has_one_scale(self) -> bool:
        """Return True if the totals can be compared: all are computed with the same weights."""
        return not any(each.comparison.is_reweighted for each in self.scenarios)

    @property
    def outcomes(self) -> tuple[WorldOutcome, ...]:
        """Each world, with its total beside the others."""
        comparisons = (None, *(each.comparison for each in self.scenarios))
        decisions = (None, *(each.decision for each in self.scenarios))
        highest = max((world.highest for _name, world in self.worlds), default=Fraction(0))
        best = self._best
        return tuple(
            WorldOutcome(
                place,
                name,
                world,
                comparisons[place],
                rounded_numbers.whole(100 * world.line.reached.exact.value / (highest or 1)),
                highest if self.has_one_scale else world.highest,
                place == best,
                decisions[place],
            )
            for place, (name, world) in enumerate(self.worlds)
        )

    @property
    def _best(self) -> int | None:
        """The number of the world whose total exceeds every other one, also what these could reach."""
        totals = [world.line.reached for _name, world in self.worlds]
        best = max(range(len(totals)), key=lambda place: totals[place].total)
        others = [each.bound for place, each in enumerate(totals) if place != best]
        return best if self.has_one_scale and totals[best].total > max(others) else None

    @property
    def winner(self) -> int | None:
        """The number of the world that is best, by its total or, of proven equals, by its person-weeks; None
        if there is none."""
        if self._best is not None or not (self.has_one_scale and self.is_proven):
            return self._best
        return next((each.number for each in _by_effort(_first(self.outcomes))), None)

    @property
    def verdict(self) -> str:
        """The world with the highest total and its lead, in sentences."""
        if not self.has_one_scale:
            return _("The scenarios use different weights, so their total scores can’t be compared.")
        best = self._best
        if best is None and not self.is_proven:
            return _("No scenario is proven to serve more than the others.")
        outcomes = self.outcomes
        if best is None:
            return _equal_words(outcomes)
        total = outcomes[best].total
        second = max((each for each in outcomes if not each.is_best), key=lambda each: each.total.bound)
        words = (
            _("“%(best)s” reaches the highest total score: %(more)s more than “%(second)s”.")
            if self.is_proven
            else _("“%(best)s” reaches the highest total score: at least %(more)s more than “%(second)s”.")
        )
        more = number(str(total.total - second.total.bound))
        return words % {"best": outcomes[best].name, "more": more, "second": second.name}

    @property
    def headline(self) -> str:
        """The verdict as a title; of the best ones, which takes the fewest person-weeks, where one does."""
        outcomes = self.outcomes
        if self._best is not None:
            return spotlight_headlines.best_scenario(outcomes[self._best].name)
        if not self.has_one_scale or not self.is_proven:
            return self.verdict.removesuffix(".")
        if by_effort := _by_effort(_first(outcomes)):
            least, other = (number(str(each.weeks)) for each in by_effort[:2])
            return spotlight_headlines.cheapest_scenario(by_effort[0].name, weeks=least, others=other)
        return _equal_total(outcomes).removesuffix(".")

    @property
    def remark(self) -> str:
        """The verdict, where the title leaves out a part of it that the rows don't show."""
        return self.verdict if self._best is not None else ""

    @property
    def rows(self) -> tuple[tuple[UseCase, tuple[tuple[str, PlaceInWorld], ...]], ...]:
        worlds = [
            (
                name,
                {each.use_case.pk: each.rank for each in world.ranking},
                {each.use_case.pk for each in world.line.use_cases},
            )
            for name, world in self.worlds
        ]
        return tuple(
            (
                each.use_case,
                tuple(
                    (name, PlaceInWorld(places.get(each.use_case.pk), each.use_case.pk in chosen_keys))
                    for name, places, chosen_keys in worlds
                ),
            )
            for each in self.scenarios[0].comparison.before.ranking
        )

    @property
    def has_new_order(self) -> bool:
        """Return True if use cases that have a place in all worlds aren't in one order there."""
        return has_new_order([[each.rank for _name, each in places] for _case, places in self.rows])

    @property
    def chart(self) -> BumpChart | None:
        return self._drawn(self.rows)

    def foremost(self, most: int, *, shape: float = _SHAPE, width: int = 0) -> tuple[BumpChart | None, int]:
        """The chart of at most so many use cases, those that come furthest up in any world, with the names of
        the worlds; and how many are left out. It has at least the `shape`, width for height, and this
        `width`, which keeps the letters of few from being larger than those of many."""
        rows = self.rows
        last = len(rows) + 1
        by_best = sorted(rows, key=lambda row: min(each.rank or last for _name, each in row[1]))
        first = {case.pk for case, _places in by_best[:most]}
        first_rows = [row for row in rows if row[0].pk in first]
        names = [each.name for each in self.outcomes]
        chart_of = partial(self._drawn, first_rows, letters=_LETTERS_WIDE, lines=2, captions=names)
        chart = chart_of(shape=shape)
        if chart is not None and chart.width < width:
            chart = chart_of(shape=width / chart.height)
        return chart, len(rows) - len(first)

    def _drawn(
        self,
        rows: Iterable[tuple[UseCase, tuple[tuple[str, PlaceInWorld], ...]]],
        *,
        letters: int = LETTERS,
        lines: int = 1,
        shape: float = 0,
        captions: Sequence[str] = (),
    ) -> BumpChart | None:
        places_by_name = [(case.name, [each.rank for _name, each in places]) for case, places in rows]
        # On a page only their number has room below a column; the table has the names.
        heads = (self.recorded_name, *(str(number) for number in range(1, len(self.scenarios) + 1)))
        return bump_chart(
            places_by_name,
            heads,
            letters=letters,
            lines=lines,
            shape=shape,
            captions=captions,
            end_words=_("Left out"),
        )

    @property
    def pair(self) -> UUID | None:
        """Under which both can be put on every screen; None where they are not two that are saved."""
        scenarios = [each.scenario for each in self.scenarios if each.scenario is not None]
        return pair_of(*scenarios) if len(scenarios) == len(self.scenarios) == 2 else None


def has_new_order(ranks: Iterable[Sequence[int | None]]) -> bool:
    """Return True if rows with a rank in each column have another order in some of them."""
    columns = zip(*(row for row in ranks if None not in row), strict=True)
    orders = {tuple(sorted(range(len(ranks)), key=lambda row: ranks[row] or 0)) for ranks in columns}
    return len(orders) > 1


def _first(outcomes: Sequence[WorldOutcome]) -> list[WorldOutcome]:
    """The worlds of which no other one serves more."""
    highest = max(each.total.total for each in outcomes)
    return [each for each in outcomes if each.total.total == highest]


def _by_effort(outcomes: Sequence[WorldOutcome]) -> list[WorldOutcome]:
    """Of equal worlds the one with the fewest person-weeks, then the next; none where these aren't known of
    all, or no world has the fewest."""
    weeks = {each.number: each.weeks for each in outcomes}
    in_order = sorted((each, number) for number, each in weeks.items() if each is not None)
    if len(in_order) < max(len(weeks), 2) or in_order[0][0] == in_order[1][0]:
        return []
    by_number = {each.number: each for each in outcomes}
    return [by_number[number] for _weeks, number in in_order]


def _equal_words(outcomes: Sequence[WorldOutcome]) -> str:
    """Sentences on worlds of which several serve the highest total: the total, and which takes the fewest
    person-weeks, where one does."""
    first, words = _first(outcomes), _equal_total(outcomes)
    if not (by_effort := _by_effort(first)):
        return words
    least, other = by_effort[:2]
    fewest = _("“%(name)s” takes the fewest person-weeks: %(weeks)s instead of %(others)s.") % {
        "name": least.name,
        "weeks": number(str(least.weeks)),
        "others": number(str(other.weeks)),
    }
    return f"{words} {fewest}"


def _equal_total(outcomes: Sequence[WorldOutcome]) -> str:
    """The first of these sentences."""
    first = _first(outcomes)
    total = str(first[0].total)
    if len(first) == len(outcomes):
        return _("All scenarios reach the same total score: %(total)s.") % {"total": total}
    names = listed([each.name for each in first])
    return _("%(names)s reach the same total score: %(total)s.") % {"names": names, "total": total}


def query_of(comparison: WhatIf, without: str = "") -> str:
    """The address of the changes, without one of them."""
    parts = [part for _words, part in comparison.words if part != without]
    if comparison.changes.now is not None:
        parts.append(f"now={comparison.changes.now}")
    query = QueryDict(mutable=True)
    for part in parts:
        name, _equals, value = part.partition("=")
        query.appendlist(name, value)
    return query.urlencode(safe=":")


def places_chart(comparison: WhatIf, most: int, *, is_wide: bool = False) -> BumpChart | None:
    """The places of both worlds, what is served in full: of at most so many use cases, those that change and
    then the foremost. `is_wide` is the chart for the stage."""
    last = len(comparison.rows) + 1
    by_change = sorted(comparison.rows, key=lambda row: (not row.is_changed, row.before.rank or last))
    rows = sorted(by_change[:most], key=lambda row: row.before.rank or last)
    places = [(str(row.use_case), (row.before.rank, row.after.rank if row.after else None)) for row in rows]
    is_served = [(row.was_served, row.is_served) for row in rows]
    full = {(at, world) for at, both in enumerate(is_served) for world, each in enumerate(both) if each}
    heads = (_("Current plan"), _("Changed"))
    letters, shape = (_LETTERS_WIDE, _SHAPE) if is_wide else (_LETTERS, 0)
    return bump_chart(places, heads, letters=letters, lines=2, full=full, shape=shape)


def scenarios_of(discovery: Discovery) -> list[Scenario]:
    """The saved scenarios with their decisions, the latest first."""
    rows = Scenario.objects.filter(discovery=discovery).select_related("decision")
    return list(rows.order_by("-created_at", "-pk"))


def author_names(discovery: Discovery) -> dict[UUID, str]:
    """The person who saved each scenario, by its uuid."""
    rows = Scenario.history.filter(discovery=discovery, history_type="+").select_related("operation")
    return {row.uuid: who_did(row.operation) for row in rows}


def pair_of(first: Scenario, second: Scenario) -> UUID:
    """Names two scenarios side by side, in either order."""
    one, other = sorted((first.uuid, second.uuid))
    return uuid5(one, str(other))


def pairs_of(scenarios: Sequence[Scenario]) -> dict[str, tuple[Scenario, Scenario]]:
    """Each two of them, by what names them."""
    return {str(pair_of(*pair)): pair for pair in combinations(scenarios, 2)}


def alternatives(choice: WhatIf, others: Sequence[WhatIf]) -> str:
    """The chosen scenario, the others, and the recorded world, in words for the decision."""
    return "\n\n".join(
        (
            _("Chosen: %(said)s") % {"said": choice.summary},
            *(_("The alternative: %(said)s") % {"said": each.summary} for each in others),
            _("Current plan: %(said)s") % {"said": choice.before.summary},
        )
    )
