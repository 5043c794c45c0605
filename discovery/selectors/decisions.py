"""Reads of the decision log."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from discovery.models import Decision, Discovery


def decisions_of(discovery: Discovery, text: str = "") -> QuerySet[Decision]:
    """Newest first, with the workshop; with `text` those that contain it anywhere, whatever the case."""
    decisions = Decision.objects.filter(discovery=discovery).select_related("workshop", "activity")
    if text:
        decisions = decisions.filter(
            Q(title__icontains=text)
            | Q(reason__icontains=text)
            | Q(decided_by__icontains=text)
            | Q(dissent__icontains=text)
        )
    return decisions
