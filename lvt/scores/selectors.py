"""Reads of a round that is going on: counts of people who are done, and each person's own scores. Never
others' scores."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

import live
from core.exceptions import NotFound
from core.labels import Text
from core.selectors.request_cache import cached_per_request, shared
from lvt import kano, scoring_method
from lvt.methods.selectors import as_method
from lvt.models import Criterion, RoundState, Score, ScoringRound, UseCase
from lvt.opinions_by_role.rules import is_heard
from lvt.ranking_evidence.rules import EnoughAnswers
from lvt.rounds.selectors import criteria_of, use_cases_of
from lvt.scoring_method import SIDES
from lvt.scoring_shares.selectors import share_of
from lvt.selectors.activity_people import people_of_round
from lvt.selectors.finished_scorers import asked_of, finished_among, people_by_pk, placeholders
from organizations.models import Side
from workshops.models import Participant
from workshops.room import presence
from workshops.selectors.roster import Member, roster_of


@dataclass(frozen=True, slots=True)
class RoundStructure:
    """The use cases and criteria of a round: ids by public identifier, for criteria with the ends of their
    scale. `has_shares`: each person scores those in their share alone.

    While people score, a round only takes in more use cases, so it is kept in memory (`structure_of`), and
    read again where one is missing.
    """

    pk: int
    workshop_id: int
    use_cases: Mapping[UUID, int]
    criteria: Mapping[UUID, tuple[int, int, int]]
    has_shares: bool


def structure_of(round_uuid: UUID, use_case: UUID) -> RoundStructure:
    """The round as it is kept, or as it is now where it lacks the use case: another process may have written
    what it took in. Raises NotFound for an unknown round."""
    cached = _structure_of(round_uuid)
    if use_case in cached.use_cases:
        return cached
    now = _load_structure(round_uuid)
    if now != cached:
        _structure_of.cache_clear()
    return now


@lru_cache(maxsize=256)
def _structure_of(round_uuid: UUID) -> RoundStructure:
    return _load_structure(round_uuid)


def _load_structure(round_uuid: UUID) -> RoundStructure:
    voting = ScoringRound.objects.select_related("activity__track", "method").filter(uuid=round_uuid).first()
    if voting is None:
        raise NotFound(_("Round not found in your workshop."))
    return RoundStructure(
        voting.pk,
        voting.activity.track.workshop_id,
        dict(voting.use_case_links.values_list("use_case__uuid", "use_case_id")),
        {
            criterion.uuid: (criterion.pk, criterion.scale[0].value, criterion.scale[-1].value)
            for criterion in voting.method.criteria.all()
        },
        voting.most_each is not None,
    )


@dataclass(frozen=True, slots=True)
class SideCoverage:
    """The number of people of a side who were heard on a use case: they scored it, as in the results
    (lvt.ranking_evidence). `of` are those of that side who are here, or were heard
    (workshops.room.presence)."""

    heard: int
    of: int

    @property
    def is_thin(self) -> bool:
        """Return True if too few of the side have spoken."""
        return not is_heard(self.heard, self.of)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The people who were heard on one use case. `words` is the text, `tone` is the chip's. `here` are the
    sides that are in the room, though perhaps not for this use case."""

    use_case: UseCase
    business: SideCoverage
    it: SideCoverage
    here: frozenset[str] = frozenset()

    @property
    def is_both(self) -> bool:
        return not (self.business.is_thin or self.it.is_thin)

    @property
    def tone(self) -> str:
        return "good" if self.is_both else "warn"

    @property
    def words(self) -> str:
        if self.is_both:
            return _("Both sides")
        if not self.business.of and not self.it.of:
            if self.here:
                return _("No one from either side scores it")
            return _("No one from either side is here")
        if not self.it.of:
            return _("No one from IT scores it") if Side.IT in self.here else _("No one from IT is here")
        if not self.business.of:
            if Side.BUSINESS in self.here:
                return _("No one from business scores it")
            return _("No one from business is here")
        if self.business.is_thin and self.it.is_thin:
            return _("Fewer than half of both sides")
        return _("Fewer than half of IT") if self.it.is_thin else _("Fewer than half of business")


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """Counts only. `people_done` holds the uuids of those who scored or skipped all that they are asked,
    `partial` how far others are ("2 of 3"). Of those who are here, `unfinished` is how many began and are not
    done, `not_begun` how many gave nothing yet: the question before the reveal counts whom it is worth
    waiting for."""

    people_done: frozenset[str]
    unfinished: int
    not_begun: int
    partial: Mapping[str, Text]
    coverage: tuple[Coverage, ...]
    has_scores: bool


@cached_per_request
def round_progress(scoring_round: ScoringRound) -> RoundProgress:
    """The progress of all people in the room, or in its breakout room, with four queries, and one more in a
    round of fair shares."""
    use_cases = use_cases_of(scoring_round)
    criteria = criteria_of(scoring_round)
    method = kano.asked_of(as_method(scoring_round.method, criteria))
    scored_it = EnoughAnswers(method)
    people = people_by_pk(scoring_round)
    needs_device = ((each.uuid, each.needs_device) for each in people.values())
    here = presence.here(needs_device, live.connected(scoring_round.activity.track.workshop_id))
    finished: dict[int, set[int]] = defaultdict(set)
    heard: dict[int, set[int]] = defaultdict(set)
    starters: set[str] = set()
    enough: dict[tuple[int, ...], bool] = {}
    has_scores = False
    for participant, use_case, count, *bits in _answers(scoring_round, use_cases, criteria, method.criteria):
        if participant in people:
            has_scores = has_scores or any(bits)
            starters.add(people[participant].uuid)
            if count >= len(criteria):
                finished[participant].add(use_case)
            if (key := tuple(bits)) not in enough:  # two hundred people answer in few ways
                enough[key] = scored_it(_keys(method.criteria, key))
            if enough[key]:
                heard[participant].add(use_case)
    shares = asked_of(scoring_round, people)
    sides = frozenset(each.side for each in people.values() if each.uuid in here and each.side in SIDES)
    progress = finished_among(people, shares, finished)
    return RoundProgress(
        people_done=progress.people_done,
        unfinished=len(here & (starters - progress.people_done)),
        not_begun=len(here - starters),
        partial=progress.partial,
        coverage=tuple(
            _coverage(
                use_case,
                [each for pk, each in people.items() if use_case.pk in shares[pk]],
                here,
                heard,
                sides,
            )
            for use_case in use_cases
        ),
        has_scores=has_scores,
    )


_BITS = 60
"""How many criteria one number of a database can tell."""


_ANSWERS: Final = """
    SELECT participant_id, use_case_id,
        SUM(CASE WHEN criterion_id IN ({criteria}) THEN 1 ELSE 0 END){sums}
    FROM lvt_score WHERE round_id = %s AND NOT late AND use_case_id IN ({use_cases})
    GROUP BY participant_id, use_case_id
"""


def _answers(
    scoring_round: ScoringRound,
    use_cases: Sequence[UseCase],
    criteria: Sequence[Criterion],
    in_totals: Sequence[scoring_method.Criterion],
) -> Iterator[tuple[int, ...]]:
    """For each person and use case how many `criteria` have a score or a skip, then the answered ones of
    those `in_totals`, a bit for each, in as many numbers as that takes. The database adds them up, in
    a statement of our own: the console asks while people tap, and single answers would take longer to read.
    """
    if not use_cases or not criteria:
        return
    sums = ""
    values: list[Any] = [each.pk for each in criteria]
    for start in range(0, len(in_totals), _BITS):
        cases = ""
        for place, one in enumerate(in_totals[start : start + _BITS]):
            cases += f" WHEN criterion_id = %s AND value BETWEEN %s AND %s THEN {1 << place}"
            values += [one.key, one.minimum, one.maximum]
        sums += f", SUM(CASE{cases} ELSE 0 END)"
    # Only our own placeholders and numbers are put in.
    statement = _ANSWERS.format(criteria=placeholders(criteria), sums=sums, use_cases=placeholders(use_cases))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, scoring_round.pk, *(each.pk for each in use_cases)])
        for row in cursor.fetchall():
            yield tuple(map(int, row))


def _keys(
    criteria: Sequence[scoring_method.Criterion], numbers: Sequence[int]
) -> Iterator[scoring_method.Key]:
    """The keys of the criteria in the numbers (`_answered`)."""
    return (one.key for place, one in enumerate(criteria) if numbers[place // _BITS] >> place % _BITS & 1)


def entered_for(scoring_round: ScoringRound) -> list[str]:
    """The names of those without a device for whom a facilitator entered scores."""
    if not any(each.is_proxy for each in roster_of(scoring_round.activity.track.workshop_id)):
        return []
    proxies = people_of_round(scoring_round).filter(is_proxy=True)
    scored = scoring_round.scores.filter(late=False).values("participant")
    return list(proxies.filter(pk__in=scored).values_list("display_name", flat=True))


def _coverage(
    use_case: UseCase,
    people: Sequence[Member],
    here: Collection[str],
    heard: Mapping[int, set[int]],
    sides: frozenset[str],
) -> Coverage:
    def coverage_of(side: str) -> SideCoverage:
        of_side = [each for each in people if each.side == side]
        present = [each.uuid for each in of_side if each.uuid in here]
        spoke = [each.uuid for each in of_side if use_case.pk in heard.get(each.pk, ())]
        return SideCoverage(len(spoke), presence.people_counted(present, spoke))

    return Coverage(use_case, coverage_of(Side.BUSINESS), coverage_of(Side.IT), sides)


# --- One's own ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnScore:
    """The answer of a participant on one criterion. `is_answered` is True if they answered (a skip is an
    answer), `value` None is a skip. `late` is True if they answered again after the reveal, with
    `late_value`."""

    criterion: Criterion
    is_answered: bool
    value: int | None
    late: bool
    late_value: int | None

    @property
    def skipped(self) -> bool:
        return self.is_answered and self.value is None

    @property
    def words(self) -> str:
        """Their answer, in the words of the scale; "" for a skip and for no answer."""
        return "" if self.value is None else str(self.criterion.step_of(self.value))

    @property
    def late_words(self) -> str:
        """The same for what came late."""
        return "" if self.late_value is None else str(self.criterion.step_of(self.late_value))


@dataclass(frozen=True, slots=True)
class OwnUseCase:
    """A use case as one person scores it, criterion by criterion."""

    use_case: UseCase
    scores: tuple[OwnScore, ...]

    @property
    def is_done(self) -> bool:
        return all(score.is_answered for score in self.scores)


def own_scores(scoring_round: ScoringRound, participant: Participant) -> tuple[OwnUseCase, ...]:
    """The answers of the participant in the round, per use case that they score, in the order of the round.
    Once it is closed, with those outside of their share: two who were merged have one share, and all their
    answers count. Three queries, one more in a round of fair shares."""
    rows = Score.objects.filter(round=scoring_round, participant=participant).values_list(
        "use_case_id", "criterion_id", "late", "value"
    )
    values = {(use_case, criterion, late): value for use_case, criterion, late, value in rows}
    criteria = criteria_of(scoring_round)
    use_cases = share_of(scoring_round, participant)
    if scoring_round.most_each is not None and scoring_round.state != RoundState.OPEN:
        keys = {each.pk for each in use_cases} | {use_case for use_case, _criterion, _late in values}
        use_cases = [each for each in use_cases_of(scoring_round) if each.pk in keys]
    return tuple(
        OwnUseCase(
            use_case,
            tuple(
                OwnScore(
                    criterion,
                    (use_case.pk, criterion.pk, False) in values,
                    values.get((use_case.pk, criterion.pk, False)),
                    (use_case.pk, criterion.pk, True) in values,
                    values.get((use_case.pk, criterion.pk, True)),
                )
                for criterion in criteria
            ),
        )
        for use_case in use_cases
    )


def all_shown(scoring_round: ScoringRound, own: Iterable[OwnUseCase]) -> str:
    """All that the round's form of these scores can show, as one text: equal texts are equal forms."""
    own = tuple(own)
    rows = [
        (score.is_answered, score.value, score.late, score.late_value)
        for each in own
        for score in each.scores
    ]
    share = "" if scoring_round.most_each is None else [each.use_case.pk for each in own]
    return f"{_all_asked(scoring_round)} {share} {rows}"


@shared
def _all_asked(scoring_round: ScoringRound) -> str:
    rows = (*use_cases_of(scoring_round), *criteria_of(scoring_round))
    return repr([[field.value_from_object(row) for field in row._meta.concrete_fields] for row in rows])
