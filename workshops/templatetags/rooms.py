"""Tags for pages outside of a room that show rooms."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.registry import Registry
from discovery.models import Discovery
from organizations.models import User
from workshops import registries
from workshops.onboarding_hints.selectors import hint_on
from workshops.room.steering.selectors import lead_notices as handed_to

register = template.Library()


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


@register.inclusion_tag("components/hint.html", takes_context=True)
def hint(context: Context) -> dict[str, Any]:
    """The hint of the page for a new facilitator, with the way to dismiss it."""
    user, request = context.get("user"), context.get("request")
    if not isinstance(user, User) or request is None:
        return {}
    at = request.resolver_match
    tip = hint_on(at.view_name, user, context.get("discovery")) if at is not None else None
    return {"hint": tip, "back": request.path, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def workshop_pages() -> Registry[registries.WorkshopPage]:
    """The pages of workshops that are plug-ins."""
    return registries.workshop_pages


@register.simple_tag
def discovery_marks(discovery: Discovery, *, with_link: bool = True) -> SafeString:
    """The marks of the discovery, such as that of a copy; without their links on the stage."""
    return _marks_html(discovery, lambda mark: mark.template, with_link=with_link)


@register.simple_tag
def discovery_notes(discovery: Discovery) -> SafeString:
    """The same marks as sentences for people in the room."""
    return _marks_html(discovery, lambda mark: mark.note)


def _marks_html(
    discovery: Discovery, template: Callable[[registries.DiscoveryMark], str], **values: bool
) -> SafeString:
    contexts = [(mark, mark.context(discovery)) for mark in registries.discovery_marks]
    pieces = [
        (render_to_string(template(mark), {**context, **values}),)
        for mark, context in contexts
        if context is not None
    ]
    return format_html_join("", "{}", pieces)
