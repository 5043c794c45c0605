"""Reads of the shortlist."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from core.selectors.once import read_once
from discovery.models import Activity, Decision, Discovery
from lvt.models import UseCase


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The latest decision on what to pursue, and the use cases it chose, in order."""

    decision: Decision
    use_cases: tuple[UseCase, ...]


@read_once
def shortlist(discovery: Discovery) -> Shortlist | None:
    """The shortlist that holds now: that of the latest decision; None when nothing was decided."""
    return _latest(Decision.objects.filter(discovery=discovery))


def shortlist_of(activity: Activity) -> Shortlist | None:
    """The shortlist that was decided in this activity, None when none was."""
    return _latest(Decision.objects.filter(activity=activity))


def _latest(decisions: QuerySet[Decision]) -> Shortlist | None:
    shortlisting = decisions.filter(shortlisted__isnull=False, shortlisted__deleted_at=None)
    decision = shortlisting.order_by("-decided_at", "-pk").first()
    if decision is None:
        return None
    use_cases = UseCase.objects.filter(
        shortlistings__decision=decision, shortlistings__deleted_at=None
    ).order_by("shortlistings__position")
    return Shortlist(decision, tuple(use_cases))
