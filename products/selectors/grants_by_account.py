"""Keys for measurements that an account made and that still work."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy

from organizations.grants_by_account.selectors import written_by
from organizations.models import User
from organizations.registries import Grant, GrantKind, grant_kinds
from products.models import MeasurementKey


def register_own() -> None:
    """Keys for measurements."""
    grant_kinds.register(GrantKind("measurement keys", gettext_lazy("Measurement keys"), _keys))


def _keys(account: User) -> Iterator[Grant]:
    operations = written_by(account, MeasurementKey, "measurement_key.added")
    keys = MeasurementKey.objects.filter(
        pk__in=operations, discovery__deleted_at=None, discovery__domain__deleted_at=None
    )
    for each in keys.select_related("discovery"):
        end = reverse("products:measurement_key_revoke", args=[each.discovery.slug, each.uuid])
        yield Grant(each.name, str(each.discovery), operations[each.pk][1], end)
