"""Deliveries to addresses of others, of whatever kind: they go out through the outbox
(organizations/delivery_queue/services.py), two at a time of each owner."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from api.keys.services import check_may_manage
from api.models import Catalog, Delivery, Webhook
from api.outgoing.safe_requests import Inside
from core.exceptions import Conflict, DomainError, NotAllowed
from core.registry import Registry
from core.send_results import SendResult
from core.services import operation
from core.shared_threads import Turns
from organizations.actors import Actor
from organizations.delivery_queue import services as outbox
from organizations.models import Organization

AT_ONCE: Final = 8
"""How many attempts are under way at most in one worker."""
OF_ONE: Final = 2
"""How many of them are those of one discovery or organization, and of what one person added."""


def _nothing(delivery: Delivery) -> None:
    """Do nothing: most receivers need no further step after a delivery."""


@dataclass(frozen=True, slots=True)
class ReceiverKind:
    """A kind of receiver, by the name of its field: `attempt` makes one attempt, and `settled` is called once
    a delivery was taken or given up."""

    key: str
    attempt: Callable[[Delivery], SendResult]
    settled: Callable[[Delivery], None] = _nothing


receivers: Registry[ReceiverKind] = Registry("receivers of deliveries")


def _refuse(delivery: Delivery) -> SendResult:
    """Raise Conflict, because the receiver's feature was removed."""
    raise Conflict(_("This receiver is no longer available on this installation."))


def _receiver(delivery: Delivery) -> ReceiverKind:
    key = delivery.receiver
    return receivers.get(key) if key in receivers else ReceiverKind(key, _refuse)


def register_own() -> None:
    """Register that the outbox carries deliveries."""
    outbox.channels.register(
        outbox.Channel(
            "delivery",
            rows=_rows,
            owners=_owners,
            attempt=_attempt,
            settled=lambda delivery: _receiver(delivery).settled(delivery),
            described=_described,
            of_organization=_of_organization,
            again=lambda actor, delivery: send_again(actor=actor, delivery=delivery),
            turns=Turns(AT_ONCE, OF_ONE, name="delivery"),
        )
    )


def send_again(*, actor: Actor, delivery: Delivery) -> None:
    """Send it once more, from the first attempt on. Raises Conflict for a receiver that was stopped."""
    target = delivery.target
    check_may_manage(actor, target.place)
    check_goes_on(target)
    with operation(actor, f"{delivery.receiver}.sent_again", summary=target.host, place=target.place):
        outbox.hurry(delivery)


def check_goes_on(target: Webhook | Catalog) -> None:
    """Raises Conflict for a receiver that was stopped."""
    if target.stopped_at is not None:
        raise Conflict(_("This was stopped."))


def _rows() -> QuerySet[Delivery]:
    return Delivery.objects.select_related(
        "webhook__made_by",
        "webhook__discovery__domain__organization",
        "webhook__organization",
        "catalog__made_by",
        "catalog__discovery__domain__organization",
    )


def _owners(delivery: Delivery) -> tuple[UUID, int | None]:
    target = delivery.target
    return target.place.uuid, target.made_by_id


def _attempt(delivery: Delivery) -> SendResult:
    """The result of one attempt. No other attempt follows (0) if the receiver was stopped, the person who
    asked for deliveries no longer may, or the address is inside the network now."""
    target = delivery.target
    try:
        check_goes_on(target)
        if target.made_by is not None and not target.made_by.is_active:
            raise NotAllowed(_("The person who created this no longer has an account."))
        if target.place.deleted_at is not None:
            raise NotAllowed(_("The discovery or organization it belongs to was deleted."))
        if target.made_by is not None:  # else the place goes on with it (services/maker_erasure.py)
            check_may_manage(Actor.of_account(target.made_by), target.place)
        return _receiver(delivery).attempt(delivery)
    except (DomainError, Inside) as error:
        return SendResult(0, str(error), 0)


def _described(delivery: Delivery) -> outbox.DeliveryTexts:
    what = _("Webhook") if delivery.receiver == "webhook" else _("Catalog")
    return outbox.DeliveryTexts(what, delivery.target.host)


def _of_organization(organization: Organization) -> Q:
    return (
        Q(webhook__organization=organization)
        | Q(webhook__discovery__domain__organization=organization)
        | Q(catalog__discovery__domain__organization=organization)
    )
