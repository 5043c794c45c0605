"""Deliveries to addresses of others, of whatever kind: each is stored, tried by the worker, and tried again
after a failure.

The worker takes a delivery, asks for the next attempt, and hands the present one to a few threads, so that an
address that does not answer holds up neither reports nor other addresses. The threads go from owner to owner,
so that many slow addresses of one hold up no other. A process that ends in an attempt loses nothing: the next
one was asked for before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import connections
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from api.models import Catalog, Delivery, DeliveryState, Webhook
from api.outgoing.sending import Answer, Inside
from api.outgoing.turns import Turns
from api.services.keys import check_may_manage
from core.exceptions import Conflict, DomainError, NotAllowed
from core.registries import PurgeStep, purge_steps
from core.registry import Registry
from core.services.operations import operation
from organizations.actors import Actor

logger = logging.getLogger(__name__)

PAUSES: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
"""Between the attempts."""
KEPT: Final = timedelta(days=30)
"""How long deliveries are kept."""
AT_ONCE: Final = 8
"""How many attempts are under way at most in one worker."""
OF_ONE: Final = 2
"""How many of them are those of one discovery or organization, and of what one person added."""
_turns = Turns(AT_ONCE, OF_ONE, name="delivery")


def _nothing(delivery: Delivery) -> None:
    """What is to do after the deliveries of most receivers."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """A kind of receiver, by the name of its field: `attempt` makes one attempt, and `settled` is called once
    a delivery was taken or given up."""

    key: str
    attempt: Callable[[Delivery], Answer]
    settled: Callable[[Delivery], None] = _nothing


receivers: Registry[Receiver] = Registry("receivers of deliveries")


def register_own() -> None:
    """Register what deletes old deliveries at night."""
    purge_steps.register(PurgeStep("deliveries of webhooks", 65, _delete_old))


def begin(delivery: Delivery, *, after: timedelta = timedelta()) -> None:
    """Ask the worker for the first attempt of a delivery that was just stored."""
    asked = deliver.using(run_after=timezone.now() + after) if after else deliver
    asked.enqueue(str(delivery.uuid), delivery.turn)


def send_again(*, actor: Actor, delivery: Delivery) -> None:
    """Send it once more, from the first attempt on. Raises Conflict for a receiver that was stopped."""
    target = delivery.target
    check_may_manage(actor, target.place)
    check_goes_on(target)
    with operation(actor, f"{delivery.receiver}.sent_again", summary=target.host, place=target.place):
        hurry(delivery)


def check_goes_on(target: Webhook | Catalog) -> None:
    """Raises Conflict for a receiver that was stopped."""
    if target.stopped_at is not None:
        raise Conflict(_("This was stopped."))


def hurry(delivery: Delivery) -> None:
    """Begin anew, with an attempt at once."""
    _take_turn(delivery, attempts=0)


@task()
def deliver(uuid: str, turn: int) -> None:
    """One attempt. The task of the next attempt is queued first, so it also runs when the worker dies in this
    one. It does nothing after a delivery that was accepted."""
    delivery = Delivery.objects.filter(uuid=uuid, turn=turn, state=DeliveryState.WAITING).first()
    if delivery is None or delivery.target.stopped_at is not None:
        return
    number = delivery.attempts + 1
    if number > len(PAUSES) + 1:
        _settle(delivery, turn, DeliveryState.FAILED)
        return
    following = _take_turn(delivery, attempts=number, after=PAUSES[min(number, len(PAUSES)) - 1])
    target = delivery.target
    _in_turn((target.place.uuid, target.made_by_id), delivery.pk, following)


def _in_turn(owners: tuple[Hashable, ...], pk: int, turn: int) -> None:
    _turns.ask(owners, partial(_attempt_alone, pk, turn))


def _attempt_alone(pk: int, turn: int) -> None:
    try:
        make_attempt(pk, turn)
    except Exception:
        logger.exception("a delivery ended; its next attempt is asked for")
    finally:
        connections.close_all()


def make_attempt(pk: int, turn: int) -> None:
    """The attempt of this turn, unless another one began meanwhile or its receiver was stopped."""
    rows = Delivery.objects.select_related(
        "webhook__made_by",
        "webhook__discovery__domain__organization",
        "webhook__organization",
        "catalog__made_by",
        "catalog__discovery__domain__organization",
    )
    delivery = rows.filter(pk=pk, turn=turn, state=DeliveryState.WAITING).first()
    if delivery is None or delivery.target.stopped_at is not None:
        return
    answer = _answer(delivery)
    is_last = delivery.attempts > len(PAUSES) or answer.attempts == 0
    state = (
        DeliveryState.TAKEN if answer.is_taken else DeliveryState.FAILED if is_last else DeliveryState.WAITING
    )
    logger.info(
        "%s %s delivery %s: %s", delivery.receiver, delivery.target.uuid, delivery.uuid, answer.status
    )
    said = {"status": answer.status, "detail": answer.detail[:300], "tried_at": timezone.now()}
    _settle(delivery, turn, state, **said)


def _answer(delivery: Delivery) -> Answer:
    """What became of one attempt. It counts no attempt (0) where the person who asked for deliveries may not
    ask any more, or the address lies inside the network now."""
    target = delivery.target
    try:
        if target.made_by is not None and not target.made_by.is_active:
            raise NotAllowed(_("The person who made this no longer has an account."))
        if target.place.deleted_at is not None:
            raise NotAllowed(_("What it belongs to was deleted."))
        if target.made_by is not None:  # else the place goes on with it (services/forgetting.py)
            check_may_manage(Actor.of_account(target.made_by), target.place)
        return receivers.get(delivery.receiver).attempt(delivery)
    except (DomainError, Inside) as error:
        return Answer(0, str(error), 0)


def _settle(delivery: Delivery, turn: int, state: DeliveryState, **said: object) -> None:
    counts = Delivery.objects.filter(pk=delivery.pk, turn=turn).update(state=state, **said)
    if counts and state != DeliveryState.WAITING:
        receivers.get(delivery.receiver).settled(delivery)


def _take_turn(delivery: Delivery, *, attempts: int, after: timedelta = timedelta()) -> int:
    """Ask the worker for the next attempt; an older one that waits does nothing then. Returns the turn."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.WAITING, attempts=attempts, turn=F("turn") + 1
    )
    delivery.refresh_from_db(fields=["turn", "state", "attempts"])
    begin(delivery, after=after)
    return delivery.turn


def _delete_old(now: datetime) -> int:
    return Delivery.objects.filter(made_at__lt=now - KEPT).delete()[0]
