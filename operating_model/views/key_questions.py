"""The key questions of a discovery: one page, edited in place."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.operations import pulse_of
from operating_model.kinds.key_questions import KEY_QUESTION
from operating_model.models import KeyQuestion
from operating_model.selectors.key_questions import key_questions_of, lacks_shipped, standings_of
from operating_model.services.key_questions import add_shipped_questions
from operating_model.views.common import editor, viewer
from organizations.web.in_place import PagePart
from organizations.web.kind_pages import InPlace
from organizations.web.pages import page
from organizations.web.requests import Request


@viewer
@require_safe
def key_questions(request: Request, discovery: Discovery) -> HttpResponse:
    """The page of key questions."""
    return _questions(request, discovery)


def _questions(request: Request, discovery: Discovery) -> HttpResponse:
    pulse = pulse_of(discovery)
    questions = list(key_questions_of(discovery))
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "questions": questions,
        "standings": standings_of(discovery),
        "lacks_shipped": lacks_shipped(questions),
        "editing": may_edit(request.actor, discovery),
    }
    return page(request, "operating_model/key_questions/list.html", context, part="questions")


def _part(request: Request, discovery: Discovery) -> PagePart:
    url = reverse("operating_model:key_questions", args=[discovery.slug])
    return PagePart("questions", url, lambda: _questions(request, discovery))


class KeyQuestionPages(InPlace[KeyQuestion]):
    """Forms of a key question, where it stands."""

    kind = KEY_QUESTION
    add_title = gettext_lazy("Add a question")
    edit_title = gettext_lazy("Answer the question")
    added = gettext_lazy("Question added")
    deleted = gettext_lazy("Question deleted")

    def part(self, request: Request, discovery: Discovery, artifact: KeyQuestion) -> PagePart:
        return _part(request, discovery)


KEY_QUESTION_PAGES = KeyQuestionPages()


@editor
@require_POST
def key_question_shipped(request: Request, discovery: Discovery) -> HttpResponse:
    """The questions of the method, those that are not there yet."""
    done = add_shipped_questions(actor=request.actor, discovery=discovery)
    return _part(request, discovery).answer(request, _("Questions added"), undoes=done)
