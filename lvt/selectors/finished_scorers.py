"""The people who are done with a round, without their scores. Every phone shows them after each score, so as
little as possible is read."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from core.labels import Text
from core.selectors.request_cache import cached_per_request
from lvt.models import ScoringRound
from lvt.rounds.selectors import criteria_of, use_cases_of
from lvt.scoring_shares.selectors import shares_of
from lvt.selectors.activity_people import people_of_round
from workshops.selectors.roster import Member, roster_of

_FINISHED: Final = """
    SELECT participant_id, use_case_id FROM lvt_score
    WHERE round_id = %s AND NOT late AND use_case_id IN ({use_cases}) AND criterion_id IN ({criteria})
    GROUP BY participant_id, use_case_id HAVING COUNT(*) >= %s
"""


def _done_of(count: int, of: int) -> str:
    return _("%(done)s of %(of)s") % {"done": count, "of": of}


_so_far: Final = lazy(_done_of, str)  # in the language of the screen that shows it


@dataclass(frozen=True, slots=True)
class RoundCompletion:
    """`people_done` holds the uuids of those who scored or skipped all that they are asked, `partial` how far
    others are ("2 of 3")."""

    people_done: frozenset[str]
    partial: Mapping[str, Text]


@cached_per_request
def who_is_done(scoring_round: ScoringRound) -> RoundCompletion:
    """The people who are done with the round, with one query beside those for its people, use cases and
    criteria."""
    use_cases = [each.pk for each in use_cases_of(scoring_round)]
    finished: dict[int, set[int]] = defaultdict(set)
    criteria = [each.pk for each in criteria_of(scoring_round)]
    if use_cases and criteria:
        # Only our own placeholders are put in.
        statement = _FINISHED.format(use_cases=placeholders(use_cases), criteria=placeholders(criteria))
        with connection.cursor() as cursor:
            cursor.execute(statement, [scoring_round.pk, *use_cases, *criteria, len(criteria)])
            for participant, use_case in cursor.fetchall():
                finished[participant].add(use_case)
    people = people_by_pk(scoring_round)
    return finished_among(people, asked_of(scoring_round, people), finished)


def placeholders(keys: Collection[object]) -> str:
    """The placeholders of as many values in a statement."""
    return ", ".join(["%s"] * len(keys))


def people_by_pk(scoring_round: ScoringRound) -> dict[int, Member]:
    """The people who are expected to score the round (people_of_round)."""
    track = scoring_round.activity.track
    people = {each.pk: each for each in roster_of(track.workshop_id)}
    if track.breakout_id is None:
        return people
    expected = people_of_round(scoring_round).order_by().values_list("pk", flat=True)
    return {pk: people[pk] for pk in expected if pk in people}


def asked_of(scoring_round: ScoringRound, people: Collection[int]) -> Mapping[int, Collection[int]]:
    """By person, the use cases that they are asked for."""
    everything = frozenset(each.pk for each in use_cases_of(scoring_round))
    shares = shares_of(scoring_round)
    return {pk: everything if shares is None else everything & shares.get(pk, set()) for pk in people}


def finished_among(
    people: Mapping[int, Member], shares: Mapping[int, Collection[int]], finished: Mapping[int, set[int]]
) -> RoundCompletion:
    """The people who are done: `shares` has the use cases of each of the `people`, `finished` those that they
    scored."""
    uuids, partial = set(), {}
    for pk, use_cases in finished.items():
        if (person := people.get(pk)) is None:
            continue
        if use_cases.issuperset(shares[pk]):
            if shares[pk]:
                uuids.add(person.uuid)
        else:
            partial[person.uuid] = _so_far(len(use_cases.intersection(shares[pk])), len(shares[pk]))
    return RoundCompletion(frozenset(uuids), partial)
