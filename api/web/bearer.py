"""Authentication of programs by keys, with their scopes and rates."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from api.keys.services import former_key, program_of, use_key
from api.models import ApiKey, Scope
from core.exceptions import NotAllowed, NotFound, TooMany
from core.imports.importable_kinds import Entry
from core.models.key_expiry import KeyEnded
from core.rate_limits import Buckets, Limit
from discovery.discoveries.selectors import seen_by
from discovery.models import Discovery
from discovery.permissions import check_see_discovery
from organizations.actors import Actor
from organizations.models import Organization
from organizations.permissions import allows
from organizations.web.audit_middleware import program_asks
from workshops.web.rate_limits import count_wrong_key

# A pipeline that reports each minute of a hundred promises, and a catalog that reads everything once a day.
REQUESTS: Final = Limit(burst=240, per_second=5)
_buckets: Final = Buckets()


class Caller:
    """The key of a request, and who acts with it."""

    def __init__(self, key: ApiKey, actor: Actor) -> None:
        self.key, self.actor = key, actor

    def needs(self, scope: Scope) -> None:
        """Raises NotAllowed for a key without the scope."""
        if not self.key.allows(scope):
            message = _("This key can’t do that. It needs the scope “%(scope)s”.")
            raise NotAllowed(message % {"scope": scope.value})

    def may_write(self, entry: Entry) -> bool:
        """True if the key may write artifacts of the kind: a key of a discovery writes nothing that belongs
        to its organization, such as people and teams."""
        return self.key.discovery is None or entry.kind.root is Discovery

    def to_write(self, slug: str, entry: Entry) -> Discovery:
        """The discovery in which artifacts of the kind are written. Raises as `discovery`, and NotAllowed."""
        discovery = self.discovery(slug)
        if not self.may_write(entry):
            raise NotAllowed(
                _("This belongs to the organization. Use a key of the organization to change it.")
            )
        return discovery

    def discoveries(self) -> list[Discovery]:
        """Those that the key reaches and its maker sees, by uuid."""
        if self.key.discovery is not None:
            is_seen = allows(check_see_discovery, self.actor, self.key.discovery)
            return [self.key.discovery] if is_seen else []
        organization: Organization | None = self.key.organization
        if organization is None or self.actor.account is None:
            return []
        rows = seen_by(self.actor.account, organization).select_related("domain__organization")
        return list(rows.order_by("uuid"))

    def discovery(self, slug: str) -> Discovery:
        """The discovery. Raises NotFound for one that the key does not reach."""
        for each in self.discoveries():
            if each.slug == slug:
                return each
        if self.key.discovery is not None and self.key.discovery.slug == slug:
            raise NotFound(
                _(
                    "The person who created this key no longer has access to this discovery. Create "
                    "another key."
                )
            )
        raise NotFound(_("Discovery not found, or the key doesn’t have access."))


def scope_of(request: HttpRequest) -> Scope:
    """The scope that a request of the interface needs, from its address and method alone: it is checked
    before the body is read, so a key without the scope learns nothing about it."""
    if request.method == "GET":
        return Scope.READ
    match = request.resolver_match
    return Scope.MEASURE if match is not None and match.url_name == "measurements" else Scope.WRITE


class Bearer(HttpBearer):
    """`Authorization: Bearer KEY`. Raises TooMany when the keys of one person ask faster than REQUESTS, and
    for an address that tried too many keys that never were, were revoked or have ended; NotAllowed for a key
    without the scope, and KeyEnded."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        try:
            key_and_actor = use_key(secret=token.strip())
        except KeyEnded:
            _count_wrong(request, token.strip())
            raise
        if key_and_actor is None:
            _count_wrong(request, token.strip())
            return None
        key, actor = key_and_actor
        program_asks(program_of(key))
        if wait := _buckets.take(key.made_by_id, REQUESTS):
            message = _("Too many requests with one person’s keys. Wait a moment, then try again.")
            raise TooMany(message, wait)
        caller = Caller(key, actor)
        caller.needs(scope_of(request))
        return caller


def _count_wrong(request: HttpRequest, secret: str) -> None:
    """Limit the address, and name the key in the audit log if it once opened something."""
    if former := former_key(secret=secret):
        program_asks(program_of(former))
    count_wrong_key(request)


def caller_of(request: Any) -> Caller:
    """The authenticated program of the request."""
    caller: Caller = request.auth
    return caller
