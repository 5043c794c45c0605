"""How much a scoring asks of each person, also before it is open."""

from __future__ import annotations

import math

from lvt.methods import DEFAULT
from lvt.selectors.card_groups import size_of
from lvt.selectors.methods import current_method
from lvt.selectors.rounds import criteria_of, latest_round, to_score, use_cases_of
from workshops.models import Activity
from workshops.selectors.agenda import earlier_in

WRITING = "write_use_cases"


def asked_in(activity: Activity, people: int) -> tuple[int, int]:
    """The number of use cases that a scoring asks about, and of criteria. Before it is open, those count
    that so many people will write earlier on the agenda: one card of each person or group. A scoring of
    chosen use cases asks about no others."""
    latest = latest_round(activity)
    if latest is not None:
        return len(use_cases_of(latest)), len(criteria_of(latest))
    coming = 0
    if not activity.settings.get("use_cases"):
        to_write = earlier_in(activity, {WRITING}).filter(started_at=None, skipped_at=None)
        coming = sum(cards_of(each, people) for each in to_write)
    method = current_method(activity.track.workshop.discovery)
    criteria = len(DEFAULT.criteria) if method is None else method.criteria.count()
    return len(to_score(activity)) + coming, criteria


def cards_of(activity: Activity, people: int) -> int:
    """The number of cards that so many people write: one of each person or group."""
    return math.ceil(people / size_of(activity))
