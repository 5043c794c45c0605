"""Looking something up in a discovery: one address, in the dialog of every page and as a page of its own."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.labels import former_names, in_english
from discovery import registries
from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.registries import FoundPage
from discovery.selectors import search as selectors
from discovery.selectors.search import Result
from discovery.web import access
from organizations import permissions
from organizations.actors import Actor
from organizations.registries import organization_pages
from organizations.web.kind_pages import added_to
from organizations.web.pages import page
from organizations.web.requests import Request

LONGEST = 100
"""Letters of what somebody looks for."""


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def search(request: Request, discovery: Discovery) -> HttpResponse:
    """`?q=` are the letters. Without them, the pages that the discovery does not use yet."""
    wanted = request.GET.get("q", "")[:LONGEST].replace("\x00", "")
    context = {
        "discovery": discovery,
        "wanted": wanted,
        "results": selectors.search(discovery, wanted, _others(request.actor, discovery)),
        "unused": [] if wanted.strip() else selectors.unused_pages(discovery),
        "longest": LONGEST,
    }
    return page(request, "discovery/search.html", context, part="search")


def _others(actor: Actor, discovery: Discovery) -> list[Result]:
    """What the person may do in the discovery by a form of its own, and the pages of the organization, which
    its members may see."""
    if not permissions.allows(permissions.check_see_organization, actor, discovery.domain.organization):
        return _actions(actor, discovery)
    tabs = [
        FoundPage(page.key, page.label, page.url_name, of_organization=True) for page in organization_pages
    ]
    pages = [*tabs, *(page for page in registries.found_pages if page.of_organization)]
    seen = [each for page in pages for each in selectors.found_by_words(page, discovery)]
    return _actions(actor, discovery) + seen


def _actions(actor: Actor, discovery: Discovery) -> list[Result]:
    """What the person may do in the discovery by a form of its own."""
    added = [
        (pages.add_title, pages.kind.model._meta.verbose_name, pages.add_url_name)
        for pages in added_to[Discovery]
        if permissions.allows(pages.kind.check_may_edit, actor, pages.kind.new(discovery))
    ]
    others = [
        (action.label, _("action"), action.url_name)
        for action in registries.actions
        if permissions.allows(action.check, actor, discovery)
    ]
    offered = []
    for label, what, url_name in (*added, *others):
        with suppress(NoReverseMatch):
            url = reverse(url_name, args=[discovery.slug])
            result = Result(str(label), capfirst(str(what)), url, "plus")
            offered += [result, *(replace(result, of=name) for name in former_names(in_english(label)))]
    return offered
