"""Key questions in a room: what phones propose, and what the console makes of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.forms.kinds import form_of
from core.services import kinds
from operating_model.forms.in_the_room import AnswerProposalForm, ChooseQuestionForm
from operating_model.kinds.key_questions import KEY_QUESTION
from operating_model.models import AnswerProposal, KeyQuestion
from operating_model.selectors.key_questions import KEY_QUESTIONS, proposals_in
from operating_model.services import answer_proposals as services
from organizations.web.form_pages import form_methods, form_view, posted
from organizations.web.lookups import find
from organizations.web.pages import with_toast
from organizations.web.requests import Request
from workshops.models import Activity, Workshop
from workshops.views.answers import check_sent
from workshops.web import access
from workshops.web.lookups import activity_of
from workshops.web.room_answers import check_kind, refused, saved


@access.contributor
@require_POST
def propose(request: Request, activity: Activity) -> JsonResponse:
    """An answer from a phone. Sent twice under one `uuid`, it is one answer."""
    check_kind(activity, KEY_QUESTIONS)
    form = AnswerProposalForm(request.POST)
    if not form.is_valid():
        return refused(form)
    sent = form.cleaned_data
    services.propose(
        actor=request.actor,
        activity=activity,
        question=sent["question"],
        horizon=sent["horizon"],
        text=sent["text"],
        uuid=sent["uuid"],
    )
    return saved(activity, _("It is beside the question"))


@access.contributor
@require_POST
def drop(request: Request, activity: Activity, proposal: UUID) -> JsonResponse:
    """Take back an answer of one's own."""
    services.drop(actor=request.actor, activity=activity, uuid=proposal)
    return saved(activity)


@access.console
@require_POST
def take(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """One tap: what was proposed becomes part of the answer."""
    done = services.accept(actor=request.actor, proposal=_proposal(workshop, uuid))
    return with_toast(HttpResponse(status=204), _("It is in the answer"), undoes=done)


@access.console
@require_POST
def decline(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Off the list, and offer to undo it."""
    done = services.decline(actor=request.actor, proposal=_proposal(workshop, uuid))
    return with_toast(HttpResponse(status=204), _("Taken off the list"), undoes=done)


@access.console
@require_POST
def choose(request: Request, workshop: Workshop, activity: UUID) -> HttpResponse:
    """Which question the room is at."""
    at = activity_of(workshop, activity)
    check_kind(at, KEY_QUESTIONS)
    form = ChooseQuestionForm(request.POST)
    check_sent(form)
    services.choose_question(
        actor=request.actor, activity=at, question=_question(workshop, form.cleaned_data["question"])
    )
    return with_toast(HttpResponse(status=204), _("Everybody sees this question now"))


@access.console
@never_cache
@form_methods
def edit(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Answers, owner and state of a question, in a dialog of the console."""
    question = _question(workshop, uuid)
    form = form_of(KEY_QUESTION)(posted(request), instance=question)
    return form_view(
        request,
        form,
        lambda: kinds.change(actor=request.actor, artifact=question, revision=form.seen, **form.values()),
        message=_("Saved"),
        title=_("Answer the question"),
        back=reverse("discovery:console", args=[workshop.code]),
        stays=True,
    )


def _proposal(workshop: Workshop, uuid: UUID) -> AnswerProposal:
    return find(proposals_in(workshop), uuid=uuid)


def _question(workshop: Workshop, uuid: UUID) -> KeyQuestion:
    rows = KeyQuestion.objects.select_related("discovery__domain__organization")
    return find(rows, discovery=workshop.discovery, uuid=uuid)
