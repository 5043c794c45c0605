"""Where data comes from and where it goes: the sources and the consumers of a discovery."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery
from discovery.selectors.operations import pulse_of
from discovery.web.form_pages import form_methods, form_view, posted
from discovery.web.in_place import PagePart, edit_in_place
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request
from lvt.models import UseCase
from products.forms.ends import ConsumerForm, SourceForm, UsersForm
from products.models import Consumer, Source
from products.permissions import may_edit_products
from products.selectors.ends import consumer_lines, source_lines
from products.selectors.reach import looked_at_by
from products.services import consumers, sources
from products.views.common import editor, section_tabs, viewer


@viewer
@require_safe
def source_list(request: Request, discovery: Discovery) -> HttpResponse:
    return _sources(request, discovery)


def _sources(request: Request, discovery: Discovery) -> HttpResponse:
    pulse = pulse_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "lines": source_lines(discovery, looked_at_by(request.actor, discovery)),
        "tabs": section_tabs(discovery, "products:source_list"),
        "editing": may_edit_products(request.actor, discovery),
    }
    return page(request, "products/sources/list.html", context, part="sources")


def _sources_part(request: Request, discovery: Discovery) -> PagePart:
    url = reverse("products:source_list", args=[discovery.slug])
    return PagePart("sources", url, lambda: _sources(request, discovery))


@editor
@form_methods
def source_add(request: Request, discovery: Discovery) -> HttpResponse:
    form = SourceForm(posted(request), actor=request.actor, discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: sources.add_source(actor=request.actor, discovery=discovery, **form.values()),
        part=_sources_part(request, discovery),
        slot="slot-add",
        title=_("Add a source"),
        message=_("Source added"),
    )


@editor
@form_methods
def source_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    end = _source(discovery, uuid)
    form = SourceForm(posted(request), instance=end, actor=request.actor, discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: sources.change_source(actor=request.actor, source=end, revision=form.seen, **form.values()),
        part=_sources_part(request, discovery),
        slot=f"slot-{uuid}",
        title=_("Change the source"),
        message=_("Saved"),
    )


@editor
@require_POST
def source_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    operation = sources.delete_source(actor=request.actor, source=_source(discovery, uuid))
    return _sources_part(request, discovery).answer(request, _("Source deleted"), undoes=operation)


def _source(discovery: Discovery, uuid: UUID) -> Source:
    source = find(Source.objects.all(), discovery=discovery, uuid=uuid)
    source.discovery = discovery
    return source


@viewer
@require_safe
def consumer_list(request: Request, discovery: Discovery) -> HttpResponse:
    return _consumers(request, discovery)


def _consumers(request: Request, discovery: Discovery) -> HttpResponse:
    pulse = pulse_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "lines": consumer_lines(discovery, looked_at_by(request.actor, discovery)),
        "tabs": section_tabs(discovery, "products:consumer_list"),
        "editing": may_edit_products(request.actor, discovery),
    }
    return page(request, "products/consumers/list.html", context, part="consumers")


def _consumers_part(request: Request, discovery: Discovery) -> PagePart:
    url = reverse("products:consumer_list", args=[discovery.slug])
    return PagePart("consumers", url, lambda: _consumers(request, discovery))


@editor
@form_methods
def consumer_add(request: Request, discovery: Discovery) -> HttpResponse:
    form = ConsumerForm(posted(request), discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: consumers.add_consumer(actor=request.actor, discovery=discovery, **form.values()),
        part=_consumers_part(request, discovery),
        slot="slot-add",
        title=_("Add a consumer"),
        message=_("Consumer added"),
    )


@editor
@form_methods
def consumer_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    consumer = _consumer(discovery, uuid)
    form = ConsumerForm(posted(request), instance=consumer, discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: consumers.change_consumer(
            actor=request.actor, consumer=consumer, revision=form.seen, **form.values()
        ),
        part=_consumers_part(request, discovery),
        slot=f"slot-{uuid}",
        title=_("Change the consumer"),
        message=_("Saved"),
    )


@editor
@require_POST
def consumer_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    operation = consumers.delete_consumer(actor=request.actor, consumer=_consumer(discovery, uuid))
    return _consumers_part(request, discovery).answer(request, _("Consumer deleted"), undoes=operation)


def _consumer(discovery: Discovery, uuid: UUID) -> Consumer:
    consumer = find(Consumer.objects.all(), discovery=discovery, uuid=uuid)
    consumer.discovery = discovery
    return consumer


@editor
@form_methods
def use_case_users(request: Request, discovery: Discovery, use_case: UUID) -> HttpResponse:
    """Who works on a use case."""
    named = find(UseCase.objects.all(), discovery=discovery, uuid=use_case)
    named.discovery = discovery
    form = UsersForm(posted(request), use_case=named)
    return form_view(
        request,
        form,
        lambda: consumers.say_users(
            actor=request.actor,
            use_case=named,
            consumers=form.cleaned_data.get("users", ()),
            name=form.cleaned_data["name"],
        ),
        message=_("Saved: who works on it"),
        title=_("Who works on “%(name)s”?") % {"name": named.name},
        save_label=_("Save"),
        back=reverse("lvt:use_case", args=[discovery.slug, named.uuid]),
        undoes=lambda operation: operation,
        discovery=discovery,
    )
