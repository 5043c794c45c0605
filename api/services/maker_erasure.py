"""Keys, webhooks and catalogs after the erasure of their maker (docs/adr/0078)."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from api.keys.services import check_may_manage
from api.models import ApiKey, Catalog, Webhook
from exchange.registries import ErasureHook, erasure_hooks
from organizations.actors import Actor
from organizations.permissions import allows


def register_own() -> None:
    """Register the erasure of people from the tables of this app."""
    erasure_hooks.register(
        ErasureHook("api keys", ApiKey, "made_by", _end_keys),
        ErasureHook("webhooks", Webhook, "made_by", _hand_on, _stop),
        ErasureHook("catalogs", Catalog, "made_by", _hand_on, _stop),
    )


def _end_keys(keys: QuerySet[Any], pseudonym: str) -> None:
    """A key acts for its maker, whom it names in what it writes: it ends with them."""
    keys.filter(revoked_at=None).update(revoked_at=timezone.now())
    keys.update(made_by=None, made_by_label=pseudonym)


def _hand_on(targets: QuerySet[Any], pseudonym: str) -> None:
    """Leave the targets to their places, under the pseudonym. Those whose maker had lost the right to them
    are stopped."""
    rows = list(targets.select_related("made_by"))
    over = [row.pk for row in rows if not allows(check_may_manage, Actor.of_account(row.made_by), row.place)]
    _stop(targets.filter(pk__in=over))
    targets.update(made_by=None, made_by_label=pseudonym)


def _stop(targets: QuerySet[Any]) -> None:
    targets.filter(stopped_at=None).update(stopped_at=timezone.now())
