"""A changed world beside the recorded one: ranking, cut line, costs and needs. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import listed
from discovery.models import Discovery
from documents import figures
from documents.spelling import number
from lvt.models import UseCase
from lvt.selectors.results import RankedUseCase
from lvt.selectors.rounds import current_results
from lvt.selectors.tree import ValueTree
from lvt.selectors.weights import reranked
from products.interaction_map import Graph, Kind
from products.models import Iteration
from products.registries import ChangedPart, changed_parts
from products.selectors.coverage import (
    Coverage,
    ServedUseCase,
    ServingProduct,
    coverage,
    goal_coverage,
    goals_of,
)
from products.selectors.cut_line import CutLine, cut_line_of, limit_of
from products.selectors.kept_answers import Progress
from products.selectors.what_if_words import words_and_parts


@dataclass(frozen=True, slots=True)
class Changes:
    """What is otherwise: products that are `dropped` and goals that are `out`, by their uuids; `efforts` in
    person-weeks by the uuid of the product; `weights` by the primary key of the criterion. `now` is how many
    new products the recorded world builds, None for as many as let the first use case in; the changed world
    builds as many, or `then`, or products of so many person-`weeks` together."""

    dropped: frozenset[str] = frozenset()
    out: frozenset[str] = frozenset()
    efforts: Mapping[str, Decimal] = field(default_factory=dict)
    weights: Mapping[int, Decimal] = field(default_factory=dict)
    now: int | None = None
    then: int | None = None
    weeks: Decimal | None = None


@dataclass(frozen=True, slots=True)
class World:
    """What the ranking is, what the cut line chooses of it, and what both are drawn from. `highest` is the
    total of all that products serve, or served before they were dropped."""

    covered: Coverage
    ranking: tuple[RankedUseCase, ...]
    line: CutLine
    highest: Fraction

    @property
    def said(self) -> str:
        """What it comes to, in a sentence."""
        count = len(self.line.served)
        served = ngettext("%(count)s use case is served", "%(count)s use cases are served", count)
        words = _("%(served)s, scoring %(total)s of %(highest)s. To build: %(build)s. %(effort)s") % {
            "served": served % {"count": count},
            "total": str(self.line.reached),
            "highest": number(str(figures.score(self.highest))),
            "build": listed([str(each) for each in self.line.build]) or _("nothing"),
            "effort": self._effort(),
        }
        return words.strip()

    def _effort(self) -> str:
        effort = self.line.effort
        weeks = _("%(weeks)s person-weeks.") % {"weeks": number(str(figures.weeks(effort.likely)))}
        if not effort.unknown:
            return weeks
        unknown = listed([str(each) for each in effort.unknown])
        return _("%(weeks)s No effort estimate: %(names)s.") % {"weeks": weeks, "names": unknown}


@dataclass(frozen=True, slots=True)
class Row:
    """A use case in both worlds: its place, None where it has none, and whether the cut line serves it.
    `is_dark`: it needs a product that is dropped. `is_out`: its goal is left out."""

    use_case: UseCase
    before: RankedUseCase
    after: RankedUseCase | None
    was_served: bool
    is_served: bool
    is_dark: bool

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
    def is_changed(self) -> bool:
        return (
            self.after is None
            or (self.before.rank, self.before.total) != (self.after.rank, self.after.total)
            or self.is_dark
            or self.was_served != self.is_served
        )

    @property
    def recorded(self) -> str:
        """What is recorded, in words: the place, the score where it is another one, and the cut line."""
        parts = [_("place %(rank)s") % {"rank": self.before.rank}] if self.before.rank else []
        if self.after is None or self.before.total != self.after.total:
            score = "–" if self.before.total is None else number(str(self.before.total))
            parts.append(_("score %(total)s") % {"total": score})
        return ", ".join([*parts, _("served") if self.was_served else _("below the line")])


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Both worlds. `words` say what is changed, each with the part of the address that says so. `dark` are
    the use cases that need a dropped product, `lost` its iterations that are not done, where it is a product
    of the discovery: others tell those alone who may look at theirs. `parts` are what other apps say, as
    pairs of a template and its context."""

    changes: Changes
    words: tuple[tuple[str, str], ...]
    before: World
    after: World
    rows: tuple[Row, ...]
    dark: tuple[ServedUseCase, ...]
    lost: tuple[Iteration, ...]
    parts: tuple[tuple[ChangedPart, object], ...]

    @property
    def lines(self) -> tuple[CutLine, CutLine]:
        """The cut lines of both worlds."""
        return self.before.line, self.after.line

    @property
    def is_proven(self) -> bool:
        return all(line.is_proven for line in self.lines)

    @property
    def progress(self) -> Progress:
        return max(line.progress for line in self.lines)

    @property
    def built_too(self) -> tuple[ServingProduct, ...]:
        """What only the changed world builds."""
        return _without(self.after.line.build, self.before.line.build)

    @property
    def built_no_more(self) -> tuple[ServingProduct, ...]:
        return _without(self.before.line.build, self.after.line.build)

    @property
    def enters(self) -> tuple[Row, ...]:
        """What only the changed world serves."""
        return tuple(row for row in self.rows if row.is_served and not row.was_served)

    @property
    def leaves(self) -> tuple[Row, ...]:
        """What only the recorded world serves."""
        return tuple(row for row in self.rows if row.was_served and not row.is_served)

    @property
    def title(self) -> str:
        """What is changed, in a line."""
        return _("What if %(changes)s?") % {"changes": listed([words for words, _part in self.words])}

    @property
    def said(self) -> str:
        """What is changed and what it comes to, in sentences."""
        said = f"{'; '.join(words for words, _part in self.words)}: {self.after.said}"
        dark = _("Stops working: %(names)s.") % {"names": listed([str(each) for each in self.dark])}
        return f"{said} {dark}" if self.dark else said

    @property
    def alternatives(self) -> str:
        """Both worlds in words, for the decision on them."""
        now = _("As recorded: %(said)s") % {"said": self.before.said}
        then = _("Changed (%(changes)s): %(said)s") % {
            "changes": "; ".join(words for words, _part in self.words),
            "said": self.after.said,
        }
        dark = _("Stops working: %(names)s.") % {"names": listed([str(each) for each in self.dark])}
        return "\n\n".join((now, f"{then} {dark}" if self.dark else then))


def what_if(discovery: Discovery, changes: Changes) -> WhatIf | None:
    """The changed world beside the recorded one; None before anything is ranked."""
    results = current_results(discovery)
    if results is None:
        return None
    covered = coverage(discovery)
    line = cut_line_of(discovery, changes.now, covered=covered)
    before = World(covered, results.ranking, line, line.highest)
    out = frozenset(
        each.use_case.pk
        for goal in covered.goals
        if str(goal.goal.uuid) in changes.out
        for each in goal.use_cases
    )
    ranking = reranked(results, changes.weights, without=out)
    dark = tuple(
        each
        for each in covered.use_cases
        if each.use_case.pk not in out
        and any(str(product.product.uuid) in changes.dropped for product in each.products)
    )
    changed = changed_coverage(covered, changes, ranking, dark=dark)
    limit = line.limit if changes.then is None else changes.then
    then = cut_line_of(discovery, limit, weeks=changes.weeks, covered=changed, beside=line)
    unlit = {each.use_case.pk for each in dark}
    wanted = unlit & {each.use_case.pk for each in covered.pursued}
    totals = [each.result.total or Fraction(0) for each in ranking if each.use_case.pk in wanted]
    highest = then.highest + sum((total for total in totals if total > 0), Fraction(0))
    after = World(changed, ranking, then, highest)
    lost = Iteration.objects.filter(
        product__uuid__in=changes.dropped, product__discovery=discovery, done_on=None
    ).select_related("product")
    return WhatIf(
        changes,
        words_and_parts(covered, results, changes, line.limit),
        before,
        after,
        _rows(before, after, unlit),
        dark,
        tuple(lost) if changes.dropped else (),
        tuple(
            (part, compared)
            for part in sorted(changed_parts, key=lambda each: each.order)
            if (compared := part.compare(discovery, covered, changed)) is not None
        ),
    )


def changed_words(discovery: Discovery, changes: Changes) -> tuple[str, ...]:
    """Each change in words, without drawing the changed world; none before anything is ranked."""
    results = current_results(discovery)
    if results is None:
        return ()
    covered = coverage(discovery)
    said = words_and_parts(covered, results, changes, limit_of(covered, changes.now))
    return tuple(words for words, _part in said)


def beside(asked: WhatIf, first: WhatIf, discovery: Discovery) -> WhatIf:
    """`asked` beside the recorded world of `first`. Where it was asked beside another capacity as recorded,
    that becomes one of its changes: its changed world stays the same."""
    changes, own = asked.changes, asked.before.line.limit
    if own == first.before.line.limit:
        return asked
    then = own if changes.then is None else changes.then
    return what_if(discovery, replace(changes, now=first.changes.now, then=then)) or asked


def changed_coverage(
    covered: Coverage,
    changes: Changes,
    ranking: Collection[RankedUseCase],
    *,
    dark: Collection[ServedUseCase],
) -> Coverage:
    """What serves what in the changed world: without the products and goals that are gone, without the use
    cases that are `dark` (nothing serves them) and the products that served these alone, with other efforts
    and the places of `ranking`."""
    goals = [each for each in covered.goals if str(each.goal.uuid) not in changes.out]
    tree = replace(covered.tree, goals=tuple(each.branch for each in goals))
    hanging = (each.key for goal in goals for each in goal.use_cases)
    lit = {*hanging, *(each.key for each in covered.loose_ends)} - {each.key for each in dark}
    products, graph = _changed_products(covered, changes, tree, lit)
    places = {each.use_case.pk: each for each in ranking}

    def there(use_cases: Collection[ServedUseCase]) -> tuple[ServedUseCase, ...]:
        return tuple(
            replace(
                each,
                ranked=places.get(each.use_case.pk),
                direct=tuple(products[product.key] for product in each.direct),
                feeding=tuple(products[product.key] for product in each.feeding),
            )
            for each in use_cases
            if each.key in lit
        )

    return Coverage(
        tree,
        tuple(
            goal_coverage(
                goal.branch,
                tuple(replace(bet, use_cases=there(bet.use_cases)) for bet in goal.bets),
                products.values(),
            )
            for goal in goals
        ),
        there(covered.loose_ends),
        tuple(products.values()),
        graph,
    )


def _changed_products(
    covered: Coverage, changes: Changes, tree: ValueTree, lit: Collection[str]
) -> tuple[dict[str, ServingProduct], Graph]:
    """The products that are not dropped, by their keys, with what they are there for where these use cases
    are `lit`, by their uuids, and the graph of both. What was there for something and is there for nothing
    any more is left out."""
    left = {each.key: each for each in covered.products if str(each.product.uuid) not in changes.dropped}
    whole = covered.graph
    gone = {node.id for node in whole.of_kind(Kind.USE_CASE) if node.uuid not in lit}
    graph = whole.part(whole.by_id.keys() - gone - (covered.by_key.keys() - left.keys()))
    judged = {key: [standing.measure for standing in each.measures] for key, each in left.items()}
    served = goals_of(graph, tree, judged)
    products = {}
    for key, was in left.items():
        now = replace(
            _with_effort(was, changes.efforts),
            use_cases=tuple(each for each in was.use_cases if str(each.uuid) in lit),
            stopped=tuple(each for each in was.stopped if str(each.uuid) in lit),
            sharing=tuple(uuid for uuid in was.sharing if uuid in lit),
            goals=tuple(goal for goal in was.goals if goal.pk in served[key]),
        )
        if now.linked or now.goals or not (was.linked or was.goals):
            products[key] = now
    return products, graph.part(graph.by_id.keys() - (left.keys() - products.keys()))


def _with_effort(each: ServingProduct, efforts: Mapping[str, Decimal]) -> ServingProduct:
    """With another effort, of which nobody gave a range."""
    effort = efforts.get(str(each.product.uuid))
    if effort is None:
        return each
    product = copy(each.product)  # others read the recorded one
    product.effort, product.effort_low, product.effort_high = effort, None, None
    return replace(each, product=product)


def _rows(before: World, after: World, dark: Collection[int]) -> tuple[Row, ...]:
    """In the order of the changed ranking; what is out of it comes last."""
    places = {each.use_case.pk: each for each in after.ranking}
    was, now = ({each.use_case.pk for each in world.line.served} for world in (before, after))
    order = {pk: place for place, pk in enumerate(places)}
    rows = [
        Row(each.use_case, each, places.get(pk), pk in was, pk in now, pk in dark)
        for each in before.ranking
        for pk in (each.use_case.pk,)
    ]
    return tuple(sorted(rows, key=lambda row: order.get(row.use_case.pk, len(order))))


def _without(
    several: Collection[ServingProduct], others: Collection[ServingProduct]
) -> tuple[ServingProduct, ...]:
    keys = {each.key for each in others}
    return tuple(each for each in several if each.key not in keys)
