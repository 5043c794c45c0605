"""Devices that are paired with a workshop, and codes to pair one."""

import hashlib

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.exceptions import NotFound
from workshops.models import DeviceKind, PairedDevice, Workshop


def digest(secret: str) -> str:
    """The digest that is stored of a paired device's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def devices_of(workshop: Workshop) -> QuerySet[PairedDevice]:
    """The devices that are let in at present, in the order in which they came."""
    going_on = Q(ends_at=None) | Q(ends_at__gt=timezone.now())
    return workshop.devices.filter(going_on, paired_at__isnull=False).select_related("made_by")


def device_with_secret(code: str, kind: DeviceKind, secret: str) -> PairedDevice | None:
    """The device that holds this secret, with its workshop; None when its pairing has ended."""
    going_on = Q(ends_at=None) | Q(ends_at__gt=timezone.now())
    devices = PairedDevice.objects.select_related("made_by", "workshop")
    return devices.filter(
        going_on, kind=kind, secret_digest=digest(secret), workshop__code=code, workshop__deleted_at=None
    ).first()


def offer_with_digits(digits: str) -> PairedDevice | None:
    """The offer that is open under these digits."""
    return _open_offers().filter(digits=digits).first()


def offer_with_link(link_key: str) -> PairedDevice:
    """The offer that is open under this key. Raises NotFound for one that was used or has expired."""
    offer = _open_offers().filter(link_key=link_key).first()
    if offer is None:
        raise NotFound(_("This link has been used or has expired. Show a new code on the console."))
    return offer


def _open_offers() -> QuerySet[PairedDevice]:
    offers = PairedDevice.objects.filter(
        paired_at=None, expires_at__gt=timezone.now(), workshop__deleted_at=None
    )
    return offers.select_related("made_by", "track", "workshop__discovery__domain__organization")
