"""Reads of the domains that are considered for early onboarding."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from discovery.discoveries.selectors import seen_by
from discovery.models import Discovery
from organizations.models import Organization, User
from organizations.organization.selectors import domains_of
from process.models import Boundary, OnboardingCandidate


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A candidate and its rank, from 1. `overtaken` are those behind it that would bring at least as much and
    are at least as ready, one of the two more: the order needs a reason. `discoveries` are those of its
    domain that the reader may see."""

    candidate: OnboardingCandidate
    rank: int
    overtaken: tuple[str, ...]
    discoveries: tuple[Discovery, ...]

    @property
    def is_moved(self) -> bool:
        return self.candidate.boundary != Boundary.EXISTING

    @property
    def needs_reason(self) -> bool:
        return bool(self.overtaken) and not self.candidate.reason


@dataclass(frozen=True, slots=True)
class Onboarding:
    """The candidates in rank order, and how many domains are not among them."""

    lines: tuple[CandidateLine, ...]
    not_considered: int


def onboarding_of(organization: Organization, reader: User | None) -> Onboarding:
    """Four queries, one less without a reader."""
    candidates = list(candidates_of(organization))
    visible: dict[int, list[Discovery]] = defaultdict(list)
    if reader is not None:
        for discovery in seen_by(reader, organization):
            visible[discovery.domain_id].append(discovery)
    lines = tuple(
        CandidateLine(
            candidate,
            rank,
            overtaken_by(candidate, candidates[rank:]),
            tuple(visible[candidate.domain_id]),
        )
        for rank, candidate in enumerate(candidates, 1)
    )
    domains = domains_of(organization)
    return Onboarding(lines, domains.exclude(pk__in=[each.domain_id for each in candidates]).count())


def candidates_of(organization: Organization) -> QuerySet[OnboardingCandidate]:
    """In rank order, without those whose domain was deleted."""
    return OnboardingCandidate.objects.filter(
        organization=organization, domain__deleted_at=None
    ).select_related("domain")


def overtaken_by(candidate: OnboardingCandidate, behind: Sequence[OnboardingCandidate]) -> tuple[str, ...]:
    """The names of those `behind` that speak more for themselves in value and readiness; none while one of
    the numbers is not said."""
    if candidate.pull is None or candidate.readiness is None:
        return ()
    here = (candidate.pull, candidate.readiness)
    better = []
    for other in behind:
        if other.pull is None or other.readiness is None:
            continue
        there = (other.pull, other.readiness)
        if there != here and all(theirs >= ours for theirs, ours in zip(there, here, strict=True)):
            better.append(other.domain.name)
    return tuple(better)
