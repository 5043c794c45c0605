"""From a long list of use cases to a short one: dots for the cards, which of them go to scoring, and why the
others don't."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _, ngettext

from core.selectors.request_cache import cached_per_request, shared
from discovery.models import Discovery
from lvt.models import BetState, ScoringRound, UseCase
from lvt.use_cases.selectors import pursued_in
from workshops.agenda.selectors import earlier_in
from workshops.contributions.artifact_dots.selectors import (
    RESULTS,
    VOTES,
    DotRules,
    RankedThing,
    ranked_things,
)
from workshops.models import Activity

CARD_DOTS: Final = "card_dots"
CALLED_BACK: Final = "use_case.called_back"
# A list of less than one in so many of the maximum would be too short to score.
_ONE_IN: Final = 3


@dataclass(frozen=True, slots=True)
class CardRules(DotRules):
    """The rules of a vote on use cases: at most `keep` go to scoring, the best."""

    most: int = 2
    keep: int = 12


@dataclass(frozen=True, slots=True)
class Best:
    """The use cases of a vote that go to scoring: the `least` dots that one needs, and their number."""

    least: int
    count: int


@dataclass(frozen=True, slots=True)
class RankedCard(RankedThing[UseCase]):
    """A use case with its dots; `aside` is why it doesn't go to scoring, "" for one that does."""

    aside: str = ""


def rules_of(activity: Activity) -> CardRules:
    """The number of dots of each person in the activity, and of use cases that go to scoring."""
    return CardRules.of(activity.settings)


def cards_to_score(discovery: Discovery) -> QuerySet[UseCase]:
    """The use cases to score by default, and to vote on: without stopped hypotheses, and without those that a
    vote left below the best."""
    return pursued_in(discovery).filter(below_best=None)


@shared
@cached_per_request
def cards_aside(discovery: Discovery) -> list[UseCase]:
    """The use cases that a vote left below the best, the most dots first."""
    rows = pursued_in(discovery).exclude(below_best=None)
    return list(rows.order_by("-dots_then", "position", "pk"))


def aside_words(card: UseCase) -> str:
    """The reason why the card isn't scored: "Below the best 12 by dots: 3 dots"; "" for one that is."""
    return "" if card.below_best is None else _below_words(card.below_best, card.dots_then or 0)


def _below_words(best: int, dots: int) -> str:
    words = ngettext(
        "Below the best %(best)s by dots: %(dots)s dot",
        "Below the best %(best)s by dots: %(dots)s dots",
        dots,
    )
    return words % {"best": best, "dots": dots}


def ranked_cards(activity: Activity, *, is_shown: bool = True) -> list[RankedThing[UseCase]]:
    """The use cases that the room voted on, by their dots. Hidden until the facilitator shows the results:
    ask only then. Once they are shown (`is_shown`), cards that were added later aren't among them.

    A merged card has the dots of its parts: those of a person are added, up to the most that a person may
    give one card.
    """
    return _ranked(activity, _every_card(_discovery_of(activity)), _offered_in(activity, is_shown))


def _ranked(activity: Activity, every: Iterable[UseCase], keys: set[int]) -> list[RankedThing[UseCase]]:
    """Those of the cards that were offered, or have dots. A part that isn't among them has become the card
    that it was merged into."""
    cards = {card.uuid: card for card in every}
    parts = ((UUID(part), card.uuid) for card in cards.values() for part in card.merged_from)
    card_by_part = {part: card for part, card in parts if part not in cards}
    dots: Counter[tuple[UUID, str]] = Counter()
    for vote in VOTES.of(activity):
        dots[card_by_part.get(vote.item, vote.item), vote.author] += vote.dots
    with_dots = {item for item, _author in dots}
    rows = [card for card in cards.values() if card.uuid in with_dots or card.pk in keys]
    most = rules_of(activity).most
    return ranked_things(rows, [(item, author, min(count, most)) for (item, author), count in dots.items()])


def voted_cards(activity: Activity) -> list[RankedCard]:
    """The ranking of a vote whose results are shown, with the reason of each use case that it left below the
    best, whatever became of use cases since."""
    ranking = ranked_cards(activity)
    best = best_of(_ranked_then(activity) or ranking, rules_of(activity).keep)
    return [
        RankedCard(
            row.thing,
            row.dots,
            row.people,
            row.place,
            row.share,
            aside=_below_words(best.count, row.dots) if row.dots < best.least else "",
        )
        for row in ranking
    ]


def _ranked_then(activity: Activity) -> list[RankedThing[UseCase]]:
    """The ranking as it was when the results were shown, with use cases that were deleted or merged since;
    empty if none was."""
    shown_at = _shown_at(activity)
    discovery = _discovery_of(activity)
    trashed = (
        []
        if shown_at is None
        else [card for card in _deleted_use_cases(discovery) if _is_between(card, shown_at)]
    )
    if not trashed:
        return []
    keys = _offered_in(activity, True) | _without_aside(activity, trashed)
    return _ranked(activity, [*_every_card(discovery), *trashed], keys)


def _is_between(card: UseCase, at: datetime) -> bool:
    """Return True if the deleted use case was there at this time."""
    return card.created_at <= at and card.deleted_at is not None and card.deleted_at > at


def _discovery_of(activity: Activity) -> Discovery:
    return activity.track.workshop.discovery


def _offered_in(activity: Activity, is_shown: bool) -> set[int]:
    """The primary keys of the use cases that people could give dots to, without what was below the best of an
    earlier vote when this one began."""
    discovery = _discovery_of(activity)
    cards = _pursued(discovery)
    if activity.started_at is None:
        return {card.pk for card in cards if card.below_best is None}
    if is_shown and (shown_at := _shown_at(activity)) is not None:
        cards = [card for card in cards if card.created_at <= shown_at]
    return _without_aside(activity, cards)


def _without_aside(activity: Activity, cards: Iterable[UseCase]) -> set[int]:
    """The primary keys of those cards that weren't below the best of an earlier vote when this one began."""
    began = activity.started_at
    # The last row of each card before the start tells.
    asides = _asides(_discovery_of(activity))
    was_aside = {key: best for key, best, at in asides if began is not None and at <= began}
    return {card.pk for card in cards if was_aside.get(card.pk) is None}


@cached_per_request
def _every_card(discovery: Discovery) -> list[UseCase]:
    return list(UseCase.objects.filter(discovery=discovery))


@cached_per_request
def _deleted_use_cases(discovery: Discovery) -> list[UseCase]:
    rows = UseCase.everything.filter(discovery=discovery, deleted_at__isnull=False)
    return list(rows.exclude(hypothesis__state=BetState.STOPPED))


@cached_per_request
def _pursued(discovery: Discovery) -> list[UseCase]:
    return list(pursued_in(discovery))


@cached_per_request
def _asides(discovery: Discovery) -> list[tuple[int, int | None, datetime]]:
    """The primary keys of use cases with `below_best` and the time of each change, oldest first."""
    rows = UseCase.history.filter(discovery=discovery.pk).order_by("history_date", "history_id")
    return list(rows.values_list("id", "below_best", "history_date"))


@cached_per_request
def _phases(discovery: Discovery) -> dict[int, list[tuple[str, datetime]]]:
    """The phases of each vote on use cases with the time of each change, oldest first, by primary key."""
    rows = Activity.history.filter(kind=CARD_DOTS, track__workshop__discovery=discovery)
    phases: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for key, phase, at in rows.order_by("history_date", "history_id").values_list(
        "id", "phase", "history_date"
    ):
        phases[key].append((phase, at))
    return phases


def _shown_at(activity: Activity) -> datetime | None:
    """Return the time at which the results were shown last; None while they aren't shown."""
    if activity.phase != RESULTS:
        return None
    shown_at: datetime | None = None
    for phase, at in _phases(_discovery_of(activity)).get(activity.pk, ()):
        shown_at = (shown_at or at) if phase == RESULTS else None
    return shown_at


def best_of(ranking: Sequence[RankedThing[UseCase]], keep: int) -> Best:
    """The use cases of the ranking that go to scoring: at most `keep`, so that the minutes of the scoring are
    enough. Use cases with equal dots go together or not at all, so fewer than `keep` may go. If fewer than a
    third of `keep` would go, those with as many dots as the place `keep` go as well. A use case without a dot
    doesn't go, unless no one gave a dot."""
    if len(ranking) <= keep or not any(row.dots for row in ranking):
        return Best(0, len(ranking))
    dots = [row.dots for row in ranking if row.dots]
    if len(dots) <= keep:
        return Best(dots[-1], len(dots))
    above = sum(each > dots[keep] for each in dots)
    least = dots[above - 1] if above * _ONE_IN >= keep else dots[keep - 1]
    return Best(least, sum(each >= least for each in dots))


def called_back_since(scoring_round: ScoringRound) -> frozenset[int]:
    """The primary keys of use cases that someone called back since the round opened."""
    rows = UseCase.history.filter(
        discovery=scoring_round.activity.track.workshop.discovery_id,
        operation__verb=CALLED_BACK,
        operation__at__gt=scoring_round.opened_at,
    )
    return frozenset(rows.order_by().values_list("id", flat=True))


def most_to_come(activity: Activity) -> int | None:
    """The maximum number of use cases that the votes before a scoring leave for it, unless so many share a
    place that more go (best_of); None without a vote to come."""
    votes = earlier_in(activity, {CARD_DOTS}).filter(skipped_at=None).exclude(phase=RESULTS)
    return min((rules_of(vote).keep for vote in votes), default=None)


def nothing_to_vote_on() -> str:
    """The message for a vote on use cases without any."""
    return _("No use cases yet.")
