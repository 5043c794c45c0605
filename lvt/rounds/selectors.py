"""Results of revealed rounds: the ranking, the opinions of both sides, and how far it depends on who was
there.

A round that is not revealed has no results for anyone: `round_results` raises, and nothing else here reads
scores but `outcomes`. Pages, room, report and exports share these dataclasses
(lvt.selectors.ranking_results).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.grouping import grouped
from core.labels import Text
from core.selectors.request_cache import cached_per_request, shared, wordless
from discovery.models import Discovery
from lvt import scoring_method
from lvt.longlist_funnel.selectors import called_back_since, cards_to_score
from lvt.models import Criterion, RoundState, RoundUseCase, ScoringRound, UseCase
from lvt.selectors.close_places import display_score
from lvt.selectors.criterion_opinions import OpinionCell
from lvt.selectors.kano_categories import criteria_shown
from lvt.selectors.ranking_results import (
    ComparedUseCase,
    Comparison,
    DiscoveryResults,
    PlaceChange,
    RankedUseCase,
    Results,
)
from lvt.selectors.round_outcomes import Present, outcome_of, present_in, scores_hidden_error, source_of
from lvt.use_cases.selectors import pursued_in
from workshops.activity_kind import Way
from workshops.agenda.selectors import comes_before
from workshops.models import Activity

# --- Rounds ---------------------------------------------------------------------------------------


@shared
@cached_per_request
def rounds_of(activity: Activity) -> list[ScoringRound]:
    """The rounds of an activity, the first one first."""
    return list(activity.scoring_rounds.select_related("method").order_by("number"))


def latest_round(activity: Activity) -> ScoringRound | None:
    """The round that the activity is in: the open one, else the last one revealed."""
    rounds = rounds_of(activity)
    return rounds[-1] if rounds else None


def revealed_rounds(discovery: Discovery) -> list[ScoringRound]:
    """All revealed rounds of a discovery, the latest reveal first; those of deleted workshops do not
    count."""
    return list(_revealed(discovery))


def _revealed(*discoveries: Discovery) -> QuerySet[ScoringRound]:
    return (
        ScoringRound.objects.filter(
            activity__track__workshop__discovery__in=discoveries,
            activity__track__workshop__deleted_at=None,
            activity__deleted_at=None,
            state=RoundState.REVEALED,
        )
        .select_related("method", "activity__track__workshop")
        .order_by("-revealed_at", "-pk")
    )


@shared
@cached_per_request
def use_cases_of(scoring_round: ScoringRound) -> list[UseCase]:
    """The use cases of a round in their order, without those that were deleted since."""
    return list(
        UseCase.objects.filter(round_links__round=scoring_round, round_links__deleted_at=None).order_by(
            "round_links__position", "pk"
        )
    )


@shared
@cached_per_request
def late_use_cases(scoring_round: ScoringRound) -> frozenset[int]:
    """The primary keys of the use cases that a round took in after it was opened: what it asked about from
    the beginning was written by the operation that opened it."""
    links = RoundUseCase.history.filter(
        round=scoring_round, operation__verb="round.extended", history_type="+"
    )
    return frozenset(links.values_list("use_case_id", flat=True))


def to_take_in(scoring_round: ScoringRound) -> list[UseCase]:
    """Use cases written, or restored, since the round was opened, that it does not ask about yet: they could
    not be chosen then, whereas a round for one use case leaves out others on purpose. None from the first
    step of the reveal on."""
    if scoring_round.state != RoundState.OPEN:
        return []
    keys = {each.pk for each in use_cases_of(scoring_round)}
    others = [each for each in to_score(scoring_round.activity) if each.pk not in keys]
    back = called_back_since(scoring_round) if others else frozenset()
    return [each for each in others if each.created_at > scoring_round.opened_at or each.pk in back]


@shared
@cached_per_request
def criteria_of(scoring_round: ScoringRound) -> list[Criterion]:
    """The criteria that a round is scored on, in their order."""
    return list(scoring_round.method.criteria.all())


@shared
@cached_per_request
def to_score(activity: Activity) -> list[UseCase]:
    """The use cases that a round of the activity is about when it is about all: those that its settings name,
    else all whose bet was not stopped, and that no vote left below the best."""
    discovery, setting = activity.track.workshop.discovery, activity.settings.get("use_cases")
    if not isinstance(setting, list) or not setting:
        return list(cards_to_score(discovery))
    uuids = {str(each) for each in setting}
    return [each for each in UseCase.objects.filter(discovery=discovery) if str(each.uuid) in uuids]


def nothing_scored(activity: Activity) -> Text:
    """The reason why nothing can be ranked or decided in the activity; "" when something was scored, or will
    be."""
    if comes_before(activity, {"scoring"}) or current_results(activity.track.workshop.discovery) is not None:
        return ""
    return _("Nothing is scored yet. Add a scoring before this activity.")


def way_to_scoring(activity: Activity) -> Way:
    """A link to the agenda, where a scoring can be added."""
    workshop = activity.track.workshop
    url = reverse("discovery:workshop", args=[workshop.discovery.slug, workshop.uuid])
    return Way(_("Add a scoring to the agenda"), url)


# --- Results --------------------------------------------------------------------------------------


def round_results(scoring_round: ScoringRound) -> Results:
    """The results of one revealed round. Raises Conflict before the reveal."""
    if scoring_round.state != RoundState.REVEALED:
        raise scores_hidden_error()
    return _alone(scoring_round)


def _alone(scoring_round: ScoringRound) -> Results:
    use_cases = use_cases_of(scoring_round)
    return Results(**_results([(scoring_round, use_case) for use_case in use_cases], scoring_round))


@cached_per_request
def current_results(discovery: Discovery) -> DiscoveryResults | None:
    """The ranking of a discovery: each use case by its latest revealed round. None when nothing was revealed.

    Totals of different methods cannot be compared, so only rounds with the method of the latest reveal count.
    """
    results = _scored(discovery)
    if results is None:
        return None
    scored = [ranked.use_case.pk for ranked in results.ranking]
    return replace(results, unscored=tuple(pursued_in(discovery).exclude(pk__in=scored)))


@cached_per_request
def _scored(discovery: Discovery) -> DiscoveryResults | None:
    rounds = revealed_rounds(discovery)
    return DiscoveryResults(**_results(list(_latest(rounds).values()), rounds[0])) if rounds else None


def rankings(*discoveries: Discovery) -> dict[int, RankedUseCase]:
    """The places of the current rankings by the primary key of the use case; none before the first reveal.
    Of several discoveries with as many queries as of one, once their rankings were computed."""
    if len(discoveries) == 1:
        results = _scored(discoveries[0])
        return {each.use_case.pk: each for each in results.ranking} if results else {}
    rounds = list(_revealed(*discoveries).prefetch_related("method__criteria"))
    use_cases: dict[int, list[UseCase]] = defaultdict(list)
    links = RoundUseCase.objects.filter(round__in=rounds, use_case__deleted_at=None)
    for link in links.select_related("use_case").order_by("position", "use_case_id"):
        use_cases[link.round_id].append(link.use_case)
    present = present_in(rounds)
    by_discovery = grouped(rounds, lambda each: each.activity.track.workshop.discovery_id)
    return {
        ranked.use_case.pk: ranked
        for own in by_discovery.values()
        for ranked in _results(list(_latest(own, lambda each: use_cases[each.pk]).values()), own[0], present)[
            "ranking"
        ]
    }


@wordless
@cached_per_request
def results_after(scoring_round: ScoringRound) -> Results:
    """The ranking as a revealed round left it, with what it moved: each use case by its latest reveal until
    then. The results of the round alone, where none of its use cases had been scored before. Raises Conflict
    before the reveal."""
    if scoring_round.state != RoundState.REVEALED:
        raise scores_hidden_error()
    return results_once_closed(scoring_round)


def results_once_closed(scoring_round: ScoringRound) -> Results:
    """The same, from the first step of the reveal on: lvt.selectors.ranking_reveal_steps has the part
    that the room has seen. Raises Conflict while people score."""
    own = _alone(scoring_round)
    discovery = scoring_round.activity.track.workshop.discovery
    before = [
        each
        for each in revealed_rounds(discovery)
        if each.method_id == scoring_round.method_id
        and each.pk != scoring_round.pk
        and (each.revealed_at, each.pk) < (scoring_round.revealed_at, scoring_round.pk)
    ]
    earlier = _latest(before)
    if not any(ranked.use_case.pk in earlier for ranked in own.ranking):
        return own
    standing = Results(**_results(list(earlier.values()), before[0]))
    places = {ranked.use_case.pk: ranked for ranked in standing.ranking}
    now = Results(**_results(list(_latest([scoring_round, *before]).values()), scoring_round))
    ranking = tuple(
        replace(ranked, moved=_moved(ranked, places.get(ranked.use_case.pk), scoring_round))
        for ranked in now.ranking
    )
    return replace(now, ranking=ranking, people=own.people, asked_by_side=own.asked_by_side)


def _latest(
    rounds: Sequence[ScoringRound], holds: Callable[[ScoringRound], list[UseCase]] = use_cases_of
) -> dict[int, tuple[ScoringRound, UseCase]]:
    """Each use case with the first of the rounds that holds it, of those by the method of the first."""
    latest: dict[int, tuple[ScoringRound, UseCase]] = {}
    for each in rounds:
        if each.method_id == rounds[0].method_id:
            for use_case in holds(each):
                latest.setdefault(use_case.pk, (each, use_case))
    return latest


def _moved(ranked: RankedUseCase, before: RankedUseCase | None, last: ScoringRound) -> PlaceChange | None:
    if before is None or before.rank is None or before.result.total is None or ranked.result.total is None:
        return None
    if ranked.round.pk != last.pk:
        return PlaceChange(before.rank, None, 0)
    same = before.round.activity_id == last.activity_id
    change = ranked.result.total - before.result.total
    return PlaceChange(before.rank, change, before.round.number if same else 0)


def compared(rounds: Iterable[ScoringRound], *, with_places: bool = False) -> Comparison | None:
    """The totals of the revealed rounds of one method side by side, oldest first; None with fewer than two.
    `with_places` computes the ranking after each of the rounds, for which these are all of a discovery."""
    revealed = [each for each in rounds if each.state == RoundState.REVEALED]
    revealed.sort(key=lambda each: (each.revealed_at, each.number))
    revealed = [each for each in revealed if each.method_id == revealed[-1].method_id]
    if len(revealed) < 2:
        return None
    totals: dict[int, dict[int, Fraction | None]] = {}
    ranks: dict[int, dict[int, int | None]] = {}
    bases: dict[int, dict[int, str]] = {}
    use_cases: dict[int, UseCase] = {}
    for place, each in enumerate(revealed):
        for ranked in round_results(each).ranking:
            use_cases[ranked.use_case.pk] = ranked.use_case
            totals.setdefault(ranked.use_case.pk, {})[place] = ranked.result.total
            bases.setdefault(ranked.use_case.pk, {})[place] = ranked.basis_words
        if with_places:
            until = revealed[place::-1]
            for ranked in _results(list(_latest(until).values()), each)["ranking"]:
                ranks.setdefault(ranked.use_case.pk, {})[place] = ranked.rank
    rows = []
    for pk, use_case in use_cases.items():
        of_rounds = [totals[pk].get(place) for place in range(len(revealed))]
        numbers = [total for total in of_rounds if total is not None]
        change = numbers[-1] - numbers[-2] if len(numbers) > 1 else None
        places = tuple(ranks[pk].get(place) for place in range(len(revealed))) if with_places else ()
        people = tuple(bases[pk].get(place, "") for place in range(len(revealed)))
        rows.append(ComparedUseCase(use_case, tuple(map(display_score, of_rounds)), people, places, change))
    return Comparison(tuple(revealed), tuple(rows))


def _results(
    scored: Sequence[tuple[ScoringRound, UseCase]], lead: ScoringRound, present: Present | None = None
) -> dict[str, Any]:
    """The fields of Results from pairs of a round and a use case; `lead` names the method, `present` are the
    people of its rooms where they are read already."""
    rounds = {each.pk: each for each, _use_case in scored} or {lead.pk: lead}
    by_round: dict[int, list[int]] = {pk: [] for pk in rounds}
    for each, use_case in scored:
        by_round[each.pk].append(use_case.pk)
    criteria = criteria_shown(lead.method)
    if present is None:
        present = present_in(list(rounds.values()))
    sources = tuple(source_of(rounds[pk], pks, present) for pk, pks in by_round.items())
    outcome = outcome_of(lead.method.uuid, sources)
    certainties = outcome.result.certainties
    home = {use_case.pk: (each, use_case) for each, use_case in scored}
    maximum = outcome.result.highest or max(
        (one.total for one in outcome.result.use_cases if one.total is not None), default=Fraction(0)
    )
    cells = {
        (one.use_case, opinion.criterion.key): OpinionCell(
            home[_pk(one.use_case)][1], criterion, opinion, one.evidence.is_adjusted
        )
        for one in outcome.result.use_cases
        for criterion, opinion in zip(criteria, one.opinions, strict=True)
    }
    sharing = Counter(one.rank for one in outcome.result.use_cases)
    ranking = tuple(
        RankedUseCase(
            use_case=home[_pk(one.use_case)][1],
            round=home[_pk(one.use_case)][0],
            result=one,
            stability=outcome.stability.get(one.use_case),
            certainty=certainties.get(one.use_case),
            cells=tuple(cells[one.use_case, opinion.criterion.key] for opinion in one.opinions),
            maximum=maximum,
            highest=outcome.result.highest,
            sharing=sharing[one.rank],
        )
        for one in outcome.result.use_cases
    )
    return {
        "method": lead.method,
        "criteria": criteria,
        "ranking": ranking,
        "disagreements": tuple(
            cells[opinion.use_case, opinion.criterion.key] for opinion in outcome.result.disagreements
        ),
        "maximum": display_score(outcome.result.highest),
        "people": outcome.people,
        "asked_by_side": outcome.asked_by_side,
        "sensitivity": outcome.sensitivity,
        "groups": outcome.groups,
        "shifts": outcome.shifts,
        "rounds": tuple(rounds.values()),
    }


def _pk(key: scoring_method.Key) -> int:
    assert isinstance(key, int)  # noqa: S101  narrows the type: keys are primary keys here
    return key
