"""The hypotheses by their value: the recorded ratings of each, combined by its method (lvt.scoring). Ties are
ties, and hypotheses without a rating are apart, never counted as zero."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from core.labels import counted_people
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from documents import rounded_numbers
from documents.charts import RankingBar
from documents.localized_numbers import number
from lvt import scoring_method
from lvt.attendance_effect import RESAMPLES, Stability
from lvt.hypothesis_medians import MedianTotals, median_totals, recorded_total
from lvt.methods.selectors import as_method
from lvt.models import BetState, Criterion, Hypothesis, HypothesisRating, ScoringMethod
from lvt.ranking_evidence.selectors import PROBLEMS, people_words, unknown_words
from lvt.scoring import rules as scoring
from lvt.selectors.close_places import ResampledPlace, display_score, place_words
from lvt.tree.models import IN_PROGRESS
from lvt.tree.selectors import hypotheses_of
from workshops.contributions.assessment.selectors import ASSESSMENT, HELD_BY, slot_of
from workshops.models import Activity, Answer
from workshops.registries import activity_kinds

HYPOTHESES = "hypotheses"
"""What a room assesses, by its key (registries.Assessed)."""


@dataclass(frozen=True, slots=True)
class RankedHypothesis(ResampledPlace):
    """`rank` is shared by equal totals, `sharing` in number, and None without a total; `problem` then has the
    reason. `numbers` are the recorded steps of the scales, by the primary key of the criterion.
    `side_totals`, `scored` (the number of people of each side who scored it, out of `people_asked`) and
    `stability` are of the room with the recorded answers; without such a room they are unknown."""

    hypothesis: Hypothesis
    rank: int | None
    sharing: int
    exact: Fraction | None
    problem: str
    numbers: Mapping[scoring_method.Key, int]
    missing: tuple[str, ...]
    highest: Fraction | None
    maximum: Fraction
    side_totals: Mapping[str, Fraction | None]
    stability: Stability | None
    scored: Mapping[str, int] | None = None
    people_asked: int = 0

    @property
    def total(self) -> Decimal | None:
        return None if self.exact is None else rounded_numbers.score(self.exact, self.highest)

    @property
    def score_words(self) -> str:
        """ "Value 24.0, place 2, 3 of 8 people scored", the people if they are known; without a total, the
        reason why there is none."""
        if self.total is None:
            return self.problem
        place = place_words(self.rank, self.sharing)
        values = {"total": number(str(self.total)), "rank": place, "people": self.people_words}
        if self.scored is None:
            return _("Value %(total)s, place %(rank)s") % values
        return _("Value %(total)s, place %(rank)s, %(people)s") % values

    @property
    def people_words(self) -> str:
        """The number of people behind its ratings: "3 of 8 people scored"."""
        if self.scored is None:
            return unknown_words()
        return people_words(sum(self.scored.values()), self.people_asked)

    @property
    def business_people(self) -> str:
        """The number of people behind the number of business: "1 person"."""
        return self._people_of(scoring_method.BUSINESS)

    @property
    def it_people(self) -> str:
        """The number of people behind the number of IT."""
        return self._people_of(scoring_method.IT)

    def _people_of(self, side: str) -> str:
        return counted_people((self.scored or {}).get(side, 0))

    @property
    def missing_words(self) -> str:
        """The criteria that no one rated; "" when none is missing."""
        if not self.missing or self.problem:
            return ""
        return _("Not rated: %(criteria)s") % {"criteria": ", ".join(self.missing)}

    @property
    def business_total(self) -> Decimal | None:
        return display_score(self.side_totals.get(scoring_method.BUSINESS))

    @property
    def it_total(self) -> Decimal | None:
        return display_score(self.side_totals.get(scoring_method.IT))

    @property
    def bar(self) -> RankingBar | None:
        return self.bar_of(self.exact, self.maximum)

    def cells(self, criteria: Iterable[Criterion]) -> list[str]:
        """The recorded answer on each of the criteria, "" for none."""
        return [
            str(each.step_of(self.numbers[each.pk])) if each.pk in self.numbers else "" for each in criteria
        ]


@dataclass(frozen=True, slots=True)
class ByValue:
    """The hypotheses of a discovery that are not stopped: those that are rated by `method`, best first, and
    those that are not. `heard` is the last room that rated them, with its `medians`, where its answers
    are revealed; `otherwise` are the hypotheses with other ratings than those of that room."""

    method: ScoringMethod
    criteria: tuple[Criterion, ...]
    ranking: tuple[RankedHypothesis, ...]
    unrated: tuple[Hypothesis, ...]
    highest: Fraction | None
    heard: Activity | None = None
    medians: MedianTotals | None = None
    otherwise: tuple[RankedHypothesis, ...] = ()

    @property
    def maximum(self) -> Decimal | None:
        return display_score(self.highest)

    @property
    def people(self) -> Mapping[str, int]:
        """The number of people of each side who were heard."""
        return self.medians.people if self.medians else {}

    @property
    def people_count(self) -> int:
        return sum(self.people.values())

    @property
    def is_unheard(self) -> bool:
        """Return True if it is unknown for all of them how many people are behind it."""
        return self.heard is None and all(each.scored is None for each in self.ranking)

    @property
    def has_unheard(self) -> bool:
        """Return True if it is unknown for one of them how many people are behind it."""
        return any(each.scored is None and each.total is not None for each in self.ranking)

    @property
    def rows(self) -> list[tuple[RankedHypothesis, list[tuple[Criterion, str]]]]:
        """Each hypothesis with its recorded answers by criterion, best first."""
        return [
            (each, list(zip(self.criteria, each.cells(self.criteria), strict=True))) for each in self.ranking
        ]


class HasPlace(Protocol):
    """Something that has a place by value."""

    @property
    def hypothesis(self) -> Hypothesis: ...


P = TypeVar("P", bound=HasPlace)


@dataclass(frozen=True, slots=True)
class Next(Generic[P]):
    """The bets to `begin` next: of those that wait, the highest place whose goal has room; several share it.
    `waiting` have a higher place, and the goal of each has no room."""

    begin: tuple[P, ...] = ()
    waiting: tuple[P, ...] = ()

    @property
    def reason(self) -> str:
        """The reason why these are to begin next, although others may have higher places; "" without any."""
        return _("Highest value not started yet.") if self.begin else ""


def by_values(*discoveries: Discovery, resamples: int = 0) -> dict[int, ByValue]:
    """The hypotheses by value, by the primary key of the discovery; none for one without a rating. With as
    many queries for any number of discoveries. Only ratings by one method can be compared: by the one of the
    last rating that was added. The number of people behind a number, and both sides, come from the answers of
    the last room that rated the hypothesis by this method and revealed them, and whose medians are the
    recorded answers. The stability of the order comes from the last room, drawn in `resamples`."""
    ratings: dict[int, dict[int, dict[int, HypothesisRating]]] = defaultdict(lambda: defaultdict(dict))
    last: dict[int, ScoringMethod] = {}
    rows = HypothesisRating.objects.filter(hypothesis__goal__discovery__in=discoveries)
    rows = rows.exclude(hypothesis__state=BetState.STOPPED).select_related("criterion__method")
    for rating in rows.prefetch_related("criterion__method__criteria").order_by("pk"):
        method = rating.criterion.method
        ratings[method.pk][rating.hypothesis_id][rating.criterion_id] = rating
        last[method.discovery_id] = method
    hypotheses: dict[int, list[Hypothesis]] = defaultdict(list)
    for each in hypotheses_of(*discoveries).exclude(state=BetState.STOPPED):
        hypotheses[each.goal.discovery_id].append(each)
    ranked = {
        pk: _ranked(method, hypotheses[pk], ratings[method.pk])
        for pk, method in last.items()
        if any(each.pk in ratings[method.pk] for each in hypotheses[pk])
    }
    return ranked | _with_rooms(ranked, resamples)


@cached_per_request
def by_value(discovery: Discovery) -> ByValue | None:
    """The hypotheses of a discovery by value; None before the first rating."""
    return by_values(discovery).get(discovery.pk)


@cached_per_request
def heard_by_value(discovery: Discovery) -> ByValue | None:
    """The same, with how firm the order is."""
    return by_values(discovery, resamples=RESAMPLES).get(discovery.pk)


def _ranked(
    method: ScoringMethod,
    hypotheses: Sequence[Hypothesis],
    ratings: Mapping[int, Mapping[int, HypothesisRating]],
) -> ByValue:
    arithmetic, criteria = as_method(method), tuple(method.criteria.all())
    rated = [each for each in hypotheses if each.pk in ratings]
    numbers: dict[int, dict[scoring_method.Key, int]] = {
        each.pk: {pk: rating.number for pk, rating in ratings[each.pk].items()} for each in rated
    }
    totals = {each.pk: recorded_total(arithmetic, numbers[each.pk]) for each in rated}
    ranks = scoring.ranked({pk: total for pk, (total, _problem) in totals.items()})
    sharing = Counter(ranks.values())
    highest = arithmetic.highest()
    best = max((total for total, _problem in totals.values() if total is not None), default=Fraction(0))
    ranking = [
        RankedHypothesis(
            hypothesis=each,
            rank=ranks[each.pk],
            sharing=sharing[ranks[each.pk]],
            exact=totals[each.pk][0],
            problem=str(PROBLEMS[scoring_method.NoTotalReason(totals[each.pk][1])])
            if totals[each.pk][1]
            else "",
            numbers=numbers[each.pk],
            missing=tuple(one.name for one in criteria if one.pk not in numbers[each.pk]),
            highest=highest,
            maximum=highest or best,
            side_totals={},
            stability=None,
        )
        for each in rated
    ]
    ranking.sort(key=lambda each: math.inf if each.rank is None else each.rank)
    unrated = tuple(each for each in hypotheses if each.pk not in ratings)
    return ByValue(method, criteria, tuple(ranking), unrated, highest)


# --- Who was heard --------------------------------------------------------------------------------


def _with_rooms(results: Mapping[int, ByValue], resamples: int) -> dict[int, ByValue]:
    """The hypotheses of the results that a room rated, with the medians of the last room. One whose recorded
    answers are those of an earlier room has the people of that room."""
    rooms_by_discovery = _rooms(results)
    rows_by_room: dict[int, list[tuple[str, str | None, str, int | None]]] = defaultdict(list)
    pks_of_rooms = [each.pk for rooms in rooms_by_discovery.values() for each in rooms]
    rows = Answer.objects.filter(activity__in=pks_of_rooms)
    columns = ("activity", "author", "participant__side", "slot", "number")
    for activity_pk, author, side, slot, number_given in rows.values_list(*columns) if pks_of_rooms else ():
        rows_by_room[activity_pk].append((author, side, slot, number_given))
    heard: dict[int, ByValue] = {}
    for pk, (last, *earlier) in rooms_by_discovery.items():
        ranking = results[pk].ranking
        medians = _medians(last, results[pk], rows_by_room[last.pk], resamples)
        with_people = [_with_medians(each, medians) for each in ranking]
        for room in earlier:
            if all(each.scored is not None for each in with_people):
                break
            before = _medians(room, results[pk], rows_by_room[room.pk], 0)
            with_people = [
                each if each.scored is not None else _with_medians(each, before) for each in with_people
            ]
        otherwise = tuple(
            each for each in with_people if medians.totals[each.hypothesis.pk] not in (None, each.exact)
        )
        heard[pk] = replace(
            results[pk], ranking=tuple(with_people), heard=last, medians=medians, otherwise=otherwise
        )
    return heard


def _medians(
    room: Activity,
    results: ByValue,
    rows: Iterable[tuple[str, str | None, str, int | None]],
    resamples: int,
) -> MedianTotals:
    arithmetic = as_method(results.method)
    pks = {each.hypothesis.uuid: each.hypothesis.pk for each in results.ranking}
    ballots = _ballots(rows, arithmetic, pks)
    return median_totals(arithmetic, list(pks.values()), ballots, seed=str(room.uuid), resamples=resamples)


def _with_medians(ranked: RankedHypothesis, answers: MedianTotals) -> RankedHypothesis:
    pk = ranked.hypothesis.pk
    if ranked.exact is None or answers.totals[pk] != ranked.exact:
        return ranked
    scored = answers.scorers.get(pk, {})
    sides = {side: totals[pk] if scored.get(side) else None for side, totals in answers.side_totals.items()}
    return replace(
        ranked,
        side_totals=sides,
        stability=answers.stability.get(pk),
        scored=scored,
        people_asked=answers.people_asked,
    )


def _rooms(results: Mapping[int, ByValue]) -> dict[int, list[Activity]]:
    """The rooms of each discovery whose answers are revealed, the last one first; others are hidden."""
    if not results:
        return {}
    rooms = Activity.objects.filter(
        track__workshop__discovery__in=results,
        track__workshop__deleted_at=None,
        kind=ASSESSMENT,
        settings__what=HYPOTHESES,
    )
    settled = activity_kinds.get(ASSESSMENT).is_settled
    by_discovery: dict[int, list[Activity]] = {}
    for each in rooms.select_related("track__workshop").order_by("-started_at", "-pk"):
        pk = each.track.workshop.discovery_id
        if each.settings.get(HELD_BY) == str(results[pk].method.uuid) and settled(each):
            by_discovery.setdefault(pk, []).append(each)
    return by_discovery


def _ballots(
    answers: Iterable[tuple[str, str | None, str, int | None]],
    method: scoring_method.Method,
    pks: Mapping[UUID, int],
) -> Iterable[scoring_method.Ballot]:
    slots = {
        slot_of(uuid, place): (pk, criterion)
        for uuid, pk in pks.items()
        for place, criterion in enumerate(method.criteria)
    }
    for author, side, slot, number_given in answers:
        if slot in slots:
            pk, criterion = slots[slot]
            value = None if number_given is None else number_given + criterion.minimum
            yield scoring_method.Ballot(author, side or "other", pk, criterion.key, value)


# --- What comes next ------------------------------------------------------------------------------


def next_of(results: ByValue | None) -> Next[RankedHypothesis]:
    """The hypotheses of a discovery to begin next."""
    if results is None:
        return Next()
    every = [*(each.hypothesis for each in results.ranking), *results.unrated]
    running = Counter(each.goal_id for each in every if each.state in IN_PROGRESS)
    return next_placed(
        [(each.rank, each) for each in results.ranking],
        lambda each: each.hypothesis.goal.has_room(running[each.hypothesis.goal_id]),
    )


def next_placed(rows: Iterable[tuple[int | None, P]], has_room: Callable[[P], bool]) -> Next[P]:
    """Of proposed bets with their places, those to begin next, where work in progress is limited: each goal
    allows so many at once, and `has_room` tells if that of a bet allows one more."""
    wait = [(place, each) for place, each in rows if place and each.hypothesis.state == BetState.PROPOSED]
    first = min((place for place, each in wait if has_room(each)), default=math.inf)
    return Next(
        tuple(each for place, each in wait if place == first and has_room(each)),
        tuple(each for place, each in wait if place < first),
    )
