"""The use cases that each person scores in a round of fair shares (lvt.scoring_shares.rules).

Shares are rows, which are written when a person arrives (lvt.scoring_shares.services) and never read in any
other form: only use cases that a phone shows are accepted.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Count, Q
from django.utils.translation import gettext as _, ngettext

import live
from core.labels import listed
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from lvt import leniency
from lvt.methods.selectors import as_method, current_method
from lvt.models import ScoringMethod, ScoringRound, ShareUseCase, UseCase
from lvt.rounds.selectors import use_cases_of
from lvt.scoring_method import SIDES
from lvt.scoring_shares.rules import MOST_EACH, SCORERS, people_needed
from lvt.selectors.activity_people import is_alone, people_of_round
from lvt.selectors.scoring_assignments import kept_shares
from workshops.models import Activity, Participant
from workshops.room import presence
from workshops.selectors.roster import IS_REHEARSAL

FAIR_SHARE = "fair_share"
"""The setting of an activity that asks for shares."""


def wants_shares(activity: Activity, use_cases: int, method: ScoringMethod | None) -> bool:
    """Return True if a round of the activity shares out this number of use cases. Everyone scores all of a
    short list, and of any list if the totals of the method can't be adjusted."""
    return bool(activity.settings.get(FAIR_SHARE)) and may_be_shared(use_cases, method)


def may_be_shared(use_cases: int, method: ScoringMethod | None) -> bool:
    """Return True if this number of use cases can be shared out with the method (None is the default
    method)."""
    return use_cases > MOST_EACH and fits_shares(method)


def fits_shares(method: ScoringMethod | None) -> bool:
    """Return True if totals by the method can be adjusted for leniency. By the default, which a discovery
    without a method gets, they can."""
    return method is None or leniency.adjusts(as_method(method))


def unfit_words(discovery: Discovery) -> str:
    """The reason why fair share isn't offered in the discovery, in sentences; "" where it is."""
    method = current_method(discovery)
    if method is None or fits_shares(method):
        return ""
    words = _(
        "Not available for “%(method)s”: totals can’t be adjusted for leniency. That needs a weighted sum or "
        "mean, and scales with equal steps."
    )
    return words % {"method": method.name}


@cached_per_request
def shares_of(scoring_round: ScoringRound) -> Mapping[int, set[int]] | None:
    """By person, the use cases that they score; None where everyone scores all. One query."""
    return None if scoring_round.most_each is None else kept_shares(scoring_round.uuid)


def share_of(scoring_round: ScoringRound, participant: Participant) -> list[UseCase]:
    """The use cases that the participant scores, in the order of the round."""
    use_cases = use_cases_of(scoring_round)
    if scoring_round.most_each is None:
        return use_cases
    own = ShareUseCase.objects.filter(round=scoring_round, participant=participant)
    share = frozenset(own.values_list("use_case_id", flat=True))
    return [each for each in use_cases if each.pk in share]


def own_share_words(scoring_round: ScoringRound, own: int) -> str:
    """The text for a person whose share has `own` use cases; "" where everyone scores all."""
    if scoring_round.most_each is None:
        return ""
    words = ngettext(
        "You score %(own)s of %(count)s use case. Others score the rest.",
        "You score %(own)s of %(count)s use cases. Others score the rest.",
        count := len(use_cases_of(scoring_round)),
    )
    return words % {"own": own, "count": count}


def alone_words(
    scoring_round: ScoringRound, participant: Participant, own: Sequence[UseCase]
) -> tuple[str, ...]:
    """The warnings that a person reads before they score: their `own` use cases that no one else scores, or
    no one else from their side. Everyone can see whose numbers these are. Empty if everyone scores all
    (activity_people.is_alone). Two queries at most."""
    if scoring_round.most_each is None or not own:
        return ()
    others = ShareUseCase.objects.filter(
        round=scoring_round, use_case__in=own, participant__in=people_of_round(scoring_round)
    ).exclude(participant=participant)
    rows = (
        others.order_by()
        .values_list("use_case")
        .annotate(of_side=Count("pk", filter=Q(participant__side=participant.side)), of_all=Count("pk"))
    )
    counts = {use_case: (of_all, of_side) for use_case, of_side, of_all in rows}
    alone = [each.name for each in own if each.pk not in counts]
    on_side = [each.name for each in own if each.pk in counts and not counts[each.pk][1]]
    words = []
    if alone:
        text = ngettext(
            "So far, no one else scores %(names)s. "
            "After the reveal, everyone can tell that its numbers are yours.",
            "So far, no one else scores %(names)s. "
            "After the reveal, everyone can tell that their numbers are yours.",
            len(alone),
        )
        words.append(text % {"names": _names(alone, own)})
    # Of who is alone on their side in the whole round, the phone says so once.
    if on_side and participant.side in SIDES and not is_alone(scoring_round, participant):
        text = ngettext(
            "So far, no one else from %(side)s scores %(names)s. "
            "After the reveal, everyone can tell which of its numbers are yours.",
            "So far, no one else from %(side)s scores %(names)s. "
            "After the reveal, everyone can tell which of their numbers are yours.",
            len(on_side),
        )
        words.append(text % {"side": participant.get_side_display(), "names": _names(on_side, own)})
    return tuple(words)


def _names(names: list[str], own: Sequence[UseCase]) -> str:
    """The names in a row, where they aren't all of a share."""
    return _("these use cases") if 1 < len(names) == len(own) else listed(names)


def share_words(scoring_round: ScoringRound) -> tuple[str, ...]:
    """Sentences about the shares for the facilitator: how many use cases each person scores, and whether too
    few people are here. If the setting is on and everyone scores all, the reason. Empty if it's off."""
    use_cases = len(use_cases_of(scoring_round))
    if scoring_round.most_each is None:
        return _whole_words(scoring_round, use_cases)
    words = ngettext(
        "Fair share: each person scores at most %(most)s of %(count)s use case.",
        "Fair share: each person scores at most %(most)s of %(count)s use cases.",
        use_cases,
    ) % {"most": scoring_round.most_each, "count": use_cases}
    scoring = _scoring(scoring_round)
    lacking = _lacking(scoring_round, scoring)
    if not lacking:
        return (words,)
    people, enough = len(scoring), people_needed(use_cases, scoring_round.most_each)
    if people >= enough:
        lack = ngettext(
            "%(count)s use case has fewer than %(scorers)s scorers here. People who join later fill the gap.",
            "%(count)s use cases have fewer than %(scorers)s scorers here. "
            "People who join later fill the gaps.",
            lacking,
        )
        return (words, lack % {"count": lacking, "scorers": SCORERS})
    lack = ngettext(
        "With %(count)s person here, some use cases get fewer than %(scorers)s scorers. "
        "That takes %(needed)s people, or a shorter list.",
        "With %(count)s people here, some use cases get fewer than %(scorers)s scorers. "
        "That takes %(needed)s people, or a shorter list.",
        people,
    )
    return (words, lack % {"count": people, "scorers": SCORERS, "needed": enough})


def _whole_words(scoring_round: ScoringRound, use_cases: int) -> tuple[str, ...]:
    asked_for = scoring_round.activity.settings.get(FAIR_SHARE) and use_cases > MOST_EACH
    if not asked_for or fits_shares(scoring_round.method):
        return ()
    words = _(
        "No fair share: totals by “%(method)s” can’t be adjusted for leniency. Everyone scores all use cases."
    )
    return (words % {"method": scoring_round.method.name},)


def _lacking(scoring_round: ScoringRound, scoring: Collection[int]) -> int:
    """The number of use cases that fewer than SCORERS of these people score."""
    shares = shares_of(scoring_round) or {}
    scorers = Counter(use_case for person in scoring for use_case in shares.get(person, ()))
    return sum(scorers[each.pk] < SCORERS for each in use_cases_of(scoring_round))


def _scoring(scoring_round: ScoringRound) -> set[int]:
    """Those who are here (workshops.room.presence), or have scored something, by primary keys."""
    rows = people_of_round(scoring_round).values_list("pk", "uuid", "is_proxy", IS_REHEARSAL)
    people, needs_device = {}, {}
    for pk, uuid, *marks in rows:
        people[str(uuid)] = pk
        needs_device[str(uuid)] = presence.needs_device(*marks)
    connected = live.connected(scoring_round.activity.track.workshop_id)
    here = presence.here(needs_device.items(), connected)
    scored = scoring_round.scores.filter(late=False, participant__removed_at=None)
    scored_by = scored.order_by().values_list("participant_id", flat=True).distinct()
    return {people[uuid] for uuid in here} | set(scored_by)
