"""Which use cases each person scores in a round of fair shares (lvt.fair_share).

Shares are kept in rows. Who came since they were last written gets theirs when it is read, in the order of
joining, and with the first score that anyone gives it is kept (lvt.services.shares).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import ngettext

from core.selectors.once import read_once
from lvt.fair_share import MOST_EACH, SCORERS, Holder, deal, people_needed
from lvt.models import ScoringRound, ShareUseCase, UseCase
from lvt.models.scoring import RoundState
from lvt.selectors.people import people_of_round
from lvt.selectors.rounds import use_cases_of
from lvt.selectors.share_rows import kept_shares
from workshops.models import Activity, Participant

FAIR_SHARE = "fair_share"
"""The setting of an activity that asks for shares."""


def wants_shares(activity: Activity, use_cases: int) -> bool:
    """Whether a round of the activity for so many use cases deals them out: a short list is scored whole."""
    return bool(activity.settings.get(FAIR_SHARE)) and use_cases > MOST_EACH


@read_once
def shares_of(scoring_round: ScoringRound) -> Mapping[int, frozenset[int]] | None:
    """By person, the use cases that they score; None where everyone scores all. Two queries."""
    if scoring_round.most_each is None:
        return None
    kept = kept_shares(scoring_round)
    return {**{person: frozenset(share) for person, share in kept.items()}, **new_shares(scoring_round, kept)}


def new_shares(scoring_round: ScoringRound, kept: Mapping[int, Iterable[int]]) -> dict[int, frozenset[int]]:
    """The shares of those who are here and have none yet; nobody from the first step of the reveal on."""
    if scoring_round.state != RoundState.OPEN:
        return {}
    people = people_of_round(scoring_round).order_by("joined_at", "pk").values_list("pk", "uuid", "side")
    arrivals = {str(uuid): pk for pk, uuid, _side in people if pk not in kept}
    sides = {str(uuid): side for _pk, uuid, side in people}
    # By uuid, so that the same people and use cases are dealt alike in every installation.
    uuids = {each.pk: str(each.uuid) for each in use_cases_of(scoring_round)}
    holders = [
        Holder(side, [uuids[each] for each in kept[pk] if each in uuids])
        for pk, _uuid, side in people
        if pk in kept
    ]
    arriving = [(uuid, sides[uuid]) for uuid in arrivals]
    dealt = deal(list(uuids.values()), arriving, holders, scoring_round.most_each or MOST_EACH)
    cases = {uuid: pk for pk, uuid in uuids.items()}
    return {
        arrivals[str(person)]: frozenset(cases[str(each)] for each in share)
        for person, share in dealt.items()
    }


def share_of(scoring_round: ScoringRound, participant: Participant) -> list[UseCase]:
    """The use cases that the participant scores, in the order of the round."""
    use_cases = use_cases_of(scoring_round)
    if scoring_round.most_each is None:
        return use_cases
    own = ShareUseCase.objects.filter(round=scoring_round, participant=participant)
    share = frozenset(own.values_list("use_case_id", flat=True))
    if not share:
        share = (shares_of(scoring_round) or {}).get(participant.pk, frozenset())
    return [each for each in use_cases if each.pk in share]


def own_share_words(scoring_round: ScoringRound, own: int) -> str:
    """What a person reads whose share holds `own` use cases; "" where everyone scores all."""
    if scoring_round.most_each is None:
        return ""
    words = ngettext(
        "You score %(own)s of %(count)s use case. Others score the rest.",
        "You score %(own)s of %(count)s use cases. Others score the rest.",
        count := len(use_cases_of(scoring_round)),
    )
    return words % {"own": own, "count": count}


def share_words(scoring_round: ScoringRound) -> tuple[str, ...]:
    """What the facilitator knows of the shares, in sentences; none where everyone scores all."""
    if scoring_round.most_each is None:
        return ()
    people = people_of_round(scoring_round).count()
    use_cases = len(use_cases_of(scoring_round))
    words = ngettext(
        "Fair share: each person scores at most %(most)s of %(count)s use case.",
        "Fair share: each person scores at most %(most)s of %(count)s use cases.",
        use_cases,
    ) % {"most": scoring_round.most_each, "count": use_cases}
    needed = people_needed(use_cases, scoring_round.most_each)
    if people >= needed:
        return (words,)
    lack = ngettext(
        "With %(count)s person here, some use cases get fewer than %(scorers)s scorers. "
        "That takes %(needed)s people, or a shorter list.",
        "With %(count)s people here, some use cases get fewer than %(scorers)s scorers. "
        "That takes %(needed)s people, or a shorter list.",
        people,
    )
    return (
        words,
        lack % {"count": people, "scorers": SCORERS, "needed": needed},
    )
