"""Page of the reasons for a discovery: the data strategy of its domain, the suitability of Data Mesh, and
what it is."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import Invalid
from core.forms import KindForm, form_of
from core.kinds import only
from discovery import data_mesh_basics, permissions, process_drawing
from discovery.models import Discovery, DiscoveryRole
from discovery.selectors.change_counter import pulse_of
from discovery.web import access
from discovery.web.drawings import drawing_of
from organizations.web import PagePart, Request, page
from organizations.web.kind_pages import InPlace
from process.models import StrategyChoice, SuitabilityStatement
from process.strategy.kinds import STRATEGY_CHOICE
from process.strategy.selectors import choices_of, strategy_of
from process.suitability import services
from process.suitability.kinds import NO_SCORE, STATEMENT
from process.suitability.selectors import SCALE, check_of

RATING = only(STATEMENT.layout, "score")


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def why(request: Request, discovery: Discovery) -> HttpResponse:
    """The page of the suitability check."""
    return _page(request, discovery)


def _page(request: Request, discovery: Discovery) -> HttpResponse:
    pulse = pulse_of(discovery)
    organization = discovery.domain.organization
    diamonds, _problem = drawing_of(
        process_drawing.diamonds_source(),
        title=process_drawing.diamonds_title(),
        description=process_drawing.diamonds_description(),
    )
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "organization": organization,
        "strategy": strategy_of(organization),
        "choices": choices_of(discovery),
        "sociotechnical": data_mesh_basics.SOCIOTECHNICAL,
        "principles": data_mesh_basics.PRINCIPLES,
        "challenges": data_mesh_basics.CHALLENGES,
        "diamonds": diamonds,
        "check": check_of(discovery),
        "scale": SCALE,
        "may_edit": permissions.may_edit(request.actor, discovery),
    }
    return page(request, "process/why.html", context, part="why")


def _part(request: Request, discovery: Discovery) -> PagePart:
    address = reverse("process:discovery_why", args=[discovery.slug])
    return PagePart("why", address, lambda: _page(request, discovery))


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def begin(request: Request, discovery: Discovery) -> HttpResponse:
    """Add the statements that the method knows."""
    operation = services.take_shipped_statements(actor=request.actor, discovery=discovery)
    return _part(request, discovery).answer(request, _("Statements added"), undoes=operation)


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def statement_rate(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """A press on the scale of a statement: `score`, empty to take it back."""
    statement = STATEMENT_PAGES.artifact(discovery, uuid)
    form = form_of(STATEMENT, RATING)(request.POST, instance=statement)
    if not form.is_valid():
        raise Invalid(NO_SCORE)
    rated = services.rate_statement(actor=request.actor, statement=statement, score=form.entered("score"))
    return _part(request, discovery).answer(request, _("Saved"), undoes=rated)


class StatementForm(KindForm[SuitabilityStatement]):
    """A shipped statement keeps its aspect."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.key:
            del self.fields["aspect"]


class StatementPages(InPlace[SuitabilityStatement]):
    """Forms of a statement: its evidence, and what would change it."""

    kind = STATEMENT
    form = StatementForm
    add_title = gettext_lazy("Add a statement")
    edit_title = gettext_lazy("Evidence and needed changes")

    def part(self, request: Request, discovery: Discovery, artifact: SuitabilityStatement) -> PagePart:
        return _part(request, discovery)


STATEMENT_PAGES = StatementPages()


class StrategyChoicePages(InPlace[StrategyChoice]):
    """Forms of a choice of the domain's data strategy."""

    kind = STRATEGY_CHOICE
    add_title = gettext_lazy("Add a choice")
    edit_title = gettext_lazy("Edit the choice")
    added = gettext_lazy("Choice added")
    deleted = gettext_lazy("Choice deleted")

    def part(self, request: Request, discovery: Discovery, artifact: StrategyChoice) -> PagePart:
        return _part(request, discovery)

    def add_slot(self, draft: StrategyChoice) -> str:
        return "slot-add-choice"


STRATEGY_CHOICE_PAGES = StrategyChoicePages()
