"""Pages that belong to an organization."""

from __future__ import annotations

from discovery.web import access
from discovery.web.page_scopes import PageScope, page_scopes


def register_own() -> None:
    page_scopes.register(
        PageScope("organization", "discovery/organization_base.html", access.organization("facilitator"))
    )
