"""The progress of a discovery's product stream, for its overview and the summary of its report."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.labels import by_name
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from lvt.models import UseCase
from lvt.shortlist.selectors import shortlist
from products.design.product.selectors import use_cases_without
from products.figure_states import ComputedFigure, states_for
from products.models import DataProduct, Slo
from products.promises.selectors import SloStanding, standings_of
from products.selectors.goal_coverage import Coverage, coverage_of


def current_products(discovery: Discovery) -> QuerySet[DataProduct]:
    """Those that are not retired: what readiness, checklists, agendas and lists count."""
    return DataProduct.objects.filter(discovery=discovery, state__in=states_for(ComputedFigure.READINESS))


@cached_per_request
def products_now(discovery: Discovery) -> list[DataProduct]:
    """As current_products, read once for all that count or list them. To be read only."""
    return list(current_products(discovery))


def count_products(discovery: Discovery) -> int:
    """The number of products that are not retired."""
    return len(products_now(discovery))


def unserved(discovery: Discovery) -> tuple[list[UseCase], list[UseCase]]:
    """The use cases that no product serves: those of the shortlist, in its order, and the others."""
    decided = shortlist(discovery)
    bare = list(use_cases_without(discovery))
    shortlisted = [each for each in decided.use_cases if each in bare] if decided else []
    return shortlisted, [each for each in bare if each not in shortlisted]


def to_design(discovery: Discovery) -> list[UseCase]:
    """The use cases that no product serves, those of the shortlist first: the others have no product either,
    which matters when the next ones are chosen."""
    shortlisted, others = unserved(discovery)
    return [*shortlisted, *others]


def without_owner(discovery: Discovery) -> QuerySet[DataProduct]:
    """Products without an owner: no owner was named, or the owner was deleted."""
    is_gone = Q(owner=None) | Q(owner__deleted_at__isnull=False)
    return current_products(discovery).filter(is_gone)


def without_promise(discovery: Discovery) -> QuerySet[DataProduct]:
    """Products without an objective."""
    return current_products(discovery).exclude(Exists(Slo.objects.filter(product=OuterRef("pk"))))


@dataclass(frozen=True, slots=True)
class Findings:
    """The figures of the report's summary: of the discovery's own products, how many there are, and the names
    of those that several use cases share (docs/adr/0030). `violated` are objectives whose budget is exceeded
    or used up in a window."""

    coverage: Coverage
    count: int
    shared: tuple[str, ...]
    slos: int
    violated: tuple[SloStanding, ...]
    to_design: tuple[UseCase, ...]


def findings(discovery: Discovery) -> Findings | None:
    """None while there is no product."""
    count = current_products(discovery).count()
    if not count:
        return None
    coverage = coverage_of(discovery)
    standings = standings_of(discovery)
    own = [each for each in coverage.products if each.is_from_here]
    shared = (each.product.name for each in own if each.uses.is_shared)
    return Findings(
        coverage,
        count,
        tuple(sorted(shared, key=by_name)),
        len(standings),
        tuple(each for each in standings if each.is_violated),
        tuple(to_design(discovery)),
    )
