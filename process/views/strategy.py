"""An organization's data strategy: its questions, their answers, and who answers for them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery import permissions
from discovery.models import Organization
from discovery.web import access
from discovery.web.form_pages import done, form_methods, form_view, posted
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request, sent_order
from process.forms.strategy import StrategyQuestionForm
from process.models import StrategyQuestion
from process.selectors.strategy import strategy_of
from process.services import strategy as services
from process.strategy_catalog import hint_of


@access.organization("member")
@require_safe
def strategy(request: Request, organization: Organization) -> HttpResponse:
    context = {
        "organization": organization,
        "strategy": strategy_of(organization),
        "may_edit": permissions.allows(permissions.check_start_discovery, request.actor, organization),
    }
    return page(request, "process/strategy.html", context)


@access.organization("facilitator")
@require_POST
def begin(request: Request, organization: Organization) -> HttpResponse:
    begun = services.take_shipped_questions(actor=request.actor, organization=organization)
    return done(request, _address(organization), _("Questions added."), undoes=begun)


@access.organization("facilitator")
@form_methods
def question_add(request: Request, organization: Organization) -> HttpResponse:
    form = StrategyQuestionForm(posted(request), organization=organization)
    return form_view(
        request,
        form,
        lambda: services.add_question(actor=request.actor, organization=organization, **form.values()),
        message=_("Question added."),
        title=_("Add a question"),
        save_label=_("Add the question"),
        back=_address(organization),
        organization=organization,
    )


@access.organization("facilitator")
@form_methods
def question_edit(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    question = _question(organization, uuid)
    form = StrategyQuestionForm(
        posted(request), instance=question, organization=organization, hint=hint_of(question.key)
    )
    return form_view(
        request,
        form,
        lambda: services.change_question(
            actor=request.actor, question=question, revision=form.seen, **form.values()
        ),
        message=_("Saved."),
        title=_("Answer the question"),
        back=_address(organization),
        organization=organization,
    )


@access.organization("facilitator")
@require_POST
def question_delete(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    deleted = services.delete_question(actor=request.actor, question=_question(organization, uuid))
    return done(request, _address(organization), _("Question deleted."), undoes=deleted)


@access.organization("facilitator")
@require_POST
def question_order(request: Request, organization: Organization) -> HttpResponse:
    services.reorder_questions(
        actor=request.actor, organization=organization, order=sent_order(request, "order")
    )
    return HttpResponse(status=204)


def _question(organization: Organization, uuid: UUID) -> StrategyQuestion:
    question = find(StrategyQuestion.objects.all(), organization=organization, uuid=uuid)
    question.organization = organization
    return question


def _address(organization: Organization) -> str:
    return reverse("process:organization_strategy", args=[organization.slug])
