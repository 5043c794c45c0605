"""Dot votes: who has voted while the vote runs, and what came out once it is shown."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db.models import Sum

from documents import rounded_numbers
from organizations.actors import Actor
from workshops.contributions.notes.selectors import NOTES, OnBoard, board, rules_of
from workshops.models import Activity, Vote


@dataclass(frozen=True, slots=True)
class RankedItem:
    """A thing that was voted on, with its dots and how many people gave them; `place` is shared by equals,
    `share` is the dots in percent of the most that anything got."""

    item: OnBoard
    dots: int
    people: int
    place: int
    share: int


def own_dots(activity: Activity, actor: Actor) -> dict[str, int]:
    """The dots that the actor gave, by the item's uuid."""
    votes = Vote.objects.filter(activity=activity, author=actor.author, dots__gt=0)
    return {str(item): dots for item, dots in votes.values_list("item", "dots")}


def dots_by_author(activity: Activity, things: Iterable[UUID] | None = None) -> dict[str, int]:
    """The number of dots of each author, of those who gave any; with `things` only the dots on these. Not
    what for."""
    votes = Vote.objects.filter(activity=activity, dots__gt=0).order_by()
    if things is not None:
        votes = votes.filter(item__in=things)
    return dict(votes.values_list("author").annotate(Sum("dots")))


def has_votes(activity: Activity) -> bool:
    """Return True if someone placed a dot in the activity."""
    return Vote.objects.filter(activity=activity, dots__gt=0).exists()


def ranked(activity: Activity) -> list[RankedItem]:
    """The board by its dots, most first; what got equally many stays in the order of the board. Hidden until
    the facilitator shows the results: ask only then."""
    dots: Counter[UUID] = Counter()
    people: Counter[UUID] = Counter()
    for vote in _votes_of(activity):
        dots[vote.item] += vote.dots
        people[vote.item] += 1
    rows = [(item, dots[item.uuid], people[item.uuid]) for item in _voted_on(activity)]
    return _ranked_items(sorted(rows, key=lambda row: -row[1]))


def voters_of(activity: Activity) -> int:
    """The number of people who gave a dot."""
    return len({vote.author for vote in _votes_of(activity)})


def _votes_of(activity: Activity) -> list[Vote]:
    return [vote for vote in activity.votes.all() if vote.dots]


def unranked(activity: Activity) -> list[RankedItem]:
    """The board in its own order, without any dot."""
    return _ranked_items([(item, 0, 0) for item in _voted_on(activity)])


def _voted_on(activity: Activity) -> Sequence[OnBoard]:
    return board(activity, every_note=rules_of(activity).votes_on == NOTES)


def _ranked_items(rows: Sequence[tuple[OnBoard, int, int]]) -> list[RankedItem]:
    ranking: list[RankedItem] = []
    most = max((dots for _item, dots, _people in rows), default=0) or 1
    for number, (item, dots, people) in enumerate(rows, start=1):
        is_equal = bool(ranking) and ranking[-1].dots == dots
        place = ranking[-1].place if is_equal else number
        ranking.append(
            RankedItem(item, dots, people, place, rounded_numbers.bar_length(Fraction(dots, most)))
        )
    return ranking
