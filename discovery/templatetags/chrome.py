"""The frame of a discovery's and an organization's pages: where you are, and where you can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from discovery import registries
from discovery.models import Discovery, Organization
from discovery.registries import Text

register = template.Library()


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of a navigation, as components/side_nav.html and tabs.html read it."""

    words: Text
    href: str
    current: bool
    icon: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    words: Text
    links: list[Link]


@register.inclusion_tag("components/side_nav.html", takes_context=True)
def discovery_navigation(context: Context, discovery: Discovery) -> dict[str, Any]:
    """What the apps registered for a discovery, where it has an address; the deepest one that the page lies
    under is current."""
    found = []
    for item in sorted(registries.navigation, key=lambda item: item.order):
        try:
            found.append((item, reverse(item.url_name, args=[discovery.slug])))
        except NoReverseMatch:
            continue
    here = _deepest([href for _item, href in found], context["request"].path)
    links = [Link(item.label, href, href == here, item.icon) for item, href in found]
    return {"label": _("This discovery"), "sections": [Section("", links)]}


@register.inclusion_tag("components/tabs.html", takes_context=True)
def organization_tabs(context: Context, organization: Organization) -> dict[str, Any]:
    """The pages of an organization."""
    pages = [
        (_("Domains and discoveries"), "discovery:organization_overview"),
        (_("People, teams and roles"), "discovery:organization_people"),
        (_("Members"), "discovery:organization_members"),
    ]
    addresses = [(words, reverse(name, args=[organization.slug])) for words, name in pages]
    here = _deepest([href for _words, href in addresses], context["request"].path)
    tabs = [Link(words, href, href == here) for words, href in addresses]
    return {"label": _("This organization"), "tabs": tabs}


@register.inclusion_tag("components/breadcrumb.html")
def discovery_breadcrumb(discovery: Discovery) -> dict[str, Any]:
    """Organization / domain / discovery."""
    organization = discovery.domain.organization
    overview = reverse("discovery:organization_overview", args=[organization.slug])
    return {
        "crumbs": [
            (organization.name, overview),
            (discovery.domain.name, f"{overview}#domain-{discovery.domain.slug}"),
            (discovery.name, reverse("discovery:discovery_overview", args=[discovery.slug])),
        ]
    }


@register.inclusion_tag("components/breadcrumb.html")
def organization_breadcrumb(organization: Organization) -> dict[str, Any]:
    return {"crumbs": [(_("Home"), reverse("discovery:home")), (organization.name, "")]}


def _deepest(addresses: list[str], path: str) -> str:
    """The longest of `addresses` that `path` begins with, "" when there is none."""
    return max((href for href in addresses if path.startswith(href)), key=len, default="")
