"""The outbox: whatever goes to servers of others is a row, stored with what it tells of, tried by threads of
the worker, and tried again after a failure, for two days.

A thread of the worker looks for rows that are due and hands them to a few others, which go from owner to
owner: an address that does not answer holds up neither pages nor reports nor other addresses. Each kind of
row has threads of its own. An attempt begins by asking for the next one, so that a process which ends in it
loses nothing.
"""

import logging
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db import connections, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.exceptions import Conflict, NotAllowed, NotFound
from core.registries import PurgeStep, purge_steps
from core.registry import Registry
from core.send_results import SendResult
from core.services import operation
from core.shared_threads import Turns
from organizations import permissions
from organizations.actors import Actor
from organizations.models import Organization, Outgoing, OutgoingState

logger = logging.getLogger(__name__)

PAUSES: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""Between the attempts: two days in all."""
KEPT: Final = timedelta(days=30)
"""How long rows are kept."""
AT_ONCE: Final = 500
"""Rows that are read whole at most in one look."""
AGAIN_AT_ONCE: Final = 1000
"""Rows that one press of a button sends again at most: a second in a page thread."""
EVERY: Final = 0.5
"""Seconds between two looks for what is due."""


class DeliveryTexts(NamedTuple):
    """Texts of pages about a row: its content and its receiver."""

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A kind of rows. `rows` are all of them, with what the other functions read; `owners` says whose turn
    it is (core/shared_threads.py); `attempt` makes one attempt, and `settled` is called once a row was taken
    or given up. `of_organization` finds those that its admins see, and `again` is what they ask for: it
    checks whether they may, and raises Conflict for what cannot be sent."""

    key: str
    rows: Callable[[], QuerySet[Any]]
    owners: Callable[[Any], tuple[Hashable, ...]]
    attempt: Callable[[Any], SendResult]
    settled: Callable[[Any], None]
    described: Callable[[Any], DeliveryTexts]
    of_organization: Callable[[Organization], Q]
    again: Callable[[Actor, Any], None]
    turns: Turns


channels: Registry[Channel] = Registry("what goes out")
_turns: set[tuple[str, int, int]] = set()


def register_own() -> None:
    """Register what deletes old rows at night."""
    purge_steps.register(PurgeStep("what went out", 65, delete_old))


# --- In the worker --------------------------------------------------------------------------------


def start() -> None:
    """Carry out what is due, as long as this process lives."""
    threading.Thread(target=_carry, name="outbox", daemon=True).start()


def is_sending() -> bool:
    """Return True if an attempt is under way in this process, or waits for a thread."""
    return any(channel.turns.is_busy for channel in channels)


def _carry() -> None:
    is_told, pause = False, threading.Event()
    while True:
        try:
            hand_out()
            is_told = False
        except Exception:
            if not is_told:
                logger.warning("The outbox can't be read. The worker will try again.", exc_info=True)
            is_told = True
            connections.close_all()
        pause.wait(EVERY)


def hand_out() -> int:
    """Hand what is due to the threads. Returns how many rows that were, without those that wait for a thread
    already."""
    count = 0
    for channel in channels:
        due = channel.rows().filter(state=OutgoingState.WAITING, due_at__lte=timezone.now())
        turns = due.order_by("due_at", "pk").values_list("pk", "turn")
        # Thousands may wait for a receiver that hangs: what a thread has is not read again.
        new = [pk for pk, turn in turns if (channel.key, pk, turn) not in _turns][:AT_ONCE]
        for row in due.filter(pk__in=new).order_by("due_at", "pk"):
            _turns.add((channel.key, row.pk, row.turn))
            count += 1
            in_turn(channel, row)
    return count


def in_turn(channel: Channel, row: Outgoing) -> None:
    """Have a thread make the attempt, in the turn of its owners."""
    channel.turns.ask(channel.owners(row), partial(_attempt_alone, channel, row.pk, row.turn))


def _attempt_alone(channel: Channel, pk: int, turn: int) -> None:
    try:
        make_attempt(channel, pk, turn)
    except Exception:
        logger.exception("an attempt ended; the next one is asked for")
    finally:
        connections.close_all()


def make_attempt(channel: Channel, pk: int, turn: int) -> None:
    """The attempt of this turn, unless another one began meanwhile."""
    try:
        row = channel.rows().filter(pk=pk, turn=turn, state=OutgoingState.WAITING).first()
        if row is not None:
            _attempt(channel, row)
    finally:
        _turns.discard((channel.key, pk, turn))


def _attempt(channel: Channel, row: Outgoing) -> None:
    now, number = timezone.now(), row.attempts + 1
    if row.has_expired or number > len(PAUSES) + 1:
        fields = {"detail": _("The link in it has expired.")} if row.has_expired else {}
        _settle(channel, row, OutgoingState.FAILED, **fields)
        return
    following = now + PAUSES[min(number, len(PAUSES)) - 1]
    if not _claim_attempt(channel, row, attempts=number, due_at=following):
        return
    answer = channel.attempt(row)
    is_last = number > len(PAUSES) or answer.attempts == 0
    is_late = row.expires_at is not None and row.expires_at <= following
    state = (
        OutgoingState.TAKEN
        if answer.is_taken
        else OutgoingState.FAILED
        if is_last or is_late
        else OutgoingState.WAITING
    )
    logger.info("%s %s, attempt %s: %s", channel.key, row.uuid, number, answer.status)
    _settle(channel, row, state, status=answer.status, detail=answer.detail[:300], tried_at=timezone.now())


def _claim_attempt(channel: Channel, row: Outgoing, **fields: object) -> bool:
    """Claim this attempt in the row. Returns True if no other process did before."""
    row.turn += 1
    waiting = channel.rows().filter(pk=row.pk, turn=row.turn - 1, state=OutgoingState.WAITING)
    return bool(_plain(waiting).update(turn=row.turn, **fields))


def _settle(channel: Channel, row: Outgoing, state: OutgoingState, **fields: object) -> None:
    rows = _plain(channel.rows().filter(pk=row.pk, turn=row.turn))
    with transaction.atomic():  # what follows from it is done as well, or it is tried again
        if rows.update(state=state, **fields) and state != OutgoingState.WAITING:
            row.state = state
            channel.settled(row)


def _plain(rows: QuerySet[Any]) -> QuerySet[Any]:
    plain: QuerySet[Any] = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
    return plain


# --- For people -----------------------------------------------------------------------------------


def hurry(row: Outgoing) -> None:
    """Begin from the start, with an attempt at once; one that waits does nothing then."""
    same = type(row)._default_manager.filter(pk=row.pk, turn=row.turn)
    if not same.update(state=OutgoingState.WAITING, attempts=0, turn=F("turn") + 1, due_at=timezone.now()):
        raise Conflict(_("This is already being sent again."))
    row.refresh_from_db(fields=["turn", "state", "attempts", "due_at"])


def check_in_time(row: Outgoing) -> None:
    """Raises Conflict for a row whose link has expired."""
    if row.has_expired:
        raise Conflict(_("The link in it has expired."))


def failed(organization: Organization | None = None) -> Iterator[tuple[Channel, Outgoing]]:
    """Deliveries that were given up, the newest first in each channel: of the organization, or of all and
    none."""
    for channel in channels:
        of = Q() if organization is None else channel.of_organization(organization)
        for row in channel.rows().filter(of, state=OutgoingState.FAILED).order_by("-pk"):
            yield channel, row


def failed_count(organization: Organization) -> int:
    """Number of the organization's deliveries that were given up."""
    return sum(
        channel.rows().filter(channel.of_organization(organization), state=OutgoingState.FAILED).count()
        for channel in channels
    )


def send_all_again(*, actor: Actor, organization: Organization) -> int:
    """Send again what was given up of the organization, as far as it can be sent, up to AGAIN_AT_ONCE rows.
    Returns how many those are. Raises NotAllowed and NotFound."""
    permissions.check_administer_organization(actor, organization)
    with operation(actor, "outbox.sent_again", place=organization):
        return sum(1 for _row in islice(_again(actor, organization), AGAIN_AT_ONCE))


def _again(actor: Actor, organization: Organization) -> Iterator[Outgoing]:
    for channel, row in list(failed(organization)):
        with suppress(Conflict, NotAllowed, NotFound):
            channel.again(actor, row)
            yield row


def delete_old(now: datetime) -> int:
    """Delete rows that are older than KEPT. Returns how many there were."""
    before = now - KEPT
    return sum(_plain(each.rows().filter(made_at__lt=before)).delete()[0] for each in channels)
