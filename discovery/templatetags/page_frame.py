"""The frame of a discovery's and an organization's pages: where you are, and where you can go."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from core.labels import Text
from discovery import permissions, registries
from discovery.models import Discovery
from discovery.reports.canvases_and_posters import papers_at
from discovery.selectors.navigation import Navigation, deepest, navigation_at
from organizations.models import Domain, Organization
from organizations.registries import organization_pages
from organizations.selectors.visible_tabs import used_pages
from organizations.web import way_back
from organizations.web.access import may_open

register = template.Library()


@dataclass(frozen=True, slots=True)
class MenuLink:
    """An entry of a navigation, as components/side_nav.html and tabs.html read it."""

    words: Text
    href: str
    current: bool
    icon: str = ""
    count: int | None = None
    is_empty: bool = False
    count_words: Text = ""


@dataclass(frozen=True, slots=True)
class MenuSection:
    """Links of the menu that belong together; one `is_at_foot` is shown below the others."""

    links: list[MenuLink]
    is_at_foot: bool = False


@register.inclusion_tag("components/side_nav.html", takes_context=True)
def discovery_navigation(context: Context, discovery: Discovery) -> dict[str, Any]:
    """The areas of a discovery, each leading to the first of its pages; beside them the menu of the
    discovery, with the pages that belong to no area."""
    navigation = _navigation(context, discovery)
    pages, here = navigation.pages, navigation.here
    sections = [MenuSection([]), MenuSection([], is_at_foot=True)]
    for area in sorted(registries.areas, key=lambda area: area.order):
        first = next((href for page, href in pages if page.area == area.key), "")
        if first:
            is_current = here is not None and here.area == area.key
            link = MenuLink(area.label, first, is_current, area.icon, is_empty=area.key in navigation.empty)
            sections[area.is_at_foot].links.append(link)
    actor = context["request"].actor
    return {
        "label": _("This discovery"),
        "sections": sections,
        "here": here and (registries.areas.get(here.area).label if here.area else here.label),
        "tools": "discovery/parts/discovery_tools.html",
        "discovery": discovery,
        "links": [
            MenuLink(page.label, href, page == here, page.icon) for page, href in pages if not page.area
        ],
        "papers": papers_at(discovery, here.key) if here else [],
        "may_facilitate": permissions.may_facilitate(actor, discovery),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/tabs.html", takes_context=True)
def area_tabs(context: Context, discovery: Discovery) -> dict[str, Any]:
    """The pages of the area that the page is in; none for an area of a single page."""
    navigation = _navigation(context, discovery)
    here, area = navigation.here, navigation.area()
    if here is None or len(area) < 2:
        return {}
    counts = navigation.counts
    tabs = [
        MenuLink(page.label, href, page == here, count=counts.get(page.key), count_words=page.count_words)
        for page, href in area
    ]
    return {"label": registries.areas.get(here.area).label, "tabs": tabs}


def _navigation(context: Context, discovery: Discovery) -> Navigation:
    """The navigation on this page. A page that leads back, such as a grid, belongs to the page that opened
    it."""
    request = context["request"]
    return navigation_at(discovery, way_back(request, request.path))


@register.simple_tag
def navigation_address(key: str, discovery: Discovery) -> str:
    """The address of the page with this key in the navigation of a discovery."""
    return reverse(registries.navigation.get(key).url_name, args=[discovery.slug])


@register.inclusion_tag("components/tabs.html", takes_context=True)
def organization_tabs(context: Context, organization: Organization) -> dict[str, Any]:
    """The pages of an organization that the person may open: those in use as tabs, the others in a menu."""
    actor = context["request"].actor
    pages = [page for page in organization_pages if may_open(actor, organization, page.url_name)]
    pages.sort(key=lambda page: page.order)
    addresses = {reverse(page.url_name, args=[organization.slug]): page for page in pages}
    here = deepest(addresses, context["request"].path)
    keys = used_pages(organization, pages)
    return {
        "label": _("This organization"),
        "tabs": [
            MenuLink(page.label, href, href == here)
            for href, page in addresses.items()
            if page.key in keys or href == here
        ],
        "more": [(page, href) for href, page in addresses.items() if page.key not in keys and href != here],
    }


@register.inclusion_tag("discovery/parts/capture_button.html", takes_context=True)
def capture_button(context: Context, discovery: Discovery) -> dict[str, Any]:
    """The way to capture something from any page of a discovery, for those who may."""
    may = context.get("may_edit")
    if may is None:  # the page does not ask
        actor = getattr(context.get("request"), "actor", None)
        may = actor is not None and permissions.may_edit(actor, discovery)
    return {"url": reverse("discovery:capture", args=[discovery.slug]) if may else ""}


@register.inclusion_tag("components/breadcrumb.html")
def discovery_breadcrumb(discovery: Discovery) -> dict[str, Any]:
    """Organization / domain / discovery. The organization of a rehearsal has no page: it has no members."""
    organization = discovery.domain.organization
    if organization.is_rehearsal:
        return {"crumbs": [(organization.name, ""), (discovery.domain.name, ""), (discovery.name, "")]}
    overview = reverse("discovery:organization_overview", args=[organization.slug])
    return {
        "crumbs": [
            (organization.name, overview),
            *([] if discovery.is_of_organization else [_domain_crumb(discovery.domain, overview)]),
            (discovery.name, reverse("discovery:discovery_overview", args=[discovery.slug])),
        ]
    }


def _domain_crumb(domain: Domain, overview: str) -> tuple[str, str]:
    return domain.name, f"{overview}#domain-{domain.slug}"


@register.inclusion_tag("components/breadcrumb.html")
def organization_breadcrumb(organization: Organization) -> dict[str, Any]:
    """The way to an organization: home, and its name."""
    return {"crumbs": [(_("Home"), reverse("discovery:home")), (organization.name, "")]}
