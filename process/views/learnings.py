"""What a discovery learned about discovering, and what those before it did."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from discovery import permissions
from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.selectors.operations import pulse_of
from discovery.web import access
from organizations.web.in_place import PagePart
from organizations.web.kind_pages import InPlace
from organizations.web.pages import page
from organizations.web.requests import Request
from process.kinds.learnings import LEARNING
from process.models import Learning
from process.selectors.learnings import learnings_of, learnings_of_others


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def learnings(request: Request, discovery: Discovery) -> HttpResponse:
    """The page of what was learned."""
    return _page(request, discovery)


def _page(request: Request, discovery: Discovery) -> HttpResponse:
    pulse = pulse_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "learnings": learnings_of(discovery),
        "earlier": learnings_of_others(discovery, request.actor),
        "may_edit": permissions.may_edit(request.actor, discovery),
    }
    return page(request, "process/learnings.html", context, part="learnings")


class LearningPages(InPlace[Learning]):
    """Forms of a learning, where it stands."""

    kind = LEARNING
    add_title = gettext_lazy("Write down what we learned")
    edit_title = gettext_lazy("Change the learning")
    added = gettext_lazy("Learning added")
    deleted = gettext_lazy("Learning deleted")

    def part(self, request: Request, discovery: Discovery, artifact: Learning) -> PagePart:
        address = reverse("process:discovery_learnings", args=[discovery.slug])
        return PagePart("learnings", address, lambda: _page(request, discovery))


LEARNING_PAGES = LearningPages()
