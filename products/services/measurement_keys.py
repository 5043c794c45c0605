"""Keys with which programs record measurements: made and revoked by facilitators of the discovery."""

import hashlib
import secrets
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from core.models import ActorKind, Operation
from core.models.key_expiry import check_has_not_ended, checked_last_day
from core.services import artifacts, operation
from discovery.models import Discovery
from discovery.permissions import check_facilitate
from organizations.actors import Actor
from organizations.audit.services import ClientProgram
from products.models import MeasurementKey

PREFIX = "hw_"
# "Last used" is no log: it shows whether a key can go.
_USED_AGAIN_AFTER = timedelta(minutes=1)


def add_measurement_key(
    *, actor: Actor, discovery: Discovery, name: str, ends_on: date | None = None
) -> tuple[MeasurementKey, str]:
    """A new key, and the secret that a program sends. It cannot be shown again: only its digest is kept.
    It works until the end of `ends_on` (`checked_last_day`). Raises NotAllowed, NotFound, and Invalid for
    another last day."""
    check_facilitate(actor, discovery)
    ends_on = checked_last_day(ends_on)
    secret = PREFIX + secrets.token_urlsafe(32)
    with operation(actor, "measurement_key.added", summary=name, place=discovery):
        key = artifacts.add(
            MeasurementKey, discovery=discovery, name=name, digest=_digest(secret), ends_on=ends_on
        )
    return key, secret


def revoke_measurement_key(*, actor: Actor, key: MeasurementKey) -> Operation:
    """From now on nothing is recorded with it. What was recorded stays. Raises NotAllowed or NotFound."""
    check_facilitate(actor, key.discovery)
    with operation(actor, "measurement_key.revoked", summary=key.name, place=key.discovery) as current:
        artifacts.trash(key)
    return current


def use_measurement_key(*, secret: str) -> tuple[MeasurementKey, Actor] | None:
    """The key with this secret, and who acts with it; None for one that does not exist or was revoked, and
    for one whose discovery is in the trash. Raises KeyEnded after its last day.

    The actor is trusted as an import is, so the caller must limit it to the discovery of the key.
    """
    key = (
        MeasurementKey.objects.select_related("discovery__domain__organization")
        .filter(digest=_digest(secret), discovery__deleted_at=None, discovery__domain__deleted_at=None)
        .first()
    )
    if key is None:
        return None
    check_has_not_ended(key)
    now = timezone.now()
    seldom = Q(last_used_at=None) | Q(last_used_at__lt=now - _USED_AGAIN_AFTER)
    MeasurementKey.objects.filter(seldom, pk=key.pk).update(last_used_at=now)
    return key, Actor(ActorKind.IMPORT, key.name)


def program_of(key: MeasurementKey) -> ClientProgram:
    """The key as the audit list names it."""
    return ClientProgram(key.uuid, key.name, None, key.discovery.domain.organization_id)


def former_measurement_key(*, secret: str) -> MeasurementKey | None:
    """The key that once had this secret and opens nothing now; None for one that never was."""
    rows = MeasurementKey.everything.select_related("discovery__domain")
    return rows.filter(digest=_digest(secret)).first()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
