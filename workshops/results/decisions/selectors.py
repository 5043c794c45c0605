"""Reads of the decision log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from core.clean_text import clean_text, is_uuid
from discovery.models import Discovery, StreamKind
from workshops.models import Decision, DecisionLink, Workshop

DUE, PLANNED, DISSENT, OPEN = "due", "planned", "dissent", "alternatives"
"""What a filter can ask for: a review that is due, one that has a date, dissent, alternatives looked at."""
NO_STREAM, NO_WORKSHOP = "-", "-"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """Filter for decisions; "" asks for all. `workshop` is a uuid, or "-" for none."""

    text: str = ""
    stream: str = ""
    workshop: str = ""
    only: str = ""

    @classmethod
    def of(cls, params: Mapping[str, str]) -> DecisionFilter:
        """The filter in an address; values that it cannot have are left out."""
        stream, workshop, only = (params.get(name, "") for name in ("stream", "workshop", "only"))
        return cls(
            clean_text(params.get("q", ""))[:_LONGEST].strip(),
            stream if stream in (NO_STREAM, *StreamKind.values) else "",
            workshop if workshop == NO_WORKSHOP or is_uuid(workshop) else "",
            only if only in (DUE, PLANNED, DISSENT, OPEN) else "",
        )

    @property
    def is_set(self) -> bool:
        return any((self.text, self.stream, self.workshop, self.only))


def decisions_of(
    discovery: Discovery, criteria: DecisionFilter | None = None, *, today: date | None = None
) -> QuerySet[Decision]:
    """Newest first, with workshop and links; of these the wanted ones. `today` is the day on which a review
    is due, for a filter that asks for it."""
    criteria = criteria or DecisionFilter()
    decisions = (
        Decision.objects.filter(discovery=discovery)
        .select_related("workshop", "activity")
        .prefetch_related(Prefetch("links", DecisionLink.objects.all()))
    )
    if text := criteria.text:
        decisions = decisions.filter(
            Q(title__icontains=text)
            | Q(reason__icontains=text)
            | Q(alternatives__icontains=text)
            | Q(decided_by__icontains=text)
            | Q(dissent__icontains=text)
        )
    if criteria.stream:
        decisions = decisions.filter(stream="" if criteria.stream == NO_STREAM else criteria.stream)
    if criteria.workshop == NO_WORKSHOP:
        decisions = decisions.filter(workshop=None)
    elif criteria.workshop:
        decisions = decisions.filter(workshop__uuid=criteria.workshop)
    if criteria.only == DUE and today is not None:
        decisions = decisions.filter(review_on__lte=today)
    elif criteria.only == PLANNED:
        decisions = decisions.exclude(review_on=None)
    elif criteria.only == DISSENT:
        decisions = decisions.exclude(dissent="")
    elif criteria.only == OPEN:
        decisions = decisions.exclude(alternatives="")
    return decisions


def decisions_to_review(discovery: Discovery, until: date) -> QuerySet[Decision]:
    """Those that are to be looked at again by then, the most overdue first."""
    decisions = Decision.objects.filter(discovery=discovery, review_on__lte=until)
    return decisions.order_by("review_on", "pk")


def workshops_with_decisions(discovery: Discovery) -> QuerySet[Workshop]:
    """Workshops in which decisions were taken."""
    decisions = Decision.objects.filter(discovery=discovery).exclude(workshop=None)
    return Workshop.objects.filter(pk__in=decisions.values("workshop"))
