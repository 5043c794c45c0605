"""What the pages of the operating model share: who may see them, and the tabs between them."""

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
    ("operating_model:frame", gettext_lazy("Overview")),
    ("operating_model:key_questions", gettext_lazy("Key questions")),
    ("operating_model:teams", gettext_lazy("Teams")),
    ("operating_model:roles", gettext_lazy("Roles")),
    ("operating_model:matrix", gettext_lazy("Responsibilities")),
    ("operating_model:ownership", gettext_lazy("Ownership")),
    ("operating_model:governance", gettext_lazy("Governance")),
)


def section_tabs(discovery: Discovery, current: str) -> list[dict[str, Any]]:
    """The tabs over the pages of the stream; `current` is the name of the address."""
    return stream_tabs(SECTION_TABS, discovery, current)
