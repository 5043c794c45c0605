"""The page of the method, and its forms."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery import permissions
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from lvt.methods import services
from lvt.methods.forms import CriterionForm, MethodForm
from lvt.methods.selectors import as_method, current_method, methods_of, other_presets
from lvt.models import Criterion, ScoringMethod
from lvt.rounds.policies import is_frozen
from lvt.selectors.close_places import display_score
from organizations.web import (
    Request,
    find,
    form_methods,
    form_view,
    page,
    posted,
    redirect_with_toast,
    sent_order,
)


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def method(request: Request, discovery: Discovery) -> HttpResponse:
    """The current method with its criteria, the presets to start from, and earlier methods."""
    current = current_method(discovery)
    context = {
        "discovery": discovery,
        "method": current,
        "criteria": current.criteria.all() if current else (),
        "highest": display_score(as_method(current).highest()) if current else None,
        "frozen": current is not None and is_frozen(current),
        "may_facilitate": permissions.may_facilitate(request.actor, discovery),
        "presets": other_presets(current),
        "earlier": methods_of(discovery)[1:],
    }
    return page(request, "lvt/prioritization/method.html", context)


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def method_preset(request: Request, discovery: Discovery) -> HttpResponse:
    """Start from a preset."""
    key = request.POST.get("preset", "")
    new = services.choose_preset(actor=request.actor, discovery=discovery, key=key)
    return redirect_with_toast(
        request, _back(discovery), _("The next round uses “%(method)s”") % {"method": new}
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def method_copy(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Copy a method that a round used, to change the copy."""
    copy = services.copy_method(actor=request.actor, method=_method(discovery, uuid))
    return redirect_with_toast(
        request, _back(discovery), _("The next round uses “%(method)s”") % {"method": copy}
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
def method_change(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Name, description and how the criteria combine."""
    method = _method(discovery, uuid)
    form = MethodForm(posted(request), instance=method)
    return form_view(
        request,
        form,
        lambda: services.change_method(actor=request.actor, method=method, **form.changes()),
        message=_("Method saved"),
        title=_("Edit the method"),
        back=_back(discovery),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
def criterion_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """One more criterion for a method."""
    method = _method(discovery, uuid)
    form = CriterionForm(posted(request))
    return form_view(
        request,
        form,
        lambda: services.add_criterion(actor=request.actor, method=method, **form.values()),
        message=_("Criterion added"),
        title=_("Add a criterion"),
        back=_back(discovery),
        save_label=_("Add the criterion"),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
def criterion_change(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Question, scale, anchors, direction, weight and part of a criterion."""
    criterion = _criterion(discovery, uuid)
    form = CriterionForm(posted(request), instance=criterion)
    return form_view(
        request,
        form,
        lambda: services.change_criterion(actor=request.actor, criterion=criterion, **form.changes()),
        message=_("Criterion saved"),
        title=_("Edit the criterion"),
        back=_back(discovery),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def criterion_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Take a criterion out of the method; the toast offers to undo it."""
    removal = services.delete_criterion(actor=request.actor, criterion=_criterion(discovery, uuid))
    return redirect_with_toast(request, _back(discovery), _("Criterion deleted"), undoes=removal)


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def criteria_order(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The order of the criteria: `order`, their uuids."""
    method = _method(discovery, uuid)
    services.reorder_criteria(actor=request.actor, method=method, order=sent_order(request, "order"))
    return HttpResponse(status=204)


def _back(discovery: Discovery) -> str:
    return reverse("lvt:method", args=[discovery.slug])


def _method(discovery: Discovery, uuid: UUID) -> ScoringMethod:
    return find(discovery.scoring_methods.all(), uuid=uuid)


def _criterion(discovery: Discovery, uuid: UUID) -> Criterion:
    rows = Criterion.objects.select_related("method__discovery__domain__organization")
    return find(rows, method__discovery=discovery, method__deleted_at=None, uuid=uuid)
