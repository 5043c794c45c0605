"""Links to frozen versions that an account made and that still work."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from handover.models import HandoverLink
from organizations.grants_by_account.selectors import written_by
from organizations.models import User
from organizations.registries import Grant, GrantKind, grant_kinds


def register_own() -> None:
    """Links to frozen versions."""
    grant_kinds.register(GrantKind("handover links", gettext_lazy("Links to frozen versions"), _links))


def _links(account: User) -> Iterator[Grant]:
    versions = written_by(account, HandoverLink, "handover_link.made")
    links = HandoverLink.objects.filter(
        pk__in=versions,
        revoked_at=None,
        expires_at__gt=timezone.now(),
        version__deleted_at=None,
        version__discovery__deleted_at=None,
        version__discovery__domain__deleted_at=None,
    )
    for each in links.select_related("version__discovery"):
        discovery = each.version.discovery
        end = reverse("handover:handover_link_revoke", args=[discovery.slug, each.uuid])
        yield Grant(each.label, str(discovery), versions[each.pk][1], end)
