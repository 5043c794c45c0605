"""Where people find the keys of programs: beside their own access."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from organizations.web.access_pages import AccessPage, access_pages


def register_own() -> None:
    """Register the page of keys."""
    access_pages.register(
        AccessPage("keys", gettext_lazy("API keys"), "api:discovery_keys", "api:organization_keys")
    )
