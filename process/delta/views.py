"""The Data Mesh delta: where the domain is, where it wants to be, and what moved since the visit before."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from core.forms import form_of
from core.models import Operation
from discovery import permissions
from discovery.models import Discovery, DiscoveryRole
from discovery.selectors.change_counter import pulse_of
from discovery.web import access
from organizations.actors import Actor
from organizations.web import PagePart, Request, edit_in_place, form_methods, page, posted
from organizations.web.kind_pages import InPlace
from process.delta import services
from process.delta.forms import GapActionForm, ScoreForm
from process.delta.kinds import DIMENSION, SCORE, VISIT
from process.delta.selectors import delta_of
from process.models import DeltaDimension, DeltaScore, DeltaVisit


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def delta(request: Request, discovery: Discovery) -> HttpResponse:
    """`?visit=` names one; by default the latest is shown."""
    return _page(request, discovery, _visit_of(request, discovery))


def _visit_of(request: Request, discovery: Discovery) -> DeltaVisit | None:
    text = request.GET.get("visit", "")
    try:
        uuid = UUID(text)
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
    """Add the dimensions that the method knows."""
    operation = services.begin_delta(actor=request.actor, discovery=discovery)
    return _part(request, discovery).answer(request, _("Dimensions added"), undoes=operation)


# --- Dimensions -----------------------------------------------------------------------------------


class DimensionPages(InPlace[DeltaDimension]):
    """Forms of a dimension of the delta, where it stands."""

    kind = DIMENSION
    add_title = gettext_lazy("Add a dimension")

    def part(self, request: Request, discovery: Discovery, artifact: DeltaDimension) -> PagePart:
        return _part(request, discovery, _visit_of(request, discovery))


DIMENSION_PAGES = DimensionPages()


# --- Visits ---------------------------------------------------------------------------------------


class VisitPages(InPlace[DeltaVisit]):
    """Forms of a visit, which scores all dimensions again."""

    kind = VISIT
    add_title = gettext_lazy("Add a visit")
    added = gettext_lazy("Visit added. Targets unchanged.")

    def part(self, request: Request, discovery: Discovery, artifact: DeltaVisit) -> PagePart:
        return _part(request, discovery, artifact if artifact.pk else None)

    def slot(self, artifact: DeltaVisit) -> str:
        return "slot-visit"

    def add_slot(self, draft: DeltaVisit) -> str:
        return "slot-visit"

    def save_new(self, actor: Actor, draft: DeltaVisit, **links: Any) -> DeltaVisit:
        return services.add_visit(actor=actor, draft=draft)

    def show_deleted(
        self, request: Request, discovery: Discovery, artifact: DeltaVisit, message: str, operation: Operation
    ) -> HttpResponse:
        return _part(request, discovery).answer(request, message, undoes=operation)


VISIT_PAGES = VisitPages()


# --- Scores ---------------------------------------------------------------------------------------


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
def score(request: Request, discovery: Discovery, visit: UUID, uuid: UUID) -> HttpResponse:
    """Form of the domain's score and target in the dimension `uuid`, on the visit."""
    site_visit, dimension = VISIT_PAGES.artifact(discovery, visit), DIMENSION_PAGES.artifact(discovery, uuid)
    current = DeltaScore.objects.filter(visit=site_visit, dimension=dimension).first()
    new = DeltaScore(visit=site_visit, dimension=dimension)
    form = form_of(SCORE, base=ScoreForm)(posted(request), instance=current or new)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.score_dimension(
            actor=request.actor, visit=site_visit, dimension=dimension, **form.changes()
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
    site_visit, dimension = VISIT_PAGES.artifact(discovery, visit), DIMENSION_PAGES.artifact(discovery, uuid)
    current = DeltaScore.objects.filter(visit=site_visit, dimension=dimension).first()
    if current is None:
        raise NotFound(_("Not scored yet."))
    current.visit, current.dimension = site_visit, dimension
    form = GapActionForm(posted(request), discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.make_action(actor=request.actor, score=current, **form.cleaned_data),
        part=_part(request, discovery, site_visit),
        slot=f"slot-{uuid}",
        title=_("Close the gap: %(dimension)s") % {"dimension": dimension.name},
        message=_("Action added"),
    )
