"""Tasks whose worker is gone: killed, or ended because it hung (config.db_worker). The next worker tries them
again; what ends two workers has failed."""

import json
import logging
import os
import secrets
import socket
import warnings
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

logger = logging.getLogger(__name__)

MOST_ATTEMPTS: Final = 2
_LATER: Final = timedelta(seconds=60)
"""How long after its time a task of another machine is tried again: its own worker ends it by itself."""
_RUNNING: Final = (
    "SELECT worker_ids, started_at < %s FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'"
)


def own_id() -> str:
    """The name under which this process claims a task: machine, process, and something random."""
    return f"{_machine()}/{os.getpid()}/{secrets.token_hex(4)}"


def _machine() -> str:
    return socket.gethostname()[:40].replace("/", "-")


def is_gone(worker: str, is_late: bool) -> bool:
    """Return True if a worker by this name has ended, asked by one that is at no task. For one on another
    machine, only the time tells (`is_late`)."""
    machine, _slash, rest = worker.partition("/")
    process = rest.partition("/")[0]
    if machine != _machine() or not process.isdecimal():
        return is_late
    if int(process) == os.getpid():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return is_late
    return is_late


def is_asked() -> bool:
    """Return True if a task is to be tried again. Loads no app. Raises what the database raises."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    latest = timezone.now() - timedelta(seconds=settings.TASK_SECONDS) - _LATER
    with warnings.catch_warnings(), connection.cursor() as cursor:
        warnings.simplefilter("ignore", RuntimeWarning)  # no app is loaded
        cursor.execute(_RUNNING, [connection.ops.adapt_datetimefield_value(latest)])
        rows = cursor.fetchall()
    return any(
        is_gone(_last(json.loads(ids) if isinstance(ids, str) else ids), bool(late)) for ids, late in rows
    )


def _last(workers: Sequence[str]) -> str:
    return workers[-1] if workers else ""


def try_again() -> None:
    """Have tasks done whose worker is gone: once more, and then they have failed. Call it in a worker that is
    at no task."""
    from django.conf import settings
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    now = timezone.now()
    for task in DBTaskResult.objects.running():
        lasted = (now - (task.started_at or now)).total_seconds()
        if is_gone(_last(task.worker_ids), lasted > settings.TASK_SECONDS + _LATER.total_seconds()):
            _try_again(task, hung=lasted >= settings.TASK_SECONDS)


def _try_again(task: Any, *, hung: bool) -> None:
    from django.db import transaction
    from django.utils import timezone
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from handover.report_jobs import services as exports
    from handover.reports.jobs import make_report

    ended = "took too long and was stopped" if hung else "lost its worker"
    with transaction.atomic():
        mine = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING)
        is_report = task.task_path == make_report.module_path
        if is_report or len(task.worker_ids) >= MOST_ATTEMPTS:
            message = f"It {ended}, at attempt {len(task.worker_ids)}."
            if not mine.update(status=TaskResultStatus.FAILED, finished_at=timezone.now(), traceback=message):
                return
            if is_report:  # its row counts the attempts
                exports.take_up(str(task.args_kwargs["args"][0]), hung=hung)
            logger.error("%s %s (%s)", task.task_path, ended, task.pk)
        elif mine.update(status=TaskResultStatus.READY):
            logger.warning("%s %s, and will be tried again (%s)", task.task_path, ended, task.pk)
