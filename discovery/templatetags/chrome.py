"""The frame of a discovery's and an organization's pages: where you are, and where you can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import template
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from core.labels import Text
from discovery import permissions, registries
from discovery.models import (
    ActionItem,
    Decision,
    Discovery,
    Organization,
    ParkingLotItem,
    Question,
    Risk,
    User,
)
from discovery.models.outcomes import ActionState
from discovery.selectors.steering import lead_notices as handed_to

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
    under is current. In groups, each with its heading."""
    items = []
    for item in sorted(registries.navigation, key=lambda item: item.order):
        try:
            items.append((item, reverse(item.url_name, args=[discovery.slug])))
        except NoReverseMatch:
            continue
    here = _deepest([href for _item, href in items], context["request"].path)
    groups: dict[str, list[Link]] = {}
    for item, href in items:
        groups.setdefault(item.group, []).append(Link(item.label, href, href == here, item.icon))
    sections = [Section(registries.NAVIGATION_GROUPS[group], links) for group, links in groups.items()]
    return {"label": _("This discovery"), "sections": sections}


@register.simple_tag
def navigation_address(key: str, discovery: Discovery) -> str:
    """Where the entry of a discovery's navigation with this key leads."""
    return reverse(registries.navigation.get(key).url_name, args=[discovery.slug])


@register.inclusion_tag("components/tabs.html", takes_context=True)
def organization_tabs(context: Context, organization: Organization) -> dict[str, Any]:
    """The pages of an organization, those among them that apps registered."""
    pages: list[tuple[int, Text, str]] = [
        (10, _("Domains and discoveries"), "discovery:organization_overview"),
        (20, _("People, teams and roles"), "discovery:organization_people"),
        (30, _("Agenda templates"), "discovery:organization_templates"),
        (40, _("Members"), "discovery:organization_members"),
        *((each.order, each.label, each.url_name) for each in registries.organization_pages),
    ]
    if permissions.allows(permissions.check_administer_organization, context["request"].actor, organization):
        pages.append((90, _("What is kept"), "discovery:organization_kept"))
    pages.sort(key=lambda each: each[0])
    addresses = [(words, reverse(name, args=[organization.slug])) for _order, words, name in pages]
    here = _deepest([href for _words, href in addresses], context["request"].path)
    tabs = [Link(words, href, href == here) for words, href in addresses]
    return {"label": _("This organization"), "tabs": tabs}


@register.inclusion_tag("components/tabs.html", takes_context=True)
def outcome_tabs(context: Context, discovery: Discovery) -> dict[str, Any]:
    """The pages of what a discovery concluded, each with how many there are (of what can be
    settled, how much is open)."""
    rows = {
        "actions": ActionItem.objects.filter(state=ActionState.OPEN),
        "decisions": Decision.objects.all(),
        "questions": Question.objects.filter(answer=""),
        "risks": Risk.objects.all(),
        "parking_lot": ParkingLotItem.objects.filter(is_settled=False),
    }
    counted = {name: _count(artifacts) for name, artifacts in rows.items()}
    counts: dict[str, int] = dict(
        zip(rows, Discovery.objects.filter(pk=discovery.pk).values_list(*counted.values())[0], strict=True)
    )
    words = (_("Actions"), _("Decisions"), _("Questions"), _("Risks"), _("Parking lot"))
    addresses = {name: reverse(f"discovery:discovery_{name}", args=[discovery.slug]) for name in rows}
    here = _deepest(list(addresses.values()), context["request"].path)
    tabs = [
        Link(word, href, href == here, count=counts[name])
        for word, (name, href) in zip(words, addresses.items(), strict=True)
    ]
    return {"label": _("What the discovery concluded"), "tabs": tabs}


def _count(rows: QuerySet[Any]) -> Coalesce:
    of_discovery = rows.filter(discovery=OuterRef("pk")).order_by().values("discovery")
    return Coalesce(Subquery(of_discovery.values(count=Count("pk"))), 0)


@register.inclusion_tag("discovery/parts/capture_button.html", takes_context=True)
def capture_button(context: Context, discovery: Discovery) -> dict[str, Any]:
    """The way to capture something from any page of a discovery, for those who may."""
    may = context.get("may_edit")
    if may is None:  # the page does not ask
        actor = getattr(context.get("request"), "actor", None)
        may = actor is not None and permissions.may_edit(actor, discovery)
    return {"url": reverse("discovery:capture", args=[discovery.slug]) if may else ""}


@register.inclusion_tag("components/lead_notices.html", takes_context=True)
def lead_notices(context: Context, console: str = "") -> dict[str, Any]:
    """Leads that the account was handed and has not read of; `console` is the code of the workshop whose
    console the page is."""
    user = context.get("user")
    if not isinstance(user, User) or not user.is_authenticated:
        return {}
    url = reverse("discovery:lead_notices") + (f"?{urlencode({'at': console})}" if console else "")
    notices = handed_to(user)
    return {"url": url, "notices": notices, "at": console, "csrf_token": context.get("csrf_token")}


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
