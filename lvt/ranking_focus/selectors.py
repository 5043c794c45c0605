"""The one use case of the ranking that the room looks at, and its neighbors."""

from dataclasses import dataclass

from lvt.selectors.ranking_results import RankedUseCase, Results
from workshops.models import Activity

FOCUS = "focus"
"""The key among an activity's settings that holds the uuid of the use case."""


@dataclass(frozen=True, slots=True)
class Focus:
    """`previous` and `next` are its neighbors in the ranking, None at the ends."""

    ranked: RankedUseCase
    previous: RankedUseCase | None
    next: RankedUseCase | None


def focus_of(activity: Activity, results: Results | None) -> Focus | None:
    """None while the room looks at the whole ranking, or when the use case is no longer in it."""
    uuid = activity.settings.get(FOCUS)
    ranking = results.ranking if results else ()
    for place, ranked in enumerate(ranking):
        if str(ranked.use_case.uuid) == uuid:
            before = ranking[place - 1] if place else None
            after = ranking[place + 1] if place + 1 < len(ranking) else None
            return Focus(ranked, before, after)
    return None
