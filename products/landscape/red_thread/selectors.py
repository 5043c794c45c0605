"""Threads of a discovery: the links between artifacts, from the vision down to missing parts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from core.grouping import grouped
from core.models import Artifact
from discovery.models import Discovery
from lvt.models import Goal, Hypothesis, UseCase
from products.design.checklist.selectors import checklists
from products.figure_states import is_pursued
from products.landscape.red_thread.rules import Rung, Thread, ThreadTier, downward, headline, ladder, upward
from products.models import DataProduct, Slo
from products.promises.selectors import sentences_in, slos_of
from products.registries import lacking
from products.selectors import promise_words
from products.selectors.goal_coverage import Coverage, coverage_of

_TIERS: Mapping[type[Artifact], ThreadTier] = {
    Goal: ThreadTier.GOAL,
    Hypothesis: ThreadTier.BET,
    UseCase: ThreadTier.USE_CASE,
    DataProduct: ThreadTier.PRODUCT,
    Slo: ThreadTier.PROMISE,
}


@dataclass(frozen=True, slots=True)
class RedThread:
    """The sentences of a thread: `up` to the vision, `down` to promises and missing parts. `ladder` has the
    same as steps, and `headline` as a title."""

    name: str
    headline: str
    up: str
    down: str
    ladder: Sequence[Rung]


# An artifact of each tier that the way reaches.
Way = Mapping[ThreadTier, Artifact]


def threads_of(discovery: Discovery, *, of: type[Artifact] = DataProduct) -> list[tuple[Artifact, RedThread]]:
    """The thread of each product, or of each artifact of another tier, in the order of the discovery."""
    ways = list(_ways(discovery))
    tier = _TIERS[of]
    by_artifact: dict[Artifact, list[Way]] = defaultdict(list)
    for way in ways:
        if tier in way:
            by_artifact[way[tier]].append(way)
    lacks = lacks_of(discovery)
    coverage = coverage_of(discovery)
    visions = [coverage.tree.vision.statement] if coverage.tree.vision else []
    indirect: Mapping[Artifact, Sequence[str]] = {
        each.product: [str(use_case) for use_case in each.only_through_others] for each in coverage.products
    }
    sentences = sentences_in(discovery, wording=promise_words.targets_last)
    return [
        (artifact, _thread(artifact, tier, own, visions, lacks, indirect.get(artifact, ()), sentences))
        for artifact, own in by_artifact.items()
    ]


def thread_of(discovery: Discovery, uuid: UUID, *, of: type[Artifact] = DataProduct) -> RedThread | None:
    """The thread of one artifact; None for one that the discovery does not have, or that is retired."""
    threads = threads_of(discovery, of=of)
    return next((thread for artifact, thread in threads if str(artifact.uuid) == str(uuid)), None)


def lacks_of(discovery: Discovery) -> Mapping[int, Sequence[str]]:
    """The missing parts of each product by its primary key: items of its checklist, and those that other apps
    report."""
    lacks: dict[int, list[str]] = defaultdict(list)
    for checklist in checklists(discovery):
        lacks[checklist.product.pk] += [str(item.label) for item in checklist.missing]
    for each in sorted(lacking, key=lambda each: each.order):
        for product, names in each.find(discovery).items():
            lacks[product] += names
    return lacks


def _thread(
    artifact: Artifact,
    tier: ThreadTier,
    ways: Sequence[Way],
    visions: Sequence[str],
    lacks: Mapping[int, Sequence[str]],
    indirect: Sequence[str],
    sentences: Mapping[int, str],
) -> RedThread:
    on = {each: list(dict.fromkeys(way[each] for way in ways if each in way)) for each in ThreadTier}
    knots = {each: [str(artifact) for artifact in on[each]] for each in ThreadTier}
    knots[ThreadTier.VISION] = list(visions)
    knots[ThreadTier.PROMISE] = [sentences[slo.pk] for slo in on[ThreadTier.PROMISE]]
    bets = [bet for bet in on[ThreadTier.BET] if isinstance(bet, Hypothesis)]
    knots[ThreadTier.BET] = [
        str(bet) if is_pursued(bet.state) else _("%(hypothesis)s (stopped)") % {"hypothesis": bet}
        for bet in bets
    ]
    products = on[ThreadTier.PRODUCT]
    thread = Thread(
        str(artifact),
        tier,
        knots,
        [str(bet.owner) if bet.owner else "" for bet in bets],
        [
            name
            if tier >= ThreadTier.PRODUCT
            else _("%(thing)s of %(product)s") % {"thing": name, "product": product}
            for product in products
            for name in lacks.get(product.pk, ())
        ],
        indirect,
    )
    return RedThread(thread.name, headline(thread), upward(thread), downward(thread), ladder(thread))


def _ways(discovery: Discovery) -> Iterator[Way]:
    """Every way from a goal down to a promise, as far as it goes."""
    coverage = coverage_of(discovery)
    promises = grouped(slos_of(discovery), lambda slo: slo.product_id)
    for way in _down_to_products(coverage):
        product = way.get(ThreadTier.PRODUCT)
        for slo in promises[product.pk] if product is not None else ():
            yield {**way, ThreadTier.PROMISE: slo}
        if product is None or not promises[product.pk]:
            yield way


def _down_to_products(coverage: Coverage) -> Iterator[Way]:
    for goal in coverage.goals:
        start: Way = {ThreadTier.GOAL: goal.goal}
        for bet in goal.bets:
            way: Way = {**start, ThreadTier.BET: bet.branch.hypothesis}
            for case in bet.use_cases:
                on: Way = {**way, ThreadTier.USE_CASE: case.use_case}
                yield from ({**on, ThreadTier.PRODUCT: each.product} for each in case.products)
                if not case.products:
                    yield on
            if not bet.use_cases:
                yield way
        yield from ({**start, ThreadTier.PRODUCT: each.product} for each in goal.by_measure)
        if not goal.bets:
            yield start
    for case in coverage.loose_ends:
        loose: Way = {ThreadTier.USE_CASE: case.use_case}
        yield from ({**loose, ThreadTier.PRODUCT: each.product} for each in case.products)
        if not case.products:
            yield loose
    yield from ({ThreadTier.PRODUCT: each.product} for each in coverage.products if not each.linked)
