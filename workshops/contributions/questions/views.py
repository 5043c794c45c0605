"""The question list: what people send from their phones, and what the facilitator does on the console."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.exceptions import Conflict
from organizations.web import Request, find, form_methods, form_view, posted, with_toast
from workshops.contributions.answers.views import check_sent
from workshops.contributions.questions import services
from workshops.contributions.questions.activity import Questions
from workshops.contributions.questions.forms import AnswerQuestionForm, AskForm, SupportForm
from workshops.contributions.votes import services as votes
from workshops.models import Activity, Question, Workshop
from workshops.web import access, saved_answer


@access.contributor
@require_POST
def ask(request: Request, activity: Activity) -> JsonResponse:
    """A question of someone in the room."""
    _check_kind(activity)
    form = AskForm(request.POST)
    check_sent(form)
    revision = services.ask(
        actor=request.actor,
        activity=activity,
        uuid=form.cleaned_data["uuid"],
        text=form.cleaned_data["text"],
    )
    return saved_answer(activity, revision=revision)


@access.contributor
@require_POST
def support(request: Request, activity: Activity) -> JsonResponse:
    """Support a question, or take that back."""
    _check_kind(activity)
    form = SupportForm(request.POST)
    check_sent(form)
    device, tap = form.order()
    revision = votes.support(
        actor=request.actor,
        activity=activity,
        question=form.cleaned_data["item"],
        on=bool(form.cleaned_data["dots"]),
        device=device,
        tap=tap,
    )
    return saved_answer(activity, revision=revision)


@access.console
@form_methods
def answer(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Mark a question as answered, with a note of the answer."""
    question = _question(workshop, uuid)
    form = AnswerQuestionForm(posted(request), instance=question)
    return form_view(
        request,
        form,
        lambda: services.answer_question(
            actor=request.actor,
            question=question,
            answer=form.cleaned_data["answer"],
            revision=form.seen_revision,
        ),
        message=_("The answer is on every screen"),
        title=_("Answer the question"),
        intro=question.title,
        back=reverse("discovery:console", args=[workshop.code]),
        save_label=_("Save the answer"),
        undoes=lambda operation: operation,
        stays=True,
        discovery=workshop.discovery,
    )


@access.console
@require_POST
def park(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Move a question to the parking lot."""
    operation = services.park_question(actor=request.actor, question=_question(workshop, uuid))
    return with_toast(HttpResponse(status=204), _("Moved to the parking lot"), undoes=operation)


def _question(workshop: Workshop, uuid: UUID) -> Question:
    questions = Question.objects.select_related("activity__track__workshop__discovery")
    return find(questions, uuid=uuid, activity__track__workshop=workshop)


def _check_kind(activity: Activity) -> None:
    if activity.kind != Questions.key:
        raise Conflict(_("This activity doesn’t accept questions."))
