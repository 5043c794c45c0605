"""Pages that belong to an organization."""

from organizations.web import access
from organizations.web.page_scopes import PageScope, page_scopes


def register_own() -> None:
    """Register that pages of kinds in an organization are for its facilitators."""
    page_scopes.register(
        PageScope("organization", "organizations/organization_base.html", access.organization("facilitator"))
    )
