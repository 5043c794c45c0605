"""Running a consent decision: the proposal of each round, and the decision in the end."""

from typing import Any

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict
from core.models import Operation
from core.selectors.operations import which_added
from core.services import artifacts, operation
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.contributions.answers.selectors import answers_of
from workshops.contributions.consent.selectors import proposal_of, round_number
from workshops.models import Activity, Decision
from workshops.results.decisions.services import add_decision


def propose(
    *, actor: Actor, activity: Activity, proposal: str, from_round: int, answering: str, revealed: str
) -> Activity:
    """Put another proposal to the room. While no one has answered it replaces the one of the present round,
    also after the reveal; after a reveal of answers it opens the next round, and the one before is kept.

    `from_round` is the round that the facilitator saw; `answering` and `revealed` are the phases of the kind.
    Raises NotAllowed, NotFound, and Conflict when another round was opened, or people answer already.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "activity.proposed", summary=activity.title, place=workshop):
        live.publish_change(workshop.pk, "activity", "progress")
        locked = artifacts.locked(activity)
        now = round_number(locked)
        if now != from_round:
            raise Conflict(_("Someone has already opened another round. Your screen shows it now."))
        settings: dict[str, Any] = {**locked.settings, "proposal": proposal}
        has_answers = answers_of(locked, str(now)).exists()
        if locked.phase == revealed:
            if has_answers:
                settings["earlier"] = [*locked.settings.get("earlier", []), proposal_of(locked)]
            return artifacts.change(locked, settings=settings, phase=answering)
        if has_answers:
            raise Conflict(
                _("People have already answered this wording. Reveal the fingers, then change it.")
            )
        return artifacts.change(locked, settings=settings)


def record_decision(*, actor: Actor, activity: Activity, **fields: Any) -> tuple[Decision, Operation]:
    """An entry of the decision log that was taken here (`fields` as add_decision takes them), and the
    operation that undoes it. Everyone's screens show it. Raises NotAllowed, NotFound, and Conflict before
    the reveal, and where no one gave fingers in the round that was revealed."""
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    summary = str(fields.get("title", ""))
    with operation(actor, "decision.added", summary=summary, place=workshop) as recorded:
        live.publish_change(workshop.pk, "activity")
        locked = artifacts.locked(activity)
        locked.track = activity.track
        policies.check_has_answers(locked)
        decision = add_decision(
            actor=actor, discovery=workshop.discovery, workshop=workshop, activity=activity, **fields
        )
    return decision, which_added(decision, recorded)
