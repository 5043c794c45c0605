"""The Data Mesh delta: where the domain is, where it wants to be, and what moved since the visit before."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from discovery import permissions
from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.selectors.operations import pulse_of
from discovery.web import access
from discovery.web.form_pages import form_methods, posted
from discovery.web.in_place import PagePart, edit_in_place
from discovery.web.kind_pages import InPlace
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request
from process.forms.delta import GapActionForm, ScoreForm, VisitForm
from process.kinds.delta import DIMENSION
from process.models import DeltaDimension, DeltaScore, DeltaVisit
from process.selectors.delta import delta_of
from process.services import delta as services


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def delta(request: Request, discovery: Discovery) -> HttpResponse:
    """`?visit=` names one; by default the latest is shown."""
    return _page(request, discovery, _asked(request, discovery))


def _asked(request: Request, discovery: Discovery) -> DeltaVisit | None:
    named = request.GET.get("visit", "")
    try:
        uuid = UUID(named)
    except ValueError:
        return None
    return DeltaVisit.objects.filter(discovery=discovery, uuid=uuid).first()


def _page(request: Request, discovery: Discovery, visit: DeltaVisit | None) -> HttpResponse:
    pulse = pulse_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "delta": delta_of(discovery, visit),
        "may_edit": permissions.may_edit(request.actor, discovery),
    }
    return page(request, "process/delta/delta.html", context, part="delta")


def _part(request: Request, discovery: Discovery, visit: DeltaVisit | None = None) -> PagePart:
    url = reverse("process:discovery_delta", args=[discovery.slug])
    if visit is not None:
        url = f"{url}?{urlencode({'visit': str(visit.uuid)})}"
    return PagePart("delta", url, lambda: _page(request, discovery, visit))


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def begin(request: Request, discovery: Discovery) -> HttpResponse:
    begun = services.begin_delta(actor=request.actor, discovery=discovery)
    return _part(request, discovery).answer(request, _("Dimensions added"), undoes=begun)


# --- Dimensions -----------------------------------------------------------------------------------


class DimensionPages(InPlace[DeltaDimension]):
    kind = DIMENSION
    add_title = gettext_lazy("Add a dimension")
    edit_title = gettext_lazy("Change the dimension")
    added = gettext_lazy("Dimension added")
    deleted = gettext_lazy("Dimension deleted")

    def part(self, request: Request, discovery: Discovery, artifact: DeltaDimension) -> PagePart:
        return _part(request, discovery, _asked(request, discovery))


DIMENSION_PAGES = DimensionPages()


# --- Visits ---------------------------------------------------------------------------------------


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def visit_add(request: Request, discovery: Discovery) -> HttpResponse:
    form = VisitForm(posted(request))
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.add_visit(actor=request.actor, discovery=discovery, **form.values()),
        part=_part(request, discovery),
        slot="slot-visit",
        title=_("Visit again"),
        message=_("Visit added. What was wanted is wanted still."),
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def visit_edit(request: Request, discovery: Discovery, visit: UUID) -> HttpResponse:
    site_visit = _visit(discovery, visit)
    form = VisitForm(posted(request), instance=site_visit)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.change_visit(
            actor=request.actor, visit=site_visit, revision=form.seen, **form.values()
        ),
        part=_part(request, discovery, site_visit),
        slot="slot-visit",
        title=_("Change the visit"),
        message=_("Saved"),
    )


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def visit_delete(request: Request, discovery: Discovery, visit: UUID) -> HttpResponse:
    deleted = services.delete_visit(actor=request.actor, visit=_visit(discovery, visit))
    return _part(request, discovery).answer(request, _("Visit deleted"), undoes=deleted)


# --- Scores ---------------------------------------------------------------------------------------


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def score(request: Request, discovery: Discovery, visit: UUID, uuid: UUID) -> HttpResponse:
    """Where the domain is and wants to be in the dimension `uuid`, on the visit."""
    site_visit, dimension = _visit(discovery, visit), _dimension(discovery, uuid)
    held = DeltaScore.objects.filter(visit=site_visit, dimension=dimension).first()
    form = ScoreForm(posted(request), instance=held, meaning=dimension.description)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.score_dimension(
            actor=request.actor, visit=site_visit, dimension=dimension, revision=form.seen, **form.values()
        ),
        part=_part(request, discovery, site_visit),
        slot=f"slot-{uuid}",
        title=dimension.name,
        message=_("Saved"),
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def gap_action(request: Request, discovery: Discovery, visit: UUID, uuid: UUID) -> HttpResponse:
    """An action that closes the gap."""
    site_visit, dimension = _visit(discovery, visit), _dimension(discovery, uuid)
    held = DeltaScore.objects.filter(visit=site_visit, dimension=dimension).first()
    if held is None:
        raise NotFound(_("Nobody has scored this yet."))
    held.visit, held.dimension = site_visit, dimension
    form = GapActionForm(posted(request), discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.make_action(actor=request.actor, score=held, **form.cleaned_data),
        part=_part(request, discovery, site_visit),
        slot=f"slot-{uuid}",
        title=_("Close the gap: %(dimension)s") % {"dimension": dimension.name},
        message=_("Action added"),
    )


def _dimension(discovery: Discovery, uuid: UUID) -> DeltaDimension:
    dimension = find(DeltaDimension.objects.all(), discovery=discovery, uuid=uuid)
    dimension.discovery = discovery
    return dimension


def _visit(discovery: Discovery, uuid: UUID) -> DeltaVisit:
    visit = find(DeltaVisit.objects.all(), discovery=discovery, uuid=uuid)
    visit.discovery = discovery
    return visit
