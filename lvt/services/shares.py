"""Writing the shares of a round (lvt.fair_share): each person's once, when they come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lvt.fair_share import Holder, deal_added
from lvt.models import ScoringRound, ShareUseCase, UseCase
from lvt.selectors.people import people_of_round
from lvt.selectors.share_rows import kept_shares
from lvt.selectors.shares import new_shares


def keep_shares(scoring_round: ScoringRound) -> None:
    """Give everyone who is here and has no share theirs. Call it behind the room's lock: two who come at once
    would fill the same gap otherwise. Nothing where everyone scores all."""
    if scoring_round.most_each is not None:
        shares = new_shares(scoring_round, kept_shares(scoring_round))
        _write(scoring_round, ((pk, use_case) for pk, share in shares.items() for use_case in sorted(share)))


def add_to_shares(scoring_round: ScoringRound, added: Sequence[UseCase]) -> None:
    """Give use cases that the round includes from now on to people who have a share, behind the room's lock.
    Call `keep_shares` before the round includes them."""
    if scoring_round.most_each is None:
        return
    kept = kept_shares(scoring_round)
    people = {
        str(uuid): (pk, Holder(side, kept[pk]))
        for pk, uuid, side in people_of_round(scoring_round)
        .order_by("joined_at", "pk")
        .values_list("pk", "uuid", "side")
        if pk in kept
    }
    cases = {str(each.uuid): each.pk for each in added}
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
