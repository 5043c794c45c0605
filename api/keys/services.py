"""Keys of programs: made and revoked by those who facilitate a discovery or administer an organization."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from api.models import ApiKey, Scope
from core.database_statements import PreparedQuery
from core.exceptions import Invalid, NotAllowed
from core.models import ActorKind
from core.models.key_expiry import check_has_not_ended, checked_last_day
from core.services import operation
from discovery.models import Discovery
from discovery.permissions import check_facilitate
from organizations.actors import Actor
from organizations.audit.services import ClientProgram
from organizations.models import Organization
from organizations.permissions import check_administer_organization
from organizations.services.notices import tell_admins

PREFIX = "hwk_"
# "Last used" is no log: it says whether a key can go.
_USED_AGAIN_AFTER = timedelta(minutes=1)


def _in_force(digest: str) -> QuerySet[ApiKey]:
    rows = ApiKey.objects.select_related("discovery__domain__organization", "organization", "made_by")
    return rows.filter(
        Q(organization__deleted_at=None, organization__isnull=False)
        | Q(discovery__deleted_at=None, discovery__domain__deleted_at=None, discovery__isnull=False),
        digest=digest,
        revoked_at=None,
        made_by__is_active=True,
    )


_IN_FORCE: Final = PreparedQuery(_in_force, "digest")


def add_key(
    *,
    actor: Actor,
    place: Discovery | Organization,
    name: str,
    scopes: Iterable[str],
    ends_on: date | None = None,
) -> tuple[ApiKey, str]:
    """A new key, and the secret that a program sends. It cannot be shown again: only its digest is kept. It
    works until the end of `ends_on` (`checked_last_day`). Admins hear of a key of their organization. Raises
    NotAllowed, NotFound, and Invalid without a scope and for another last day."""
    check_may_manage(actor, place)
    if actor.account is None:
        raise NotAllowed(_("You need an account to create a key."))
    chosen_scopes = [scope.value for scope in Scope if scope.value in set(scopes)]
    if not chosen_scopes:
        raise Invalid(_("Choose what the program may do."), "scopes")
    ends_on = checked_last_day(ends_on)
    secret = PREFIX + secrets.token_urlsafe(32)
    of = {"discovery": place} if isinstance(place, Discovery) else {"organization": place}
    with operation(actor, "api_key.added", summary=name, place=place) as current:
        key = ApiKey.objects.create(
            name=name,
            digest=_digest(secret),
            scopes=" ".join(chosen_scopes),
            ends_on=ends_on,
            made_by=actor.account,
            **of,
        )
        current.about = key.uuid
        if isinstance(place, Organization):
            what = _(
                "A new API key, “%(key)s”, gives a program access to all discoveries of "
                "%(organization)s until %(day)s."
            ) % {"key": name, "organization": place, "day": date_format(ends_on)}
            tell_admins(actor, place, _("New API key"), what)
    return key, secret


def revoke_key(*, actor: Actor, key: ApiKey) -> None:
    """From now on it opens nothing. What was written with it stays. Raises NotAllowed or NotFound, and
    ValueError for a key without a place."""
    place = key.discovery or key.organization
    if place is None:
        raise ValueError("a key has a place")
    check_may_manage(actor, place)
    with operation(actor, "api_key.revoked", summary=key.name, place=place) as current:
        current.about = key.uuid
        ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now())


def use_key(*, secret: str) -> tuple[ApiKey, Actor] | None:
    """The key with this secret, and its actor: the maker of the key, under the key's name. None for a key
    that does not exist or was revoked, or whose maker can no longer sign in. Raises KeyEnded after its last
    day."""
    key = next(iter(_IN_FORCE(_digest(secret))), None)
    if key is None or key.made_by is None:
        return None
    check_has_not_ended(key)
    now = timezone.now()
    if key.last_used_at is None or key.last_used_at < now - _USED_AGAIN_AFTER:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key, Actor(ActorKind.ACCOUNT, program_of(key).label, account=key.made_by)


def program_of(key: ApiKey) -> ClientProgram:
    """The key as the audit list names it."""
    organization = key.discovery.domain.organization if key.discovery else key.organization
    if organization is None:
        raise ValueError("a key has a place")
    label = f"{key.name} ({key.maker})"
    return ClientProgram(key.uuid, label[:200], key.made_by, organization.pk)


def former_key(*, secret: str) -> ApiKey | None:
    """The key that once had this secret and opens nothing now; None for one that never was."""
    rows = ApiKey.objects.select_related("discovery__domain__organization", "organization", "made_by")
    return rows.filter(digest=_digest(secret)).first()


def check_may_manage(actor: Actor, place: Discovery | Organization) -> None:
    """Keys and webhooks are for facilitators of a discovery and admins of an organization. Raises NotAllowed
    and NotFound."""
    if isinstance(place, Discovery):
        check_facilitate(actor, place)
    else:
        check_administer_organization(actor, place)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
