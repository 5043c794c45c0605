"""Running a consent decision from the console, in dialogs: what is typed there is not touched by what the
room does."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.exceptions import Conflict
from organizations.web import Request, form_methods, form_view, posted
from workshops.contributions.answers.activity import ANSWERING, REVEALED
from workshops.contributions.answers.forms import ProposalForm
from workshops.contributions.answers.selectors import AnswerRow
from workshops.contributions.consent import services
from workshops.contributions.consent.activity import Consent
from workshops.contributions.consent.selectors import proposal_of, round_number, round_of, standing_objections
from workshops.models import Activity, Workshop
from workshops.policies import check_has_answers
from workshops.results.decisions.forms import DecisionForm, ProposalDecisionForm
from workshops.web import access, activity_of


@access.console
@form_methods
def propose(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Write the proposal, or change it and open the next round."""
    activity = _consent(workshop, uuid)
    form = ProposalForm(
        posted(request), initial={"proposal": proposal_of(activity), "round": round_number(activity)}
    )
    opens = activity.phase == REVEALED
    return form_view(
        request,
        form,
        lambda: services.propose(
            actor=request.actor,
            activity=activity,
            proposal=form.cleaned_data["proposal"],
            from_round=form.cleaned_data["round"],
            answering=ANSWERING,
            revealed=REVEALED,
        ),
        message=_("A new round is open") if opens else _("Everyone can read the proposal"),
        title=_("Start the next round") if opens else _("Write the proposal"),
        intro=_("Revise the proposal to resolve the objections. The previous round is kept.")
        if opens
        else _("One or two sentences that everyone can agree or object to."),
        back=_console(workshop),
        stays=True,
        save_label=_("Start the round") if opens else _("Ask the room"),
        discovery=workshop.discovery,
    )


@access.console
@form_methods
def decide(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Record the decision; what objected to it is filled in as dissent."""
    activity = _consent(workshop, uuid)
    check_has_answers(activity)
    # A form that asked is read as it was sent, though the objections are gone.
    asks = standing_objections(activity) > 0 or "outcome" in request.POST
    form_class = ProposalDecisionForm if asks else DecisionForm
    form = form_class(posted(request), initial=_prefilled(activity))
    return form_view(
        request,
        form,
        lambda: services.record_decision(actor=request.actor, activity=activity, **form.values()),
        message=_("The decision is recorded"),
        title=_("Record the decision"),
        back=_console(workshop),
        undoes=lambda result: result[1],
        stays=True,
        save_label=_("Record the decision"),
        discovery=workshop.discovery,
    )


def _consent(workshop: Workshop, uuid: UUID) -> Activity:
    activity = activity_of(workshop, uuid)
    if activity.kind != Consent.key:
        raise Conflict(_("This activity isn’t a consent decision."))
    return activity


def _prefilled(activity: Activity) -> dict[str, str]:
    """Title, reason and dissent as the last round leaves them."""
    last = round_of(activity, round_number(activity))
    sentence = " ".join(last.proposal.split())
    whole = len(sentence) <= 200
    reason = _("No one objected: %(count)s people, %(mean)s fingers on average, round %(round)s.")
    if not last.has_consent:
        reason = _("Not everyone consented: %(count)s people, %(mean)s fingers on average, round %(round)s.")
    reason = reason % {"count": last.spread.count, "mean": last.spread.mean or "–", "round": last.number}
    return {
        "title": sentence if whole else sentence[:199] + "…",
        "reason": reason if whole else f"{last.proposal}\n\n{reason}",
        "dissent": "\n".join(_objection(objection) for objection in last.objections),
    }


def _objection(objection: AnswerRow) -> str:
    words = f"({objection.number}) {objection.text}"
    return f"{objection.name} ({objection.number}): {objection.text}" if objection.name else words


def _console(workshop: Workshop) -> str:
    return reverse("discovery:console", args=[workshop.code])
