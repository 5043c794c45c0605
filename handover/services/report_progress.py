"""Progress and results of the worker that makes a report."""

from django.db.models import F
from django.utils import timezone

from handover.models import ExportState, ReportExport
from handover.report_jobs.selectors import ending_of


class TakenOver(Exception):
    """The report was deleted, given up or taken up by another worker: this one stops."""


def start(export: ReportExport) -> None:
    """A worker takes up the report. Raises TakenOver unless it waits."""
    now = timezone.now()
    count = ReportExport.objects.filter(pk=export.pk, state=ExportState.QUEUED).update(
        state=ExportState.RUNNING, attempts=F("attempts") + 1, percent=0, beat_at=now, error=""
    )
    if not count:
        raise TakenOver
    export.refresh_from_db()


def advance(export: ReportExport, *, percent: int, step: str) -> None:
    """The worker says how far it is; `percent` of the whole. Raises TakenOver."""
    _by_its_worker(export, percent=min(max(percent, 0), 100), step=step[:120])


def finish(export: ReportExport, *, size: int) -> None:
    """The file lies in its place; `size` in bytes. Raises TakenOver."""
    _by_its_worker(
        export,
        state=ExportState.DONE,
        percent=100,
        step="",
        size=size,
        path=f"exports/{export.uuid}.{ending_of(export)}",
        finished_at=timezone.now(),
    )


def fail(export: ReportExport, *, reason: str) -> None:
    """The report cannot be made; `reason` is a sentence for the person who asked. Raises TakenOver."""
    _by_its_worker(export, state=ExportState.FAILED, step="", error=reason, finished_at=timezone.now())


def _by_its_worker(export: ReportExport, **fields: object) -> None:
    # The number of the attempt tells this worker from one that took over after this one had been silent.
    mine = ReportExport.objects.filter(pk=export.pk, state=ExportState.RUNNING, attempts=export.attempts)
    if not mine.update(beat_at=timezone.now(), **fields):
        raise TakenOver
