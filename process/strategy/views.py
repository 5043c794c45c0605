"""An organization's data strategy: its questions, their answers, and who answers for them."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms import KindForm
from organizations import permissions
from organizations.models import Organization
from organizations.web import Request, access, page, redirect_with_toast
from organizations.web.kind_pages import OrganizationDialog
from process.models import StrategyQuestion
from process.shipped import hint_of
from process.strategy import services
from process.strategy.kinds import STRATEGY_QUESTION
from process.strategy.selectors import strategy_of


@access.organization("member")
@require_safe
def strategy(request: Request, organization: Organization) -> HttpResponse:
    """The page of the data strategy."""
    context = {
        "organization": organization,
        "strategy": strategy_of(organization),
        "may_edit": permissions.allows(permissions.check_start_discovery, request.actor, organization),
    }
    return page(request, "process/strategy.html", context)


@access.organization("facilitator")
@require_POST
def begin(request: Request, organization: Organization) -> HttpResponse:
    """Add the questions that the method knows."""
    operation = services.take_shipped_questions(actor=request.actor, organization=organization)
    return redirect_with_toast(request, _address(organization), _("Questions added."), undoes=operation)


class StrategyQuestionForm(KindForm[StrategyQuestion]):
    """Of a shipped question it says what an answer holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].help_text = str(hint_of(self.instance.key))


class StrategyQuestionPages(OrganizationDialog[StrategyQuestion]):
    """Forms of a question of the data strategy."""

    kind = STRATEGY_QUESTION
    form = StrategyQuestionForm
    add_title = gettext_lazy("Add a question")
    add_label = gettext_lazy("Add the question")
    edit_title = gettext_lazy("Answer the question")

    def back(self, organization: Organization, artifact: StrategyQuestion) -> str:
        return _address(organization)


STRATEGY_QUESTION_PAGES = StrategyQuestionPages()


def _address(organization: Organization) -> str:
    return reverse("process:organization_strategy", args=[organization.slug])
