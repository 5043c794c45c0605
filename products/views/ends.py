"""Where data comes from and where it goes: the sources and the consumers of a discovery."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from discovery.selectors.operations import pulse_of
from lvt.models import UseCase
from organizations.actors import Actor
from organizations.web.form_pages import form_methods, form_view, posted
from organizations.web.in_place import PagePart
from organizations.web.kind_pages import InPlace
from organizations.web.lookups import find
from organizations.web.pages import page
from organizations.web.requests import Request
from products.forms.ends import UsersForm
from products.kinds.ends import CONSUMER, SOURCE
from products.models import Consumer, Source
from products.permissions import may_edit_products
from products.selectors.ends import consumer_lines, source_lines
from products.selectors.reach import looked_at_by
from products.services.consumers import say_users
from products.services.sources import add_source, change_source
from products.views.common import editor, viewer


@viewer
@require_safe
def source_list(request: Request, discovery: Discovery) -> HttpResponse:
    """The page of sources."""
    return _sources(request, discovery)


def _sources(request: Request, discovery: Discovery) -> HttpResponse:
    pulse = pulse_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "lines": source_lines(discovery, looked_at_by(request.actor, discovery)),
        "editing": may_edit_products(request.actor, discovery),
    }
    return page(request, "products/sources/list.html", context, part="sources")


class SourcePages(InPlace[Source]):
    """Forms of a source, where it stands."""

    kind = SOURCE
    add_title = gettext_lazy("Add a source")
    edit_title = gettext_lazy("Change the source")
    added = gettext_lazy("Source added")
    deleted = gettext_lazy("Source deleted")

    def part(self, request: Request, discovery: Discovery, artifact: Source) -> PagePart:
        url = reverse("products:source_list", args=[discovery.slug])
        return PagePart("sources", url, lambda: _sources(request, discovery))

    def save_new(self, actor: Actor, draft: Source, **links: Any) -> Source:
        return add_source(actor=actor, draft=draft, **links)

    def save_changed(self, actor: Actor, artifact: Source, revision: int | None, **fields: Any) -> Source:
        return change_source(actor=actor, source=artifact, revision=revision, **fields)


@viewer
@require_safe
def consumer_list(request: Request, discovery: Discovery) -> HttpResponse:
    """The page of consumers."""
    return _consumers(request, discovery)


def _consumers(request: Request, discovery: Discovery) -> HttpResponse:
    pulse = pulse_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "lines": consumer_lines(discovery, looked_at_by(request.actor, discovery)),
        "editing": may_edit_products(request.actor, discovery),
    }
    return page(request, "products/consumers/list.html", context, part="consumers")


class ConsumerPages(InPlace[Consumer]):
    """Forms of a consumer, where it stands."""

    kind = CONSUMER
    add_title = gettext_lazy("Add a consumer")
    edit_title = gettext_lazy("Change the consumer")
    added = gettext_lazy("Consumer added")
    deleted = gettext_lazy("Consumer deleted")

    def part(self, request: Request, discovery: Discovery, artifact: Consumer) -> PagePart:
        url = reverse("products:consumer_list", args=[discovery.slug])
        return PagePart("consumers", url, lambda: _consumers(request, discovery))


SOURCE_PAGES, CONSUMER_PAGES = SourcePages(), ConsumerPages()


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
        lambda: say_users(
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
