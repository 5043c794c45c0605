"""Pages of a discovery that consist of one part. The part is drawn again after each write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpResponse
from django.urls import reverse

from core.models import Artifact
from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.change_counter import pulse_of
from organizations.web import PagePart, Request, page
from organizations.web.kind_pages import InPlace

M = TypeVar("M", bound=Artifact)


@dataclass(frozen=True, slots=True)
class PartPage:
    """`key` names the part: its element, and the partial of the `template`. `context` reads what it shows
    besides the discovery, its pulse, and whether the actor edits it (`editing`)."""

    key: str
    url_name: str
    template: str
    context: Callable[[Request, Discovery], Mapping[str, Any]]

    def show(self, request: Request, discovery: Discovery) -> HttpResponse:
        """The view of the page."""
        pulse = pulse_of(discovery)  # before what it is about is read
        context = {
            "discovery": discovery,
            "pulse": pulse,
            "editing": may_edit(request.actor, discovery),
            **self.context(request, discovery),
        }
        return page(request, self.template, context, part=self.key)

    def part(self, request: Request, discovery: Discovery) -> PagePart:
        """The part, for what is edited in it."""
        url = reverse(self.url_name, args=[discovery.slug])
        return PagePart(self.key, url, lambda: self.show(request, discovery))


class OnPartPage(InPlace[M]):
    """Forms that open on such a page."""

    on: PartPage

    def part(self, request: Request, place: Discovery, artifact: M) -> PagePart:
        return self.on.part(request, place)
