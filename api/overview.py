"""The page of keys of programs, beside people's own access, and its actions in the search."""

from django.utils.translation import gettext_lazy

from discovery.registries import actions
from organizations.registries import Action
from organizations.web.access_pages import AccessPage, access_pages


def register_own() -> None:
    """Register the page of keys, and the actions on it."""
    access_pages.register(
        AccessPage("keys", gettext_lazy("API keys"), "api:discovery_keys", "api:organization_keys")
    )
    actions.register(
        Action(
            "key",
            gettext_lazy("Create an API key"),
            "api:discovery_key_add",
            ("key", "API", "new key", "token", "REST", "program", "bot", "integration"),
            icon="lock",
        ),
        Action(
            "catalog",
            gettext_lazy("Add a catalog"),
            "api:discovery_catalog_add",
            ("catalog", "data catalog", "Collibra", "DataHub", "sync", "push"),
            icon="share",
        ),
    )
