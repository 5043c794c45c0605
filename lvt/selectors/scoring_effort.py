"""The effort of a scoring, and of a vote before it, for each person, also before they are open."""

import math

from lvt.longlist_funnel.selectors import cards_to_score, most_to_come
from lvt.methods.presets import DEFAULT
from lvt.methods.selectors import current_method
from lvt.rounds.selectors import criteria_of, latest_round, to_score, use_cases_of
from lvt.scoring_shares.rules import MOST_EACH
from lvt.scoring_shares.selectors import may_be_shared, wants_shares
from lvt.writing_groups.selectors import size_of
from workshops.agenda.selectors import earlier_in
from workshops.models import Activity

WRITING = "write_use_cases"


def asked_in(activity: Activity, people: int) -> tuple[int, int]:
    """The number of use cases that a scoring asks each person about, and of criteria.

    Before the scoring is open, the cards that people will write earlier on the agenda count, too: one for
    each person or group. A vote on use cases before the scoring leaves the best of them. A scoring of
    chosen use cases asks about no others, and fair shares about a part.
    """
    latest = latest_round(activity)
    if latest is not None:
        use_cases = len(use_cases_of(latest))
        return min(use_cases, latest.most_each or use_cases), len(criteria_of(latest))
    use_cases = _use_cases(activity, people)
    method = current_method(activity.track.workshop.discovery)
    return MOST_EACH if wants_shares(activity, use_cases, method) else use_cases, _criteria(activity)


def asked_by_share(activity: Activity, people: int) -> tuple[int, int] | None:
    """The same with fair shares. None if they're chosen already or aren't possible, and once the scoring is
    open."""
    if latest_round(activity) is not None:
        return None
    method = current_method(activity.track.workshop.discovery)
    use_cases = _use_cases(activity, people)
    if wants_shares(activity, use_cases, method) or not may_be_shared(use_cases, method):
        return None
    return MOST_EACH, _criteria(activity)


def voted_on(activity: Activity, people: int) -> int:
    """The number of use cases in a vote: those that are there, and those that people will write earlier on
    the agenda."""
    there = cards_to_score(activity.track.workshop.discovery).count()
    return there + _to_be_written(activity, people)


def _use_cases(activity: Activity, people: int) -> int:
    use_case_list = to_score(activity)
    if activity.settings.get("use_cases"):
        return len(use_case_list)
    use_cases, most = len(use_case_list) + _to_be_written(activity, people), most_to_come(activity)
    return use_cases if most is None else min(use_cases, most)


def _to_be_written(activity: Activity, people: int) -> int:
    to_write = earlier_in(activity, {WRITING}).filter(started_at=None, skipped_at=None)
    return sum(cards_of(each, people) for each in to_write)


def _criteria(activity: Activity) -> int:
    method = current_method(activity.track.workshop.discovery)
    return len(DEFAULT.criteria) if method is None else method.criteria.count()


def cards_of(activity: Activity, people: int) -> int:
    """The number of cards that so many people write: one of each person or group."""
    return math.ceil(people / size_of(activity))
