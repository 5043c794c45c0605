"""What a body talks about next, from what the discovery recorded: its agenda.

Portfolio governance looks at bets by their measures, domain governance at use cases, products and ownership,
technology governance at what is red and what the platform lacks; all of them at decisions that are to be
looked at again, at actions that are late, and at what others bring. A body of the organization looks at all
domains: at what of them the reader may see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discovery.models import Discovery
from discovery.selectors.visible import visible_discoveries
from documents import figures
from documents.spelling import number
from lvt.models.tree import IN_PROGRESS
from lvt.selectors.continued import continued
from lvt.selectors.measures import MeasureStanding
from lvt.selectors.portfolio import UNMEASURED
from lvt.selectors.tree import HypothesisBranch, ValueTree, value_trees
from operating_model.models import GovernanceKind
from operating_model.selectors.agenda_points import MOST_ITEMS, Item, Point, of_domain, point_of
from operating_model.selectors.governance import BodyLine, across_words, governance_of
from operating_model.selectors.guardrails import to_decide
from operating_model.selectors.ownership import ownership_gaps
from operating_model.selectors.roles import platform_lines
from organizations.actors import Actor
from products.models import ProductState
from products.selectors.findings import current_products, to_design
from products.selectors.slos import standings_of
from technology.selectors.fitness import fitness_of
from technology.selectors.gaps import gap_analysis
from workshops.models import ActionItem
from workshops.models.outcomes import ActionState
from workshops.selectors.decisions import decisions_to_review

# A body without a rhythm of meetings talks about what is due within so many days.
_AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a body talks about at its next meeting (None: nobody said when)."""

    line: BodyLine
    points: tuple[Point, ...]

    @property
    def minutes(self) -> int:
        """How long all points take together."""
        return sum(point.minutes for point in self.points)

    @property
    def is_too_long(self) -> bool:
        return self.minutes > self.line.body.minutes


def agenda_of(line: BodyLine, *, actor: Actor | None = None, today: date | None = None) -> Agenda:
    """The agenda of the body's next meeting, from what is recorded now; points with nothing to talk about are
    left out. In that of a body of the organization is what the `actor` may see of the domains; without one,
    nothing of them. Of technology, each domain takes its own queries."""
    today = today or timezone.localdate()
    discovery = line.body.discovery
    until = line.next_on or today + _AHEAD
    kind = GovernanceKind(line.body.kind)
    around = _around(discovery, actor)
    points = [_brought(line), *_POINTS[kind]([discovery, *around], today)]
    points += [_decisions(discovery, kind, until), _late(discovery, kind, today)]
    return Agenda(line, tuple(point for point in points if point is not None))


def _around(discovery: Discovery, actor: Actor | None) -> Sequence[Discovery]:
    """The discoveries of domains that the actor may see, for a body of the organization."""
    if actor is None or not discovery.is_of_organization:
        return ()
    rows = visible_discoveries(actor, discovery.domain.organization).filter(domain__is_whole=False)
    return tuple(rows.select_related("domain__organization").order_by("domain__name", "name", "pk"))


# --- For every body -------------------------------------------------------------------------------


def _brought(line: BodyLine) -> Point | None:
    governance = governance_of(line.body.discovery)
    inward = [each for each in governance.flows_across if each.is_inward and each.body.pk == line.body.pk]
    brought = [(flow.flow.what, flow.origin) for flow in line.flows_in]
    brought += [(flow.what, across_words(governance, flow.there)) for flow in inward]
    url = reverse("operating_model:governance", args=[line.body.discovery.slug])
    return point_of(
        "brought",
        _("What others bring"),
        _("What is new since the last meeting?"),
        (Item(what, _("from %(origin)s") % {"origin": origin}, url) for what, origin in brought),
    )


def _streams(kind: GovernanceKind) -> tuple[str, ...]:
    """The streams whose decisions and actions a body looks at; empty for all of them."""
    if kind == GovernanceKind.TECHNOLOGY:
        return ("tech",)
    return ("product", "operating_model", "") if kind == GovernanceKind.DOMAIN else ()


def _decisions(discovery: Discovery, kind: GovernanceKind, until: date) -> Point | None:
    rows = decisions_to_review(discovery, until)
    if streams := _streams(kind):
        rows = rows.filter(stream__in=streams)
    url = reverse("discovery:discovery_decisions", args=[discovery.slug])
    return point_of(
        "decisions",
        _("Decisions to look at again"),
        _("Do they still hold?"),
        (
            Item(row.title, _("to be looked at on %(day)s") % {"day": _day(row.review_on)}, url)
            for row in rows
        ),
    )


def _late(discovery: Discovery, kind: GovernanceKind, today: date) -> Point | None:
    rows = ActionItem.objects.filter(discovery=discovery, state=ActionState.OPEN, due__lt=today)
    if streams := _streams(kind):
        rows = rows.filter(stream__in=streams)
    url = reverse("discovery:discovery_actions", args=[discovery.slug])
    return point_of(
        "actions",
        _("Actions that are late"),
        _("What is in the way, and who helps?"),
        (
            Item(
                row.title,
                _("%(owner)s, was due on %(day)s")
                % {"owner": row.responsible or _("Nobody"), "day": _day(row.due)},
                url,
                "warn",
            )
            for row in rows.select_related("owner").order_by("due", "pk")
        ),
    )


def _day(day: date | None) -> str:
    return formats.date_format(day) if day is not None else "–"


# --- Portfolio governance -------------------------------------------------------------------------


def _portfolio(discoveries: Sequence[Discovery], today: date) -> Iterable[Point | None]:
    trees = value_trees(*discoveries, today=today)
    # What a later discovery carries on is talked about there.
    over = {*continued(discoveries, trees).values()}
    goals = [
        (each, branch)
        for each in discoveries
        for branch in trees[each.pk].goals
        if branch.goal.uuid not in over
    ]
    is_one = len(discoveries) == 1
    yield point_of(
        "bets",
        _("Which bets pay off?"),
        _("Which of them go on, change, or stop?"),
        (
            of_domain(discovery, _bet(discovery, branch), is_one)
            for discovery in discoveries
            for branch in _running(trees[discovery.pk])
            if branch.hypothesis.uuid not in over
        ),
    )
    yield point_of(
        "goals",
        _("Goals that nobody works on"),
        _("Which bet do we start, or which goal do we let go?"),
        (
            of_domain(
                discovery,
                Item(
                    branch.goal.title,
                    _("No bet on it is being explored or delivered."),
                    _tree_url(discovery),
                    "warn",
                ),
                is_one,
            )
            for discovery, branch in goals
            if not branch.in_progress
        ),
    )


def _running(tree: ValueTree) -> list[HypothesisBranch]:
    return [
        branch for goal in tree.goals for branch in goal.hypotheses if branch.hypothesis.state in IN_PROGRESS
    ]


def _bet(discovery: Discovery, branch: HypothesisBranch) -> Item:
    words = branch.hypothesis.statement
    measures = branch.judged_by
    if not measures:
        return Item(words, str(UNMEASURED), _tree_url(discovery), "warn")
    tones = [_tone(standing) for standing in measures]
    tone = next((each for each in ("bad", "warn") if each in tones), "good" if "good" in tones else "")
    detail = "; ".join(_standing(standing) for standing in measures)
    url = reverse("lvt:measure", args=[discovery.slug, measures[0].measure.uuid])
    return Item(words, detail, url, tone)


def _tone(standing: MeasureStanding) -> str:
    if standing.progress.is_known and standing.progress.is_worse_than_baseline:
        return "bad"
    if standing.is_overdue or standing.latest is None:
        return "warn"
    return "good" if standing.progress.is_known and standing.progress.is_reached else ""


def _standing(standing: MeasureStanding) -> str:
    said = f"{standing.measure.name}: {standing.text}"
    if standing.verdict:
        said = f"{said} ({standing.verdict})"
    return f"{said}, {_('overdue')}" if standing.is_overdue else said


def _tree_url(discovery: Discovery) -> str:
    return reverse("lvt:tree", args=[discovery.slug])


# --- Domain governance ----------------------------------------------------------------------------


def _domain(discoveries: Sequence[Discovery], today: date) -> Iterable[Point | None]:
    discovery = discoveries[0]
    yield _promises(discovery)
    yield point_of(
        "use_cases",
        _("Use cases that no data product serves"),
        _("Which data product comes next?"),
        (
            Item(
                use_case.name,
                _("No data product serves it."),
                reverse("lvt:use_case", args=[discovery.slug, use_case.uuid]),
                "warn",
            )
            for use_case in to_design(discovery)
        ),
    )
    yield point_of(
        "proposed",
        _("Data products that are proposed"),
        _("Do we plan them, or let them go?"),
        (
            Item(
                product.name,
                product.job or _("Nobody said what its job is."),
                reverse("products:product", args=[discovery.slug, product.uuid]),
            )
            for product in current_products(discovery).filter(state=ProductState.PROPOSED)
        ),
    )
    yield point_of(
        "ownership",
        _("Ownership gaps"),
        _("Who takes responsibility?"),
        (Item(gap.product.name, gap.words, gap.url, "bad") for gap in ownership_gaps(discovery)),
    )


def _promises(discovery: Discovery) -> Point | None:
    items = []
    for standing in standings_of(discovery):
        if not standing.is_violated:
            continue
        url = reverse("products:slo", args=[discovery.slug, standing.slo.uuid])
        share = _("%(percent)s %% of the budget used") % {
            "percent": number(figures.percent(standing.spent_share))
        }
        items.append(
            Item(
                f"{standing.slo.product.name}: {standing.sentence}",
                f"{_('violated')}, {share}",
                url,
                "bad",
            )
        )
    return point_of(
        "promises",
        _("Promises that are not kept"),
        _("What do we do first, and what waits for it?"),
        items,
    )


# --- Technology governance ------------------------------------------------------------------------


def _technology(discoveries: Sequence[Discovery], today: date) -> Iterable[Point | None]:
    """The points of all discoveries, each once with what there is in any of them."""
    by_key: dict[str, list[Point]] = defaultdict(list)
    for discovery in discoveries:
        for point in _technology_of(discovery, today):
            if point is not None:
                of_it = (of_domain(discovery, item, len(discoveries) == 1) for item in point.items)
                by_key[point.key].append(replace(point, items=tuple(of_it)))
    for same in by_key.values():
        items = [item for point in same for item in point.items]
        left = sum(point.more for point in same) + max(0, len(items) - MOST_ITEMS)
        yield replace(same[0], items=tuple(items[:MOST_ITEMS]), more=left)


def _technology_of(discovery: Discovery, today: date) -> Iterable[Point | None]:
    guardrails = reverse("operating_model:guardrails", args=[discovery.slug])
    yield point_of("fitness", _("Data products that are red"), _("Which standard helps?"), _red(discovery))
    yield point_of(
        "guardrails",
        _("Guardrails to decide on, and what deviates"),
        _("Which do we agree on, and which deviation goes on?"),
        (Item(words, detail, guardrails, tone) for words, detail, tone in to_decide(discovery, today)),
    )
    yield _promises(discovery)
    yield point_of(
        "gaps",
        _("Gaps of the platform that block data products"),
        _("Which one is closed first, and by whom?"),
        _platform_gaps(discovery),
    )
    yield point_of(
        "platforms",
        _("Platforms"),
        _("Who answers for them, and how do they fit together?"),
        (
            Item(line.platform.name, " ".join(line.missing), _roles_url(discovery), "warn")
            for line in platform_lines(discovery)
            if line.missing
        ),
    )


def _red(discovery: Discovery) -> Iterable[Item]:
    not_green = [each for each in fitness_of(discovery) if not each.is_green]
    for fitness in sorted(not_green, key=lambda each: (each.greens, each.product.position, each.product.pk)):
        red = [str(each.function.label) for each in fitness.functions if not each.is_green]
        args = [discovery.slug, fitness.product.uuid]
        url = reverse("technology:product_fitness", args=args) + "#part-fitness"
        yield Item(
            fitness.product.name, _("not yet %(functions)s") % {"functions": ", ".join(red)}, url, "bad"
        )


def _platform_gaps(discovery: Discovery) -> Iterable[Item]:
    url = reverse("technology:gaps", args=[discovery.slug])
    for line in gap_analysis(discovery).lines:
        detail = ngettext(
            "blocks %(count)s data product", "blocks %(count)s data products", len(line.blocks)
        ) % {"count": len(line.blocks)}
        yield Item(line.line.capability.name, detail, url, "warn")


def _roles_url(discovery: Discovery) -> str:
    return reverse("operating_model:roles", args=[discovery.slug])


_POINTS: dict[GovernanceKind, Callable[[Sequence[Discovery], date], Iterable[Point | None]]] = {
    GovernanceKind.PORTFOLIO: _portfolio,
    GovernanceKind.DOMAIN: _domain,
    GovernanceKind.TECHNOLOGY: _technology,
}
