"""What closed rounds come to: who counts, their scores, and what is computed of these, kept in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Conflict
from lvt import scoring, scoring_method, stability
from lvt.firmness import Firmness, firmness
from lvt.groups import GroupView, told_apart, views
from lvt.models import Score, ScoringMethod, ScoringRound
from lvt.models.scoring import RoundState
from lvt.selectors.groups import spelled
from lvt.selectors.methods import as_method
from workshops.models import Participant


@dataclass(frozen=True, slots=True)
class Source:
    """What a result is computed from: a closed round, which of its use cases, and who counts (id, side,
    role). None of it changes without changing this value, so results are cached by it."""

    round_uuid: UUID
    revealed_at: datetime
    use_cases: tuple[int, ...]
    people: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the scores of some sources come to; `people` counts those who scored, by side."""

    result: scoring.Result
    stability: Mapping[scoring_method.Key, stability.Stability]
    people: Mapping[str, int]
    firmness: Firmness | None
    groups: tuple[GroupView, ...]


Present = dict[int, list[tuple[int, UUID]]]


def present_in(rounds: Iterable[ScoringRound]) -> Present:
    """The participants of the rooms of the rounds: primary key and uuid, by the activity."""
    present: Present = defaultdict(list)
    people = Participant.objects.filter(
        workshop__tracks__activities__in=[each.activity_id for each in rounds]
    )
    for activity, pk, uuid in people.order_by("pk").values_list("workshop__tracks__activities", "pk", "uuid"):
        present[activity].append((pk, uuid))
    return present


def source_of(scoring_round: ScoringRound, use_cases: Sequence[int], present: Present) -> Source:
    """Who counts, and for which side: everybody who was in the room at the reveal, as they were then."""
    revealed_at = scoring_round.revealed_at
    if scoring_round.state == RoundState.OPEN or revealed_at is None:
        raise hidden()
    people, sides = present.get(scoring_round.activity_id, ()), scoring_round.sides
    roles = scoring_round.roles
    return Source(
        scoring_round.uuid,
        revealed_at,
        tuple(use_cases),
        tuple((pk, sides[str(uuid)], roles.get(str(uuid), "")) for pk, uuid in people if str(uuid) in sides),
    )


def hidden() -> Conflict:
    """The error for a request for results before the reveal."""
    return Conflict(_("The scores stay hidden until the reveal."))


@lru_cache(maxsize=256)
def outcome_of(method_uuid: UUID, sources: tuple[Source, ...]) -> Outcome:
    """What the scores of the sources come to by the method."""
    method = as_method(ScoringMethod.everything.get(uuid=method_uuid))
    ballots: list[scoring_method.Ballot] = []
    roles: dict[int, str] = {}
    for source in sources:
        sides = {pk: side for pk, side, _role in source.people}
        roles |= {pk: role for pk, _side, role in source.people}
        rows = Score.objects.filter(
            round__uuid=source.round_uuid, late=False, use_case__in=source.use_cases
        ).values_list("participant_id", "use_case_id", "criterion_id", "value")
        ballots += [
            scoring_method.Ballot(participant, sides[participant], use_case, criterion, value)
            for participant, use_case, criterion, value in rows
            if participant in sides
        ]
    use_cases = [pk for source in sources for pk in source.use_cases]
    everybody = {ballot.participant: ballot.side for ballot in ballots if ballot.value is not None}
    people = dict.fromkeys((*scoring_method.SIDES, "other"), 0)
    for side in everybody.values():
        people[side] += 1
    said = spelled({pk: role for pk, role in roles.items() if pk in everybody})
    groups = told_apart({pk: (everybody[pk], role) for pk, role in said.items()})
    result = scoring.evaluate(method, use_cases, ballots)
    return Outcome(
        result,
        stability.resample(
            method, use_cases, ballots, seed=" ".join(str(source.round_uuid) for source in sources)
        ),
        people,
        firmness(method, use_cases, ballots, result),
        views(method, use_cases, ballots, groups),
    )
