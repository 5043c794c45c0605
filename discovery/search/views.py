"""Looking something up in a discovery: one address, in the dialog of every page and as a separate page."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from discovery import registries
from discovery.models import Discovery, DiscoveryRole
from discovery.registries import FoundPage
from discovery.search import selectors
from discovery.search.selectors import SearchResult, SearchResults
from discovery.web import access
from discovery.web.search_actions import found_actions
from organizations.actors import Actor
from organizations.registries import organization_pages
from organizations.web import Request, page

LONGEST = 100
"""The number of letters that people may look for."""


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def search(request: Request, discovery: Discovery) -> HttpResponse:
    """`?q=` are the letters. Without them, the pages that the discovery does not use yet."""
    query = request.GET.get("q", "")[:LONGEST].replace("\x00", "")
    context = {
        "discovery": discovery,
        "wanted": query,
        "results": find(request.actor, discovery, query),
        "unused": [] if query.strip() else selectors.unused_pages(discovery),
        "longest": LONGEST,
    }
    return page(request, "discovery/search.html", context, part="search")


def find(actor: Actor, discovery: Discovery, query: str) -> SearchResults:
    """SearchResults of the actor's search in the discovery."""
    others = [*found_actions(actor, discovery, query), *_pages_of_organization(actor, discovery)]
    return selectors.search(discovery, query, others)


def _pages_of_organization(actor: Actor, discovery: Discovery) -> Iterator[tuple[str, SearchResult]]:
    """The pages of the organization that the actor may open, with each of their names."""
    tabs = [
        FoundPage(each.key, each.label, each.url_name, words=each.words, of_organization=True)
        for each in organization_pages
    ]
    others = (other for other in registries.found_pages if other.of_organization)
    for tab in (*tabs, *others):
        if access.may_open(actor, discovery, tab.url_name):
            for result in selectors.found_by_words(tab, discovery):
                yield result.of or result.name, result
