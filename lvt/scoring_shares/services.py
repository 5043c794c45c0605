"""Writing the shares of a round (lvt.scoring_shares.rules): each person's once, when they arrive."""

from collections.abc import Iterable, Sequence

from django.db.models import Count

from lvt.models import RoundState, ScoringRound, ShareUseCase, UseCase
from lvt.rounds.selectors import use_cases_of
from lvt.scoring_shares.rules import Holder, deal, deal_added, deal_at_once
from lvt.selectors.activity_people import people_of_round
from lvt.selectors.scoring_assignments import kept_shares
from workshops.registries import Arrival, arrivals


def deal_to_arrivals(workshop_id: int) -> None:
    """Give everyone who has come to an open round of the workshop their share, behind the room's lock. One
    query if no round has shares, and one more for each round with shares if no one has arrived."""
    rounds = ScoringRound.objects.filter(
        activity__track__workshop=workshop_id, state=RoundState.OPEN, most_each__isnull=False
    )
    for each in rounds.select_related("activity__track"):
        keep_shares(each)


def keep_shares(scoring_round: ScoringRound) -> None:
    """Give everyone who is here and has no share theirs. Call it behind the room's lock: two who come at once
    would fill the same gap otherwise. Nothing where everyone scores all, nor from the first step of the
    reveal on."""
    if scoring_round.most_each is not None and scoring_round.state == RoundState.OPEN:
        shares = _new_shares(scoring_round, scoring_round.most_each)
        _write(scoring_round, ((pk, use_case) for pk, share in shares.items() for use_case in share))


def _new_shares(scoring_round: ScoringRound, most: int) -> dict[int, list[int]]:
    """The shares of those who are here and have none yet, in the order of joining. One query where all have
    one; of the others' shares it reads how many of each side score each use case."""
    people = people_of_round(scoring_round)
    without = people.exclude(share_use_cases__round=scoring_round).order_by("joined_at", "pk")
    arriving = {str(uuid): (pk, side) for pk, uuid, side in without.values_list("pk", "uuid", "side")}
    if not arriving:
        return {}
    # By uuid, so that the same people and use cases are dealt alike in every installation.
    uuids = {each.pk: str(each.uuid) for each in use_cases_of(scoring_round)}
    cases = {uuid: pk for pk, uuid in uuids.items()}
    rows = ShareUseCase.objects.filter(round=scoring_round, participant__in=people).order_by()
    counts = rows.values_list("participant__side", "use_case_id").annotate(Count("pk"))
    holders = [Holder(side, [uuids[each]] * count) for side, each, count in counts if each in uuids]
    sides = [(uuid, side) for uuid, (_pk, side) in arriving.items()]
    shares = deal(list(cases), sides, holders, most) if holders else deal_at_once(list(cases), sides, most)
    return {
        arriving[str(person)][0]: [cases[str(each)] for each in share] for person, share in shares.items()
    }


def add_to_shares(scoring_round: ScoringRound, use_cases: Sequence[UseCase]) -> None:
    """Give use cases that the round includes from now on to people who have a share, behind the room's lock.
    Call `keep_shares` before the round includes them."""
    if scoring_round.most_each is None:
        return
    shares = kept_shares(scoring_round.uuid)
    people = {
        str(uuid): (pk, Holder(side, shares[pk]))
        for pk, uuid, side in people_of_round(scoring_round)
        .order_by("joined_at", "pk")
        .values_list("pk", "uuid", "side")
        if pk in shares
    }
    cases = {str(each.uuid): each.pk for each in use_cases}
    more = deal_added(list(cases), {uuid: holder for uuid, (_pk, holder) in people.items()})
    _write(
        scoring_round,
        ((people[str(uuid)][0], cases[str(case)]) for uuid, share in more.items() for case in share),
    )


def _write(scoring_round: ScoringRound, rows: Iterable[tuple[int, int]]) -> None:
    ShareUseCase.objects.bulk_create(
        [
            ShareUseCase(round=scoring_round, participant_id=participant, use_case_id=use_case)
            for participant, use_case in rows
        ],
        batch_size=1_000,
    )


def register_own() -> None:
    """Register what happens when people arrive."""
    arrivals.register(Arrival("shares", deal_to_arrivals))
