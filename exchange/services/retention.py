"""Retention: once a day the worker deletes what is past its date (exchange/selectors/retention_rules.py)."""

import time
from collections.abc import Container, Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.models import Editing, TokenBucket
from core.registries import PurgeStep, purge_steps
from core.services import operation
from core.services.trash_purge import empty_trash
from exchange.erasure.names import PersonNames
from exchange.erasure.scope import ErasureScope
from exchange.erasure.selectors import PersonRows, names_of, next_number
from exchange.models import Erasure
from exchange.selectors.retention_rules import KEEP_TASKS, workshops_over
from exchange.services.person_anonymizer import Anonymizer, Subject
from organizations.actors import Actor
from organizations.models import AuditEntry, SignInLink
from organizations.sessions.services import forget_ended_sessions
from workshops.models import PairedDevice, Participant, SummaryMail, Workshop
from workshops.results.result_mails.selectors import KEPT_UNSENT
from workshops.workshop.models import new_key

_A_DAY = timedelta(days=1)
# When the night is quiet, in the time of the server.
_AT_HOUR = 3


def purge(*, dry_run: bool = False) -> dict[str, int]:
    """Delete the rows past their date. Returns their counts by step. `dry_run` deletes nothing."""
    counts: dict[str, int] = {}
    for step in sorted(purge_steps, key=lambda step: step.order):
        with transaction.atomic():
            counts[step.key] = step.delete(timezone.now())
            if dry_run:
                transaction.set_rollback(True)
    return counts


@task()
def purge_daily() -> dict[str, int]:
    """The daily task of the worker. It schedules the next one first, so an error today is retried
    tomorrow."""
    schedule()
    return purge()


def schedule() -> None:
    """Schedule the purge of next night, unless it is scheduled already."""
    waiting = DBTaskResult.objects.filter(
        task_path=purge_daily.module_path, status=TaskResultStatus.READY, run_after__gt=timezone.now()
    )
    if waiting.exists():
        return
    tonight = timezone.localtime().replace(hour=_AT_HOUR, minute=0, second=0, microsecond=0)
    purge_daily.using(run_after=tonight + _A_DAY if tonight <= timezone.localtime() else tonight).enqueue()


# --- What is over ---------------------------------------------------------------------------------


def _forget_guests(now: datetime) -> int:
    """Give a pseudonym to guests of workshops that ended long ago. Returns their count. Texts and frozen
    versions stay: people signed these, and no one requested an erasure."""
    if not settings.KEEP_GUESTS_DAYS:
        return 0
    threshold = now - timedelta(days=settings.KEEP_GUESTS_DAYS)
    guests = Participant.objects.filter(account=None).exclude(display_name__regex=r"^Former participant \d+$")
    past_workshops = workshops_over(threshold).filter(pk__in=guests.values("workshop"))
    count = 0
    for workshop in past_workshops.select_related("discovery__domain__organization").order_by("pk"):
        actor = Actor.system("Headwaters")
        with operation(actor, "guests.forgotten", summary=workshop.name, place=workshop):
            for guest in guests.filter(workshop=workshop).order_by("pk"):
                _forget_guest(guest, workshop)
                count += 1
    return count


def _forget_guest(guest: Participant, workshop: Workshop) -> None:
    organization = workshop.discovery.domain.organization
    erasure = Erasure.objects.create(
        number=next_number(), organization=organization, is_asked_for=False, uuids=[str(guest.uuid)]
    )
    selection = PersonRows(participants=frozenset({guest.pk}))
    subject = Subject(
        PersonNames.of(erasure.pseudonym, names_of(selection)),
        participants=selection.participants,
        actors=frozenset({guest.uuid}),
    )
    scope = ErasureScope(frozenset({organization.pk}), frozenset({workshop.discovery_id}), is_narrow=True)
    Anonymizer(subject, scope, texts=False).write()
    Participant.objects.filter(pk=guest.pk).update(secret=new_key(), join_key=new_key())


def _empty_trash(now: datetime) -> int:
    days = settings.KEEP_TRASH_DAYS
    return empty_trash(now - timedelta(days=days)) if days else 0


def _forget_audited(now: datetime) -> int:
    """Delete old audit entries, and clear network addresses earlier. Returns the count of rows."""
    days, count = settings.KEEP_AUDIT_DAYS, 0
    if days:
        count += AuditEntry.objects.filter(last_at__lt=now - timedelta(days=days)).delete()[0]
    if days := settings.KEEP_ADDRESSES_DAYS:
        old_entries = AuditEntry.objects.filter(last_at__lt=now - timedelta(days=days))
        count += old_entries.exclude(address="").update(address="", bundle=None)
    return count


def _delete_sessions(now: datetime) -> int:
    count = Session.objects.filter(expire_date__lt=now).delete()[0]
    forget_ended_sessions()
    return count


def _delete_sign_in_links(now: datetime) -> int:
    return SignInLink.objects.filter(Q(used_at__isnull=False) | Q(expires_at__lt=now)).delete()[0]


def _delete_pairings(now: datetime) -> int:
    """Delete offers that no one accepted, and devices of workshops that ended a day ago."""
    expired = Q(paired_at=None, expires_at__lt=now) | Q(ends_at__lt=now - _A_DAY)
    return PairedDevice.objects.filter(expired).delete()[0]


def _delete_addresses(now: datetime) -> int:
    """Delete addresses for an email that was never sent."""
    unsent = SummaryMail.objects.filter(sent_at=None, workshop__in=workshops_over(now - KEPT_UNSENT))
    return unsent.delete()[0]


def _delete_noise(now: datetime) -> int:
    """Delete records of editors, rate limits of addresses, finished tasks, and pending files."""
    tasks = DBTaskResult.objects.filter(finished_at__lt=now - KEEP_TASKS)
    edits = Editing.objects.filter(seen_at__lt=now - _A_DAY)
    limits = TokenBucket.objects.filter(updated_at__lt=now - _A_DAY)
    delete_orphans("incoming")
    return sum(rows.delete()[0] for rows in (tasks, edits, limits))


def delete_orphans(folder: str, keep: Container[str] = ()) -> None:
    """Delete the files in a folder of MEDIA_ROOT that are older than a day and not in `keep`, after the
    commit."""
    threshold = time.time() - _A_DAY.total_seconds()
    unlink_later(
        path
        for path in (Path(settings.MEDIA_ROOT) / folder).glob("*")
        if path.is_file() and path.name not in keep and path.stat().st_mtime < threshold
    )


def unlink_later(paths: Iterable[Path]) -> None:
    """Delete the files after the commit."""
    for path in paths:
        transaction.on_commit(partial(path.unlink, missing_ok=True))


def register_own() -> None:
    """Register the steps of this app."""
    purge_steps.register(
        PurgeStep("guests", 10, _forget_guests),
        PurgeStep("trash", 20, _empty_trash),
        PurgeStep("audit lists", 30, _forget_audited),
        PurgeStep("sessions", 40, _delete_sessions),
        PurgeStep("sign-in links", 50, _delete_sign_in_links),
        PurgeStep("paired devices", 55, _delete_pairings),
        PurgeStep("addresses for a mail", 57, _delete_addresses),
        PurgeStep("forms, limits and tasks", 60, _delete_noise),
    )
