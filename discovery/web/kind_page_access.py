"""Pages that belong to a discovery."""

from discovery.models import DiscoveryRole
from discovery.web import access
from organizations.web.page_scopes import PageScope, page_scopes


def register_own() -> None:
    """Register that pages of kinds in a discovery are for its editors."""
    page_scopes.register(
        PageScope("discovery", "discovery/base.html", access.discovery(DiscoveryRole.EDITOR))
    )
