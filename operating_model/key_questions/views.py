"""The key questions of a discovery: one page, edited in place."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery
from discovery.web.single_part_pages import OnPartPage, PartPage
from operating_model.key_questions.kinds import KEY_QUESTION
from operating_model.key_questions.selectors import key_questions_of, lacks_shipped, standings_of
from operating_model.key_questions.services import add_shipped_questions
from operating_model.models import KeyQuestion
from operating_model.views.page_access import editor, viewer
from organizations.web import Request


def _questions(_request: Request, discovery: Discovery) -> dict[str, Any]:
    questions = list(key_questions_of(discovery))
    return {
        "questions": questions,
        "standings": standings_of(discovery),
        "lacks_shipped": lacks_shipped(questions),
    }


QUESTIONS = PartPage(
    "questions", "operating_model:key_questions", "operating_model/key_questions/list.html", _questions
)
key_questions = viewer(require_safe(QUESTIONS.show))


class KeyQuestionPages(OnPartPage[KeyQuestion]):
    """Forms of a key question, in place."""

    kind = KEY_QUESTION
    on = QUESTIONS
    add_title = gettext_lazy("Add a question")
    edit_title = gettext_lazy("Answer the question")


KEY_QUESTION_PAGES = KeyQuestionPages()


@editor
@require_POST
def key_question_shipped(request: Request, discovery: Discovery) -> HttpResponse:
    """Add the questions of the method that are missing."""
    operation = add_shipped_questions(actor=request.actor, discovery=discovery)
    return QUESTIONS.part(request, discovery).answer(request, _("Questions added"), undoes=operation)
