"""Roles in discoveries that an account gave to people, as far as they still count."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from discovery.models import DiscoveryAccess
from organizations.grants_by_account.selectors import granted_roles
from organizations.models import User
from organizations.registries import Grant, GrantKind, grant_kinds


def register_own() -> None:
    """Roles in discoveries."""
    grant_kinds.register(GrantKind("accesses", gettext_lazy("Roles in discoveries"), _roles))


def _roles(account: User) -> Iterator[Grant]:
    accesses = DiscoveryAccess.objects.filter(discovery__deleted_at=None, discovery__domain__deleted_at=None)
    return granted_roles(account, accesses, "discovery", "discovery:access_remove")
