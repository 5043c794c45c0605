"""Pairing devices with a workshop: a phone as its remote, a computer as its stage, without signing in."""

import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, NotFound
from core.services import artifacts, operation
from organizations.actors import Actor
from organizations.models import User
from workshops import permissions, policies
from workshops.actors import RoomActor
from workshops.joining.device_pairing.models import DIGITS
from workshops.joining.device_pairing.selectors import digest
from workshops.models import DeviceKind, PairedDevice, Track, Workshop
from workshops.workshop.models import new_key

VALID_FOR = timedelta(minutes=10)
"""How long a device can be paired by digits or a link."""
SHOWN_AFTER_END = timedelta(hours=1)
"""How long a paired stage shows what the room decided. A remote ends with the workshop."""
_TRIES = 20


def offer_pairing(
    *, actor: Actor, workshop: Workshop, account: User, kind: DeviceKind, track: Track | None = None
) -> PairedDevice:
    """Digits and a link that pair one device with the workshop within ten minutes, for the `account` that
    asks. Its earlier offer ends. `track` is the breakout room that the device opens first.

    Raises NotAllowed, NotFound, and Conflict when the workshop has ended.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    now = timezone.now()
    with transaction.atomic():
        policies.check_has_not_ended(artifacts.locked(workshop))
        useless = Q(expires_at__lt=now) | Q(workshop=workshop, made_by=account)
        PairedDevice.objects.filter(useless, paired_at=None).delete()
        for _try in range(_TRIES):
            try:
                with transaction.atomic():
                    return PairedDevice.objects.create(
                        workshop=workshop,
                        track=track,
                        kind=kind,
                        made_by=account,
                        digits=f"{secrets.randbelow(10**DIGITS):0{DIGITS}}",
                        link_key=new_key(),
                        expires_at=now + VALID_FOR,
                    )
            except IntegrityError:
                continue  # the digits are taken; no other constraint of a new offer can fail
    raise Conflict(_("No free code was found. Try again."))


def take_pairing(*, offer: PairedDevice, browser: str) -> str:
    """Pair the device that asks by an open offer; returns the secret that it holds from now on. Of two that
    ask at once, one is paired.

    Raises NotFound when the offer was used or has expired, Conflict when the workshop has ended, and
    NotAllowed or NotFound when the person who made it does not facilitate the workshop any more.
    """
    workshop, actor = offer.workshop, RoomActor.of_device(offer)
    permissions.check_facilitate_workshop(actor, workshop)
    secret = new_key()
    with operation(actor, "device.paired", summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, "devices")
        policies.check_has_not_ended(artifacts.locked(workshop))
        now = timezone.now()
        won = PairedDevice.objects.filter(pk=offer.pk, paired_at=None, expires_at__gt=now).update(
            digits="", link_key="", secret_digest=digest(secret), browser=browser, paired_at=now
        )
        if not won:
            raise NotFound(_("This code has been used or has expired. Show a new one on the console."))
    return secret


def end_pairing(*, actor: Actor, device: PairedDevice) -> None:
    """The device is not let in any more, at once. Raises NotAllowed or NotFound."""
    workshop = device.workshop
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "device.unpaired", summary=workshop.name, place=workshop):
        live.publish_change(workshop.pk, "devices")
        live.close_streams(workshop.pk, device.kind)
        device.delete()


def end_with(workshop: Workshop) -> None:
    """Inside of the operation that ends the workshop: its devices end too, a stage a little later."""
    now, devices = timezone.now(), PairedDevice.objects.filter(workshop=workshop)
    devices.filter(paired_at=None).delete()
    devices.filter(kind=DeviceKind.REMOTE).update(ends_at=now)
    devices.filter(kind=DeviceKind.STAGE).update(ends_at=now + SHOWN_AFTER_END)
    live.close_streams(workshop.pk, DeviceKind.REMOTE)


def go_on_with(workshop: Workshop) -> None:
    """Inside of the operation that opens the workshop again: its devices are let in again."""
    PairedDevice.objects.filter(workshop=workshop).update(ends_at=None)
