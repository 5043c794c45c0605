"""Deciding what to pursue."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _, gettext_lazy, ngettext

import live
from core.exceptions import Invalid, NotFound
from core.labels import listed
from core.models import Operation
from core.selectors.operations import which_added
from core.services import artifacts, operation
from discovery.selectors.default_language import in_language_of
from lvt.models import ShortlistedUseCase, UseCase
from lvt.rounds.selectors import current_results
from lvt.shortlist.selectors import passed_over
from lvt.use_cases.selectors import stopped_in
from organizations.actors import Actor
from workshops import permissions
from workshops.models import Activity, Decision
from workshops.results.decisions.services import add_decision

NOTHING_CHOSEN = gettext_lazy("Choose at least one use case for the shortlist.")
NO_REASON = gettext_lazy("Add the reason. Without it, no one can understand the decision later.")


def decide(
    *,
    actor: Actor,
    activity: Activity,
    use_cases: Sequence[UseCase],
    reason: str,
    decided_by: str = "",
    dissent: str = "",
    against: str = "",
    uuid: UUID | None = None,
) -> tuple[Decision, Operation]:
    """Put `use_cases`, in this order, on the shortlist: an entry of the decision log with its reason, and the
    operation that undoes it. Deciding again replaces the shortlist; the earlier decision stays in the log.
    `uuid` is the one that the form chose: sent again, it is the same decision.

    `against` is the reason why use cases that rank above them wait.

    Raises NotAllowed, NotFound for use cases of another discovery, Invalid for an empty list or no reason,
    and where something that ranks above them is passed over without one.
    """
    workshop = activity.track.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    if any(use_case.discovery_id != workshop.discovery_id for use_case in use_cases):
        raise NotFound(_("Use case not found in this discovery."))
    if not use_cases:
        raise Invalid(NOTHING_CHOSEN, "use_cases")
    if not reason.strip():
        raise Invalid(NO_REASON, "reason")
    passed = passed_over(current_results(workshop.discovery), use_cases, stopped_in(workshop.discovery))
    waits = listed([f"{each.use_case.name} ({each.rank})" for each in passed])
    if passed and not against.strip():
        words = _("Ranked higher but not chosen: %(names)s. Add the reason for skipping them.")
        raise Invalid(words % {"names": waits}, "against")
    with in_language_of(workshop.discovery):
        title = _title(use_cases)
        alternatives = _alternatives(waits, against) if passed else ""
    with operation(actor, "shortlist.decided", summary=activity.title, place=workshop) as decided:
        live.publish_change(workshop.pk, "activity", "progress")
        decision = add_decision(
            actor=actor,
            discovery=workshop.discovery,
            workshop=workshop,
            activity=activity,
            title=title,
            reason=reason,
            decided_by=decided_by,
            dissent=dissent,
            alternatives=alternatives,
            uuid=uuid,
        )
        if decided.was_sent_before:
            keys = ((use_case.pk,) for use_case in use_cases)
            artifacts.check_was_written_with(
                decision, ShortlistedUseCase, ["use_case_id"], keys, decision=decision
            )
        else:
            for position, use_case in enumerate(use_cases):
                artifacts.add(ShortlistedUseCase, decision=decision, use_case=use_case, position=position)
    return decision, which_added(decision, decided)


def _alternatives(waits: str, why: str) -> str:
    return _("Ranked higher but not chosen: %(names)s. %(why)s") % {"names": waits, "why": why.strip()}


def _title(use_cases: Sequence[UseCase]) -> str:
    names = ", ".join(use_case.name for use_case in use_cases)
    title = _("Shortlist: %(names)s") % {"names": names}
    if len(title) <= 200:
        return title
    return ngettext("Shortlist of %(count)s use case", "Shortlist of %(count)s use cases", len(use_cases)) % {
        "count": len(use_cases)
    }
