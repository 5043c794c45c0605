"""The link to the feed of a discovery is made, renewed and withdrawn by its facilitators."""

import secrets
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from api.keys.services import check_may_manage
from api.models import Feed
from api.outgoing.json_signatures import Signer
from api.product_feed_links.selectors import digest_of
from core.secret_encryption import derived
from core.services import operation
from discovery.models import Discovery
from organizations.actors import Actor

_SALT: Final = ".".join(("api", "services", "feeds"))
"""The name of this module when the first keys were derived: another name would change them all."""
# "Last read" is no log: it says whether someone uses the link.
_READ_AGAIN_AFTER = timedelta(minutes=1)


def make_link(*, actor: Actor, discovery: Discovery) -> str:
    """The key of a new link. It cannot be shown again: only its digest is kept. The link before leads nowhere
    from now on. Raises NotAllowed and NotFound."""
    check_may_manage(actor, discovery)
    key = secrets.token_urlsafe(32)
    with operation(actor, "feed.made", summary=discovery.name, place=discovery):
        _withdraw(discovery)
        Feed.objects.create(discovery=discovery, digest=digest_of(key))
    return key


def withdraw_link(*, actor: Actor, discovery: Discovery) -> None:
    """From now on the link leads nowhere. Raises NotAllowed and NotFound."""
    check_may_manage(actor, discovery)
    with operation(actor, "feed.withdrawn", summary=discovery.name, place=discovery):
        _withdraw(discovery)


def note_read(feed: Feed) -> None:
    """Note that someone read the feed."""
    now = timezone.now()
    seldom = Q(last_read_at=None) | Q(last_read_at__lt=now - _READ_AGAIN_AFTER)
    Feed.objects.filter(seldom, pk=feed.pk).update(last_read_at=now)


def signer_of(discovery: Discovery) -> Signer:
    """The signer of the feed, for all of its links. It follows from the secret key of the installation, and
    is kept nowhere."""
    return Signer(derived(_SALT, str(discovery.uuid)))


def _withdraw(discovery: Discovery) -> None:
    locked = Discovery.objects.select_for_update(of=("self",)).get(pk=discovery.pk)
    Feed.objects.filter(discovery=locked, withdrawn_at=None).update(withdrawn_at=timezone.now())
