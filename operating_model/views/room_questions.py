"""Key questions in a room: proposals of phones, and the console's work with them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.forms import form_of
from core.services import kinds
from operating_model.forms.room_contributions import AnswerProposalForm, ChooseQuestionForm
from operating_model.key_questions.kinds import KEY_QUESTION
from operating_model.key_questions.selectors import KEY_QUESTIONS, proposals_in
from operating_model.models import AnswerProposal, KeyQuestion
from operating_model.services import answer_proposals as services
from organizations.actors import Actor
from organizations.web import Request, find, form_methods, form_view, posted, with_toast
from workshops.contributions.answers.views import check_sent
from workshops.models import Activity, Workshop
from workshops.web import access, activity_of, check_kind
from workshops.web.contribution_pages import OfferPages


class KeyQuestionAnswerPages(OfferPages[AnswerProposal]):
    """Answers of phones; an adopted one becomes part of the question's answer."""

    contribution = services.ANSWERS
    activity = KEY_QUESTIONS
    form = AnswerProposalForm
    confirmation = gettext_lazy("Answer posted")
    accepted = gettext_lazy("Added to the answer")

    def rows(self, workshop: Workshop) -> QuerySet[AnswerProposal]:
        return proposals_in(workshop)

    def send(self, actor: Actor, activity: Activity, uuid: UUID, **values: Any) -> AnswerProposal:
        """Beside the question that the phone names, or the room's current one."""
        return services.propose(actor=actor, activity=activity, uuid=uuid, **values)


ANSWERS = KeyQuestionAnswerPages()


@access.console
@require_POST
def choose(request: Request, workshop: Workshop, activity: UUID) -> HttpResponse:
    """Move the room to another question."""
    at = activity_of(workshop, activity)
    check_kind(at, KEY_QUESTIONS)
    form = ChooseQuestionForm(request.POST)
    check_sent(form)
    services.choose_question(
        actor=request.actor, activity=at, question=_question(workshop, form.cleaned_data["question"])
    )
    return with_toast(HttpResponse(status=204), _("Everyone sees this question now"))


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
        lambda: kinds.change(actor=request.actor, artifact=question, **form.changes()),
        message=_("Saved"),
        title=_("Answer the question"),
        back=reverse("discovery:console", args=[workshop.code]),
        stays=True,
    )


def _question(workshop: Workshop, uuid: UUID) -> KeyQuestion:
    rows = KeyQuestion.objects.select_related("discovery__domain__organization")
    return find(rows, discovery=workshop.discovery, uuid=uuid)
