"""Reads of the shortlist."""

import math
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from lvt.models import UseCase
from lvt.selectors.ranking_results import RankedUseCase, Results
from workshops.models import Activity, Decision, Workshop

# How many places of a ranking at most are proposed for the shortlist.
MOST_PROPOSED = 3


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The latest decision on what to pursue, and the use cases it chose, in order."""

    decision: Decision
    use_cases: tuple[UseCase, ...]


@cached_per_request
def shortlist(discovery: Discovery) -> Shortlist | None:
    """The shortlist that holds now: that of the latest decision; None when nothing was decided."""
    return _latest(Decision.objects.filter(discovery=discovery))


def shortlist_of(activity: Activity) -> Shortlist | None:
    """The shortlist that was decided in this activity, None when none was."""
    return _latest(Decision.objects.filter(activity=activity))


def shortlist_in(workshop: Workshop) -> Shortlist | None:
    """The shortlist that was decided last in this workshop, None when none was."""
    return _latest(Decision.objects.filter(workshop=workshop))


def proposed_shortlist(results: Results, stopped: Collection[int] = ()) -> tuple[UseCase, ...]:
    """The proposal for the shortlist: the use cases above the cut, which is in the middle of the ranking, and
    at most below place MOST_PROPOSED. Equal totals are on the same side of the cut, so that of twelve equal
    use cases none is proposed; nor is a use case whose bet was `stopped` (primary keys)."""
    ranked = [each for each in results.ranking if each.rank is not None and each.use_case.pk not in stopped]
    cut = min(MOST_PROPOSED, max(1, len(ranked) // 2))
    ranks = [each.rank or 0 for each in ranked]
    return tuple(
        each.use_case
        for each, rank in zip(ranked, ranks, strict=True)
        if sum(other <= rank for other in ranks) <= cut
    )


def passed_over(
    results: Results | None, use_cases: Collection[UseCase], stopped: Collection[int] = ()
) -> tuple[RankedUseCase, ...]:
    """Use cases that rank above a chosen one, and are not chosen themselves; above one without a place, all
    that have one. None where there is no ranking. A `stopped` bet of a use case (primary keys) is reason
    enough to pass it over."""
    if results is None:
        return ()
    keys = {each.pk for each in use_cases}
    ranks = [each.rank or math.inf for each in results.ranking if each.use_case.pk in keys]
    lowest = max(ranks, default=math.inf) if len(ranks) == len(keys) else math.inf
    return tuple(
        each
        for each in results.ranking
        if each.use_case.pk not in keys.union(stopped) and each.rank is not None and each.rank < lowest
    )


def _latest(decisions: QuerySet[Decision]) -> Shortlist | None:
    shortlisting = decisions.filter(shortlisted__isnull=False, shortlisted__deleted_at=None)
    decision = shortlisting.order_by("-decided_at", "-pk").first()
    if decision is None:
        return None
    use_cases = UseCase.objects.filter(
        shortlistings__decision=decision, shortlistings__deleted_at=None
    ).order_by("shortlistings__position", "pk")
    return Shortlist(decision, tuple(use_cases))
