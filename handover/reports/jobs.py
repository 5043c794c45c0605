"""The task that makes a report, run by the worker beside the server so that a live room does not feel it."""

import errno
import logging
import time

from django.db import DatabaseError
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django_tasks import TaskResult, task
from django_tasks.signals import task_finished

from core.exceptions import DrawingFailed
from documents.atomic_files import write_whole
from documents.pdf_engine_process import keep_ready
from handover.models import ReportExport
from handover.report_jobs.selectors import place_of
from handover.reports.document import Progress, make_frozen_pdf
from handover.reports.report_files import make_report_file
from handover.services import report_progress

logger = logging.getLogger(__name__)

# How far it is is written at most so often (seconds): each time is a write that others wait for.
TELL_EVERY = 0.4


@task()
def make_report(uuid: str) -> None:
    """Make the report that the row `uuid` asks for. An error is written into the row as a sentence."""
    export = ReportExport.objects.select_related("discovery__domain__organization").filter(uuid=uuid).first()
    if export is None:
        return  # it was deleted while it waited
    try:
        report_progress.start(export)
        _make(export)
    except report_progress.TakenOver:
        logger.info("report %s was reassigned, deleted or canceled", uuid)


@receiver(task_finished)
def load_for_the_next(task_result: TaskResult[None], **_more: object) -> None:
    """People often ask for a second report. So the worker, when it has made one, loads the layout program for
    the next."""
    if task_result.task.module_path == make_report.module_path:
        try:
            keep_ready()
        except OSError as error:  # no memory or no disk: the report is made, and the worker goes on
            logger.warning("no layout program waits for the next report: %s", error)


def _make(export: ReportExport) -> None:
    try:
        content = _content(export, _Telling(export))
        report_progress.advance(export, percent=97, step=_("Saving the file"))
        write_whole(place_of(export), content)
    except report_progress.TakenOver:
        raise
    except DrawingFailed as failure:
        report_progress.fail(export, reason=str(failure))
    except OSError as error:
        logger.error("report %s: %s", export.uuid, error)
        report_progress.fail(export, reason=_reason(error))
    except DatabaseError as error:
        logger.error("report %s: %s", export.uuid, error)
        report_progress.fail(export, reason=_("The database didn’t answer in time. Try again."))
    except Exception:
        # No one reads the worker's log while waiting: the person is told, and the log has the rest.
        logger.exception("report %s failed", export.uuid)
        report_progress.fail(
            export, reason=_("Part of this discovery couldn’t be formatted. Tell your administrator.")
        )
    else:
        report_progress.finish(export, size=len(content))


def _content(export: ReportExport, tell: Progress) -> bytes:
    if export.version_id is not None:
        return make_frozen_pdf(export.source, progress=tell)
    return make_report_file(export.discovery, export.format, export.options, tell)


def _reason(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("The server’s disk is full, so the report couldn’t be saved. Free up space and try again.")
    return _("The report couldn’t be saved on the server. Tell your administrator, then try again.")


class _Telling:
    """Tells the row how far the work is, but not more often than TELL_EVERY."""

    def __init__(self, export: ReportExport) -> None:
        self._export = export
        self._told_at = 0.0

    def __call__(self, percent: int, step: str) -> None:
        now = time.monotonic()
        if now - self._told_at >= TELL_EVERY:
            self._told_at = now
            report_progress.advance(self._export, percent=percent, step=step)
