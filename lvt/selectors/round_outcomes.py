"""Outcomes of closed rounds: the people who count, their scores, and the computed numbers, kept in memory."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Conflict
from lvt import attendance_effect, kano, leniency, scoring_method
from lvt.methods.selectors import as_method
from lvt.models import RoundState, Score, ScoringMethod, ScoringRound
from lvt.opinions_by_role.rules import GroupView, groups_by_person, views
from lvt.opinions_by_role.selectors import common_spellings
from lvt.ranking_evidence.rules import Certainty, Panel, scorers
from lvt.scoring import rules as scoring
from lvt.selectors.activity_people import people_of_round
from lvt.selectors.scoring_assignments import Merges, Shares, kept_shares, merges_in
from lvt.sensitivity.rules import RankSensitivity, sensitivity
from workshops.models import Participant


@dataclass(frozen=True, slots=True)
class ResultSource:
    """The source of a result: a closed round, some of its use cases, the people who count (id, side, role),
    and in a round of fair shares those who were merged; None where everyone was asked for all. None of it
    changes without changing this value, so results are cached by it. Shares change by merges alone, so that
    their rows, ten for each person, are read only where a result is computed."""

    round_uuid: UUID
    revealed_at: datetime
    use_cases: tuple[int, ...]
    people: tuple[tuple[int, str, str], ...]
    merges: Merges | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of the scores of some sources; `people` counts those who scored a use case, by side, out of
    those `asked_by_side`. `stability` is that of the places with a certainty. `shifts` are added to answers
    where the leniency of people is taken out, by person, use case and criterion."""

    result: scoring.Result
    stability: Mapping[scoring_method.Key, attendance_effect.Stability]
    people: Mapping[str, int]
    asked_by_side: Mapping[str, int]
    sensitivity: RankSensitivity | None
    groups: tuple[GroupView, ...]
    shifts: leniency.Shifts


@dataclass(frozen=True, slots=True)
class Present:
    """The participants of the rooms of some rounds: primary key and uuid, by the activity. And in rounds of
    fair shares, who of them was merged."""

    people: Mapping[int, Sequence[tuple[int, UUID]]]
    merges: Mapping[int, Merges]


def present_in(rounds: Collection[ScoringRound]) -> Present:
    """The people and merges of the rounds, with as many queries as of one."""
    present: dict[int, list[tuple[int, UUID]]] = defaultdict(list)
    people = Participant.objects.filter(
        workshop__tracks__activities__in=[each.activity_id for each in rounds]
    )
    for activity, pk, uuid in people.order_by("pk").values_list("workshop__tracks__activities", "pk", "uuid"):
        present[activity].append((pk, uuid))
    return Present(present, merges_in(rounds))


def source_of(scoring_round: ScoringRound, use_cases: Sequence[int], present: Present) -> ResultSource:
    """The source of the round's results: people who were in the room at the reveal count, each for their side
    at that time."""
    revealed_at = scoring_round.revealed_at
    if scoring_round.state == RoundState.OPEN or revealed_at is None:
        raise scores_hidden_error()
    people, sides = present.people.get(scoring_round.activity_id, ()), scoring_round.sides
    roles = scoring_round.roles
    return ResultSource(
        scoring_round.uuid,
        revealed_at,
        tuple(use_cases),
        tuple((pk, sides[str(uuid)], roles.get(str(uuid), "")) for pk, uuid in people if str(uuid) in sides),
        None if scoring_round.most_each is None else present.merges[scoring_round.activity_id],
    )


def scores_hidden_error() -> Conflict:
    """The error for a request for results before the reveal."""
    return Conflict(_("The scores stay hidden until the reveal."))


@lru_cache(maxsize=256)
def outcome_of(method_uuid: UUID, sources: tuple[ResultSource, ...]) -> Outcome:
    """The outcome of the sources' scores by the method."""
    method = as_method(ScoringMethod.everything.get(uuid=method_uuid))
    ballots: list[scoring_method.Ballot] = []
    # Of one role too few people score each use case of a fair share to be told apart: only others count.
    roles: dict[int, str] = {}
    by_all: list[scoring_method.Ballot] = []
    panels = []
    for source in sources:
        sides: dict[scoring_method.Key, str] = {pk: side for pk, side, _role in source.people}
        answers = _ballots_of(source.round_uuid, sides)
        active = {ballot.participant for ballot in answers if ballot.value is not None}
        rows, keys = answers, set(source.use_cases)
        shares: Mapping[scoring_method.Key, frozenset[scoring_method.Key]] | None = None
        if source.merges is not None:
            shares = _shares_with_answers(kept_shares(source.round_uuid), answers)
            # Leniency is found in all that the round asked: it stays when some of it is scored again.
            rows = leniency.adjusted(method, answers)
        panels.append(Panel(source.use_cases, sides, frozenset(active), shares))
        rows = [ballot for ballot in rows if ballot.use_case in keys]
        ballots += rows
        if shares is None:
            roles |= {pk: role for pk, _side, role in source.people}
            by_all += rows
    use_cases = [pk for source in sources for pk in source.use_cases]
    result = scoring.evaluate(method, use_cases, ballots, panels)
    with_place = [one.use_case for one in result.placed]
    scored = scorers(kano.asked_of(method), ballots)
    everyone = {ballot.participant: ballot.side for ballot in by_all if ballot.value is not None}
    spellings = common_spellings({pk: role for pk, role in roles.items() if pk in everyone})
    groups = groups_by_person({pk: (everyone[pk], role) for pk, role in spellings.items()})
    whole = [pk for source in sources if source.merges is None for pk in source.use_cases]
    return Outcome(
        result,
        _stability(method, result, ballots, seed=" ".join(str(source.round_uuid) for source in sources)),
        _by_side(person for people in scored.values() for person in people.items()),
        _by_side(person for panel in panels for person in panel.people.items()),
        sensitivity(method, ballots, result),
        views(method, whole, by_all, groups, with_place),
        {(each.participant, each.use_case, each.criterion): each.shift for each in ballots if each.shift},
    )


def fit_before_reveal(scoring_round: ScoringRound) -> None:
    """Compute how lenient people are, which is kept (leniency.fit), before the lock of the room is taken.
    What is given meanwhile is computed again, one criterion at a time."""
    if scoring_round.state == RoundState.OPEN and scoring_round.most_each is not None:
        sides: dict[scoring_method.Key, str] = dict(people_of_round(scoring_round).values_list("pk", "side"))
        leniency.adjusted(as_method(scoring_round.method), _ballots_of(scoring_round.uuid, sides))


def _ballots_of(round_uuid: UUID, sides: Mapping[scoring_method.Key, str]) -> list[scoring_method.Ballot]:
    """The answers in the round of the people who count."""
    rows = Score.objects.filter(round__uuid=round_uuid, late=False)
    return [
        scoring_method.Ballot(participant, sides[participant], use_case, criterion, value)
        for participant, use_case, criterion, value in rows.values_list(
            "participant_id", "use_case_id", "criterion_id", "value"
        )
        if participant in sides
    ]


def _shares_with_answers(
    shares: Shares, ballots: Iterable[scoring_method.Ballot]
) -> dict[scoring_method.Key, frozenset[scoring_method.Key]]:
    """The use cases that each person was asked for: their share, and others that they answered, as people do
    who were merged with someone else."""
    use_cases: dict[scoring_method.Key, set[scoring_method.Key]] = defaultdict(set)
    for person, share in shares.items():
        use_cases[person].update(share)
    for ballot in ballots:
        use_cases[ballot.participant].add(ballot.use_case)
    return {person: frozenset(share) for person, share in use_cases.items()}


def _stability(
    method: scoring_method.Method,
    result: scoring.Result,
    ballots: Sequence[scoring_method.Ballot],
    *,
    seed: str,
) -> Mapping[scoring_method.Key, attendance_effect.Stability]:
    certain = {key for key, certainty in result.certainties.items() if certainty == Certainty.TOLD}
    if not certain:
        return {}
    stabilities = attendance_effect.resample(
        method, [one.use_case for one in result.placed], ballots, seed=seed
    )
    return {key: each for key, each in stabilities.items() if key in certain}


def _by_side(people: Iterable[tuple[scoring_method.Key, str]]) -> dict[str, int]:
    """The number of people of each side; someone named twice is one."""
    counts = dict.fromkeys((*scoring_method.SIDES, "other"), 0)
    for side in dict(people).values():
        counts[side] += 1
    return counts
