"""Pages of a discovery that follow what others change: static/js/follow.js."""

from typing import Any

from django import template
from django.urls import reverse

from discovery.models import Discovery

register = template.Library()


@register.inclusion_tag("components/follow.html")
def follow(discovery: Discovery, pulse: int) -> dict[str, Any]:
    """Put it once on the page, outside what is followed. `pulse` is `pulse_of` from before the rest of the
    page was read: what changed in between is then fetched, and not missed."""
    return {"url": reverse("discovery:pulse", args=[discovery.slug]), "pulse": pulse}
