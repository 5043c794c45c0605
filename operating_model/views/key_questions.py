"""The key questions of a discovery: one page, edited in place."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery
from discovery.selectors.operations import pulse_of
from discovery.web.form_pages import form_methods, posted
from discovery.web.in_place import PagePart, edit_in_place
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request, sent_order
from operating_model.forms.key_questions import KeyQuestionForm
from operating_model.models import KeyQuestion
from operating_model.permissions import may_edit_operating_model
from operating_model.selectors.key_questions import key_questions_of, lacks_shipped, standings_of
from operating_model.services import key_questions as services
from operating_model.views.common import editor, section_tabs, viewer


@viewer
@require_safe
def key_questions(request: Request, discovery: Discovery) -> HttpResponse:
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
        "tabs": section_tabs(discovery, "operating_model:key_questions"),
        "editing": may_edit_operating_model(request.actor, discovery),
    }
    return page(request, "operating_model/key_questions/list.html", context, part="questions")


def _part(request: Request, discovery: Discovery) -> PagePart:
    url = reverse("operating_model:key_questions", args=[discovery.slug])
    return PagePart("questions", url, lambda: _questions(request, discovery))


@editor
@form_methods
def key_question_add(request: Request, discovery: Discovery) -> HttpResponse:
    form = KeyQuestionForm(posted(request), discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.add_key_question(actor=request.actor, discovery=discovery, **form.values()),
        part=_part(request, discovery),
        slot="slot-add",
        title=_("Add a question"),
        message=_("Question added"),
    )


@editor
@require_POST
def key_question_shipped(request: Request, discovery: Discovery) -> HttpResponse:
    """The questions of the method, those that are not there yet."""
    done = services.add_shipped_questions(actor=request.actor, discovery=discovery)
    return _part(request, discovery).answer(request, _("Questions added"), undoes=done)


@editor
@form_methods
def key_question_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    key_question = _question(discovery, uuid)
    form = KeyQuestionForm(posted(request), instance=key_question, discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.change_key_question(
            actor=request.actor, question=key_question, revision=form.seen, **form.values()
        ),
        part=_part(request, discovery),
        slot=f"slot-{uuid}",
        title=_("Answer the question"),
        message=_("Saved"),
    )


@editor
@require_POST
def key_question_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    done = services.delete_key_question(actor=request.actor, question=_question(discovery, uuid))
    return _part(request, discovery).answer(request, _("Question deleted"), undoes=done)


@editor
@require_POST
def key_question_order(request: Request, discovery: Discovery) -> HttpResponse:
    """The order of the list, dragged or moved by key."""
    order = sent_order(request, "questions")
    services.reorder_key_questions(actor=request.actor, discovery=discovery, order=order)
    return HttpResponse(status=204)


def _question(discovery: Discovery, uuid: UUID) -> KeyQuestion:
    question = find(KeyQuestion.objects.all(), discovery=discovery, uuid=uuid)
    question.discovery = discovery
    return question
