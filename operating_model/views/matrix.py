"""The responsibility matrix."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery
from discovery.selectors.operations import pulse_of
from discovery.web.form_pages import done, form_methods, form_view, posted
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request, sent_order
from operating_model.forms.roles import DutyForm
from operating_model.models import Duty, Part
from operating_model.permissions import may_edit_operating_model
from operating_model.selectors.matrix import matrix_of
from operating_model.services import responsibilities
from operating_model.views.common import editor, section_tabs, viewer


@viewer
@require_safe
def matrix(request: Request, discovery: Discovery) -> HttpResponse:
    pulse = pulse_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "matrix": matrix_of(discovery),
        "letters": Part.choices,
        "tabs": section_tabs(discovery, "operating_model:matrix"),
        "editing": may_edit_operating_model(request.actor, discovery),
    }
    return page(request, "operating_model/matrix/matrix.html", context, part="matrix")


def _back(discovery: Discovery) -> str:
    return reverse("operating_model:matrix", args=[discovery.slug])


@editor
@form_methods
def duty_add(request: Request, discovery: Discovery) -> HttpResponse:
    form = DutyForm(posted(request), discovery=discovery)
    return form_view(
        request,
        form,
        lambda: responsibilities.add_duty(actor=request.actor, discovery=discovery, **form.values()),
        message=_("Row added"),
        title=_("Add a row"),
        save_label=_("Add the row"),
        back=_back(discovery),
        discovery=discovery,
    )


@editor
@form_methods
def duty_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    duty = _duty(discovery, uuid)
    form = DutyForm(posted(request), instance=duty, discovery=discovery)
    return form_view(
        request,
        form,
        lambda: responsibilities.change_duty(
            actor=request.actor, duty=duty, revision=form.seen, **form.values()
        ),
        message=_("Saved"),
        title=_("Change the row"),
        back=_back(discovery),
        discovery=discovery,
    )


@editor
@require_POST
def duty_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    deleted = responsibilities.delete_duty(actor=request.actor, duty=_duty(discovery, uuid))
    return done(request, _back(discovery), _("Row deleted"), undoes=deleted)


@editor
@require_POST
def duty_standard(request: Request, discovery: Discovery) -> HttpResponse:
    added = responsibilities.add_standard_duties(actor=request.actor, discovery=discovery)
    return done(request, _back(discovery), _("The usual rows are there"), undoes=added)


@editor
@require_POST
def duty_order(request: Request, discovery: Discovery) -> HttpResponse:
    """The order of the rows, dragged or moved by key."""
    order = sent_order(request, "duties")
    responsibilities.reorder_duties(actor=request.actor, discovery=discovery, order=order)
    return HttpResponse(status=204)


def _duty(discovery: Discovery, uuid: UUID) -> Duty:
    duty = find(Duty.objects.all(), discovery=discovery, uuid=uuid)
    duty.discovery = discovery
    return duty
