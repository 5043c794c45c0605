"""Cookies that let a browser in without an account: the signed one of a participant, the one of an observer,
and those of a paired device. Each is of one workshop."""

import hmac
import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from core.selectors.raw_sql import RowPart, WrittenOut
from discovery.models import Discovery
from workshops.joining.device_pairing.selectors import device_with_secret
from workshops.joining.participants.selectors import merged_secret
from workshops.models import Activity, DeviceKind, PairedDevice, Participant, Workshop
from workshops.workshop.selectors import of_workshop

_PEOPLE = """
    FROM workshops_participant participant
    JOIN workshops_workshop workshop ON workshop.id = participant.workshop_id
    JOIN discovery_discovery discovery ON discovery.id = workshop.discovery_id
"""
_WHO_IS_IN = """
    WHERE participant.secret = %s AND workshop.code = %s AND participant.removed_at IS NULL
      AND workshop.deleted_at IS NULL AND discovery.deleted_at IS NULL
"""
_IN_THE_ROOM = WrittenOut(
    "SELECT {participant}, {workshop}" + _PEOPLE + _WHO_IS_IN,
    participant=RowPart(Participant),
    workshop=RowPart(Workshop),
)
_AT_AN_ACTIVITY = WrittenOut(
    "SELECT {participant}, {workshop}, {activity}, {discovery}"
    + _PEOPLE
    + """
    JOIN workshops_track track ON track.workshop_id = workshop.id
    JOIN workshops_activity activity ON activity.track_id = track.id
    """
    + _WHO_IS_IN
    + "AND activity.uuid = %s AND activity.deleted_at IS NULL",
    participant=RowPart(Participant),
    workshop=RowPart(Workshop),
    activity=RowPart(Activity),
    discovery=RowPart(Discovery, only=("id", "uuid")),
)
PARTICIPANT_SALT = "discovery.participant"
OBSERVER_SALT = "discovery.observer"
DEVICE_SALT = "discovery.device"
COOKIE_AGE = 60 * 60 * 24 * 60


def normalized(code: str) -> str:
    """A join code in whichever way it was written, as it is stored."""
    return code.upper().replace("-", "")


# --- Participants ---------------------------------------------------------------------------------


def cookie_name(code: str) -> str:
    """The name of a participant's cookie for the workshop with this code."""
    return f"{settings.COOKIE_PREFIX}hw_{normalized(code)}"


def secret_in(request: HttpRequest, code: str) -> str | None:
    """The content of the signed cookie of this workshop; None without one, or with a forged or old one."""
    secret: str | None = request.get_signed_cookie(
        cookie_name(code), default=None, salt=PARTICIPANT_SALT, max_age=COOKIE_AGE
    )
    return secret


def participant_of(request: HttpRequest, code: str) -> Participant | None:
    """The participant of the cookie, with the workshop; None without one, after removal, or when the workshop
    or its discovery is in the trash. Each score of two hundred people begins here."""
    secret = secret_in(request, code)
    if secret is None:
        return None
    row = _row(_IN_THE_ROOM, secret, normalized(code))
    if row is None:
        return None
    participant: Participant
    participant, participant.workshop = row
    return participant


def participant_at(request: HttpRequest, code: str, activity: UUID) -> tuple[Participant, Activity] | None:
    """The participant of the cookie, with the workshop, and the activity of it that has this uuid, in one
    statement. None where `participant_of` has none, or the workshop no such activity. Each dot and note
    begins here."""
    secret = secret_in(request, code)
    if secret is None:
        return None
    db_uuid = Activity._meta.get_field("uuid").get_db_prep_value(activity, connection)
    row = _row(_AT_AN_ACTIVITY, secret, normalized(code), db_uuid)
    if row is None:
        return None
    participant: Participant
    participant, participant.workshop, named_activity, participant.workshop.discovery = row
    return participant, of_workshop(named_activity, participant.workshop)


def _row(statement: WrittenOut, secret: str, *also: int | str) -> tuple[Any, ...] | None:
    """The row that the statement finds for the secret. A device whose person was merged into another holds
    the secret of the former one, and is found by that of the latter."""
    row = statement.first(secret, *also)
    while row is None and (merged := merged_secret(secret)):
        secret = merged
        row = statement.first(secret, *also)
    return row


def was_removed(request: HttpRequest, workshop: Workshop) -> bool:
    """Return True if the cookie is of someone whom a facilitator took out of the workshop."""
    secret = secret_in(request, workshop.code)
    return bool(secret) and workshop.participants.filter(secret=secret, removed_at__isnull=False).exists()


def remember(response: HttpResponse, participant: Participant) -> HttpResponse:
    """Give the browser the cookie by which it comes back as this participant."""
    return _with_cookie(
        response, cookie_name(participant.workshop.code), participant.secret, PARTICIPANT_SALT
    )


# --- Observers ------------------------------------------------------------------------------------


def _observer_cookie(code: str) -> str:
    return f"{settings.COOKIE_PREFIX}hwo_{normalized(code)}"


def observer_in(request: HttpRequest, workshop: Workshop) -> str | None:
    """The name of a browser that came by the workshop's present link for observers; None for another."""
    value: str | None = request.get_signed_cookie(
        _observer_cookie(workshop.code), default=None, salt=OBSERVER_SALT, max_age=COOKIE_AGE
    )
    key, _separator, name = (value or "").partition(":")
    # Without a link there is nothing that a cookie could equal.
    if not workshop.observer_key or not hmac.compare_digest(key.encode(), workshop.observer_key.encode()):
        return None
    return name


def remember_observer(response: HttpResponse, workshop: Workshop) -> HttpResponse:
    """Give the browser the cookie by which it watches this workshop, as long as the link is valid."""
    value = f"{workshop.observer_key}:{secrets.token_urlsafe(9)}"
    return _with_cookie(response, _observer_cookie(workshop.code), value, OBSERVER_SALT)


# --- Paired devices -------------------------------------------------------------------------------


def _device_cookie(code: str, kind: DeviceKind) -> str:
    return f"{settings.COOKIE_PREFIX}hwd_{kind}_{normalized(code)}"


def was_paired(request: HttpRequest, code: str, kind: DeviceKind) -> bool:
    """Return True if the browser holds a cookie of such a device, be the pairing over or not."""
    return bool(_device_secret(request, code, kind))


def device_of(request: HttpRequest, code: str, kind: DeviceKind) -> PairedDevice | None:
    """The paired device that the browser is, with its workshop; None for another, and when that ended."""
    secret = _device_secret(request, code, kind)
    return device_with_secret(normalized(code), kind, secret) if secret else None


def _device_secret(request: HttpRequest, code: str, kind: DeviceKind) -> str | None:
    secret: str | None = request.get_signed_cookie(
        _device_cookie(code, kind), default=None, salt=DEVICE_SALT, max_age=COOKIE_AGE
    )
    return secret


def remember_device(response: HttpResponse, device: PairedDevice, secret: str) -> HttpResponse:
    """Give the browser the cookie by which it is this device. No session begins or ends."""
    name = _device_cookie(device.workshop.code, DeviceKind(device.kind))
    return _with_cookie(response, name, secret, DEVICE_SALT)


def _with_cookie(response: HttpResponse, name: str, value: str, salt: str) -> HttpResponse:
    response.set_signed_cookie(
        name,
        value,
        salt=salt,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    return response
