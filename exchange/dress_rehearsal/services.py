"""Dress rehearsals: a person requests one, the worker runs it in short turns, and it is discarded
(adr/0048)."""

import logging
import re
import time
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

import live
from core.exceptions import Conflict, DomainError
from core.registries import MadeCopies, PurgeStep, made_copies, purge_steps
from core.services import artifacts
from core.services.trash_purge import delete_for_good
from discovery.models import Discovery
from exchange.discovery_documents.services import export_document, import_document
from exchange.format import dump
from exchange.format.document_tables import label_of
from organizations.actors import Actor
from organizations.models import Organization
from workshops import permissions
from workshops.dress_rehearsal.rules import SPEEDS
from workshops.dress_rehearsal.selectors import UNDER_WAY, rehearsal_of
from workshops.dress_rehearsal.services import advance, copy_of
from workshops.models import Participant, Rehearsal, RehearsalState, Workshop, WorkshopState
from workshops.workshop.selectors import track_of

logger = logging.getLogger(__name__)

# A worker writes several times a second how far it is. One that was silent for so long was killed.
SILENT_FOR = timedelta(seconds=60)
MOST_ATTEMPTS = 2
# The worker is at it for so many seconds, then lets other work pass; in between it looks so often.
_TURN, _STEP = 2.0, 0.25
# What passes for the rehearsal while the worker was at something else.
_MOST_PASSED = 2.0
_COPIED = "rehearsal.copied"
_SYSTEM = Actor.system("Rehearsal")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class TurnLost(Exception):
    """The rehearsal was stopped, or another worker took it over."""


def begin(*, actor: Actor, workshop: Workshop, speed: int) -> Rehearsal:
    """Ask the worker to rehearse the workshop at so many times the speed; the rehearsal that there is, if
    there is one. Nothing of the workshop changes.

    Raises NotAllowed, NotFound, and Conflict for a workshop that began, has no agenda, or is a copy itself,
    and while another one of the discovery is rehearsed.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    with transaction.atomic():
        locked_workshop = artifacts.locked(workshop)
        if existing := rehearsal_of(locked_workshop):
            return existing
        if locked_workshop.state != WorkshopState.PLANNED:
            raise Conflict(_("You can only rehearse a workshop before it begins."))
        if workshop.discovery.domain.organization.is_rehearsal:
            raise Conflict(_("This is already a rehearsal."))
        if not track_of(locked_workshop).activities.exists():
            raise Conflict(_("The agenda is empty. Add an activity before you rehearse."))
        # Each copies the whole discovery.
        if Rehearsal.objects.filter(workshop__discovery=workshop.discovery_id, state__in=UNDER_WAY).exists():
            raise Conflict(_("Another workshop of this discovery is being rehearsed. Wait until it is over."))
        rehearsal = Rehearsal.objects.create(
            workshop=locked_workshop,
            asked_by=actor.account,
            speed=speed if speed in SPEEDS else max(SPEEDS),
            # Else the night would take it for one that no one is at.
            beat_at=timezone.now(),
        )
        _enqueue(rehearsal)
    return rehearsal


def throw_away(*, actor: Actor, workshop: Workshop) -> None:
    """Stop the rehearsal, wherever it is. From now on no one comes into its copy, which the worker deletes
    with all that was written there. Without one, nothing happens. Raises NotAllowed, NotFound."""
    permissions.check_facilitate_workshop(actor, workshop)
    with transaction.atomic():
        rehearsal = rehearsal_of(workshop)
        if rehearsal is not None:
            _set(rehearsal, state=RehearsalState.GONE)
            copies = Discovery.objects.filter(domain__organization=rehearsal.organization_id)
            for room in Workshop.objects.filter(discovery__in=copies).values_list("pk", flat=True):
                live.close_streams(room)
            copies.update(deleted_at=timezone.now())
            clear_away.enqueue(str(rehearsal.uuid))


def reap(workshop: Workshop) -> None:
    """Take up a rehearsal whose worker was killed: a few times, and then it has failed."""
    silent_since = timezone.now() - SILENT_FOR
    rehearsal = Rehearsal.objects.filter(
        workshop=workshop, state=RehearsalState.RUNNING, beat_at__lt=silent_since
    ).first()
    if rehearsal is None or _is_queued(rehearsal):
        return
    with transaction.atomic():
        rehearsal = Rehearsal.objects.select_for_update(of=("self",)).get(pk=rehearsal.pk)
        if (
            rehearsal.state != RehearsalState.RUNNING
            or rehearsal.beat_at is None
            or rehearsal.beat_at >= silent_since
        ):
            return
        if rehearsal.attempts >= MOST_ATTEMPTS:
            message = _("The worker stopped before the rehearsal finished. Discard it and try again.")
            _set(rehearsal, state=RehearsalState.FAILED, error=message)
            return
        rehearsal.turn += 1
        _set(rehearsal, attempts=rehearsal.attempts + 1, turn=rehearsal.turn)
        _enqueue(rehearsal)


def _is_queued(rehearsal: Rehearsal) -> bool:
    """Return True if the next turn of the rehearsal waits for a worker."""
    waiting = DBTaskResult.objects.filter(task_path=rehearse.module_path, status=TaskResultStatus.READY)
    return any(str(rehearsal.uuid) in map(str, each.args_kwargs["args"]) for each in waiting)


def _enqueue(rehearsal: Rehearsal) -> None:
    rehearse.enqueue(str(rehearsal.uuid), rehearsal.turn)


def _set(rehearsal: Rehearsal, **fields: object) -> None:
    Rehearsal.objects.filter(pk=rehearsal.pk).update(beat_at=timezone.now(), **fields)


# --- The worker -----------------------------------------------------------------------------------


@task(priority=-50)
def rehearse(uuid: str, turn: int) -> None:
    """One turn: make the copy, or go on in it for a moment; then ask for the next. Reports come first."""
    rehearsal = (
        Rehearsal.objects.select_related("workshop__discovery__domain__organization")
        .filter(uuid=uuid, turn=turn, state__in=UNDER_WAY)
        .first()
    )
    if rehearsal is None:
        return  # stopped, or taken over
    try:
        goes_on = _go_on(rehearsal)
    except TurnLost:
        return
    except Exception as error:
        # No one reads the worker's log while waiting. A failure after a stop is not reported.
        if Rehearsal.objects.filter(pk=rehearsal.pk, turn=turn, state__in=UNDER_WAY).exists():
            logger.exception("rehearsal %s failed", uuid)
            message = _("The rehearsal couldn’t continue. Discard it and tell your administrator.")
            reason = str(error) if isinstance(error, DomainError) else message
            _set(rehearsal, state=RehearsalState.FAILED, error=reason)
        return
    DBTaskResult.objects.filter(task_path=rehearse.module_path, status=TaskResultStatus.SUCCESSFUL).delete()
    with transaction.atomic():
        rehearsal.turn += 1
        _save(
            rehearsal,
            turn,
            state=RehearsalState.RUNNING if goes_on else RehearsalState.DONE,
            turn=rehearsal.turn,
        )
        if goes_on:
            _enqueue(rehearsal)


def _go_on(rehearsal: Rehearsal) -> bool:
    """Do the work of this turn; returns whether the rehearsal goes on after it."""
    turn = rehearsal.turn
    if rehearsal.organization_id is None or copy_of(rehearsal) is None:
        _save(rehearsal, turn, state=RehearsalState.RUNNING)
        make_copy(rehearsal)
        return True
    until = time.monotonic() + _TURN
    last = rehearsal.beat_at or timezone.now()
    while time.monotonic() < until:
        now = timezone.now()
        elapsed = min((now - last).total_seconds(), _MOST_PASSED)
        last = now
        if not advance(rehearsal, elapsed * rehearsal.speed):
            return False
        _save(rehearsal, turn)
        time.sleep(_STEP)
    return True


def _save(rehearsal: Rehearsal, of_turn: int, **fields: object) -> None:
    """Save the state of the rehearsal. Raises TurnLost."""
    own_turn = Rehearsal.objects.filter(pk=rehearsal.pk, turn=of_turn, state__in=UNDER_WAY)
    values = {"clock": rehearsal.clock, "tracks": rehearsal.tracks, "seconds": rehearsal.seconds, **fields}
    if not own_turn.update(beat_at=timezone.now(), **values):
        raise TurnLost


def make_copy(rehearsal: Rehearsal) -> None:
    """Copy the exportable data of the discovery (adr/0022), under other uuids, into a new organization
    without members. History is omitted. Raises NotImported, and TurnLost if another worker took the turn."""
    document = export_document(actor=_SYSTEM, discovery=rehearsal.workshop.discovery)
    document["operations"], document["history"] = [], {label: [] for label in document["history"]}
    for model in (Organization, Discovery):
        for row in document["rows"][label_of(model)]:
            row["slug"] = f"rehearsal-{rehearsal.uuid.hex[:12]}"
    data = _UUID.sub(lambda uuid: str(rehearsal.copied(UUID(uuid[0]))), dump(document).decode())
    with transaction.atomic():
        copy = import_document(actor=_SYSTEM, data=data.encode(), verb=_COPIED)
        organization = copy.domain.organization
        Organization.objects.filter(pk=organization.pk).update(is_rehearsal=True)
        rehearsal.organization = organization
        _save(rehearsal, rehearsal.turn, organization=organization)
        # Who came early to the workshop itself does not come to its copy.
        participants = Participant.objects.filter(workshop__uuid=rehearsal.copied(rehearsal.workshop.uuid))
        participants.update(removed_at=timezone.now())


@task()
def clear_away(uuid: str) -> None:
    """Delete a discarded rehearsal, run by the worker."""
    for rehearsal in Rehearsal.objects.filter(uuid=uuid, state=RehearsalState.GONE):
        _delete(rehearsal)


def _delete(rehearsal: Rehearsal) -> int:
    if rehearsal.organization is not None:
        return delete_for_good(rehearsal.organization)  # the row goes with it
    return rehearsal.delete()[0]


# --- The night, and people who are erased ---------------------------------------------------------


def _delete_old(now: datetime) -> int:
    """Delete rehearsals that no worker runs, and copies whose workshop is deleted. Returns the count of
    deleted rows."""
    at_work = Rehearsal.objects.filter(state__in=UNDER_WAY, beat_at__gte=now - SILENT_FOR)
    old_rehearsals = Rehearsal.objects.exclude(pk__in=at_work.values("pk")).select_related("organization")
    count = sum(_delete(each) for each in old_rehearsals)
    orphans = Organization.everything.filter(is_rehearsal=True, rehearsal=None)
    return count + sum(delete_for_good(each) for each in orphans)


def _without_name(discoveries: Collection[int], _rows: Collection[int]) -> None:
    """Delete the rehearsals of these discoveries, because their copies name a person who is erased."""
    for rehearsal in Rehearsal.objects.filter(workshop__discovery__in=discoveries):
        _delete(rehearsal)


def register_own() -> None:
    """Register the nightly deletion of rehearsals, and their deletion when a person is erased."""
    made_copies.register(MadeCopies("rehearsals", Rehearsal, lambda _rows: (), _without_name))
    purge_steps.register(PurgeStep("rehearsals", 15, _delete_old))
