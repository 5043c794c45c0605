"""Measures of success: added in the tree, and a page for each with the values measured over time."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery
from discovery.selectors.notes import notes_behind
from discovery.web.form_pages import done, form_methods, posted
from discovery.web.in_place import PagePart, edit_in_place
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request, sent_order
from lvt.forms.measures import MeasureForm, ValueForm
from lvt.models import Measure, MeasuredValue
from lvt.permissions import may_edit_tree
from lvt.selectors import tree as selectors
from lvt.selectors.measures import Parent, parent_of, standing_of
from lvt.services import measures as services
from lvt.views.tree import editor, tree_part, viewer


@viewer
@require_safe
def measure(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    return _measure(request, discovery, uuid)


def _measure(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    found = find(selectors.measures_of(discovery), uuid=uuid)
    context = {
        "discovery": discovery,
        "measure": found,
        "standing": standing_of(found),
        "parent": parent_of(found),
        "notes": notes_behind(found),
        "editing": may_edit_tree(request.actor, discovery),
    }
    return page(request, "lvt/tree/measure.html", context, part="measure")


def _part(request: Request, discovery: Discovery, uuid: UUID) -> PagePart:
    url = reverse("lvt:measure", args=[discovery.slug, uuid])
    return PagePart("measure", url, lambda: _measure(request, discovery, uuid))


def _parent(discovery: Discovery, kind: str, uuid: UUID) -> Parent:
    if kind == "goal":
        return find(selectors.goals_of(discovery), uuid=uuid)
    if kind == "hypothesis":
        return find(selectors.hypotheses_of(discovery), uuid=uuid)
    return find(selectors.initiatives_of(discovery), uuid=uuid)


@editor
@form_methods
def measure_add(request: Request, discovery: Discovery, kind: str, uuid: UUID) -> HttpResponse:
    parent = _parent(discovery, kind, uuid)
    form = MeasureForm(posted(request))
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.add_measure(actor=request.actor, parent=parent, **form.values()),
        part=tree_part(request, discovery),
        slot=f"add-measure-{uuid}",
        title=_("Add a measure of success"),
        message=_("Measure of success added"),
    )


@editor
@form_methods
def measure_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    found = find(selectors.measures_of(discovery), uuid=uuid)
    form = MeasureForm(posted(request), instance=found)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.change_measure(
            actor=request.actor, measure=found, revision=form.seen, **form.values()
        ),
        part=_part(request, discovery, uuid),
        slot=f"measure-{uuid}",
        title=_("Edit the measure of success"),
        message=_("Measure of success saved"),
    )


@editor
@require_POST
def measure_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    operation = services.delete_measure(
        actor=request.actor, measure=find(selectors.measures_of(discovery), uuid=uuid)
    )
    url = reverse("lvt:tree", args=[discovery.slug])
    return done(request, url, _("Measure of success deleted, with its values"), undoes=operation)


@editor
@require_POST
def measure_order(request: Request, discovery: Discovery, kind: str, uuid: UUID) -> HttpResponse:
    services.reorder_measures(
        actor=request.actor,
        parent=_parent(discovery, kind, uuid),
        order=sent_order(request, "measures"),
    )
    return HttpResponse(status=204)


# --- Measured values ------------------------------------------------------------------------------


@editor
@form_methods
def value_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    found = find(selectors.measures_of(discovery), uuid=uuid)
    form = ValueForm(posted(request), measure=found)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.record_value(actor=request.actor, measure=found, **form.values()),
        part=_part(request, discovery, uuid),
        slot="add-value",
        title=_("Record a value"),
        message=_("Value recorded"),
    )


@editor
@form_methods
def value_edit(request: Request, discovery: Discovery, uuid: UUID, value_uuid: UUID) -> HttpResponse:
    found, value = _value(discovery, uuid, value_uuid)
    form = ValueForm(posted(request), instance=value, measure=found)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.change_value(
            actor=request.actor, measured=value, revision=form.seen, **form.values()
        ),
        part=_part(request, discovery, uuid),
        slot="add-value",
        title=_("Edit the value"),
        message=_("Value saved"),
    )


@editor
@require_POST
def value_delete(request: Request, discovery: Discovery, uuid: UUID, value_uuid: UUID) -> HttpResponse:
    _found, value = _value(discovery, uuid, value_uuid)
    operation = services.delete_value(actor=request.actor, value=value)
    return _part(request, discovery, uuid).answer(request, _("Value deleted"), undoes=operation)


def _value(discovery: Discovery, uuid: UUID, value_uuid: UUID) -> tuple[Measure, MeasuredValue]:
    found = find(selectors.measures_of(discovery), uuid=uuid)
    return found, find(found.values.all(), uuid=value_uuid)
