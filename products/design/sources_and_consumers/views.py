"""The origins and users of data: the sources and the consumers of a discovery."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from discovery.web.single_part_pages import OnPartPage, PartPage
from lvt.models import UseCase
from organizations.actors import Actor
from organizations.web import Request, find, form_methods, form_view, posted
from products.design.sources_and_consumers.forms import UsersForm
from products.design.sources_and_consumers.kinds import CONSUMER, SOURCE
from products.design.sources_and_consumers.selectors import consumer_lines, source_lines
from products.design.sources_and_consumers.services import add_source, change_source, say_users
from products.models import Consumer, Source
from products.selectors.connectable import looked_at_by
from products.views.common import editor, viewer


def _sources(request: Request, discovery: Discovery) -> dict[str, Any]:
    return {"lines": source_lines(discovery, looked_at_by(request.actor, discovery))}


def _consumers(request: Request, discovery: Discovery) -> dict[str, Any]:
    return {"lines": consumer_lines(discovery, looked_at_by(request.actor, discovery))}


SOURCES = PartPage("sources", "products:source_list", "products/sources/list.html", _sources)
CONSUMERS = PartPage("consumers", "products:consumer_list", "products/consumers/list.html", _consumers)
source_list, consumer_list = viewer(require_safe(SOURCES.show)), viewer(require_safe(CONSUMERS.show))


class SourcePages(OnPartPage[Source]):
    """Forms of a source, at its place on the page."""

    kind = SOURCE
    on = SOURCES
    add_title = gettext_lazy("Add a source")
    words = ("source system", "producer", "data source")

    def save_new(self, actor: Actor, draft: Source, **links: Any) -> Source:
        return add_source(actor=actor, draft=draft, **links)

    def save_changed(self, actor: Actor, artifact: Source, revision: int | None, **fields: Any) -> Source:
        return change_source(actor=actor, source=artifact, revision=revision, **fields)


class ConsumerPages(OnPartPage[Consumer]):
    """Forms of a consumer, at its place on the page."""

    kind = CONSUMER
    on = CONSUMERS
    add_title = gettext_lazy("Add a consumer")
    words = ("data user", "recipient")


SOURCE_PAGES, CONSUMER_PAGES = SourcePages(), ConsumerPages()


@editor
@form_methods
def use_case_users(request: Request, discovery: Discovery, use_case: UUID) -> HttpResponse:
    """The people who work on a use case."""
    case = find(UseCase.objects.all(), discovery=discovery, uuid=use_case)
    form = UsersForm(posted(request), use_case=case)
    return form_view(
        request,
        form,
        lambda: say_users(
            actor=request.actor,
            use_case=case,
            consumers=form.cleaned_data.get("users", ()),
            name=form.cleaned_data["name"],
        ),
        message=_("People saved"),
        title=_("Who works on “%(name)s”?") % {"name": case.name},
        save_label=_("Save"),
        back=reverse("lvt:use_case", args=[discovery.slug, case.uuid]),
        undoes=lambda operation: operation,
        discovery=discovery,
    )
