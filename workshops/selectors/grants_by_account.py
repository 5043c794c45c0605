"""Rights in workshops that an account gave and that are still in force: devices, links to watch, results."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from organizations.grants_by_account.selectors import done_last
from organizations.models import User
from organizations.registries import Grant, GrantKind, grant_kinds
from workshops.models import PairedDevice, Workshop


def register_own() -> None:
    """Devices and links of workshops."""
    grant_kinds.register(GrantKind("devices", gettext_lazy("Paired devices"), _devices))
    grant_kinds.register(GrantKind("workshop links", gettext_lazy("Links to workshops"), _links))


def _devices(account: User) -> Iterator[Grant]:
    devices = PairedDevice.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=timezone.now()), made_by=account, paired_at__isnull=False
    )
    for each in devices.select_related("workshop"):
        end = reverse("discovery:pairing_end", args=[each.workshop.code, each.uuid])
        if each.paired_at is not None:
            yield Grant(each.get_kind_display(), each.workshop.name, each.paired_at, end)


def _links(account: User) -> Iterator[Grant]:
    rows = Workshop.objects.filter(discovery__deleted_at=None, discovery__domain__deleted_at=None)
    with_links = rows.exclude(observer_key="", result_key="").select_related("discovery")
    there = {each.uuid: each for each in with_links}
    for uuid, at in done_last(account, "workshop.opened_to_observers", "room", there).items():
        if there[uuid].observer_key:
            end = reverse("discovery:observers_revoke", args=[there[uuid].code])
            yield Grant(_("Link for observers"), there[uuid].name, at, end)
    for uuid, at in done_last(account, "results.shared", "room", there).items():
        if there[uuid].result_key:
            end = reverse("discovery:results_withdraw", args=[there[uuid].discovery.slug, uuid])
            yield Grant(_("Link to the results"), there[uuid].name, at, end)
