"""Scoring rounds: opened by the activity, extended by what arrives, revealed once by a facilitator, at once
or step by step, and opened again for a second look."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

import live
from core.exceptions import Invalid, NotFound
from core.services import artifacts, operation
from lvt.models import RoundState, RoundUseCase, ScoringMethod, ScoringRound, UseCase
from lvt.rounds import policies
from lvt.scoring_shares.rules import MOST_EACH
from lvt.scoring_shares.selectors import wants_shares
from lvt.scoring_shares.services import add_to_shares, keep_shares
from lvt.selectors.activity_people import people_of_round
from lvt.selectors.ranking_reveal_steps import is_last_step
from lvt.selectors.round_outcomes import fit_before_reveal
from organizations.actors import Actor
from workshops import permissions
from workshops.models import Activity


def open_round(
    *, actor: Actor, activity: Activity, use_cases: Sequence[UseCase], method: ScoringMethod
) -> ScoringRound:
    """A new round of the activity for `use_cases`, in this order. Earlier rounds are kept.

    A long list is shared out (lvt.scoring_shares.rules) if the activity has the setting and the method allows
    it. An open round without scores is replaced. Raises NotAllowed, NotFound for use cases or a method of
    another discovery, Invalid for no use cases or a method that no one can score by, and Conflict while
    people are scoring an open round.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    discoveries = {method.discovery_id, *(use_case.discovery_id for use_case in use_cases)}
    if discoveries != {workshop.discovery_id}:
        raise NotFound(_("Use case or method not found in this discovery."))
    if not use_cases:
        raise Invalid(_("Choose at least one use case to score."))
    with operation(actor, "round.opened", summary=activity.title, place=workshop):
        live.publish_change(workshop.pk, "activity", "progress")
        # Waits for a running change of its criteria, and counts with what that made of it.
        policies.check_can_score(artifacts.locked(method))
        earlier = list(ScoringRound.objects.filter(activity=activity).order_by("number"))
        number = earlier[-1].number + 1 if earlier else 1
        if earlier and earlier[-1].state != RoundState.REVEALED:
            policies.check_replace(earlier[-1])
            artifacts.trash(*earlier[-1].use_case_links.all(), earlier[-1])
            number = earlier[-1].number
        most_each = MOST_EACH if wants_shares(activity, len(use_cases), method) else None
        scoring_round = artifacts.add(
            ScoringRound, activity=activity, method=method, number=number, most_each=most_each
        )
        for position, use_case in enumerate(use_cases):
            artifacts.add(RoundUseCase, round=scoring_round, use_case=use_case, position=position)
        keep_shares(scoring_round)
    return scoring_round


def take_in(*, actor: Actor, round: ScoringRound, use_cases: Sequence[UseCase]) -> list[UseCase]:
    """The open round asks about these use cases, too, after those that it asks about: scores that were given
    stay, and people who scored are asked about the new ones. Returns the new ones.

    Raises NotAllowed, NotFound for use cases of another discovery, Conflict from the first step of the reveal
    on.
    """
    workshop = round.activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    if any(use_case.discovery_id != workshop.discovery_id for use_case in use_cases):
        raise NotFound(_("Use case or method not found in this discovery."))
    with operation(actor, "round.extended", summary=round.activity.title, place=workshop):
        # First the room's lock, as for a reveal: a use case is in the round before it, or not at all.
        live.publish_change(workshop.pk, "activity", "progress")
        current = artifacts.locked(round)
        policies.check_may_take_in(current)
        # Before the use cases are in the round: they go to those who have a share without them.
        keep_shares(current)
        links = list(RoundUseCase.objects.filter(round=current))
        there = {link.use_case_id for link in links}
        new = [use_case for use_case in use_cases if use_case.pk not in there]
        last = max((link.position for link in links), default=-1)
        for position, use_case in enumerate(new, start=last + 1):
            artifacts.add(RoundUseCase, round=current, use_case=use_case, position=position)
        add_to_shares(current, new)
    return new


def reveal(*, actor: Actor, round: ScoringRound) -> ScoringRound:
    """Show everyone the scores of the round, or the rest of its reveal: once, and for good.

    Raises NotAllowed for guests, NotFound for strangers, Conflict when it is revealed already or no one has
    scored.
    """
    workshop = round.activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "round.revealed", summary=round.activity.title, place=workshop):
        # First the room's lock: a score is written before this, and counts, or after it, and is late.
        live.publish_change(workshop.pk, "activity", "progress")
        current = artifacts.locked(round)
        policies.check_reveal(current)
        current.activity = round.activity
        return _show(current, RoundState.REVEALED, current.steps_shown)


def show_next(*, actor: Actor, round: ScoringRound, steps: int) -> ScoringRound:
    """Show everyone the next step of the reveal (lvt.selectors.ranking_reveal_steps): the first one ends the
    scoring, the last one leaves the round revealed. `steps` is how many steps the facilitator saw shown.

    Raises as `reveal`, and Conflict when someone took this step already.
    """
    workshop = round.activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    fit_before_reveal(round)
    with operation(actor, "round.revealing", summary=round.activity.title, place=workshop):
        live.publish_change(workshop.pk, "activity", "progress")
        current = artifacts.locked(round)
        policies.check_step(current, steps)
        current.activity = round.activity
        closing = _closing(current)
        closed = copy(current)
        for name, value in {**closing, "state": RoundState.REVEALING}.items():
            setattr(closed, name, value)
        state = RoundState.REVEALED if is_last_step(closed) else RoundState.REVEALING
        return artifacts.change(current, state=state, steps_shown=steps + 1, **closing)


def finish_reveal(activity: Activity) -> None:
    """Inside an operation: what the room leaves before it has seen all of it is revealed."""
    for each in ScoringRound.objects.filter(activity=activity, state=RoundState.REVEALING):
        _show(each, RoundState.REVEALED, each.steps_shown)


def _show(scoring_round: ScoringRound, state: RoundState, steps: int) -> ScoringRound:
    return artifacts.change(scoring_round, state=state, steps_shown=steps, **_closing(scoring_round))


def _closing(scoring_round: ScoringRound) -> dict[str, Any]:
    """The people who count, and the time: the fields that the first step sets, and that do not change after
    it."""
    if scoring_round.state != RoundState.OPEN:
        return {}
    keep_shares(scoring_round)
    people = list(people_of_round(scoring_round).values_list("uuid", "side", "role_title"))
    return {
        "revealed_at": timezone.now(),
        "sides": {str(uuid): side for uuid, side, _role in people},
        "roles": {str(uuid): role for uuid, _side, role in people if role},
    }
