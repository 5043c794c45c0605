"""The tree continued down to data products: which goals they serve, and which are served by none.

One picture for page, drawing, report, cost and cut line, in a fixed number of queries. Retired products serve
nothing and are left out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.grouping import grouped
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from discovery.use_counts import UseCount, use_count
from lvt.measures.selectors import MeasureStanding, goal_of, standing_of
from lvt.models import Goal, Measure, MeasuredValue, UseCase, UseCaseMeasure
from lvt.rounds.selectors import rankings
from lvt.selectors.ranking_results import RankedUseCase
from lvt.tree.selectors import GoalBranch, HypothesisBranch, ValueTree, value_tree
from products.figure_states import ComputedFigure, counts
from products.landscape import rules as interaction_map
from products.landscape.rules import Edge, Graph, Node, NodeKind
from products.landscape.selectors import current_graph, needed_graph, node_id, services_of
from products.models import DataProduct, Iteration, ProductMeasure


@dataclass(frozen=True, slots=True)
class ServingProduct:
    """A product and its purpose. `key` is its node in the graph.

    `use_cases` are those that need it (landscape.rules.needs), `stopped` those that needed it until their
    hypothesis was stopped, and `sharing` the uuids of those that share it, as a map counts them
    (landscape.rules.shared_by). `goals` are those that it serves: a use case of theirs needs it, or it has to
    do with a measure of their success. `next` is the iteration to come.
    """

    key: str
    product: DataProduct
    use_cases: tuple[UseCase, ...]
    stopped: tuple[UseCase, ...]
    sharing: tuple[str, ...]
    goals: tuple[Goal, ...]
    measures: tuple[MeasureStanding, ...]
    next: Iteration | None
    is_from_here: bool

    def __str__(self) -> str:
        return self.product.name

    @property
    def uses(self) -> UseCount:
        """The number that a map writes beside it."""
        return use_count(len(self.sharing))

    @property
    def only_through_others(self) -> tuple[UseCase, ...]:
        """The use cases that need it and don't share it: other data products are in between."""
        return tuple(each for each in self.use_cases if str(each.uuid) not in self.sharing)

    @property
    def is_live(self) -> bool:
        return not counts(ComputedFigure.COST, self.product.state)

    @property
    def linked(self) -> tuple[UseCase, ...]:
        """All of its use cases, those of stopped hypotheses last."""
        return (*self.use_cases, *self.stopped)

    @property
    def why_no_goal(self) -> str:
        """The reason why it serves no goal; "" where it serves one."""
        if self.goals:
            return ""
        if self.use_cases:
            return _("its use case has no hypothesis")
        return _("its hypothesis was stopped") if self.stopped else _("no use case needs it")


@dataclass(frozen=True, slots=True)
class ServedUseCase:
    """A use case with the products that it needs (landscape.rules.needs): `direct` ones serve it themselves,
    `feeding` ones feed those, directly or through others. `is_stopped`: its bet was stopped, so
    nothing is built for it, and no goal rests on it (docs/adr/0030)."""

    use_case: UseCase
    goal: Goal | None
    is_stopped: bool
    ranked: RankedUseCase | None
    measures: tuple[MeasureStanding, ...]
    direct: tuple[ServingProduct, ...]
    feeding: tuple[ServingProduct, ...]

    def __str__(self) -> str:
        return self.use_case.name

    @property
    def key(self) -> str:
        return str(self.use_case.uuid)

    @property
    def has_place(self) -> bool:
        """Return True if it has a place in the ranking."""
        return self.ranked is not None and self.ranked.rank is not None

    @property
    def products(self) -> tuple[ServingProduct, ...]:
        return (*self.direct, *self.feeding)


@dataclass(frozen=True, slots=True)
class BetCoverage:
    """A bet of the tree with its use cases and the products that serve them."""

    branch: HypothesisBranch
    use_cases: tuple[ServedUseCase, ...]


@dataclass(frozen=True, slots=True)
class GoalCoverage:
    """`products` serve the goal in any way; `by_measure` are those that no use case of it needs."""

    branch: GoalBranch
    bets: tuple[BetCoverage, ...]
    products: tuple[ServingProduct, ...]
    by_measure: tuple[ServingProduct, ...]

    @property
    def goal(self) -> Goal:
        return self.branch.goal

    @property
    def use_cases(self) -> tuple[ServedUseCase, ...]:
        return tuple(case for bet in self.bets for case in bet.use_cases)

    @property
    def pursued(self) -> tuple[ServedUseCase, ...]:
        """Those of which the bet was not stopped."""
        return tuple(each for each in self.use_cases if not each.is_stopped)

    @property
    def by_needs(self) -> Iterator[tuple[tuple[ServedUseCase, ...], tuple[ServingProduct, ...]]]:
        """The use cases, those that need the same products together, and what they need."""
        alike = grouped(self.use_cases, lambda case: frozenset(each.key for each in case.products))
        for use_cases in alike.values():
            yield tuple(use_cases), use_cases[0].products


@dataclass(frozen=True)
class Coverage:
    """`loose_ends` are use cases that aren't linked to a hypothesis. `graph` holds no retired product; what
    of other discoveries is further away than one port is not named in it (landscape.needed_graph)."""

    tree: ValueTree
    goals: tuple[GoalCoverage, ...]
    loose_ends: tuple[ServedUseCase, ...]
    products: tuple[ServingProduct, ...]
    graph: Graph

    @cached_property
    def use_cases(self) -> tuple[ServedUseCase, ...]:
        """All of the discovery, in the order of the tree."""
        return (*(each for goal in self.goals for each in goal.use_cases), *self.loose_ends)

    @cached_property
    def pursued(self) -> tuple[ServedUseCase, ...]:
        """Those of which the bet was not stopped, and loose ends: for what these need, products are built."""
        return tuple(each for each in self.use_cases if not each.is_stopped)

    @cached_property
    def goals_without(self) -> tuple[GoalCoverage, ...]:
        return tuple(goal for goal in self.goals if not goal.products)

    @cached_property
    def products_without(self) -> tuple[ServingProduct, ...]:
        """The discovery's own products that serve no goal."""
        return tuple(each for each in self.products if each.is_from_here and not each.goals)

    @property
    def has_own_products(self) -> bool:
        return any(each.is_from_here for each in self.products)

    @cached_property
    def by_key(self) -> Mapping[str, ServingProduct]:
        return {each.key: each for each in self.products}

    @property
    def is_empty(self) -> bool:
        return not (self.goals or self.loose_ends or self.products)


@cached_per_request
def coverage_of(discovery: Discovery) -> Coverage:
    """The whole tree of the discovery with its products."""
    tree = value_tree(discovery)
    current = current_graph(discovery)
    graph = needed_graph(discovery, current)
    use_cases = {str(use_case.uuid): use_case for use_case in tree.use_cases}
    goals = {branch.goal.pk: branch.goal for branch in tree.goals}
    uuids = [node.uuid for node in graph.products]
    rows = {
        str(row.uuid): row
        for row in DataProduct.objects.filter(
            Q(discovery=discovery) | Q(uuid__in=uuids) if uuids else Q(discovery=discovery)
        ).select_related("owner", "team", "domain")
    }
    known_rows = [row for row in rows.values() if not _hide_details(graph, row)]
    measures = _measures_of(known_rows)
    judged = {node.id: measures[rows[node.uuid].pk] for node in graph.products if node.uuid in rows}
    goals_by_key = goals_of(graph, tree, judged)
    standings = _standings(tree, {measure for named_by in measures.values() for measure in named_by})
    coming = _next_iterations(known_rows)
    services = services_of(current, graph)

    def cases(keys: Iterable[str]) -> tuple[UseCase, ...]:
        return tuple(use_cases[uuid] for key in keys if (uuid := graph.by_id[key].uuid) in use_cases)

    products = tuple(
        ServingProduct(
            node.id,
            rows[node.uuid],
            cases(services[node.id].needed_by),
            cases(services[node.id].stopped),
            tuple(graph.by_id[key].uuid for key in services[node.id].shared_by),
            tuple(goal for pk, goal in goals.items() if pk in goals_by_key[node.id]),
            tuple(standings[measure.pk] for measure in measures[rows[node.uuid].pk]),
            coming.get(rows[node.uuid].pk),
            rows[node.uuid].discovery_id == discovery.pk,
        )
        for node in graph.products
        if node.uuid in rows
    )
    # In the order that people gave them; those from elsewhere come last.
    products = tuple(
        sorted(products, key=lambda each: (not each.is_from_here, each.product.position, each.product.pk))
    )
    return _assembled(discovery, tree, graph, products)


def _hide_details(graph: Graph, row: DataProduct) -> bool:
    """Hide the details of a product that the graph does not name. Returns True if it did: then the row gets
    its name from the graph, and has no people either."""
    node = graph.by_id.get(node_id(row))
    if node is None or node.name == row.name:
        return False
    row.name, row.job, row.description, row.owner, row.team = node.name, "", "", None, None
    return True


def _assembled(
    discovery: Discovery, tree: ValueTree, graph: Graph, products: tuple[ServingProduct, ...]
) -> Coverage:
    ranked = rankings(discovery)
    measures = _named_measures(discovery, tree)
    keys = {node.uuid: node.id for node in graph.of_kind(NodeKind.USE_CASE)}
    needed_by: dict[int, list[ServingProduct]] = defaultdict(list)
    for product in products:
        for pk in dict.fromkeys(use_case.pk for use_case in product.linked):
            needed_by[pk].append(product)

    def with_products(use_case: UseCase, goal: Goal | None, *, is_stopped: bool = False) -> ServedUseCase:
        key = keys.get(str(use_case.uuid), "")
        serving = interaction_map.serving(graph, key)
        products_of_case = needed_by[use_case.pk]
        return ServedUseCase(
            use_case,
            goal,
            is_stopped,
            ranked.get(use_case.pk),
            tuple(measures[use_case.pk]),
            tuple(each for each in products_of_case if each.key in serving),
            tuple(each for each in products_of_case if each.key not in serving),
        )

    goals = []
    for branch in tree.goals:
        bets = tuple(
            BetCoverage(
                bet,
                tuple(
                    with_products(use_case, branch.goal, is_stopped=bet.is_stopped)
                    for use_case in bet.use_cases
                ),
            )
            for bet in branch.hypotheses
        )
        goals.append(goal_coverage(branch, bets, products))
    loose = tuple(with_products(use_case, None) for use_case in tree.loose_ends)
    return Coverage(tree, tuple(goals), loose, products, graph)


def goal_coverage(
    branch: GoalBranch, bets: tuple[BetCoverage, ...], products: Iterable[ServingProduct]
) -> GoalCoverage:
    """The goal with those of the products that serve it."""
    serving = tuple(each for each in products if branch.goal in each.goals)
    through = {
        each.key
        for bet in bets
        if not bet.branch.is_stopped
        for case in bet.use_cases
        for each in case.products
    }
    return GoalCoverage(branch, bets, serving, tuple(each for each in serving if each.key not in through))


def goals_of(
    graph: Graph, tree: ValueTree, measures: Mapping[str, Iterable[Measure]]
) -> Mapping[str, frozenset[int]]:
    """The goals of each product, by its node, with the `measures` that it is judged by: with goals in the
    place of the use cases of their bets, without those that were stopped, what needs what is told by the same
    rule (landscape.rules.needs)."""
    goals = {f"goal-{branch.goal.pk}": branch.goal.pk for branch in tree.goals}
    hanging = {
        str(use_case.uuid): f"goal-{branch.goal.pk}"
        for branch in tree.goals
        for bet in branch.pursued
        for use_case in bet.use_cases
    }
    ends = {node.id: hanging.get(node.uuid, node.id) for node in graph.of_kind(NodeKind.USE_CASE)}
    judged = [
        Edge(key, f"goal-{goal_of(measure).pk}") for key, several in measures.items() for measure in several
    ]
    ends_of = interaction_map.needed_by(
        Graph.of(
            (*graph.nodes, *(Node(key, NodeKind.USE_CASE, "") for key in goals)),
            (*(Edge(edge.source, ends.get(edge.target, edge.target)) for edge in graph.edges), *judged),
        )
    )
    return {key: frozenset(goals[end] for end in ends if end in goals) for key, ends in ends_of.items()}


def _measures_of(products: Collection[DataProduct]) -> dict[int, list[Measure]]:
    """The measures that each product is judged by, by its key: the one that it delivers comes first."""
    above = ("goal", "hypothesis__goal", "initiative__hypothesis__goal")
    measures: dict[int, list[Measure]] = defaultdict(list)
    delivering = [product.pk for product in products if product.delivers_id is not None]
    delivered = DataProduct.objects.filter(pk__in=delivering, delivers__deleted_at=None)
    for product in delivered.select_related("delivers", *(f"delivers__{path}" for path in above)):
        assert product.delivers is not None  # noqa: S101  narrows the type
        measures[product.pk].append(product.delivers)
    keys = [product.pk for product in products]
    links = ProductMeasure.objects.filter(product__in=keys, measure__deleted_at=None)
    for link in links.select_related("measure", *(f"measure__{path}" for path in above)).order_by("pk"):
        if link.measure not in measures[link.product_id]:
            measures[link.product_id].append(link.measure)
    return measures


def _named_measures(discovery: Discovery, tree: ValueTree) -> Mapping[int, list[MeasureStanding]]:
    """The measures of success that each use case names, by its key."""
    links = list(
        UseCaseMeasure.objects.filter(use_case__discovery=discovery, measure__deleted_at=None)
        .select_related("measure")
        .order_by("measure__position", "measure_id")
    )
    standings = _standings(tree, {link.measure for link in links})
    by_use_case: dict[int, list[MeasureStanding]] = defaultdict(list)
    for link in links:
        by_use_case[link.use_case_id].append(standings[link.measure_id])
    return by_use_case


def _standings(tree: ValueTree, measures: Iterable[Measure]) -> dict[int, MeasureStanding]:
    """The status of each of the measures: for those of the tree from there, for the others by a query."""
    standings = {standing.measure.pk: standing for standing in tree.measures}
    others = {measure.pk: measure for measure in measures if measure.pk not in standings}
    values = grouped(MeasuredValue.objects.filter(measure__in=list(others)), lambda value: value.measure_id)
    today = timezone.localdate()
    return standings | {pk: standing_of(each, values[pk], today=today) for pk, each in others.items()}


def _next_iterations(products: Iterable[DataProduct]) -> dict[int, Iteration]:
    """The first iteration of each product that is not done, by the product's key."""
    following: dict[int, Iteration] = {}
    for iteration in Iteration.objects.filter(product__in=[each.pk for each in products], done_on=None):
        following.setdefault(iteration.product_id, iteration)
    return following
