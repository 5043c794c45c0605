"""The tabs over the pages of the handover."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from discovery.models import Discovery
from discovery.templatetags.chrome import Link

register = template.Library()


@register.inclusion_tag("components/tabs.html", takes_context=True)
def handover_tabs(context: Context, discovery: Discovery) -> dict[str, Any]:
    """The pages of the handover; each page of a version belongs to the versions."""
    pages = [
        (_("What we hand over"), "handover"),
        (_("Readiness"), "handover_readiness"),
        (_("Review"), "handover_review"),
        (_("Versions"), "handover_versions"),
    ]
    addresses = [(words, reverse(f"handover:{name}", args=[discovery.slug])) for words, name in pages]
    path = context["request"].path
    here = max((href for _words, href in addresses if path.startswith(href)), key=len, default="")
    return {
        "label": _("The handover"),
        "tabs": [Link(words, href, href == here) for words, href in addresses],
    }
