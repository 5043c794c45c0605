"""Webhooks send events to addresses. Each delivery is signed, stored, and sent again after a failure.

An event names artifacts and holds nothing else of them: a program reads more through the API, with a key.
Signatures are those of Standard Webhooks (https://www.standardwebhooks.com): "v1," and the HMAC-SHA256 of
identifier, time and body.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_tasks import task

from api.models import Delivery, DeliveryState, Event, Webhook
from api.outgoing.sending import Answer, Inside, Unknown, outside, send
from api.selectors.webhooks import happened, listening, may_have_events
from api.services.keys import check_may_manage
from core.exceptions import Conflict, DomainError, Invalid, NotAllowed
from core.models import Operation
from core.registries import Follower, PurgeStep, followers, purge_steps
from core.services.operations import operation
from discovery.models import Discovery
from discovery.models.discovery import IMPORTED, OF_DISCOVERY
from organizations.actors import Actor
from organizations.models import Organization

logger = logging.getLogger(__name__)

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
"""Between the attempts."""
KEPT = timedelta(days=30)
"""How long deliveries are kept."""
MOST = 20
"""How many webhooks in force a place has at most."""


def register_own() -> None:
    """Register what sends events after an operation, and what deletes old deliveries at night."""
    followers.register(Follower("webhooks", wrote=tell))
    purge_steps.register(PurgeStep("deliveries of webhooks", 65, _delete_old))


# --- Webhooks -------------------------------------------------------------------------------------


def add_webhook(
    *, actor: Actor, place: Discovery | Organization, address: str, events: Iterable[str]
) -> Webhook:
    """A new webhook. Raises NotAllowed, NotFound, and Invalid without an event, and for an address inside the
    network, unless the installation allows that."""
    check_may_manage(actor, place)
    if actor.account is None:
        raise NotAllowed(_("A webhook acts for an account."))
    wanted = [event.value for event in Event if event.value in set(events)]
    if not wanted:
        raise Invalid(_("Choose at least one event."), "events")
    try:
        outside(address, is_inside_allowed=settings.WEBHOOKS_INSIDE)
    except (Inside, Unknown):
        raise Invalid(_("This address cannot be reached, or lies inside the network."), "address") from None
    of = {"discovery": place} if isinstance(place, Discovery) else {"organization": place}
    if Webhook.objects.filter(stopped_at=None, **of).count() >= MOST:
        raise Conflict(_("There are %(most)s webhooks already. Stop one first.") % {"most": MOST})
    with operation(actor, "webhook.added", summary=_host(address), place=place):
        return Webhook.objects.create(address=address, events=" ".join(wanted), made_by=actor.account, **of)


def stop_webhook(*, actor: Actor, webhook: Webhook) -> None:
    """Stop the webhook. It receives nothing more, not even deliveries that wait."""
    place = place_of(webhook)
    check_may_manage(actor, place)
    with operation(actor, "webhook.stopped", summary=_host(webhook.address), place=place):
        Webhook.objects.filter(pk=webhook.pk, stopped_at=None).update(stopped_at=timezone.now())


def send_again(*, actor: Actor, delivery: Delivery) -> None:
    """Tell it once more, from the first attempt on. Raises Conflict for a webhook that was stopped."""
    webhook = delivery.webhook
    check_may_manage(actor, place_of(webhook))
    if webhook.stopped_at is not None:
        raise Conflict(_("This webhook was stopped."))
    with operation(actor, "webhook.sent_again", summary=_host(webhook.address), place=place_of(webhook)):
        _take_turn(delivery, attempts=0)


def place_of(webhook: Webhook) -> Discovery | Organization:
    """The discovery or organization whose events it receives."""
    place = webhook.discovery or webhook.organization
    if place is None:
        raise ValueError("a webhook has a place")
    return place


def _host(address: str) -> str:
    """What the history says of an address, whose path and query are often a secret."""
    return urlsplit(address).hostname or ""


def secret_of(webhook: Webhook) -> str:
    """With what its deliveries are signed. It follows from the secret key of the installation, and is kept
    nowhere."""
    return "whsec_" + base64.b64encode(_key(webhook)).decode()


def _key(webhook: Webhook) -> bytes:
    return salted_hmac("api.services.webhooks", str(webhook.uuid), algorithm="sha256").digest()


# --- Telling --------------------------------------------------------------------------------------


def tell(operation: Operation) -> None:
    """Store the deliveries of the operation in its transaction, and ask the worker to send them. Operations
    that came with a file send nothing: nobody did them here."""
    if operation.scope_kind != OF_DISCOVERY or operation.scope_uuid is None or not may_have_events(operation):
        return
    webhooks = [] if operation.verb == IMPORTED else list(listening(operation.scope_uuid))
    if not webhooks:
        return
    discovery, done = Discovery.objects.get(uuid=operation.scope_uuid), happened(operation)
    for webhook in webhooks:
        for event in webhook.subscribed:
            if event in done:
                body = {
                    "type": event.value,
                    "timestamp": operation.at.isoformat(),
                    "data": {
                        "discovery": discovery.slug,
                        "operation": str(operation.uuid),
                        "verb": operation.verb,
                        "artifacts": [{"kind": kind, "uuid": str(uuid)} for kind, uuid in done[event]],
                    },
                }
                delivery = Delivery.objects.create(webhook=webhook, event=event, body=json.dumps(body))
                deliver.enqueue(str(delivery.uuid), 0)


@task()
def deliver(uuid: str, turn: int) -> None:
    """One attempt, made by the worker. The task of the next attempt is queued first, so it also runs when the
    worker dies in this one. It does nothing after a delivery that was accepted."""
    rows = Delivery.objects.select_related(
        "webhook__made_by", "webhook__discovery__domain__organization", "webhook__organization"
    )
    delivery = rows.filter(uuid=uuid, turn=turn, state=DeliveryState.WAITING).first()
    if delivery is None or delivery.webhook.stopped_at is not None:
        return
    number = delivery.attempts + 1
    if number > len(PAUSES) + 1:
        Delivery.objects.filter(pk=delivery.pk, turn=turn).update(state=DeliveryState.FAILED)
        return
    following = _take_turn(delivery, attempts=number, after=PAUSES[min(number, len(PAUSES)) - 1])
    answer = _attempt(delivery)
    is_last = number > len(PAUSES) or answer.attempts == 0
    state = (
        DeliveryState.TAKEN if answer.is_taken else DeliveryState.FAILED if is_last else DeliveryState.WAITING
    )
    logger.info("webhook %s delivery %s: %s", delivery.webhook.uuid, delivery.uuid, answer.status)
    said = {"status": answer.status, "detail": answer.detail[:300], "tried_at": timezone.now()}
    Delivery.objects.filter(pk=delivery.pk, turn=following).update(state=state, **said)


def _take_turn(delivery: Delivery, *, attempts: int, after: timedelta = timedelta()) -> int:
    """Ask the worker for the next attempt; an older one that waits does nothing then. Returns the turn."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.WAITING, attempts=attempts, turn=F("turn") + 1
    )
    turn = Delivery.objects.values_list("turn", flat=True).get(pk=delivery.pk)
    asked = deliver.using(run_after=timezone.now() + after) if after else deliver
    asked.enqueue(str(delivery.uuid), turn)
    return turn


def _attempt(delivery: Delivery) -> Answer:
    """One attempt. No attempt was made (0) where there is nobody any more for whom it is made, and where the
    address lies inside by now."""
    webhook = delivery.webhook
    try:
        if not webhook.made_by.is_active:
            raise NotAllowed(_("The person who made this webhook no longer has an account."))
        check_may_manage(Actor.of_account(webhook.made_by), place_of(webhook))
    except DomainError as error:
        return Answer(0, str(error), 0)
    body, at = delivery.body.encode(), str(int(time.time()))
    signed = b".".join([str(delivery.uuid).encode(), at.encode(), body])
    signature = base64.b64encode(hmac.new(_key(webhook), signed, hashlib.sha256).digest()).decode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Headwaters",
        "webhook-id": str(delivery.uuid),
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{signature}",
    }
    try:
        return send(
            "POST",
            webhook.address,
            body,
            headers,
            is_inside_allowed=settings.WEBHOOKS_INSIDE,
            most_attempts=1,
        )
    except Inside as error:
        return Answer(0, str(error), 0)


def _delete_old(now: datetime) -> int:
    return Delivery.objects.filter(made_at__lt=now - KEPT).delete()[0]
