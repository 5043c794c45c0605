"""Use-case cards: the list, one card with what it is tied to, and how it became what it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from discovery.models import Discovery
from lvt.measures.selectors import MeasureStanding, standing_of
from lvt.models import BetState, UseCase, UseCaseMeasure
from lvt.selectors.ranking_results import RankedUseCase


@dataclass(frozen=True, slots=True)
class Card:
    """A use case with the measures of the tree that it names."""

    use_case: UseCase
    measures: tuple[MeasureStanding, ...]

    @property
    def is_loose_end(self) -> bool:
        return self.use_case.hypothesis_id is None

    @property
    def has_example(self) -> bool:
        case = self.use_case
        return bool(case.example_role or case.example_want or case.example_by)


def use_cases_of(discovery: Discovery) -> QuerySet[UseCase]:
    """The cards of the discovery in their order."""
    return with_named_rows().filter(discovery=discovery)


def with_named_rows() -> QuerySet[UseCase]:
    """All cards, with the rows that their fields name, and who wrote them."""
    return UseCase.objects.select_related("hypothesis__goal", "initiative", "owner", "author")


def pursued_in(discovery: Discovery) -> QuerySet[UseCase]:
    """The use cases whose bet was not stopped, and loose ends: what is still to be scored, and to be
    served."""
    return UseCase.objects.filter(discovery=discovery).exclude(hypothesis__state=BetState.STOPPED)


def stopped_in(discovery: Discovery) -> frozenset[int]:
    """The primary keys of the others."""
    stopped = UseCase.objects.filter(discovery=discovery, hypothesis__state=BetState.STOPPED)
    return frozenset(stopped.values_list("pk", flat=True))


def cards(discovery: Discovery, *, loose_only: bool = False) -> list[Card]:
    """The cards with their measures, in three queries whatever their number."""
    use_cases = use_cases_of(discovery).prefetch_related(
        Prefetch(
            "measure_links",
            UseCaseMeasure.objects.filter(measure__deleted_at=None)
            .select_related("measure__hypothesis", "measure__initiative__hypothesis")
            .prefetch_related("measure__values"),
        )
    )
    if loose_only:
        use_cases = use_cases.filter(hypothesis=None)
    return [card(use_case) for use_case in use_cases]


def by_place(cards: Sequence[Card], rankings: Mapping[int, RankedUseCase]) -> list[Card]:
    """The cards by their places in the ranking; those without a place come last, in their order."""

    def place(card: Card) -> tuple[bool, int]:
        ranked = rankings.get(card.use_case.pk)
        rank = ranked.rank if ranked else None
        return rank is None, rank or 0

    return sorted(cards, key=place)


def count_loose_ends(discovery: Discovery) -> int:
    """The number of use cases without a hypothesis."""
    return UseCase.objects.filter(discovery=discovery, hypothesis=None).count()


def count_use_cases(discovery: Discovery) -> tuple[int, int]:
    """The number of use cases, and of those without a hypothesis. One query."""
    counts = UseCase.objects.filter(discovery=discovery).aggregate(
        all=Count("pk"), loose=Count("pk", filter=Q(hypothesis=None))
    )
    return counts["all"], counts["loose"]


def card(use_case: UseCase) -> Card:
    """The use case with the current status of its measures of success."""
    links = use_case.measure_links.all()
    return Card(
        use_case, tuple(standing_of(link.measure) for link in links if link.measure.deleted_at is None)
    )
