"""Records of sign-ins, of writes of programs and of refusals: one call writes the line of the log and the row
of the organization's audit list (docs/adr/0079).

The logger is `headwaters.security`. A line names what happened, which account (its number, never its address
or name), which key and target (their uuids), and from where; it holds no password, code, link or key.
"""

from __future__ import annotations

import hashlib
import logging
import math
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, Final
from uuid import UUID

from django.db import OperationalError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from core.models import ActorKind, Artifact, Operation
from core.registries import Follower, followers
from organizations.models import AuditEntry, AuditResult, Membership, Organization, User
from organizations.registries import audited_places

logger = logging.getLogger("headwaters.security")

ADMINISTRATION: Final = (
    *("access.", "access_request.", "access_rule.", "member.", "organization.", "domain."),
    *("measurement_key.", "api_key.", "feed.", "webhook.", "catalog."),
    *("handover_link.", "check_in_link.", "person.erased"),
    *("results.", "workshop.opened_to_observers", "workshop.closed_to_observers", "device."),
    *("discovery.deleted", "discovery.imported"),
)
"""How the verbs of operations begin that say who may see or do what."""
UNDONE: Final = ".undone"
"""What is added to the verb of an operation that was undone, which may give or take rights, too. Who undoes
that does it again, and the event is that of the operation."""
READ: Final = "program.read"
"""What a program asked for by a key, which wrote nothing."""
_COUNTED_AGAIN_AFTER: Final = 60
"""Seconds."""
_REMEMBERED: Final = 10_000
ADDRESSES: Final = 20
"""From how many addresses a day has rows of what is otherwise the same; the others share one without."""
# By key and address, when this process counted a read last.
_counted_at: Final[dict[tuple[UUID, str], float]] = {}


@dataclass(frozen=True, slots=True)
class ClientProgram:
    """A key with which a program asks: what it is called, who made it, and the organization that it
    belongs to (primary key)."""

    uuid: UUID
    label: str
    maker: User | None
    organization: int


@dataclass(slots=True)
class Client:
    """The client of this thread: the network address, the key if it is a program, and the organization whose
    page was asked for (primary key)."""

    address: str
    program: ClientProgram | None = None
    organization: int | None = None


@dataclass(slots=True)
class _Refusal:
    """A refusal that repeats: the `bundle` of its row, the time since which this process counts it, and the
    number that the row lacks."""

    bundle: str
    since: float
    more: int = 0


# By organization, event, actor, key and address.
_refusals: Final[dict[tuple[int, str, UUID | None, UUID | None, str], _Refusal]] = {}
_refusals_lock: Final = threading.Lock()

_client: ContextVar[Client | None] = ContextVar("client", default=None)


@contextmanager
def asked_from(address: str) -> Iterator[Client]:
    """Records inside get this network address, unless the client is known already."""
    if client_before := _client.get():
        yield client_before
        return
    client = Client(address)
    token = _client.set(client)
    try:
        yield client
    finally:
        _client.reset(token)


def current_client() -> Client:
    """The client of the current request; outside of a request, one without an address."""
    return _client.get() or Client("")


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One event, by whom, on what, with which result. `account` is the number of the account in the log."""

    event: str
    account: int | None = None
    actor_uuid: UUID | None = None
    actor_label: str = ""
    target_uuid: UUID | None = None
    target_label: str = ""
    role: str = ""
    place: str = ""
    status: int = 0

    @classmethod
    def by_account(cls, event: str, user: User | None, **more: Any) -> RecordedEvent:
        """An event of an account, or of someone unknown."""
        if user is None or user.pk is None:
            return cls(event, **more)
        return cls(event, user.pk, user.uuid, str(user), **more)


def record(
    happened: RecordedEvent,
    *,
    organization: int | None = None,
    is_counted: bool = False,
    is_logged: bool = True,
) -> None:
    """The line in the log, once the transaction is committed; and the row, in the transaction, where the
    event is one of an `organization` (primary key). `is_counted`: equal ones of a day are one row."""
    client = current_client()
    if is_logged:
        transaction.on_commit(partial(log, happened, client))
    if organization is None:
        return
    entry = _entry(happened, client, organization)
    if is_counted:
        _count(entry)
    else:
        entry.save()


def _entry(happened: RecordedEvent, client: Client, organization: int) -> AuditEntry:
    program = client.program
    return AuditEntry(
        organization_id=organization,
        event=happened.event,
        result=AuditResult.REFUSED if happened.status else AuditResult.DONE,
        status=happened.status,
        actor_uuid=happened.actor_uuid,
        actor_label=happened.actor_label[:200],
        key_uuid=program.uuid if program else None,
        target_uuid=happened.target_uuid,
        target_label=happened.target_label[:300],
        role=happened.role,
        place=happened.place[:200],
        address=client.address,
    )


def record_refused(status: int, user: User | None) -> None:
    """Someone was not let in, or asked too often. The list of the organization says so where it is known who
    asked; that it cannot be written keeps no one from the answer. The first is written at once, and what
    follows within a minute with one write (`write_refusals`); the log has a line for each."""
    client = current_client()
    program = client.program
    happened = RecordedEvent.by_account(
        f"refused.{status}", program.maker if program else user, status=status
    )
    organization = program.organization if program else client.organization if user is not None else None
    if program:
        happened = replace(happened, actor_label=program.label)
    log(happened)
    if organization is None:
        return
    write_refusals()
    key = program.uuid if program else None
    same = (organization, happened.event, happened.actor_uuid, key, client.address)
    with _refusals_lock:
        if entry := _refusals.get(same):
            entry.more += 1
            return
    with _not_kept_from_answering():
        bundle = _count(_entry(happened, client, organization))
        with _refusals_lock:
            if len(_refusals) >= _REMEMBERED:
                _refusals.clear()
            _refusals[same] = _Refusal(bundle, time.monotonic())


def write_refusals(*, also_early: bool = False) -> None:
    """Add to the rows what was refused again since a minute or longer; with `also_early` whatever it was.
    Without that it costs no query."""
    before = math.inf if also_early else time.monotonic() - _COUNTED_AGAIN_AFTER
    with _refusals_lock:
        over = [_refusals.pop(same) for same, refusal in list(_refusals.items()) if refusal.since <= before]
    more: Counter[str] = Counter()
    for each in over:
        more[each.bundle] += each.more
    with _not_kept_from_answering():
        for bundle, count in more.items():
            if count:
                AuditEntry.objects.filter(bundle=bundle).update(
                    count=F("count") + count, last_at=timezone.now()
                )


def record_read(program: ClientProgram) -> None:
    """A program read with its key: counted once a minute, as a read should cost no write. The log has a line
    for each request (api/urls.py)."""
    key, now = (program.uuid, current_client().address), time.monotonic()
    if now < _counted_at.get(key, -math.inf) + _COUNTED_AGAIN_AFTER:
        return
    if len(_counted_at) >= _REMEMBERED:
        _counted_at.clear()
    _counted_at[key] = now
    happened = replace(RecordedEvent.by_account(READ, program.maker), actor_label=program.label)
    with _not_kept_from_answering():
        record(happened, organization=program.organization, is_counted=True, is_logged=False)


def log(happened: RecordedEvent, client: Client | None = None) -> None:
    """The line alone, now: what no organization reads, such as sign-ins."""
    logger.info("%s", _line(happened, client or current_client()))


@contextmanager
def _not_kept_from_answering() -> Iterator[None]:
    """Log an OperationalError of the block: the answer doesn't fail if the audit list can't be written."""
    try:
        yield
    except OperationalError as error:
        logger.warning("the audit list could not be written: %s", error)


def _line(happened: RecordedEvent, client: Client) -> str:
    values: dict[str, object] = {"account": happened.account or "-", "address": client.address or "-"}
    if client.program is not None:
        values["key"] = client.program.uuid
    if happened.target_uuid is not None:
        values["target"] = happened.target_uuid
    if happened.role:
        values["role"] = happened.role
    return " ".join([happened.event, *(f"{name}={value}" for name, value in values.items())])


def _count(entry: AuditEntry) -> str:
    """Add one to the row that is the same today. Returns its bundle."""
    now = timezone.now()
    same = {
        name: getattr(entry, name)
        for name in ("organization_id", "event", "status", "actor_uuid", "key_uuid", "target_uuid", "place")
    }
    text = "|".join(map(str, (*same.values(), entry.address, now.date())))
    bundle = hashlib.sha256(text.encode()).hexdigest()
    rows = AuditEntry.objects.filter(bundle=bundle)
    again = {"count": F("count") + 1, "last_at": now}
    if rows.update(**again):
        return bundle
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    others = AuditEntry.objects.filter(**same, last_at__gte=today).exclude(Q(bundle=None) | Q(address=""))
    if entry.address and others.count() >= ADDRESSES:
        entry.address = ""
        return _count(entry)
    # Of two at once, the second finds the row of the first.
    entry.bundle, entry.count = bundle, 0
    AuditEntry.objects.bulk_create([entry], ignore_conflicts=True)
    rows.update(**again)
    return bundle


# --- Operations -----------------------------------------------------------------------------------


def register_own() -> None:
    """Listen to operations from now on."""
    followers.register(Follower("audit", wrote=_wrote))


def _wrote(operation: Operation) -> None:
    """Called last in the transaction of each operation, taps included: one that is neither administration nor
    of a program costs a comparison. What someone does that gives or takes a role is administration, whatever
    it is called."""
    program = current_client().program
    event = f"{operation.root.verb}{UNDONE}" if operation.takes_back else operation.root.verb
    if event.startswith(ADMINISTRATION) or (operation.actor_uuid and _wrote_a_role(operation)):
        _record_administration(operation, event)
    elif program is not None:
        _organization, place = _where(operation)
        happened = RecordedEvent.by_account(operation.verb, program.maker, target_uuid=operation.scope_uuid)
        happened = replace(happened, actor_label=program.label, place=place)
        record(happened, organization=program.organization, is_counted=True, is_logged=False)


def _record_administration(operation: Operation, event: str) -> None:
    organization, place = _where(operation)
    target = _target(operation)
    account = None
    if operation.actor_kind == ActorKind.ACCOUNT and operation.actor_uuid is not None:
        account = User.objects.filter(uuid=operation.actor_uuid).values_list("pk", flat=True).first()
    happened = RecordedEvent(
        event,
        account,
        operation.actor_uuid,
        operation.actor_label,
        target.uuid,
        operation.summary,
        target.role,
        place,
    )
    record(happened, organization=organization or target.organization)


def _where(operation: Operation) -> tuple[int | None, str]:
    """The organization that the operation belongs to (primary key), and what its place is called below it."""
    if operation.scope_uuid is None:
        return None, ""
    if operation.scope_kind == "organization":
        rows = Organization.everything.filter(uuid=operation.scope_uuid)
        return rows.values_list("pk", flat=True).first(), ""
    if operation.scope_kind not in audited_places:
        return None, ""
    return audited_places.get(operation.scope_kind).find(operation.scope_uuid) or (None, "")


@dataclass(frozen=True, slots=True)
class _Target:
    uuid: UUID | None
    role: str = ""
    organization: int | None = None


def _target(operation: Operation) -> _Target:
    """The target of the operation: the account that got or lost a role, else the first artifact that it
    wrote, or the one that the service named."""
    models_written = sorted(
        (model for model, _activity in operation.written), key=lambda each: each._meta.label
    )
    with_role = [model for model in models_written if _has_role(model)]
    for model in (*with_role, *models_written):
        if not issubclass(model, Artifact):
            continue
        row = model.history.filter(operation=operation).order_by("-history_id").first()
        if row is None:
            continue
        if model in with_role:
            uuid = User.objects.filter(pk=row.user_id).values_list("uuid", flat=True).first()
            return _Target(uuid, row.role, row.organization_id if model is Membership else None)
        return _Target(operation.about or row.uuid)
    return _Target(operation.about)


def _wrote_a_role(operation: Operation) -> bool:
    return any(_has_role(model) for model, _activity in operation.written)


@cache
def _has_role(model: type[models.Model]) -> bool:
    names = {field.name for field in model._meta.concrete_fields}
    return {"user", "role"} <= names
