"""The sheet from the vision to data products as it is drawn: parts, lines, and where each leads."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils import formats
from django.utils.translation import gettext as _, ngettext

from core.url_cache import reverse
from discovery.models import Discovery
from discovery.state_looks import ItemState
from documents.localized_numbers import within
from lvt.measures.selectors import MeasureStanding
from lvt.tree.selectors import HypothesisBranch
from products.landscape.drawing import item_state
from products.landscape.value_sheet.drawing import SheetLine, SheetPart, sheet_source
from products.models import Iteration
from products.registries import Blocker
from products.selectors.blockers import blocked_until, blockers_of, with_last_day
from products.selectors.goal_coverage import Coverage, GoalCoverage, ServedUseCase, ServingProduct
from workshops.room.drawing_camera.rules import StopGroup

MOST_MEASURES = 2
# The node of the vision.
VISION = "vision"


@dataclass(frozen=True, slots=True)
class ValueSheet:
    """DOT source, and by name the addresses and the texts of its nodes."""

    source: str
    links: dict[str, str]
    groups: tuple[StopGroup, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)


def sheet(
    coverage: Coverage,
    discovery: Discovery,
    *,
    goals: Collection[str] = (),
    source_of: Callable[[Collection[SheetPart], Collection[SheetLine]], str] = sheet_source,
) -> ValueSheet:
    """The sheet of these goals (uuids), with things that aren't linked to a goal when none is chosen."""
    visible = [goal for goal in coverage.goals if not goals or str(goal.goal.uuid) in goals]
    loose = () if goals else coverage.loose_ends
    drawing = _SheetParts(coverage, discovery)
    if visible:
        drawing.add_vision()
    for goal in visible:
        drawing.add_goal(goal)
    for case in loose:
        drawing.add_use_case(case)
    if not goals:
        for product in coverage.products_without:
            drawing.add_product(product)
    drawing.add_feeds()
    names = {part.key: part.text for part in drawing.parts.values()}
    source = source_of([*drawing.parts.values()], [*dict.fromkeys(drawing.lines)])
    return ValueSheet(source, drawing.links, (*drawing.groups(),), names)


class _SheetParts:
    """Collects the parts to draw: each part once, however often it is needed."""

    def __init__(self, coverage: Coverage, discovery: Discovery) -> None:
        self.coverage = coverage
        self.slug = discovery.slug
        self.blockers = blockers_of(discovery)
        self.parts: dict[str, SheetPart] = {}
        self.lines: list[SheetLine] = []
        self.links: dict[str, str] = {}
        self.products: dict[str, ServingProduct] = {}

    def groups(self) -> Iterator[StopGroup]:
        """Each goal with all that leads from it, and what no goal leads to."""
        ends: dict[str, list[str]] = {}
        for line in self.lines:
            ends.setdefault(line.start, []).append(line.end)
        rest = dict.fromkeys(self.parts)
        rest.pop(VISION, None)
        for part in self.parts.values():
            if part.kind == "goal":
                below = [part.key]
                for key in below:
                    below += [end for end in ends.get(key, ()) if end not in below]
                yield StopGroup(part.key, part.text, tuple(below))
                for key in below:
                    rest.pop(key, None)
        if rest:
            yield StopGroup("rest", _("Not linked"), tuple(rest))

    def add_vision(self) -> None:
        if (vision := self.coverage.tree.vision) is not None:
            self.parts[VISION] = SheetPart("vision", VISION, vision.statement)
            self.links[VISION] = reverse("lvt:tree", args=[self.slug])

    def add_goal(self, goal: GoalCoverage) -> None:
        key = f"goal-{goal.goal.uuid}"
        tree = reverse("lvt:tree", args=[self.slug])
        self.links[key] = f"{tree}#{key}"
        self.parts[key] = SheetPart(
            "goal",
            key,
            goal.goal.title,
            caption="" if goal.products else _("No data product serves it"),
            notes=(*_owner(goal.goal.owner), *_measure_texts(goal.branch.measures)),
            state=ItemState.THERE if goal.products else ItemState.LACKING,
        )
        self.lines.append(SheetLine(VISION, key))
        for bet in goal.bets:
            hypothesis = bet.branch.hypothesis
            bet_key = f"hypothesis-{hypothesis.uuid}"
            state = str(hypothesis.get_state_display())
            words = _("Not about data, %(state)s") % {"state": within(state)}
            caption = state if hypothesis.about_data else words
            if is_bare := bet.branch.item_state is ItemState.THERE and not bet.use_cases:
                caption = _("No use case yet · %(state)s") % {"state": within(state)}
            self.links[bet_key] = f"{tree}#{bet_key}"
            self.parts[bet_key] = SheetPart(
                "hypothesis",
                bet_key,
                hypothesis.statement,
                caption=caption,
                notes=(
                    *_owner(hypothesis.owner),
                    *_initiatives(bet.branch),
                    *_measure_texts(bet.branch.measures),
                ),
                state=ItemState.LACKING if is_bare else bet.branch.item_state,
            )
            self.lines.append(SheetLine(key, bet_key))
            for case in bet.use_cases:
                self.lines.append(SheetLine(bet_key, self.add_use_case(case)))
        for product in goal.by_measure:
            self.add_product(product)
            self.lines.append(SheetLine(key, product.key, _("measures it")))

    def add_use_case(self, case: ServedUseCase) -> str:
        use_case, ranked = case.use_case, case.ranked
        key = f"use_case-{use_case.uuid}"
        self.links[key] = reverse("lvt:use_case", args=[self.slug, use_case.uuid])
        score = ranked.score_words if ranked is not None and ranked.total is not None else ""
        caption = "" if case.products or case.is_stopped else _("No data product yet")
        if case.goal is None:
            caption = _("Not linked to a hypothesis")
        self.parts[key] = SheetPart(
            "use_case",
            key,
            use_case.name,
            caption=caption,
            notes=tuple(filter(None, (score, *_owner(use_case.owner), *_measure_texts(case.measures)))),
            state=ItemState.LACKING if caption else ItemState.THERE,
        )
        for product in case.direct:
            self.add_product(product)
            self.lines.append(SheetLine(key, product.key))
        for product in case.feeding:
            self.add_product(product)
        return key

    def add_product(self, serving: ServingProduct) -> None:
        if serving.key in self.parts:
            return
        product = serving.product
        caption = str(product.get_state_display())
        if not serving.goals:
            is_stopped = serving.stopped and not serving.use_cases
            words = _("Hypothesis stopped · %(state)s") if is_stopped else _("Serves no goal · %(state)s")
            caption = words % {"state": within(caption)}
        self.parts[serving.key] = SheetPart(
            product.kind,
            serving.key,
            product.name,
            caption=caption,
            notes=(
                *_owner(product.owner),
                *_measure_texts(serving.measures, most=1),
                *((_next(serving.next, self.blockers.get(product.pk, ())),) if serving.next else ()),
            ),
            uses=serving.uses,
            state=item_state(product.state) if serving.goals else ItemState.LACKING,
        )
        self.products[serving.key] = serving
        if serving.is_from_here:
            self.links[serving.key] = reverse("products:product", args=[self.slug, product.uuid])

    def add_feeds(self) -> None:
        """Add the lines between products: from the consumer back to the source, as the sheet runs."""
        for edge in self.coverage.graph.edges:
            if edge.source in self.products and edge.target in self.products:
                self.lines.append(SheetLine(edge.target, edge.source))


def _initiatives(bet: HypothesisBranch) -> tuple[str, ...]:
    names = ", ".join(each.initiative.name for each in bet.initiatives)
    return (_("Validated by: %(names)s") % {"names": names},) if names else ()


def _owner(owner: object | None) -> tuple[str, ...]:
    return (_("Owner: %(owner)s") % {"owner": owner},) if owner else ()


def _measure_texts(measures: Iterable[MeasureStanding], most: int = MOST_MEASURES) -> tuple[str, ...]:
    texts = [f"{standing.measure.name}: {standing.text}" for standing in measures]
    if (rest := len(texts[most:])) > 1:  # a single one takes no more room than the words about it
        words = ngettext("and one more measure", "and %(count)s more measures", rest) % {"count": rest}
        return (*texts[:most], words)
    return tuple(texts)


def _next(iteration: Iteration, blockers: Iterable[Blocker]) -> str:
    """Its name, and the month it's planned for, or the day until which it's blocked instead."""
    until = blocked_until(blockers, iteration.ends_on)
    if until or iteration.ends_on is None:
        return with_last_day(_("Next: %(iteration)s") % {"iteration": iteration.name}, until)
    day = formats.date_format(iteration.ends_on, "SHORT_MONTH_FORMAT")
    return _("Next: %(iteration)s, by %(month)s") % {"iteration": iteration.name, "month": day}
