"""Catalogs that the worker keeps up to date: after each change, once a day, or on request."""

import time
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from api.catalog_publications.services import publish
from api.keys.services import check_may_manage
from api.models import Catalog, Delivery, Rhythm
from api.outgoing.safe_requests import Inside, Unknown, outside
from api.services import deliveries
from core.exceptions import Conflict, Invalid, NotAllowed
from core.models import Operation
from core.registries import Follower, followers
from core.secret_encryption import sealed, unsealed
from core.send_results import SendResult
from core.services import operation
from discovery.models import Discovery
from lvt.models import Goal, Hypothesis, Measure, UseCase, Vision
from organizations.actors import Actor
from organizations.delivery_queue import services as outbox
from organizations.models import Domain, Organization, OutgoingState, Person, Team
from products import models as products

SOON: Final = timedelta(seconds=30)
"""How long a change waits for others, which are sent with it."""
A_DAY: Final = timedelta(days=1)
LONGEST: Final = 45.0
"""Seconds after which one delivery leaves the rest to the next: less than the shortest pause."""
MOST: Final = 20
"""How many catalogs in use a discovery has at most."""
SENT: Final[frozenset[type[Model]]] = frozenset(
    {
        *(Discovery, Organization, Domain, Person, Team, Goal, Hypothesis, Measure, UseCase, Vision),
        *(products.DataProduct, products.TemplateAnswer, products.Source, products.Consumer),
        *(products.InputPort, products.OutputPort, products.PortColumn, products.ProductConsumer),
        *(products.ProductMeasure, products.ProductUseCase, products.Slo, products.SloWindow),
        *(products.AccessRule, products.AccessRequest, products.Iteration),
        *(products.UsagePattern, products.UsageGroup),
    }
)
"""What specifications are made of."""


def register_own() -> None:
    """Register what notes changes, and how catalogs get them."""
    followers.register(Follower("catalogs", wrote=mark_as_behind))
    deliveries.receivers.register(deliveries.ReceiverKind("catalog", attempt=_push, settled=_schedule_next))


def add_catalog(*, actor: Actor, discovery: Discovery, address: str, token: str, rhythm: str) -> Catalog:
    """A catalog that gets everything now, unless it is pushed on request only. Raises NotAllowed, NotFound,
    and Invalid for an address inside the network or without encryption, unless the installation allows
    addresses inside, and for a credential that cannot be sent, and Conflict when the discovery has MOST of
    them."""
    check_may_manage(actor, discovery)
    if actor.account is None:
        raise NotAllowed(_("You need an account to add a catalog."))
    try:
        outside(address, is_inside_allowed=settings.WEBHOOKS_INSIDE)
    except (Inside, Unknown):
        raise Invalid(_("This address can’t be reached, or is inside the network."), "address") from None
    if not address.startswith("https://") and not settings.WEBHOOKS_INSIDE:
        raise Invalid(_("The credential would be sent unencrypted. Use an address with https://."), "address")
    if Catalog.objects.filter(stopped_at=None, discovery=discovery).count() >= MOST:
        raise Conflict(_("There are already %(most)s catalogs. Stop one first.") % {"most": MOST})
    catalog = Catalog(
        discovery=discovery,
        made_by=actor.account,
        address=address.rstrip("/"),
        token=_sealed(token),
        rhythm=Rhythm(rhythm),
    )
    with operation(actor, "catalog.added", summary=catalog.host, place=discovery):
        catalog.save()
        _ask_by_rhythm(catalog)
    return catalog


def change_catalog(*, actor: Actor, catalog: Catalog, rhythm: str, token: str = "") -> None:
    """Another rhythm, and another credential unless that is empty. Raises Conflict for a stopped one, and
    Invalid for a credential that cannot be sent."""
    check_may_manage(actor, catalog.place)
    deliveries.check_goes_on(catalog)
    with operation(actor, "catalog.changed", summary=catalog.host, place=catalog.place):
        catalog.rhythm = Rhythm(rhythm)
        catalog.token = _sealed(token) if token else catalog.token
        catalog.save(update_fields=["rhythm", "token"])
        _pending_deliveries(catalog).filter(attempts=0).delete()
        _ask_by_rhythm(catalog)


def _sealed(token: str) -> str:
    """Raises Invalid for what no header of a request takes: the error would tell it to the log."""
    if not (token.isascii() and token.isprintable()):
        raise Invalid(_("A credential must be one line of ASCII characters."), "token")
    return sealed(token)


def stop_catalog(*, actor: Actor, catalog: Catalog) -> None:
    """Send it nothing more, not even what waits. What it has stays there. Raises NotAllowed or NotFound."""
    check_may_manage(actor, catalog.place)
    with operation(actor, "catalog.stopped", summary=catalog.host, place=catalog.place):
        Catalog.objects.filter(pk=catalog.pk, stopped_at=None).update(stopped_at=timezone.now())


def push_now(*, actor: Actor, catalog: Catalog) -> None:
    """Send what changed, also where an attempt waits for its time. Raises Conflict for a stopped one."""
    check_may_manage(actor, catalog.place)
    deliveries.check_goes_on(catalog)
    with operation(actor, "catalog.pushed", summary=catalog.host, place=catalog.place):
        waiting = _pending_deliveries(catalog).first()
        if waiting is None:
            Delivery.objects.create(catalog=catalog)
        else:
            outbox.hurry(waiting)


# --- What changed ---------------------------------------------------------------------------------


def mark_as_behind(operation: Operation) -> None:
    """Note in the transaction of the operation that catalogs lack what it wrote, and ask the worker to send
    it to those that get each change."""
    if operation.scope_uuid is None or not any(model in SENT for model, _activity in operation.written):
        return
    of = Q(discovery__uuid=operation.scope_uuid) | Q(
        discovery__domain__organization__uuid=operation.scope_uuid
    )
    for catalog in Catalog.objects.filter(of, stopped_at=None, rhythm=Rhythm.CHANGE):
        Catalog.objects.filter(pk=catalog.pk).update(changed_at=timezone.now())
        _ask(catalog, after=SOON)


def _ask_by_rhythm(catalog: Catalog) -> None:
    if catalog.rhythm != Rhythm.OFF:
        _ask(catalog)


def _ask(catalog: Catalog, *, after: timedelta = timedelta()) -> None:
    """Store a delivery, unless one waits: that one brings all that changed until it begins."""
    if not _pending_deliveries(catalog).exists():
        Delivery.objects.create(catalog=catalog, due_at=timezone.now() + after)


def _pending_deliveries(catalog: Catalog) -> QuerySet[Delivery]:
    return Delivery.objects.filter(catalog=catalog, state=OutgoingState.WAITING)


# --- Deliveries -----------------------------------------------------------------------------------


def _push(delivery: Delivery) -> SendResult:
    """Send what changed until the catalog does not answer, or until it is time. Raises Inside."""
    catalog, ends = _catalog_of(delivery), time.monotonic() + LONGEST
    began = _nothing_under_way(catalog)
    try:
        token = unsealed(catalog.token)
    except ValueError:
        return SendResult(0, _("The credential can’t be read anymore. Enter it again."), 0)
    counts = {"PUT": 0, "DELETE": 0}
    refused: list[SendResult] = []
    try:
        for result in publish(
            catalog.discovery,
            address=catalog.address,
            token=token,
            is_inside_allowed=settings.WEBHOOKS_INSIDE,
            most_attempts=1,
        ):
            if result.is_done:
                counts[result.verb] += 1
            else:
                refused.append(SendResult(result.answer.status, f"{result.name}: {result.answer.detail}", 1))
                if result.answer.is_for_later:
                    break
            if time.monotonic() > ends:
                refused.append(SendResult(0, _("The rest will be sent with the next attempt."), 1))
                break
    except Unknown as error:
        return SendResult(0, str(error), 1)
    if refused:
        return refused[0]
    Catalog.objects.filter(pk=catalog.pk).update(taken_at=began)
    detail = _("%(sent)s sent, %(gone)s deleted") % {"sent": counts["PUT"], "gone": counts["DELETE"]}
    return SendResult(200, detail, 1)


def _nothing_under_way(catalog: Catalog) -> datetime:
    """A moment such that all that was noted before is there to be read: who notes a change holds the catalog
    until it is committed."""
    with transaction.atomic():
        Catalog.objects.select_for_update(of=("self",), no_key=True).get(pk=catalog.pk)
        return timezone.now()


def _schedule_next(delivery: Delivery) -> None:
    """Ask for the next delivery: tomorrow's, or one of the changes since this one began to read."""
    catalog = _catalog_of(delivery)
    catalog.refresh_from_db()
    if catalog.stopped_at is not None:
        return
    if catalog.rhythm == Rhythm.DAILY:
        _ask(catalog, after=A_DAY)
    elif catalog.rhythm == Rhythm.CHANGE and catalog.taken_at and catalog.changed_at > catalog.taken_at:
        _ask(catalog, after=SOON)


def _catalog_of(delivery: Delivery) -> Catalog:
    if delivery.catalog is None:
        raise ValueError("a delivery to a catalog has one")
    return delivery.catalog
