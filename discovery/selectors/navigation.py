"""Content of a discovery's navigation."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from core.selectors.request_cache import cached_per_request
from discovery import registries
from discovery.discoveries.selectors import checkpoints_of
from discovery.models import Discovery
from discovery.registries import NavigationPage


@dataclass(frozen=True, slots=True)
class Navigation:
    """The pages that the discovery uses with their addresses, in order; the page where someone is, None
    when there is none; how many rows each page of its area lists, by the key of the page. `empty`: the keys
    of areas without content."""

    pages: list[tuple[NavigationPage, str]]
    here: NavigationPage | None
    counts: Mapping[str, int]
    empty: frozenset[str]

    def area(self) -> list[tuple[NavigationPage, str]]:
        """The pages of the area where someone is."""
        area = self.here.area if self.here else ""
        return [(page, href) for page, href in self.pages if area and page.area == area]


@cached_per_request
def navigation_at(discovery: Discovery, path: str) -> Navigation:
    """The navigation at a path, in two queries. Someone is at the page that names the view of the path, else
    at the deepest page above it, which is shown also when the discovery does not use it yet."""
    path = urlsplit(path).path
    addresses = addresses_of(discovery)
    here = _page_of_view(path) or page_at({**addresses, **_others(discovery)}, path)
    area = [page for page in registries.navigation if here and here.area and page.area == here.area]
    counts = {page.key: _count(page.rows()) for page in area if page.rows is not None}
    keys, empty, answers = _pages_in_use(discovery, counts)
    pages = [(page, href) for href, page in addresses.items() if page.key in keys or page == here]
    return Navigation(pages, here, answers, empty)


def pages_of(discovery: Discovery) -> frozenset[str]:
    """The keys of the pages that the discovery uses: those that its process asks for, and those with rows."""
    return _pages_in_use(discovery, {})[0]


def addresses_of(discovery: Discovery) -> dict[str, NavigationPage]:
    """All pages of the navigation that have an address, by that, in order."""
    addresses: dict[str, NavigationPage] = {}
    for page in sorted(registries.navigation, key=lambda page: page.order):
        with suppress(NoReverseMatch):
            addresses[reverse(page.url_name, args=[discovery.slug])] = page
    return addresses


def _page_of_view(path: str) -> NavigationPage | None:
    """The page that names the view at the path; a link back may lead anywhere."""
    with suppress(Resolver404):
        view = resolve(path).view_name
        return next((page for page in registries.navigation if view in page.also), None)
    return None


def _others(discovery: Discovery) -> dict[str, NavigationPage]:
    """Further addresses below which someone is at a page, by its names of views of the discovery alone."""
    others = {}
    for page in registries.navigation:
        for name in page.also:
            with suppress(NoReverseMatch):
                others[reverse(name, args=[discovery.slug])] = page
    return others


def page_at(addresses: Mapping[str, NavigationPage], path: str) -> NavigationPage | None:
    """The deepest of the pages under which the path lies."""
    return addresses.get(deepest(addresses, path))


def deepest(addresses: Collection[str], path: str) -> str:
    """The longest of the addresses that the path begins with, "" when there is none. An address above all
    others is that of its own page alone: a page below it that no other one has belongs to none."""
    roots = [each for each in addresses if all(href.startswith(each) for href in addresses)]
    above = (href for href in addresses if path == href or (href not in roots and path.startswith(href)))
    return max(above, key=len, default="")


def _pages_in_use(
    discovery: Discovery, questions: Mapping[str, Any]
) -> tuple[frozenset[str], frozenset[str], dict[str, Any]]:
    """The keys of the pages in use, the keys of the empty areas, and the answers to further questions, asked
    in the same query."""
    checkpoints = {"", *checkpoints_of(discovery)}
    models: set[type[Any]] = {model for page in registries.navigation for model in page.used_by}
    models.update(model for area in registries.areas for model in area.filled_by)
    exists = {model: Exists(model._default_manager.filter(discovery=OuterRef("pk"))) for model in models}
    expressions = [*exists.values(), *questions.values()]
    (row,) = Discovery.objects.filter(pk=discovery.pk).values_list(*expressions) if expressions else [()]
    has_rows = {model for model, is_used in zip(exists, row, strict=False) if is_used}
    pages = frozenset(
        page.key
        for page in registries.navigation
        if page.checkpoint in checkpoints
        or has_rows.intersection(page.used_by)
        or (page.over_domains and discovery.is_of_organization)
    )
    empty = frozenset(
        area.key for area in registries.areas if area.filled_by and not has_rows.intersection(area.filled_by)
    )
    return pages, empty, dict(zip(questions, row[len(exists) :], strict=True))


def _count(rows: QuerySet[Any]) -> Coalesce:
    of_discovery = rows.filter(discovery=OuterRef("pk")).order_by().values("discovery")
    return Coalesce(Subquery(of_discovery.values(count=Count("pk"))), 0)
