"""Tags for pages outside of a room that show rooms."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse

from discovery.models import Discovery
from organizations.models import User
from workshops.hints.selectors import hint_on
from workshops.rehearsal.selectors import rehearsed_in
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
    tip = hint_on(at.view_name, user) if at is not None else None
    return {"hint": tip, "back": request.path, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("workshops/parts/rehearsal_mark.html")
def rehearsal_mark(discovery: Discovery, *, with_link: bool = True) -> dict[str, Any]:
    """Says that the discovery is the copy of a rehearsal, with the way to what is rehearsed; nothing for any
    other discovery."""
    is_rehearsal = discovery.domain.organization.is_rehearsal
    return {
        "is_rehearsal": is_rehearsal,
        "rehearsed": rehearsed_in(discovery) if with_link else None,
    }


@register.inclusion_tag("workshops/parts/rehearsal_note.html")
def rehearsal_note(discovery: Discovery) -> dict[str, Any]:
    """Says to people in the room that what they write does not stay; nothing in any other room."""
    return {"is_rehearsal": discovery.domain.organization.is_rehearsal}
