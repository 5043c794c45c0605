"""A changed world beside the recorded one: ranking, cut line, costs and needs. Nothing is written."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _, ngettext

from core.labels import listed
from discovery.models import Discovery
from documents import rounded_numbers
from documents.localized_numbers import number
from lvt.models import UseCase
from lvt.ranking_evidence.selectors import shared_basis
from lvt.rounds.selectors import current_results
from lvt.selectors.ranking_results import RankedUseCase
from lvt.what_if_weights.selectors import reranked
from products.models import Iteration
from products.planning.cut_line.selectors import CutLine, cut_line_of, limit_of
from products.planning.cut_line.use_case_words import decided_cases, shortfall_words
from products.planning.cut_line_answers.selectors import SearchProgress
from products.planning.what_if.change_words import amount_of, change_words, changed_weights
from products.planning.what_if.first_place import first_place_words, served_words
from products.registries import ChangedPart, changed_parts
from products.selectors.goal_coverage import (
    Coverage,
    ServedUseCase,
    ServingProduct,
    coverage_of,
)
from products.selectors.what_if_coverage import WhatIfChanges, changed_coverage


@dataclass(frozen=True, slots=True)
class World:
    """A ranking, the cut line through it, and the coverage that both are computed from. `highest` is the
    total of all that products serve, or served before they were dropped."""

    coverage: Coverage
    ranking: tuple[RankedUseCase, ...]
    line: CutLine
    highest: Fraction

    @property
    def summary(self) -> str:
        """Its result, in a sentence."""
        count = len(self.line.use_cases)
        count_words = ngettext("%(count)s use case is served", "%(count)s use cases are served", count)
        words = _("%(served)s, scoring %(total)s of %(highest)s. To build: %(build)s. %(effort)s") % {
            "served": count_words % {"count": count},
            "total": str(self.line.reached),
            "highest": number(str(rounded_numbers.score(self.highest))),
            "build": listed([str(each) for each in self.line.build]) or _("nothing"),
            "effort": self._effort(),
        }
        return words.strip()

    @property
    def score_count(self) -> int:
        """The number of use cases that `highest` adds up."""
        line = self.line
        return len(line.use_cases) + len(line.beyond) + len(line.without_effort)

    def _effort(self) -> str:
        effort = self.line.effort
        likely = rounded_numbers.weeks(effort.likely)
        words = ngettext("%(weeks)s person-week.", "%(weeks)s person-weeks.", amount_of(likely))
        weeks = words % {"weeks": number(str(likely))}
        if not effort.unknown:
            return weeks
        unknown = listed([str(each) for each in effort.unknown])
        return _("%(weeks)s No effort estimate: %(names)s.") % {"weeks": weeks, "names": unknown}


@dataclass(frozen=True, slots=True)
class WhatIfRow:
    """A use case in both worlds: its place, None where it has none, and whether the cut line serves it.
    `is_decided`: it is part of the shortlist. `is_dark`: it needs a product that is left out.
    `is_out`: its goal is left out."""

    use_case: UseCase
    before: RankedUseCase
    after: RankedUseCase | None
    was_served: bool
    is_served: bool
    is_dark: bool
    is_decided: bool

    @property
    def is_out(self) -> bool:
        return self.after is None

    @property
    def climbs(self) -> int:
        """By how many places it comes nearer to the first; negative for away from it."""
        now, then = self.before.rank, self.after.rank if self.after else None
        return now - then if now and then else 0

    @property
    def falls(self) -> int:
        """By how many places it goes away from the first."""
        return -self.climbs

    @property
    def is_rescored(self) -> bool:
        """Return True if its score is another one."""
        return self.after is None or self.before.total != self.after.total

    @property
    def is_changed(self) -> bool:
        return (
            self.after is None
            or self.is_rescored
            or self.before.rank != self.after.rank
            or self.is_dark
            or self.was_served != self.is_served
        )

    @property
    def recorded(self) -> str:
        """The recorded row in words: the place, the score where it is another one, and the cut line."""
        parts = [_("place %(rank)s") % {"rank": self.before.rank}] if self.before.rank else []
        if self.is_rescored:
            score = "–" if self.before.total is None else number(str(self.before.total))
            parts.append(_("score %(total)s") % {"total": score})
        return ", ".join([*parts, _("served") if self.was_served else _("below the line")])


@dataclass(frozen=True, slots=True)
class TotalDifference:
    """By how much a figure of the changed world differs; `gain` is 1 where more is better, -1 where less is,
    and 0 where neither is."""

    change: Decimal
    gain: int = 0

    @property
    def words(self) -> str:
        """ "+3.5", or "" where nothing differs."""
        return number(f"{self.change:+,f}") if self.change else ""

    @property
    def tone(self) -> str:
        """ "better" or "worse"; "" for neither."""
        good = self.change * self.gain
        return "better" if good > 0 else "worse" if good < 0 else ""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Both worlds. `words` are the changes, each with its part of the address. `cut_off` are
    the use cases that need a dropped product, `lost` its iterations that are not done, where it is a product
    of the discovery: others tell those alone who may look at theirs. `parts` are what other apps say, as
    pairs of a template and its context. `is_reweighted`: criteria have other weights, so totals have another
    scale. `decided` are the primary keys of the use cases of the shortlist."""

    changes: WhatIfChanges
    words: tuple[tuple[str, str], ...]
    before: World
    after: World
    rows: tuple[WhatIfRow, ...]
    cut_off: tuple[ServedUseCase, ...]
    lost: tuple[Iteration, ...]
    parts: tuple[tuple[ChangedPart, object], ...]
    is_reweighted: bool
    decided: frozenset[int]

    @property
    def dark(self) -> tuple[ServedUseCase, ...]:
        """The use cases that stop working: what the recorded world doesn't serve can't stop."""
        keys = {each.use_case.pk for each in self.before.line.use_cases}
        return tuple(each for each in self.cut_off if each.use_case.pk in keys)

    @property
    def unreachable(self) -> tuple[ServedUseCase, ...]:
        """The use cases that neither world serves, and that a dropped product puts out of reach."""
        dark = {each.use_case.pk for each in self.dark}
        return tuple(each for each in self.cut_off if each.use_case.pk not in dark)

    @property
    def lead(self) -> str:
        """The use cases that the changed world serves, in a sentence."""
        return served_words(self.after.line, self.changes.then)

    @property
    def reasons(self) -> str:
        """The reasons why first place and shortlist aren't served in the changed world, in sentences; "" if
        they are."""
        line = self.after.line
        first = next((each for each in self.after.ranking if each.rank == 1), None)
        cases = (*self.after.coverage.use_cases, *self.cut_off)
        case = next((each for each in cases if first and each.use_case == first.use_case), None)
        is_decided = case is not None and case.use_case.pk in self.decided
        reason = first_place_words(line, case, is_dark=case in self.cut_off, is_decided=is_decided)
        lack = shortfall_words(line, self.decided, first=case)
        return " ".join(words for words in (reason, lack) if words)

    @property
    def answer(self) -> str:
        """Both: the use cases that are served, and why others aren't."""
        return f"{self.lead} {self.reasons}".strip()

    @property
    def lines(self) -> tuple[CutLine, CutLine]:
        """The cut lines of both worlds."""
        return self.before.line, self.after.line

    @property
    def is_proven(self) -> bool:
        return all(line.is_proven for line in self.lines)

    @property
    def more_total(self) -> TotalDifference:
        """No difference is shown before both totals are proven."""
        before, after = (line.reached.total for line in self.lines)
        return TotalDifference(after - before if self.is_proven else Decimal(0), gain=1)

    @property
    def more_served(self) -> TotalDifference:
        return TotalDifference(
            Decimal(len(self.after.line.use_cases) - len(self.before.line.use_cases)), gain=1
        )

    @property
    def more_built(self) -> TotalDifference:
        return TotalDifference(Decimal(len(self.after.line.build) - len(self.before.line.build)))

    @property
    def more_weeks(self) -> TotalDifference:
        before, after = (rounded_numbers.weeks(line.effort.likely) for line in self.lines)
        return TotalDifference(after - before, gain=-1)

    @property
    def basis(self) -> str:
        """The number of people behind the totals of both worlds, in a sentence; "" where they differ."""
        return shared_basis([*self.before.ranking, *self.after.ranking]) if len(self.rows) > 1 else ""

    @property
    def highest(self) -> Fraction | None:
        """All that there is to reach, where it is the same in both worlds."""
        return self.before.highest if self.before.highest == self.after.highest else None

    @property
    def progress(self) -> SearchProgress:
        return max(line.progress for line in self.lines)

    @property
    def built_too(self) -> tuple[ServingProduct, ...]:
        """The products that only the changed world builds."""
        return _without(self.after.line.build, self.before.line.build)

    @property
    def built_no_more(self) -> tuple[ServingProduct, ...]:
        return _without(self.before.line.build, self.after.line.build)

    @property
    def is_the_same(self) -> bool:
        """Return True if both worlds serve the same use cases by the same products."""
        return not (self.enters or self.leaves or self.cut_off or self.built_too or self.built_no_more)

    @property
    def enters(self) -> tuple[WhatIfRow, ...]:
        """The rows that only the changed world serves."""
        return tuple(row for row in self.rows if row.is_served and not row.was_served)

    @property
    def leaves(self) -> tuple[WhatIfRow, ...]:
        """The rows that only the recorded world serves."""
        return tuple(row for row in self.rows if row.was_served and not row.is_served)

    @property
    def title(self) -> str:
        """The changes, in a line."""
        return _("Scenario: %(changes)s") % {"changes": listed([words for words, _part in self.words])}

    @property
    def summary(self) -> str:
        """The changes and their result, in sentences."""
        sentence = f"{'; '.join(words for words, _part in self.words)}: {self.after.summary}"
        dark = _("Stops working: %(names)s.") % {"names": listed([str(each) for each in self.dark])}
        return f"{sentence} {dark}" if self.dark else sentence

    @property
    def alternatives(self) -> str:
        """Both worlds in words, for the decision on them."""
        now = _("Current plan: %(said)s") % {"said": self.before.summary}
        then = _("Changed (%(changes)s): %(said)s") % {
            "changes": "; ".join(words for words, _part in self.words),
            "said": self.after.summary,
        }
        dark = _("Stops working: %(names)s.") % {"names": listed([str(each) for each in self.dark])}
        return "\n\n".join((now, f"{then} {dark}" if self.dark else then))


def what_if(discovery: Discovery, changes: WhatIfChanges) -> WhatIf | None:
    """The changed world beside the recorded one; None before anything is ranked."""
    results = current_results(discovery)
    if results is None:
        return None
    coverage = coverage_of(discovery)
    line = cut_line_of(discovery, changes.now, coverage=coverage)
    before = World(coverage, results.ranking, line, line.highest)
    decided = decided_cases(discovery)
    out = frozenset(
        each.use_case.pk
        for goal in coverage.goals
        if str(goal.goal.uuid) in changes.out
        for each in goal.use_cases
    )
    ranking = reranked(results, changes.weights, without=out)
    dark = tuple(
        each
        for each in coverage.use_cases
        if each.use_case.pk not in out
        and any(str(product.product.uuid) in changes.dropped for product in each.products)
    )
    coverage_then = changed_coverage(coverage, changes, ranking, lost_cases=dark)
    limit = line.limit if changes.then is None else changes.then
    then = cut_line_of(discovery, limit, weeks=changes.weeks, coverage=coverage_then, beside=line)
    unlit = {each.use_case.pk for each in dark}
    lost_keys = unlit & {each.use_case.pk for each in coverage.pursued}
    totals = [each.result.total or Fraction(0) for each in ranking if each.use_case.pk in lost_keys]
    highest = then.highest + sum((total for total in totals if total > 0), Fraction(0))
    after = World(coverage_then, ranking, then, highest)
    lost = Iteration.objects.filter(
        product__uuid__in=changes.dropped, product__discovery=discovery, done_on=None
    ).select_related("product")
    return WhatIf(
        changes,
        change_words(coverage, results, changes, line.limit),
        before,
        after,
        _rows(before, after, unlit, decided),
        dark,
        tuple(lost) if changes.dropped else (),
        tuple(
            (part, compared)
            for part in sorted(changed_parts, key=lambda each: each.order)
            if (compared := part.compare(discovery, coverage, coverage_then)) is not None
        ),
        bool(changed_weights(results, changes)),
        decided,
    )


def changed_words(discovery: Discovery, changes: WhatIfChanges) -> tuple[str, ...]:
    """Each change in words, without drawing the changed world; none before anything is ranked."""
    results = current_results(discovery)
    if results is None:
        return ()
    coverage = coverage_of(discovery)
    changes_in_words = change_words(coverage, results, changes, limit_of(coverage, changes.now))
    return tuple(words for words, _part in changes_in_words)


def beside(comparison: WhatIf, first: WhatIf, discovery: Discovery) -> WhatIf:
    """`comparison` beside the recorded world of `first`. Where it was computed beside another recorded
    capacity, that becomes one of its changes: its changed world stays the same."""
    changes, own = comparison.changes, comparison.before.line.limit
    if own == first.before.line.limit:
        return comparison
    then = own if changes.then is None else changes.then
    return what_if(discovery, replace(changes, now=first.changes.now, then=then)) or comparison


def _rows(
    before: World, after: World, dark: Collection[int], decided: Collection[int]
) -> tuple[WhatIfRow, ...]:
    """In the order of the changed ranking; what is out of it comes last."""
    places = {each.use_case.pk: each for each in after.ranking}
    was, now = ({each.use_case.pk for each in world.line.use_cases} for world in (before, after))
    order = {pk: place for place, pk in enumerate(places)}
    rows = [
        WhatIfRow(each.use_case, each, places.get(pk), pk in was, pk in now, pk in dark, pk in decided)
        for each in before.ranking
        for pk in (each.use_case.pk,)
    ]
    return tuple(sorted(rows, key=lambda row: order.get(row.use_case.pk, len(order))))


def _without(
    several: Collection[ServingProduct], others: Collection[ServingProduct]
) -> tuple[ServingProduct, ...]:
    keys = {each.key for each in others}
    return tuple(each for each in several if each.key not in keys)
