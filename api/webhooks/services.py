"""Webhooks send events to addresses. Each delivery is signed, stored, and sent again after a failure.

An event names artifacts and holds nothing else of them: a program reads more through the API, with a key.
Signatures are those of Standard Webhooks (https://www.standardwebhooks.com): "v1," and the HMAC-SHA256 of
identifier, time and body.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from api.keys.services import check_may_manage
from api.models import Delivery, Event, Webhook
from api.outgoing.safe_requests import Inside, Unknown, outside, send
from api.services import deliveries
from api.webhooks.selectors import happened, listening, may_have_events
from core.exceptions import Conflict, Invalid, NotAllowed
from core.models import Operation
from core.registries import Follower, followers
from core.secret_encryption import derived
from core.send_results import SendResult
from core.services import operation
from discovery.discoveries.models import IMPORTED, OF_DISCOVERY
from discovery.models import Discovery
from organizations.actors import Actor
from organizations.models import Organization

_SALT: Final = ".".join(("api", "services", "webhooks"))
"""The name of this module when the first secrets were derived: another name would change them all."""
OVERLAP: Final = timedelta(days=1)
"""How long deliveries are signed with the secret before, too."""
MOST = 20
"""How many webhooks in force a place has at most."""


def register_own() -> None:
    """Register what sends events after an operation, and how webhooks get them."""
    followers.register(Follower("webhooks", wrote=store_deliveries))
    deliveries.receivers.register(deliveries.ReceiverKind("webhook", attempt=_attempt))


# --- Webhooks -------------------------------------------------------------------------------------


def add_webhook(
    *, actor: Actor, place: Discovery | Organization, address: str, events: Iterable[str]
) -> Webhook:
    """A new webhook. Raises NotAllowed, NotFound, and Invalid without an event, and for an address inside the
    network, unless the installation allows that, and Conflict when the place has MOST of them."""
    check_may_manage(actor, place)
    if actor.account is None:
        raise NotAllowed(_("You need an account to add a webhook."))
    event_names = [event.value for event in Event if event.value in set(events)]
    if not event_names:
        raise Invalid(_("Choose at least one event."), "events")
    try:
        outside(address, is_inside_allowed=settings.WEBHOOKS_INSIDE)
    except (Inside, Unknown):
        raise Invalid(_("This address can’t be reached, or is inside the network."), "address") from None
    of = {"discovery": place} if isinstance(place, Discovery) else {"organization": place}
    if Webhook.objects.filter(stopped_at=None, **of).count() >= MOST:
        raise Conflict(_("There are already %(most)s webhooks. Stop one first.") % {"most": MOST})
    webhook = Webhook(address=address, events=" ".join(event_names), made_by=actor.account, **of)
    with operation(actor, "webhook.added", summary=webhook.host, place=place):
        webhook.save()
    return webhook


def stop_webhook(*, actor: Actor, webhook: Webhook) -> None:
    """Stop the webhook. It receives nothing more, not even deliveries that wait. Raises NotAllowed or
    NotFound."""
    check_may_manage(actor, webhook.place)
    with operation(actor, "webhook.stopped", summary=webhook.host, place=webhook.place):
        Webhook.objects.filter(pk=webhook.pk, stopped_at=None).update(stopped_at=timezone.now())


def renew_secret(*, actor: Actor, webhook: Webhook) -> str:
    """Another secret. Deliveries are signed with the one before too, until receivers had time to change it.
    Raises Conflict for a stopped webhook."""
    check_may_manage(actor, webhook.place)
    deliveries.check_goes_on(webhook)
    with operation(actor, "webhook.secret_renewed", summary=webhook.host, place=webhook.place):
        locked = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
        locked.secret_number += 1
        locked.renewed_at = timezone.now()
        locked.save(update_fields=["secret_number", "renewed_at"])
    return secret_of(locked)


def secret_of(webhook: Webhook) -> str:
    """With what its deliveries are signed. It is shown once: when it is new."""
    return "whsec_" + base64.b64encode(_key(webhook, webhook.secret_number)).decode()


def both_until(webhook: Webhook) -> datetime | None:
    """Until when deliveries are signed with the secret before the present one too; None if they are not."""
    until = None if webhook.renewed_at is None else webhook.renewed_at + OVERLAP
    return until if until is not None and until > timezone.now() else None


def _key(webhook: Webhook, number: int) -> bytes:
    """The key of its secret with this number. It follows from the secret key of the installation, and is kept
    nowhere."""
    return derived(_SALT, f"{webhook.uuid}:{number}" if number else str(webhook.uuid))


def _signatures(webhook: Webhook, signed: bytes) -> str:
    """One by the present secret, and for a while one by the secret before, as Standard Webhooks have it."""
    numbers = [webhook.secret_number, *([webhook.secret_number - 1] if both_until(webhook) else [])]
    digests = (hmac.new(_key(webhook, number), signed, hashlib.sha256).digest() for number in numbers)
    return " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)


# --- What happened --------------------------------------------------------------------------------


def store_deliveries(operation: Operation) -> None:
    """Store the deliveries of the operation in its transaction. Operations that came with a file send
    nothing: no one did them here."""
    if operation.scope_kind != OF_DISCOVERY or operation.scope_uuid is None or not may_have_events(operation):
        return
    webhooks = [] if operation.verb == IMPORTED else list(listening(operation.scope_uuid))
    if not webhooks:
        return
    discovery, rows_by_event = Discovery.objects.get(uuid=operation.scope_uuid), happened(operation)
    for webhook in webhooks:
        for event in webhook.subscribed:
            if event in rows_by_event:
                body = {
                    "type": event.value,
                    "timestamp": operation.at.isoformat(),
                    "data": {
                        "discovery": discovery.slug,
                        "operation": str(operation.uuid),
                        "verb": operation.verb,
                        "artifacts": [
                            {"kind": kind, "uuid": str(uuid)} for kind, uuid in rows_by_event[event]
                        ],
                    },
                }
                Delivery.objects.create(webhook=webhook, event=event, body=json.dumps(body))


def _attempt(delivery: Delivery) -> SendResult:
    """One attempt. Raises Inside."""
    webhook = delivery.webhook
    if webhook is None:
        raise ValueError("a delivery to a webhook has one")
    body, at = delivery.body.encode(), str(int(time.time()))
    signed = b".".join([str(delivery.uuid).encode(), at.encode(), body])
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Headwaters",
        "webhook-id": str(delivery.uuid),
        "webhook-timestamp": at,
        "webhook-signature": _signatures(webhook, signed),
    }
    return send(
        "POST",
        webhook.address,
        body,
        headers,
        is_inside_allowed=settings.WEBHOOKS_INSIDE,
        most_attempts=1,
    )
