"""Why a discovery is held: the data strategy in short, whether Data Mesh is right here, and what earlier
discoveries learned."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import Invalid
from discovery import frame_drawing, mesh, permissions
from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.selectors.operations import pulse_of
from discovery.web import access
from discovery.web.drawings import drawing_of
from discovery.web.form_pages import form_methods, posted
from discovery.web.in_place import PagePart, edit_in_place
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request
from process.forms.suitability import RateForm, StatementForm
from process.models import SuitabilityStatement
from process.selectors.learnings import learnings_of, learnings_of_others
from process.selectors.strategy import strategy_of
from process.selectors.suitability import SCALE, check_of
from process.services import suitability as services


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def why(request: Request, discovery: Discovery) -> HttpResponse:
    return _page(request, discovery)


def _page(request: Request, discovery: Discovery) -> HttpResponse:
    pulse = pulse_of(discovery)
    organization = discovery.domain.organization
    diamonds, _problem = drawing_of(
        frame_drawing.diamonds_source(),
        title=frame_drawing.diamonds_title(),
        description=frame_drawing.diamonds_description(),
    )
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "organization": organization,
        "strategy": strategy_of(organization),
        "principles": mesh.PRINCIPLES,
        "challenges": mesh.CHALLENGES,
        "diamonds": diamonds,
        "check": check_of(discovery),
        "scale": SCALE,
        "learnings": learnings_of(discovery),
        "earlier": learnings_of_others(discovery, request.actor),
        "may_edit": permissions.may_edit(request.actor, discovery),
    }
    return page(request, "process/why.html", context, part="why")


def why_part(request: Request, discovery: Discovery) -> PagePart:
    """The page's part, as forms in place take it."""
    address = reverse("process:discovery_why", args=[discovery.slug])
    return PagePart("why", address, lambda: _page(request, discovery))


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def begin(request: Request, discovery: Discovery) -> HttpResponse:
    begun = services.take_shipped_statements(actor=request.actor, discovery=discovery)
    return why_part(request, discovery).answer(request, _("Statements added"), undoes=begun)


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def statement_rate(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """A press on the scale of a statement: `score`, empty to take it back."""
    statement = _statement(discovery, uuid)
    form = RateForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("How far it is true is said from 0 to 4."))
    rated = services.rate_statement(
        actor=request.actor, statement=statement, score=form.cleaned_data["score"]
    )
    return why_part(request, discovery).answer(request, _("Saved"), undoes=rated)


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def statement_add(request: Request, discovery: Discovery) -> HttpResponse:
    form = StatementForm(posted(request))
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.add_statement(actor=request.actor, discovery=discovery, **form.values()),
        part=why_part(request, discovery),
        slot="slot-add-statement",
        title=_("Add a statement"),
        message=_("Statement added"),
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def statement_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    statement = _statement(discovery, uuid)
    form = StatementForm(posted(request), instance=statement)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.change_statement(
            actor=request.actor, statement=statement, revision=form.seen, **form.values()
        ),
        part=why_part(request, discovery),
        slot=f"slot-{uuid}",
        title=_("Evidence, and what would change it"),
        message=_("Saved"),
    )


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def statement_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    deleted = services.delete_statement(actor=request.actor, statement=_statement(discovery, uuid))
    return why_part(request, discovery).answer(request, _("Statement deleted"), undoes=deleted)


def _statement(discovery: Discovery, uuid: UUID) -> SuitabilityStatement:
    statement = find(SuitabilityStatement.objects.all(), discovery=discovery, uuid=uuid)
    statement.discovery = discovery
    return statement
