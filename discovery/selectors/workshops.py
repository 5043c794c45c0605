"""Reads of workshops, their agendas and the people in them."""

from __future__ import annotations

from discovery.models import Activity


def completed_by(activity: Activity) -> frozenset[str]:
    """The uuids of the participants who said that they are done with the activity."""
    return frozenset(map(str, activity.completions.values_list("participant__uuid", flat=True)))
