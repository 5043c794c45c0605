"""What an account gave in discoveries that is still in force."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy

from discovery.models import DiscoveryAccess
from organizations.models import User
from organizations.registries import Given, GivenKind, given_kinds
from organizations.selectors.given import written_by


def register_own() -> None:
    """Roles in discoveries."""
    given_kinds.register(GivenKind("accesses", gettext_lazy("Roles in discoveries"), _roles))


def _roles(account: User) -> Iterator[Given]:
    written = written_by(account, DiscoveryAccess)
    accesses = DiscoveryAccess.objects.filter(
        pk__in=written, discovery__deleted_at=None, discovery__domain__deleted_at=None
    )
    for each in accesses.exclude(user=account).select_related("user", "discovery"):
        left, at = written[each.pk]
        if left.deleted_at is None and left.role == each.role:
            yield Given(
                f"{each.user}: {each.get_role_display()}",
                str(each.discovery),
                at,
                reverse("discovery:access_remove", args=[each.discovery.slug, each.uuid]),
            )
