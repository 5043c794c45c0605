"""What the pages of the tech stream share: who may see them, and the tabs between them."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.web.access import discovery as of_discovery
from discovery.web.tabs import stream_tabs

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
    """The tabs over the pages of the stream; `current` is the name of the address."""
    return stream_tabs(SECTION_TABS, discovery, current)
