"""What the pages of the tech stream share: who may see them, and the tabs between them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.web.access import discovery as of_discovery

viewer = of_discovery(DiscoveryRole.VIEWER)
editor = of_discovery(DiscoveryRole.EDITOR)

# The pages of the stream, in order: the name of the address, and the word of the tab.
SECTION_TABS: tuple[tuple[str, str | Promise], ...] = (
    ("technology:overview", gettext_lazy("Overview")),
    ("technology:capability_list", gettext_lazy("Capabilities")),
    ("technology:today", gettext_lazy("Today")),
    ("technology:gaps", gettext_lazy("Gaps")),
    ("technology:architecture", gettext_lazy("Architecture")),
    ("technology:supervision", gettext_lazy("Supervision")),
)


def section_tabs(discovery: Discovery, current: str) -> list[dict[str, Any]]:
    """The tabs over the pages of the stream, for components/tabs.html; `current` is the name of the
    address."""
    return [
        {"words": words, "href": reverse(name, args=[discovery.slug]), "current": name == current}
        for name, words in SECTION_TABS
    ]
